"""The commands of `python -m rag`, joined under their names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
import typer.main

from rag.cli import (
    accounts,
    asking,
    briefing,
    comparing,
    keeping,
    library,
    said,
    service,
    weights,
)

app = typer.Typer(
    name="dateline",
    help="Ask a library of news articles; every sentence of an answer is cited.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def before_command(
    context: typer.Context,
    home: Annotated[
        Path | None, typer.Option("--home", metavar="DIR", help="As the --home of each command.")
    ] = None,
) -> None:
    """Ask a library of news articles; every sentence of an answer is cited."""
    if home is not None and context.invoked_subcommand:
        given = {"home": str(home)}
        group = typer.main.get_group(app).commands[context.invoked_subcommand]
        nested = dict.fromkeys(getattr(group, "commands", ()), given)
        context.default_map = {context.invoked_subcommand: given | nested}


app.command("ingest")(library.ingest)
app.command("list")(library.list_articles)
app.command("show")(library.show)
app.command("remove")(library.remove)
app.command("search")(asking.search)
app.command("ask")(asking.ask)
app.command("summarise")(briefing.summarise)
app.command("brief")(briefing.brief)
app.command("stories")(briefing.stories)
app.command("statements")(said.statements)
app.command("compare")(comparing.compare)
app.add_typer(weights.app, name="models")
app.command("doctor")(library.doctor)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.add_typer(accounts.app, name="users")
app.command("serve")(service.serve)
