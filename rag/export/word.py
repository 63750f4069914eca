"""Outline -> Word file (DOCX) with real headings, lists, tables and footnotes.

Lays out blocks; how they look is in `word_styles`, how footnotes are stored in `word_parts`.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

from rag.export.outline import (
    Block,
    Heading,
    Line,
    Link,
    Listing,
    Look,
    Mark,
    Outline,
    Paragraph,
    Run,
    Table,
    Timeline,
)
from rag.export.plain import plain, runs_right_to_left
from rag.export.word_parts import (
    NOTE_NUMBER,
    add_footnotes,
    element,
    link,
    mark,
    paragraph,
    run,
)
from rag.export.word_styles import EDGE, dress
from rag.text.shown import shortened

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The oldest date that a zip file can hold: that of all its entries, so that bytes repeat."""

RUNNING = 80
"""Characters of the title at the foot of each page."""

LOOKS: dict[Look, str] = {
    "plain": "",
    "strong": "Strong",
    "emphasis": "Emphasis",
    "quiet": "Quiet",
    "flag": "Flag",
    "raised": NOTE_NUMBER,
}
"""The character style of a look, by its id."""

STYLES = {"text": "Normal", "lead": "Lead", "note": "Note"}


def word(outline: Outline) -> bytes:
    """The whole file."""
    document = docx.Document()
    running = plain(shortened(f"{outline.kind}: {outline.title}", RUNNING))
    dress(document, running=running, language=outline.language)
    _Writer(document).write(outline)
    add_footnotes(document, outline.footnotes)
    _describe(document, outline)
    return _repeatable(document)


class _Writer:
    """Puts blocks into a document's body; knows which footnotes have been marked before."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._body = document.element.body
        self._marked: set[int] = set()

    def write(self, outline: Outline) -> None:
        self._add(paragraph("Kind", run(outline.kind)))
        title, turned = outline.title, runs_right_to_left(outline.title)
        self._add(paragraph("Title", run(title), right_to_left=turned))
        for block in outline.blocks:
            self._block(block)
        for place, line in enumerate(outline.about):
            about = paragraph("About", run(line))
            if place == 0:
                about.pPr.append(element("spacing", before="360"))
            self._add(about)

    def _add(self, made: Any) -> None:
        """Before the section's properties, which a body ends with."""
        self._body.insert_element_before(made, "w:sectPr")

    def _block(self, block: Block) -> None:
        match block:
            case Heading(text, level):
                turned = runs_right_to_left(text)
                # A page has one title, and its sections are the first level below it.
                self._add(paragraph(f"Heading{level - 1}", run(text), right_to_left=turned))
            case Paragraph(line, look):
                self._add(self._paragraph(STYLES[look], line))
            case Listing(entries):
                for entry in entries:
                    self._add(self._paragraph("ListBullet", entry.line))
                    for lower in entry.under:
                        self._add(self._paragraph("ListBullet2", lower))
            case Timeline(moments):
                for moment in moments:
                    date = Run(f"{moment.shown}\t", "strong")
                    self._add(self._paragraph("Timeline", (date, *moment.line)))
            case Table():
                self._table(block)

    def _table(self, table: Table) -> None:
        self._add(paragraph("Caption", run(table.caption)))
        made = self._document.add_table(rows=0, cols=1 + len(table.columns))
        _rule(made)
        heads = (((Run(name, "strong"),),) for name in (table.corner, *table.columns))
        self._row(made, heads, header=True)
        for row in table.rows:
            self._row(made, (((Run(row.head, "strong"),),), *row.cells))
        self._add(paragraph("About"))  # Word needs a paragraph between two tables

    def _row(self, table: Any, cells: Any, *, header: bool = False) -> None:
        made = table.add_row()
        properties = made._tr.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if header:
            properties.append(element("tblHeader"))
        for cell, lines in zip(made.cells, cells, strict=True):
            cell._tc.clear_content()
            for line in lines or (((Run("—", "quiet")),),):
                cell._tc.append(self._paragraph("Cell", line))

    def _paragraph(self, style: str, line: Line) -> Any:
        words = "".join(part.text for part in line if not isinstance(part, Mark))
        parts = [made for part in line for made in self._inline(part)]
        return paragraph(style, *parts, right_to_left=runs_right_to_left(words))

    def _inline(self, part: Run | Mark | Link) -> list[Any]:
        match part:
            case Mark(n):
                first = n not in self._marked
                self._marked.add(n)
                return mark(n, first=first)
            case Link(text, url):
                return [link(self._document.part, text, url) if url else run(text)]
            case Run(text, look):
                return [run(text, LOOKS[look])]


def _rule(table: Any) -> None:
    """Lines between rows only, and all the width of the page."""
    sides = (
        element(side, val="single", sz="4", space="0", color=EDGE) for side in ("bottom", "insideH")
    )
    margins = (
        element(side, w=width, type="dxa") for side, width in (("left", "0"), ("right", "140"))
    )
    for made in (element("tblBorders", *sides), element("tblCellMar", *margins)):
        table._tbl.tblPr.insert_element_before(made, "w:tblLook")


def _describe(document: Any, outline: Outline) -> None:
    """Title and dates in the file's properties; nothing of the template's own."""
    properties = document.core_properties
    properties.title, properties.subject = plain(outline.title)[:255], outline.kind
    properties.author = properties.last_modified_by = "Dateline"
    properties.comments = properties.keywords = properties.category = ""
    properties.language = outline.language
    properties.revision = 1
    properties.created = properties.modified = outline.dated or EPOCH
    relations = document.part.package.rels
    for key in [
        key for key, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL
    ]:
        del relations[key]


def _repeatable(document: Any) -> bytes:
    """The file, its entries dated alike: the same page gives the same bytes."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
