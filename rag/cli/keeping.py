"""Commands that keep a library: backup and restore. They need no model and open no desk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.articles.archive import Manifest
from rag.cli import terminal
from rag.cli.options import AsJson, Home
from rag.cli.session import failures_told
from rag.contract import to_line
from rag.errors import StoreError
from rag.settings import CONFIG_NAME, Settings
from rag.users.file import FILE_NAME

BESIDE = (CONFIG_NAME, FILE_NAME)
"""What is kept beside the database: settings, and users with their roles."""

DERIVED = ("index",)
"""Made of the database, and made anew when it is first needed."""

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, one file.")]


def backup(
    file: File,
    home: Home = None,
    as_json: AsJson = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="A file of this name may be replaced.")
    ] = False,
) -> None:
    """Write the library to one file, while it is being used; the file is read back and checked."""
    from rag.articles.backup import back_up  # a database, which no other command's help needs

    with failures_told(as_json=as_json):
        if file.exists() and not replace:
            raise StoreError(f"{str(file)!r} is there already. Choose another name, or --replace.")
        manifest = back_up(Settings.load(home=home).home, file, beside=BESIDE)
    _tell(manifest, file, f"{manifest.articles} articles are in {file}.", as_json=as_json)


def restore(
    file: File,
    home: Home = None,
    as_json: AsJson = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="A library that is there may be lost for it.")
    ] = False,
) -> None:
    """Put the library of a backup into a folder. Users and settings that are there stay."""
    from rag.articles.backup import restore as put_back

    with failures_told(as_json=as_json):
        target = Settings.load(home=home).home
        manifest = put_back(file, target, beside=BESIDE, derived=DERIVED, replace=replace)
    told = f"{manifest.articles} articles, as of {manifest.made}, are in {target}."
    _tell(manifest, file, told, as_json=as_json)


def _tell(manifest: Manifest, file: Path, words: str, *, as_json: bool) -> None:
    if as_json:
        terminal.put_line(to_line({"file": str(file), **manifest.model_dump()}))
    else:
        terminal.out().print(terminal.clean(words), highlight=False, markup=False)
