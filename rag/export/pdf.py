"""Outline -> PDF, set by Typst: real footnotes, page numbers, text that can be searched and copied.

The page is `page.typ`; what it shows goes in as one JSON value, beside it and not in it. Letters
that the faces inside Typst lack come from the system's, and are boxes where it has none.
"""

from __future__ import annotations

import json
import re
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from rag.errors import ExportError
from rag.export.outline import (
    Block,
    Footnote,
    Heading,
    Line,
    Link,
    Listing,
    Mark,
    Outline,
    Paragraph,
    Run,
    Table,
    Timeline,
)
from rag.export.plain import plain, runs_right_to_left
from rag.text.shown import day_words, outlet_of, shortened, title_of, web_link

TEMPLATE = Path(__file__).with_name("page.typ")

UNDATED = 0
"""Seconds since 1970 that the file names as its making where no article is dated."""

MEMORY = 10
"""Documents that Typst remembers all its work on, in case the next one is alike: thirty megabytes
for a comparison that makes a file of half a megabyte."""

RUNNING = 80
"""Characters of the title at the foot of each page."""


def pdf(outline: Outline) -> bytes:
    """The whole file.

    Raises:
        ExportError: Typst could not set it.
    """
    values = {"outline": json.dumps(_Values().outline(outline))}
    dated = int(outline.dated.timestamp()) if outline.dated else UNDATED
    with tempfile.TemporaryDirectory() as nothing:
        # The page reads no files; an empty folder for a root makes that certain.
        compiler = typst.Compiler(TEMPLATE.read_bytes(), root=nothing)
        try:
            content = compiler.compile(format="pdf", sys_inputs=values, timestamp=dated)
        except typst.TypstError as error:
            raise ExportError(
                f"the PDF could not be set: {error}. Export it as HTML and print that to a PDF, or "
                "as DOCX."
            ) from error
        finally:
            _forget(compiler)
    if not isinstance(content, bytes):
        raise TypeError(f"a PDF is bytes, not {type(content).__name__}")
    return content


def _forget(compiler: typst.Compiler) -> None:
    """Has Typst remember empty pages instead; the one way to be rid of the last documents."""
    for _ in range(MEMORY + 1):
        compiler.compile(b"", format="pdf", sys_inputs=None)


class _Values:
    """Nouns -> plain values for the page; knows which footnotes have been marked before."""

    def __init__(self) -> None:
        self._marked: set[int] = set()

    def outline(self, outline: Outline) -> dict[str, Any]:
        language = outline.language
        return {
            "kind": outline.kind,
            "title": plain(outline.title),
            "rtl": runs_right_to_left(outline.title),
            "running": plain(shortened(f"{outline.kind}: {outline.title}", RUNNING)),
            "language": language if re.fullmatch("[a-z]{2,3}", language) else "en",
            "dated": _date(outline.dated),
            "blocks": [self._block(block) for block in outline.blocks],
            "footnotes": [_footnote(footnote) for footnote in outline.footnotes],
            "about": [plain(line) for line in outline.about],
        }

    def _block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading(text, level):
                return {"kind": "heading", "text": plain(text), "level": level}
            case Paragraph(line, look):
                return {"kind": "paragraph", "line": self._line(line), "look": look}
            case Listing(entries):
                values = [
                    {"line": self._line(entry.line), "under": [*map(self._line, entry.under)]}
                    for entry in entries
                ]
                return {"kind": "listing", "entries": values}
            case Timeline(moments):
                values = [{"shown": one.shown, "line": self._line(one.line)} for one in moments]
                return {"kind": "timeline", "moments": values}
            case Table():
                return self._table(block)

    def _table(self, table: Table) -> dict[str, Any]:
        rows = [
            {
                "head": plain(row.head),
                "cells": [[self._line(line) for line in cell] for cell in row.cells],
            }
            for row in table.rows
        ]
        return {
            "kind": "table",
            "caption": table.caption,
            "corner": table.corner,
            "columns": [plain(name) for name in table.columns],
            "rows": rows,
        }

    def _line(self, line: Line) -> dict[str, Any]:
        words = "".join(part.text for part in line if not isinstance(part, Mark))
        return {"rtl": runs_right_to_left(words), "parts": [self._part(part) for part in line]}

    def _part(self, part: Run | Mark | Link) -> dict[str, Any]:
        match part:
            case Run(text, look):
                return {"kind": "run", "text": plain(text), "look": look}
            case Link(text, url):
                return {"kind": "link", "text": plain(text), "url": plain(url)}
            case Mark(n):
                first = n not in self._marked
                self._marked.add(n)
                return {"kind": "mark", "n": n, "first": first}


def _footnote(footnote: Footnote) -> dict[str, Any]:
    article = footnote.article
    return {
        "outlet": plain(outlet_of(article)),
        "published": day_words(article.published),
        "title": plain(title_of(article)),
        "url": plain(web_link(article.url)),
        "quote": plain(footnote.quote),
        "rtl": runs_right_to_left(footnote.quote),
        "language": article.language if re.fullmatch("[a-z]{2,3}", article.language) else "en",
    }


def _date(moment: datetime | None) -> dict[str, int] | None:
    """Typst's own arguments of a date."""
    if moment is None:
        return None
    return {"year": moment.year, "month": moment.month, "day": moment.day}
