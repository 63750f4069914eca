"""RSS and Atom -> entries -> Found. Knows fetching only as a function that it is given.

Entities are refused before parsing, so nothing outside the feed is opened and nothing multiplies.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rag.errors import RefusedError, SourceError
from rag.sources.decode import decode
from rag.sources.url import UnreachableError
from rag.types import Failure, Found, RawArticle

ENOUGH_LETTERS = 200  # of an entry's own text, to stand in for its page
FULL_LETTERS = 1200  # of an entry's own text in a feed on disk, to leave its page alone
_TAG = re.compile(r"<[^<>]*>")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")

ReadPage = Callable[[str], RawArticle]
"""Fetches a page; raises `SourceError` if it cannot be had."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, in its own words; "" where it does not say. `text` is HTML."""

    key: str
    title: str
    url: str
    published: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed feed. `title` is the outlet's name for it."""

    title: str
    language: str
    entries: tuple[Entry, ...]


def parse_feed(content: bytes, *, path: str, url: str = "", charset: str = "") -> Feed:
    """The entries of a feed, broken ones too as far as they can be understood.

    Args:
        content: RSS or Atom.
        path: What to call it in a failure.
        url: Where it was had: relative links are completed from it.
        charset: As the server names it.

    Raises:
        RefusedError: It defines entities.
        SourceError: It is not a feed, or has no entries.
    """
    text = _DECLARATION.sub("", decode(content, name=path, declared=charset))
    if re.search(r"<!\s*ENTITY", text, re.IGNORECASE):
        raise RefusedError(path, "the feed defines XML entities, which no feed needs")
    # Imported here: a tenth of a second that most libraries never need.
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    if url:
        headers["content-location"] = url
    try:
        # A stream, because feedparser takes a string for a file name or an address to fetch.
        parsed = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")), response_headers=headers
        )
        entries = tuple(_entry(item, path) for item in parsed.entries)
        title, language = str(parsed.feed.get("title", "")), str(parsed.feed.get("language", ""))
    except Exception as error:  # strangers' feeds: feedparser may raise anything
        raise SourceError(path, f"the feed is damaged ({type(error).__name__})") from error
    if not entries:
        raise SourceError(path, "the feed has no entries")
    return Feed(" ".join(title.split()), language, entries)


def find_in_feed(
    feed: Feed, *, path: str, read_page: ReadPage, prefer_own: bool
) -> Iterator[Found | Failure]:
    """Each entry: its page, or its own text where the page cannot be had.

    Args:
        feed: Parsed.
        path: What to call the feed.
        read_page: Fetches an entry's page.
        prefer_own: True for a feed on disk: an entry that carries its whole text is not fetched.
    """
    pages = _Pages(read_page)
    for number, entry in enumerate(feed.entries, start=1):
        where = entry.url or f"{path}#entry-{number}"
        own = _own_text(entry, feed, where)
        if entry.url and not (prefer_own and _letters(entry.text) >= FULL_LETTERS):
            yield Found(entry.key, where, "", _PageOrOwn(entry, own, pages))
        elif own is not None:
            yield Found(entry.key, where, _digest(entry), _Own(own))
        else:
            yield Failure(where, "the entry has neither a link nor enough text")


@dataclass(frozen=True, slots=True)
class _Own:
    raw: RawArticle

    def __call__(self) -> RawArticle:
        return self.raw


@dataclass(frozen=True, slots=True)
class _PageOrOwn:
    entry: Entry
    own: RawArticle | None
    pages: _Pages

    def __call__(self) -> RawArticle:
        try:
            page = self.pages.read(self.entry.url)
        except RefusedError:
            raise  # a feed that points into a private network is not to be trusted in the rest
        except SourceError:
            if self.own is None:
                raise
            return self.own
        return _completed(page, self.entry)


class _Pages:
    """Fetches pages, and does not wait twice for a host that does not answer."""

    def __init__(self, read_page: ReadPage) -> None:
        self._read_page = read_page
        self._silent: dict[str, str] = {}

    def read(self, url: str) -> RawArticle:
        host = url.split("/")[2] if url.count("/") > 1 else url
        if host in self._silent:
            raise SourceError(url, self._silent[host])
        try:
            return self._read_page(url)
        except UnreachableError as error:
            self._silent[host] = error.reason
            raise


def _completed(page: RawArticle, entry: Entry) -> RawArticle:
    """The page, with the feed's date and title, which are exact; the outlet is the page's own."""
    return RawArticle(
        kind=page.kind,
        content=page.content,
        title=entry.title or page.title,
        source=page.source,
        published=entry.published or page.published,
        author=page.author or entry.author,
        url=page.url or entry.url,
        language=page.language,
        path=page.path,
    )


def _own_text(entry: Entry, feed: Feed, where: str) -> RawArticle | None:
    if _letters(entry.text) < ENOUGH_LETTERS:
        return None
    return RawArticle(
        kind="html",
        content=entry.text,
        title=entry.title,
        source=feed.title,
        published=entry.published,
        author=entry.author,
        url=entry.url,
        language=feed.language,
        path=where,
    )


def _entry(item: Any, path: str) -> Entry:
    title = " ".join(_TAG.sub("", str(item.get("title", ""))).split())
    link = str(item.get("link", ""))
    link = link if link.startswith(("http://", "https://")) else ""
    contents = [str(part.get("value", "")) for part in item.get("content", [])]
    text = max([*contents, str(item.get("summary", ""))], key=_letters)
    own = str(item.get("id", "")) or title or hashlib.sha256(text.encode()).hexdigest()
    return Entry(
        key=link or f"{path}#{own}",
        title=title,
        url=link,
        published=str(item.get("published") or item.get("updated") or ""),
        author=str(item.get("author", "")),
        text=text,
    )


def _letters(markup: str) -> int:
    return sum(map(str.isalpha, _TAG.sub("", markup)))


def _digest(entry: Entry) -> str:
    written = repr((entry.title, entry.url, entry.published, entry.author, entry.text))
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()
