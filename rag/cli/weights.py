"""Commands about model files: models shows them, models fetch gets them. Loads none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from models.catalog import CATALOG, DEFAULT_GENERATOR, Entry, find
from models.fetch import is_present
from models.resolve import Reference, locate, resolve
from rag.cli import terminal
from rag.cli.options import AsJson, Home
from rag.cli.session import failures_told
from rag.contract import Json, to_line
from rag.settings import Settings
from rag.types import ModelState

app = typer.Typer(rich_markup_mode=None)

MEGABYTE = 1_000_000


@app.callback(invoke_without_command=True)
def models(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """List the models that Dateline knows by name, and which are in use."""
    if context.invoked_subcommand is not None:
        return
    with failures_told(as_json=as_json):
        settings = Settings.load(home=home)
        used = in_use(settings)
    known = [_entry_json(entry, settings, used) for entry in CATALOG]
    brought = [_brought_json(one) for one in used if one.entry is None]
    if as_json:
        server = settings.generator_url or None
        terminal.put_line(to_line({"models": known + brought, "server": server}))
        return
    terminal.out().print(_table(known + brought))
    if settings.generator_url:
        terminal.put_note(f"Answers are written by the server at {settings.generator_url}.")


@app.command()
def fetch(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A name of the list or a hub id.  [default: in use]"),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Fetch the files of a model, or of those in use. Goes on where it was cut off."""
    with failures_told(as_json=as_json):
        settings = Settings.load(home=home)
        wanted = in_use(settings) if name is None else (_named(name),)
        fetched = [{"name": one.name, "path": _fetch(one, settings)} for one in wanted]
    if as_json:
        terminal.put_line(to_line({"fetched": fetched}))
        return
    for one in fetched:
        terminal.out().print(Text(f"{one['name']} is in {one['path']}"))


def in_use(settings: Settings) -> tuple[Reference, ...]:
    """The models that the settings name: embedder, and generator unless a server writes.

    Raises:
        NotFoundError: A setting names no model.
    """
    embedder = resolve(settings.embedder, "embed")
    if settings.generator_url:
        return (embedder,)
    name = DEFAULT_GENERATOR.name if settings.generator == "auto" else settings.generator
    return (embedder, resolve(name, "generate"))


def _named(name: str) -> Reference:
    entry = find(name)
    return resolve(name, entry.task if entry else "generate")


def _fetch(reference: Reference, settings: Settings) -> str:
    states = [ModelState(reference.name, "fetching")]
    with terminal.live(lambda: terminal.model_words(states[-1:])):
        return str(locate(reference, settings, states.append))


def _entry_json(entry: Entry, settings: Settings, used: Iterable[Reference]) -> Json:
    return {
        "name": entry.name,
        "task": entry.task,
        "in_use": any(one.entry is entry for one in used),
        "present": is_present(entry, settings.models_dir),
        "bytes": entry.size,
        "licence": entry.licence,
        "machine": entry.machine,
    }


def _brought_json(reference: Reference) -> Json:
    """A model that its user named: what it is and where it is from is theirs to know."""
    unknown: Json = dict.fromkeys(("task", "present", "bytes", "licence", "machine"))
    return unknown | {"name": reference.name, "in_use": True}


def _table(models: Iterable[Json]) -> Table:
    table = terminal.empty_table("", "model", "task", "here", "MB", "licence", "for")
    for model in models:
        megabytes = "" if model["bytes"] is None else f"{model['bytes'] / MEGABYTE:,.0f}"
        here = {True: "yes", False: "no", None: "?"}[model["present"]]
        sign = Text("in use", "green") if model["in_use"] else Text()
        told = (model["task"], here, megabytes, model["licence"], model["machine"])
        table.add_row(sign, Text(model["name"]), *(Text(cell or "") for cell in told))
    return table
