"""Word files (.docx) -> RawArticle. Knows nothing of files; the zip is checked before it is opened.

Nothing inside is run, no link of it is followed, no archive within it is unpacked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from rag.errors import RefusedError, SourceError
from rag.sources.credit import find_credit
from rag.sources.plausible import plausible_author, plausible_title
from rag.types import RawArticle

MAX_UNPACKED_BYTES = 300_000_000
MAX_XML_BYTES = 30_000_000  # one part of text; parsing it takes ten times this
MAX_RATIO = 150  # unpacked to packed; real Word files stay under 50
RATIO_FROM_BYTES = 5_000_000  # smaller ones may be as empty as they like
MAX_PARTS = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText",
     "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)  # fmt: skip


def read_docx(content: bytes, *, path: str) -> RawArticle:
    """Paragraphs, headings and rows of tables, in the order of the document.

    Raises:
        RefusedError: It would unpack to too much, or holds a document type definition.
        SourceError: It is not a Word file, encrypted, or damaged.
    """
    _check_archive(content, path)
    # Imported here: a tenth of a second that most libraries never need.
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        title, paragraphs = _title_and_paragraphs(document)
        properties = document.core_properties
        author, created = properties.author, properties.created
    except Exception as error:  # strangers' files: python-docx may raise anything
        reason = str(error).split("\n")[0][:120] or type(error).__name__
        raise SourceError(path, f"is not a Word file that can be read ({reason})") from error
    # The template that python-docx starts from carries this date.
    dated = created is not None and author != "python-docx"
    credit = find_credit(paragraphs)
    return RawArticle(
        kind="text",
        content="\n\n".join(paragraphs),
        title=title or plausible_title(properties.title),
        source=credit.source,
        author=plausible_author(author) or credit.author,
        published=created.isoformat() if dated else credit.published,
        path=path,
    )


def _check_archive(content: bytes, path: str) -> None:
    """Sums what the archive says it holds; zipfile never unpacks more of a part than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive.infolist(), len(content), path)
            _check_markup(archive, path)
    except SourceError:
        raise
    except RuntimeError as error:  # zipfile's way to say that a password is needed
        raise SourceError(path, "is encrypted; save a copy without password") from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise SourceError(path, f"is a damaged Word file ({error})") from error
    except Exception as error:  # zlib.error and whatever else broken archives lead to
        raise SourceError(path, f"is a damaged Word file ({error})") from error


def _check_markup(archive: zipfile.ZipFile, path: str) -> None:
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as opened:
                start = opened.read(4096)
            if b"<!DOCTYPE" in start.replace(b"\x00", b""):
                raise RefusedError(path, "its XML defines entities, as no Word file does")


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int, path: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    largest = max((p.file_size for p in parts if p.filename.endswith((".xml", ".rels"))), default=0)
    if len(parts) > MAX_PARTS:
        raise RefusedError(path, f"holds {len(parts):,} parts, more than {MAX_PARTS:,}")
    if unpacked > MAX_UNPACKED_BYTES or largest > MAX_XML_BYTES:
        raise RefusedError(path, f"would unpack to {unpacked / 1e6:,.0f} MB; save only its text")
    if unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed:
        raise RefusedError(path, f"unpacks to {unpacked // packed} times its size: a zip bomb")


def _title_and_paragraphs(document: Any) -> tuple[str, list[str]]:
    title = ""
    paragraphs: list[str] = []
    for style, text in _blocks(document.element.body):
        if not text:
            continue
        if style == "Title" and not title and not paragraphs:
            title = " ".join(text.split())
        else:
            paragraphs.append(text)
    return title, paragraphs


def _blocks(element: Any) -> Iterator[tuple[str, str]]:
    """Style and text of each paragraph, and each row of a table as one text."""
    for child in element:
        if child.tag == f"{_W}p":
            yield _style(child), _text(child)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = (
                    " ".join(text for _, text in _blocks(cell) if text)
                    for cell in row.iterchildren(f"{_W}tc", f"{_W}sdt")
                )
                yield "", " | ".join(cell for cell in cells if cell)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}tc", f"{_W}customXml"):
            yield from _blocks(child)


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return (style.get(f"{_W}val") or "") if style is not None else ""


def _text(element: Any) -> str:
    """What a reader sees: insertions, not deletions; no hidden text."""
    parts: list[str] = []
    _collect(element, parts)
    return re.sub(r"(?<! ) +\n", "\n", "".join(parts)).strip()


def _collect(element: Any, parts: list[str]) -> None:
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            continue
        if tag == f"{_W}t":
            parts.append(child.text or "")
        elif tag in (f"{_W}tab", f"{_W}ptab"):
            parts.append(" ")
        elif tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif tag == f"{_W}r" and _is_hidden(child):
            continue
        elif tag != f"{_W}pPr":
            _collect(child, parts)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in ("0", "false")
