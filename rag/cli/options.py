"""The options that several commands share, each defined once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from rag.contract import read_filters
from rag.errors import QuestionError
from rag.types import Filters

Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="DIR",
        help="Folder of the library.  [default: the user's data folder, or DATELINE_HOME]",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, nothing else.")]
Since = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="DATE",
        help="Only articles published on or after it: 2026-03-02 or ISO 8601, UTC.",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="DATE",
        help="Only articles published on or before it: 2026-03-02 (the whole day) or ISO 8601.",
    ),
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="OUTLET", help="Only this outlet; may be given again."),
]

Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="KEY",
        help="Do not heed this of what the question was understood to want, "
        "such as 'outlet:The Verge'; may be given again.",
    ),
]


def filters_from(since: str | None, until: str | None, sources: Sequence[str] | None) -> Filters:
    """The filters of a command line.

    Raises:
        typer.BadParameter: A date that is none, or --from after --to.
    """
    try:
        return read_filters(since, until, sources or ())
    except QuestionError as error:
        raise typer.BadParameter(str(error), param_hint="'--from' / '--to'") from error
