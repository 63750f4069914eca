"""PDF -> RawArticle: its text in paragraphs, and metadata that can be believed.

Knows nothing of files. Text only: pictures are not looked at, nothing in the PDF is run.
"""

from __future__ import annotations

import io
import logging
import time
from typing import Any

from rag.errors import SourceError
from rag.sources.credit import find_credit
from rag.sources.plausible import plausible_author, plausible_title
from rag.sources.reflow import reflow
from rag.types import RawArticle

MAX_PAGES = 400
MAX_SECONDS = 60.0  # for one PDF, all told
MAX_CHARS = 5_000_000  # of text
_MIN_LETTERS = 20  # with fewer on all its pages it is a scan


def read_pdf(content: bytes, *, path: str, max_seconds: float = MAX_SECONDS) -> RawArticle:
    """The text layer of a PDF.

    Raises:
        SourceError: It is encrypted, damaged, too long, without text, or takes too much time.
    """
    deadline = time.monotonic() + max_seconds
    try:
        reader = _open(content, path)
        pages = [_page_text(page, path, deadline, max_seconds) for page in reader.pages]
        metadata, publisher = reader.metadata, _publisher(reader)
    except SourceError:
        raise
    except Exception as error:  # strangers' PDFs: pypdf may raise anything
        raise SourceError(path, f"the PDF is damaged ({_said(error)})") from error
    if sum(map(str.isalpha, "".join(pages))) < _MIN_LETTERS:
        raise SourceError(path, "is a scanned PDF without text; run text recognition (OCR) first")
    credit = find_credit([line for line in pages[0].splitlines() if line.strip()])
    return RawArticle(
        kind="text",
        content=reflow(pages),
        title=plausible_title(_field(metadata, "title")),
        source=plausible_author(publisher) or credit.source,
        author=plausible_author(_field(metadata, "author")) or credit.author,
        published=_date(metadata) or credit.published,
        path=path,
    )


def _open(content: bytes, path: str) -> Any:
    # Imported here: it takes a third of a second. Its log lines tell people nothing.
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(content), strict=False)
    # Many PDFs are encrypted against changes only: they open with the empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError(path, "is encrypted; save a copy without password")
    count = len(reader.pages)
    if count > MAX_PAGES:
        raise SourceError(path, f"has {count:,} pages, more than {MAX_PAGES}; split it")
    if count == 0:
        raise SourceError(path, "has no pages")
    return reader


def _page_text(page: Any, path: str, deadline: float, max_seconds: float) -> str:
    def check_time(*_: Any) -> None:
        if time.monotonic() > deadline:
            raise SourceError(path, f"took longer than {max_seconds:g} s to read; split it")

    # Called for each drawing operation: an endless page is given up in its middle.
    check_time()
    text: str = page.extract_text(visitor_operand_before=check_time)
    if len(text) > MAX_CHARS:
        raise SourceError(path, f"has a page of more than {MAX_CHARS:,} characters")
    return text


def _field(metadata: Any, name: str) -> str:
    """Metadata may refer to objects that are not there."""
    try:
        value = getattr(metadata, name, None)
    except Exception:  # noqa: BLE001 - damaged metadata; the text is good without it
        return ""
    return value if isinstance(value, str) else ""


def _publisher(reader: Any) -> str:
    """The outlet, where the metadata in XML name one."""
    try:
        named = getattr(reader.xmp_metadata, "dc_publisher", None) or []
    except Exception:  # noqa: BLE001 - damaged metadata; the text is good without it
        return ""
    return next((name for name in named if isinstance(name, str) and name.strip()), "")


def _date(metadata: Any) -> str:
    try:
        created = getattr(metadata, "creation_date", None)
    except Exception:  # noqa: BLE001 - "D:20209999": pypdf raises several kinds of errors
        return ""
    return created.isoformat() if created is not None else ""


def _said(error: BaseException) -> str:
    return str(error).split("\n")[0][:120] or type(error).__name__
