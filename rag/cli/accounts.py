"""Commands about users: add, remove, list, and their API keys."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from rag.cli import terminal
from rag.cli.options import AsJson, Home
from rag.cli.session import failures_told
from rag.contract import to_line, when_json
from rag.errors import NotFoundError
from rag.settings import Settings
from rag.users import Role, Users, UsersFile

app = typer.Typer(
    help="Users of what is served, and their API keys.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Of the user.")]


@app.command("add")
def add(
    name: Name,
    role: Annotated[
        Role, typer.Option("--role", help="A reader asks; an editor changes the library, too.")
    ] = "reader",
    password: Annotated[
        str,
        typer.Option(
            prompt=True,
            confirmation_prompt=True,
            hide_input=True,
            envvar="DATELINE_PASSWORD",
            help="Asked for if not given; as an option others on this machine can see it.",
        ),
    ] = "",
    home: Home = None,
) -> None:
    """Add a user, or give one another password and role; who was signed in as them is out."""
    with failures_told():
        _file(home).put_user(name, role, password)
        terminal.put_note(f"{name} is a user now, with the role {role}.")


@app.command("remove")
def remove(name: Name, home: Home = None) -> None:
    """Remove a user and the user's keys; takes effect at once, while serving too."""
    with failures_told():
        _file(home).remove_user(name)
        terminal.put_note(f"{name} is no user any more.")


@app.command("list")
def list_users(home: Home = None, as_json: AsJson = False) -> None:
    """List users and keys; of a key only what it is called, as no more is known."""
    with failures_told(as_json=as_json):
        stored = _file(home).read()
    if as_json:
        told = [
            {
                "name": user.name,
                "role": user.role,
                "keys": [
                    {"id": key.id, "label": key.label, "created": when_json(key.created)}
                    for key in stored.keys
                    if key.user == user.name
                ],
            }
            for user in stored.users
        ]
        terminal.put_line(to_line({"users": told}))
        return
    table = Table("user", "role", "keys", box=None)
    for user in stored.users:
        keys = [f"{key.id} {key.label}".strip() for key in stored.keys if key.user == user.name]
        table.add_row(user.name, user.role, "\n".join(keys))
    terminal.out().print(table)


@app.command("key")
def key(
    name: Name,
    label: Annotated[str, typer.Option("--label", help="What it is for, to know it again.")] = "",
    home: Home = None,
) -> None:
    """Make an API key for a user. It is printed once and kept only as a hash."""
    with failures_told():
        settings = Settings.load(home=home)
        if Users(settings.users, settings.home).named(name) is None:
            raise NotFoundError(f"there is no user {name!r}: add one with `users add {name}`.")
        made, _ = UsersFile(settings.home).add_key(name, terminal.flat(label))
    terminal.put_line(made)
    terminal.put_note("Send it as `Authorization: Bearer KEY`. It cannot be shown again.")


@app.command("revoke")
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="KEY_ID", help="As `users list` shows it.")],
    home: Home = None,
) -> None:
    """End an API key; takes effect at once, while serving too."""
    with failures_told():
        _file(home).remove_key(key_id)
        terminal.put_note(f"The key {key_id} opens nothing any more.")


def _file(home: Path | None) -> UsersFile:
    return UsersFile(Settings.load(home=home).home)
