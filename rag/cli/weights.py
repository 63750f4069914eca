"""Commands about model files: models shows them, models fetch gets them. Loads none.

The package `models` is imported when a command needs it, because it takes a while.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from rag.cli import terminal
from rag.cli.options import AsJson, Home
from rag.cli.session import failures_told
from rag.contract import Json, to_line
from rag.settings import Settings
from rag.types import ModelState

if TYPE_CHECKING:
    from models import Listed
    from models.resolve import Reference

app = typer.Typer(rich_markup_mode=None)

MEGABYTE = 1_000_000


@app.callback(invoke_without_command=True)
def models(context: typer.Context, home: Home = None, as_json: AsJson = False) -> None:
    """List the models that Dateline knows by name, and which are in use."""
    if context.invoked_subcommand is not None:
        return
    from models import list_models
    from models.kernels import compiled

    with failures_told(as_json=as_json):
        settings = Settings.load(home=home)
    listed = [_listed_json(model) for model in list_models(settings)]
    listed += [_brought_json(name) for name in _brought(settings)]
    if as_json:
        server = settings.generator_url or None
        terminal.put_line(to_line({"models": listed, "server": server}))
        return
    terminal.out().print(_table(listed))
    if settings.generator_url:
        terminal.put_note(f"Answers are written by the server at {settings.generator_url}.")
    else:
        terminal.put_note(
            "llama.cpp computes with kernels compiled for this processor."
            if compiled()
            else "llama.cpp computes with the wheel's kernels; `python -m models.kernels` compiles "
            "faster ones, or says why not."
        )


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
    from models.catalog import DEFAULT_GENERATOR
    from models.resolve import resolve

    embedder = resolve(settings.embedder, "embed")
    if settings.generator_url:
        return (embedder,)
    name = DEFAULT_GENERATOR.name if settings.generator == "auto" else settings.generator
    return (embedder, resolve(name, "generate"))


def _brought(settings: Settings) -> list[str]:
    """Models in use that are not of the catalogue, by the names that the settings give them."""
    from models.catalog import find

    names = [settings.embedder]
    if settings.generator != "auto" and not settings.generator_url:
        names.append(settings.generator)
    return [name for name in names if find(name) is None]


def _named(name: str) -> Reference:
    from models.catalog import find
    from models.resolve import resolve

    entry = find(name)
    return resolve(name, entry.task if entry else "generate")


def _fetch(reference: Reference, settings: Settings) -> str:
    from models.resolve import locate

    states = [ModelState(reference.name, "fetching")]
    with terminal.live(lambda: terminal.model_words(states[-1:])):
        return str(locate(reference, settings, states.append))


def _listed_json(listed: Listed) -> Json:
    return {
        "name": listed.entry.name,
        "task": listed.entry.task,
        "in_use": listed.in_use,
        "present": listed.present,
        "bytes": listed.entry.size,
        "licence": listed.entry.licence,
        "machine": listed.entry.machine,
    }


def _brought_json(name: str) -> Json:
    """A model that its user named: what it is and where it is from is theirs to know."""
    unknown: Json = dict.fromkeys(("task", "present", "bytes", "licence", "machine"))
    return unknown | {"name": name, "in_use": True}


def _table(models: Iterable[Json]) -> Table:
    table = terminal.empty_table("", "model", "task", "here", "MB", "licence", "for")
    for model in models:
        megabytes = "" if model["bytes"] is None else f"{model['bytes'] / MEGABYTE:,.0f}"
        here = {True: "yes", False: "no", None: "?"}[model["present"]]
        sign = Text("in use", "green") if model["in_use"] else Text()
        told = (model["task"], here, megabytes, model["licence"], model["machine"])
        table.add_row(sign, Text(model["name"]), *(Text(cell or "") for cell in told))
    return table
