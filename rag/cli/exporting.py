"""Which format a command line asks for, and the way of a document to its file or to stdout."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli import terminal
from rag.errors import ExportError
from rag.export import BINARY, Document, Format, check_place, format_of, render, write

AsFormat = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="As a document with footnotes; without --out, to stdout.",
        show_default=False,
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write it to this file, in the format that its ending says or --format.",
    ),
]


def format_asked(format: Format | None, out: Path | None, *, as_json: bool) -> Format | None:
    """The format of the document that is wanted; None if it is only to be shown.

    Asked before the work, so that nobody waits for an answer that has no place to go.

    Raises:
        typer.BadParameter: The options contradict each other, the file name tells no format, or
            the file cannot be where it is wanted.
    """
    if as_json and (format or out):
        raise typer.BadParameter("--json prints to stdout: for a file, use --format json --out")
    if as_json:
        return "json"
    if out is None and format in BINARY:
        raise typer.BadParameter(f"--format {format} needs --out FILE: it is no text")
    if out is None:
        return format
    try:
        check_place(out)
        return format or format_of(out)
    except ExportError as error:
        raise typer.BadParameter(str(error), param_hint="'--out'") from error


def deliver(document: Document, format: Format, out: Path | None) -> None:
    """Writes the document to its file and says so, or prints it.

    Raises:
        ExportError: It cannot be written.
    """
    if out is None:
        terminal.put_line(render(document, format).decode().rstrip("\n"))
    else:
        terminal.put_note(f"Written to {write(document, format, out)}")
