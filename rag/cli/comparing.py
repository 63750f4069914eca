"""The command that compares: who said what on a topic, or who backs a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import typer

from rag.cli import matrix, terminal
from rag.cli.exporting import AsFormat, OutFile, deliver, format_asked
from rag.cli.options import AsJson, Home, Since, Until, filters_from
from rag.cli.progress import Lines
from rag.cli.session import desk_at
from rag.types import ClaimCheck, Comparison, IssueFound, PassagesRead, StatementsRead

if TYPE_CHECKING:
    from collections.abc import Generator

    from rag.desk import Desk

Result = TypeVar("Result", Comparison, ClaimCheck)


def compare(
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="In words, or a question.")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
    since: Since = None,
    until: Until = None,
    speakers: Annotated[
        list[str] | None,
        typer.Option(
            "--speakers",
            metavar="NAMES",
            help="Only these, commas between them; may be given again.",
        ),
    ] = None,
    sources: Annotated[
        list[str] | None,
        typer.Option(
            "--sources",
            "--source",
            metavar="OUTLETS",
            help="Only these, commas between them; may be given again.",
        ),
    ] = None,
    claim: Annotated[
        str | None,
        typer.Option("--claim", metavar="TEXT", help="Instead: who backs it, who contradicts it?"),
    ] = None,
    format: AsFormat = None,
    out: OutFile = None,
) -> None:
    """Compare who said what on a topic: agreement, contradiction, changed lines, all quoted.

    Where somebody says nothing, the cell stays empty.
    """
    if (topic is None) == (claim is None):
        raise typer.BadParameter("give either a TOPIC or --claim TEXT")
    if claim is not None and speakers:
        raise typer.BadParameter("--speakers goes with a TOPIC")
    filters = filters_from(since, until, _listed(sources))
    wanted = format_asked(format, out, as_json=as_json)
    quiet = wanted is not None and out is None
    with desk_at(home, as_json=as_json) as desk:
        if claim is not None:
            checking = desk.check_claim(claim, filters=filters)
            check = _followed(desk, checking, ClaimCheck, quiet=quiet)
            if not quiet:
                matrix.put_claim(check)
            if wanted is not None:
                deliver(check, wanted, out)
        elif topic is not None:
            comparing = desk.compare(topic, speakers=_listed(speakers), filters=filters)
            comparison = _followed(desk, comparing, Comparison, quiet=quiet)
            if not quiet:
                matrix.put_comparison(comparison)
            if wanted is not None:
                deliver(comparison, wanted, out)


def _followed(desk: Desk, events: Iterator[Any], kind: type[Result], *, quiet: bool) -> Result:
    """How far the reading is, then each issue as it is found, then what it all came to."""
    stage, numbers, lines = [""], count(1), Lines()
    # The desk's iterators are generators; closing one stops the work if we are interrupted.
    work = closing(cast("Generator[Any]", events))
    with work, terminal.live(lambda: stage[-1] or _models(desk) or "…"):
        for event in events:
            if isinstance(event, kind):
                return event
            if isinstance(event, StatementsRead):
                stage[-1] = f"reading who said what: {event.done} of {event.total}"
                lines.tell(stage[-1])
            elif isinstance(event, PassagesRead):
                stage[-1] = f"reading what may back it: {event.done} of {event.total}"
            elif isinstance(event, IssueFound) and not quiet:
                matrix.put_issue(next(numbers), event.issue)
    raise RuntimeError(f"the desk ended without {kind.__name__}")


def _models(desk: Desk) -> str:
    return terminal.model_words([desk.embedder_state(), desk.generator_state()])


def _listed(given: Sequence[str] | None) -> tuple[str, ...]:
    """["A, B", "C"] -> ("A", "B", "C")."""
    parts = (part.strip() for one in given or () for part in one.split(","))
    return tuple(part for part in parts if part)
