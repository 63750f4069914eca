"""One file -> what was found in it. Knows the kinds; each is read in a module of its own."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePath
from typing import Protocol

from rag.errors import SourceError
from rag.settings import Settings
from rag.sources.decode import decode
from rag.sources.kinds import HEAD_BYTES, TABLES, Kind, kind_of
from rag.sources.mail import read_mail
from rag.sources.pdf import read_pdf
from rag.sources.text import read_markdown, read_text
from rag.sources.word import read_docx
from rag.types import Found, RawArticle

MAX_TEXT_CHARS = 5_000_000  # several novels
_BLOCK_BYTES = 1 << 20


class ParseDocument(Protocol):
    """As `read_content`."""

    def __call__(self, content: bytes, kind: Kind, *, path: str) -> RawArticle: ...


def shown(path: str | Path) -> str:
    """The path in characters that can be printed and stored, whatever bytes its name has."""
    text = os.fsencode(path).decode("utf-8", errors="backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def file_kind(path: Path) -> Kind:
    """What the file is.

    Raises:
        SourceError: It cannot be opened, is no regular file, or of a kind that cannot be read.
    """
    try:
        # Asked before opening: to open a pipe is to wait for its other end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise SourceError(shown(path), "is not a regular file")
        with path.open("rb") as opened:
            head = opened.read(HEAD_BYTES)
    except (OSError, ValueError) as error:
        raise SourceError(shown(path), _why(error)) from error
    kind, reason = kind_of(head, path.name)
    if kind == "unreadable":
        raise SourceError(shown(path), reason)
    return kind


def find_in_file(path: Path, kind: Kind, settings: Settings, parse: ParseDocument) -> Found:
    """A file that is one article, to be read later and then parsed by `parse`.

    Raises:
        SourceError: It cannot be opened or is too large.
    """
    if kind in TABLES or kind == "feed":
        raise ValueError(f"a {kind} file holds many articles: {path}")
    limit = settings.max_file_mb * 1_000_000
    digest = hashlib.sha256(kind.encode())
    for block in _blocks(path, limit):
        digest.update(block)
    name, key = shown(path), shown(path.absolute())
    return Found(key, name, digest.hexdigest(), partial(_read, path, kind, limit, parse))


def read_bytes(path: Path, limit: int) -> bytes:
    """All of a file.

    Raises:
        SourceError: It cannot be opened or is longer than `limit` bytes.
    """
    return b"".join(_blocks(path, limit))


def read_content(content: bytes, kind: Kind, *, path: str, declared: str = "") -> RawArticle:
    """The raw article in the bytes of one document, from a file or fetched.

    Raises:
        SourceError: They cannot be read as that kind.
    """
    if kind == "pdf":
        return read_pdf(content, path=path)
    if kind == "docx":
        return read_docx(content, path=path)
    if kind == "mail":
        return read_mail(content, path=path)
    text = decode(content, name=path, declared=declared)
    if kind == "html":
        return RawArticle(kind="html", content=text, path=path)
    if len(text) > MAX_TEXT_CHARS:
        raise SourceError(path, f"has {len(text):,} characters, more than an article; split it")
    return read_markdown(text, path=path) if kind == "markdown" else read_text(text, path=path)


def _read(path: Path, kind: Kind, limit: int, parse: ParseDocument) -> RawArticle:
    return parse(read_bytes(path, limit), kind, path=shown(path))


def _blocks(path: Path, limit: int) -> Iterator[bytes]:
    read = 0
    try:
        with path.open("rb") as opened:
            while block := opened.read(_BLOCK_BYTES):
                read += len(block)
                if read > limit:
                    raise SourceError(
                        shown(path),
                        f"is larger than {limit // 1_000_000} MB; raise the setting max_file_mb "
                        "to read it",
                    )
                yield block
    except (OSError, ValueError) as error:
        raise SourceError(shown(path), _why(error)) from error


def _why(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "is not there; check the name"
    if isinstance(error, PermissionError):
        return "may not be read by this user; change its permissions"
    return f"cannot be opened ({getattr(error, 'strerror', None) or error})"


def ending(path: Path) -> str:
    """The file's ending in lower case, with its dot."""
    return PurePath(path.name).suffix.lower()
