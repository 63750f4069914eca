"""Files, folders and URLs -> everything in them that may be an article.

Knows where things lie; what is in them is known to the modules for files, tables, feeds and URLs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from rag.errors import SourceError
from rag.settings import Settings
from rag.sources.feed import find_in_feed
from rag.sources.files import ending, file_kind, find_in_file, read_bytes, shown
from rag.sources.kinds import HEAD_BYTES, SKIPPED_ENDINGS, TABLES, TEXT_ENDINGS, Kind, kind_of
from rag.sources.parsers import DirectParsers, Parsers
from rag.sources.url import Fetched, fetch
from rag.types import Failure, Found, RawArticle

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def find(
    inputs: Sequence[str | Path], settings: Settings, parsers: Parsers = DirectParsers()
) -> Iterator[Found | Failure]:
    """Everything in `inputs` that may be an article, in their order, folders sorted by name.

    Nothing that cannot be read stops the rest: it is a `Failure` here, or a `SourceError` when it
    is read. Files and pages are opened as the iterator goes, parsed only when read.

    Args:
        inputs: Files, folders (with all below them; hidden and clearly other files left out), and
            http or https addresses of pages and feeds.
        settings: Limits, and the library's home, which is left out of folders.
        parsers: Read what is found; here, unless others are given.
    """
    for given in inputs:
        try:
            if isinstance(given, str) and _URL.match(given.strip()):
                yield from _find_at_url(given.strip(), settings, parsers)
                continue
            path = Path(given).expanduser()
            if path.is_dir():
                yield from _find_in_folder(path, settings, parsers)
            else:
                yield from _find_in_file(path, settings, parsers)
        except SourceError as error:
            yield Failure(error.path, error.reason)
        except (OSError, ValueError) as error:  # a name with a zero byte, or 300 characters long
            yield Failure(shown(str(given).replace("\0", "\\0")), f"cannot be opened ({error})")


def count(inputs: Sequence[str | Path], settings: Settings | None = None) -> int | None:
    """How many articles `find` will come upon, failures too, if that can be told at small cost.

    None where it cannot: feeds, URLs (which may be feeds), CSV, JSON and parquet have to be read.
    """
    total = 0
    for given in inputs:
        if isinstance(given, str) and _URL.match(given.strip()):
            return None
        try:
            path = Path(given).expanduser()
            files = list(_files(path, settings)) if path.is_dir() else [path]
            counts = [1 if isinstance(file, Failure) else _count_in_file(file) for file in files]
        except (OSError, ValueError):
            counts = [1]
        for number in counts:
            if number is None:
                return None
            total += number
    return total


def _count_in_file(path: Path) -> int | None:
    try:
        kind = file_kind(path)
    except SourceError:
        return 1
    if kind == "jsonl":
        with path.open("rb") as opened:
            return sum(bool(line.strip()) for line in opened)
    return None if kind in TABLES or kind == "feed" else 1


def _find_in_folder(
    folder: Path, settings: Settings, parsers: Parsers
) -> Iterator[Found | Failure]:
    for path in _files(folder, settings):
        if isinstance(path, Failure):
            yield path
            continue
        try:
            yield from _find_in_file(path, settings, parsers, named=False)
        except SourceError as error:
            yield Failure(error.path, error.reason)


def _files(folder: Path, settings: Settings | None) -> Iterator[Path | Failure]:
    """Files below a folder, sorted, but for those that are clearly no articles."""
    root = folder.resolve()
    home = settings.home.resolve() if settings else None
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if _is_entered(here / name, names, home))
        for name in sorted(names):
            path = here / name
            if name.startswith((".", "~$")) or ending(path) in SKIPPED_ENDINGS:
                continue
            if path.is_symlink() and not _is_inside(path, root):
                yield Failure(
                    shown(path), "is a link that leads out of the folder; name its target itself"
                )
                continue
            yield path


def _is_entered(folder: Path, siblings: list[str], home: Path | None) -> bool:
    """All but hidden folders, links, the library itself, and the parts of saved pages.

    The target of a link is met where it lies; browsers save "story_files" beside "story.html".
    """
    name = folder.name
    page = name.removesuffix("_files")
    is_part = page != name and any(f"{page}{end}" in siblings for end in (".html", ".htm"))
    hidden = name.startswith(".") or name == "__MACOSX"
    return not (hidden or is_part or folder.is_symlink() or folder.resolve() == home)


def _is_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):  # a link to nowhere, or in a circle
        return False


def _find_in_file(
    path: Path, settings: Settings, parsers: Parsers, *, named: bool = True
) -> Iterator[Found | Failure]:
    """What one file holds. One that was not `named` itself must look like an article."""
    kind = file_kind(path)
    if not named and kind == "text" and ending(path) not in TEXT_ENDINGS:
        reason = f"a name ending in {ending(path)!r} is not an article's; name the file to read it"
        raise SourceError(shown(path), reason)
    if kind in TABLES:
        yield from parsers.table(path, kind, settings)
    elif kind == "feed":
        name = shown(path)
        content = read_bytes(path, settings.max_file_mb * 1_000_000)
        yield from find_in_feed(
            parsers.feed(content, path=name),
            path=shown(path.absolute()),
            read_page=partial(_read_page, settings=settings, parsers=parsers),
            prefer_own=True,
        )
    else:
        yield find_in_file(path, kind, settings, parsers.document)


def _find_at_url(url: str, settings: Settings, parsers: Parsers) -> Iterator[Found | Failure]:
    """A page, or the entries of a feed: what it is shows when it has been fetched."""
    fetched = fetch(url, settings)
    if _kind(fetched) == "feed":
        feed = parsers.feed(fetched.content, path=url, url=fetched.url, charset=fetched.charset)
        read_page = partial(_read_page, settings=settings, parsers=parsers)
        yield from find_in_feed(feed, path=url, read_page=read_page, prefer_own=False)
    else:
        digest = sha256(fetched.content).hexdigest()
        yield Found(url, url, digest, partial(_read_fetched, fetched, url, parsers))


def _read_page(url: str, *, settings: Settings, parsers: Parsers) -> RawArticle:
    return _read_fetched(fetch(url, settings), url, parsers)


def _read_fetched(fetched: Fetched, url: str, parsers: Parsers) -> RawArticle:
    """The raw article of a fetched page; `url` is the address that was asked for.

    Raises:
        SourceError: It is not a page, text or PDF.
    """
    kind = _kind(fetched)
    if kind not in ("html", "text", "markdown", "pdf"):
        raise SourceError(url, "is not a page, a text or a PDF")
    raw = parsers.document(fetched.content, kind, path=url, declared=fetched.charset)
    return replace(raw, url=fetched.url)


def _kind(fetched: Fetched) -> Kind:
    kind, reason = kind_of(fetched.content[:HEAD_BYTES], "")
    if kind == "unreadable":
        raise SourceError(fetched.url, reason)
    # A page that begins with text is still a page if its server says so; mails are only files.
    if kind in ("text", "mail", "json", "jsonl"):
        return "html" if "html" in fetched.media_type else "text"
    return kind
