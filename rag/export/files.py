"""A document -> the bytes of a file in one format, and a file that is whole or not there.

Chooses outline and writer; knows neither what is on a page nor how a format is written.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Literal, get_args

from rag.contract import to_line
from rag.contract_documents import Document, document_json
from rag.errors import ExportError
from rag.export.answers import answer_outline, summary_outline
from rag.export.briefings import briefing_outline
from rag.export.comparisons import claim_outline, comparison_outline
from rag.export.markdown import markdown
from rag.export.outline import Outline
from rag.export.page import page
from rag.types import Answer, Briefing, ClaimCheck, Comparison, Summary

Format = Literal["md", "html", "docx", "pdf", "json"]

FORMATS: tuple[Format, ...] = get_args(Format)

BINARY: frozenset[Format] = frozenset({"docx", "pdf"})
"""Formats that are no text and do not go to a terminal."""


def render(document: Document, format: Format) -> bytes:
    """The document as a file's bytes; the same document gives the same bytes.

    Raises:
        ExportError: It cannot be set in this format.
    """
    match format:
        case "json":
            return (to_line(document_json(document)) + "\n").encode()
        case "md":
            return markdown(outline_of(document)).encode()
        case "html":
            return page(outline_of(document)).encode()
        case "docx":
            # Their libraries take a while to import, and most calls need neither.
            from rag.export.word import word

            return word(outline_of(document))
        case "pdf":
            from rag.export.pdf import pdf

            return pdf(outline_of(document))


def write(document: Document, format: Format, path: Path) -> Path:
    """Writes the document to `path` and returns it.

    The file appears when all of it is written; until then, and if that fails, one that was there
    before stays as it is.

    Raises:
        ExportError: The file cannot be written, or the document not be set in this format.
    """
    check_place(path)
    content = render(document, format)
    partial = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with partial.open("xb") as file:
            file.write(content)
        partial.replace(path)
    except OSError as error:
        raise ExportError(
            f"{str(path)!r} cannot be written: {error.strerror or error}. Make room there, or "
            "choose another place."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return path


def check_place(path: Path) -> None:
    """Whether a file could be there, for asking before the work that it is for.

    Raises:
        ExportError: `path` is a folder, or in none.
    """
    if path.is_dir():
        raise ExportError(f"{str(path)!r} is a folder: name a file in it")
    if not path.parent.is_dir():
        raise ExportError(
            f"{str(path)!r} cannot be written: there is no folder {str(path.parent)!r}. Make it, "
            "or choose another."
        )


def format_of(path: Path) -> Format:
    """The format that a file's name asks for.

    Raises:
        ExportError: It asks for none that can be written.
    """
    ending = path.suffix.lower().removeprefix(".")
    for format in FORMATS:
        if format == ending:
            return format
    raise ExportError(
        f"{path.name!r} does not tell the format: let it end in .{', .'.join(FORMATS)}, or name "
        "the format"
    )


def outline_of(document: Document) -> Outline:
    """What is on the document's page, in order."""
    match document:
        case Answer():
            return answer_outline(document)
        case Summary():
            return summary_outline(document)
        case Briefing():
            return briefing_outline(document)
        case Comparison():
            return comparison_outline(document)
        case ClaimCheck():
            return claim_outline(document)
