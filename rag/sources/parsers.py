"""What turns strangers' bytes into nouns, as a seam: here in this process, elsewhere confined.

`walk` finds things and hands them to one of these. `rag.reading` has the one that runs them in a
process of its own, with limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from rag.settings import Settings
from rag.sources.feed import Feed, parse_feed
from rag.sources.files import read_content
from rag.sources.kinds import Kind
from rag.sources.tables import find_in_table
from rag.types import Failure, Found, RawArticle


class Parsers(Protocol):
    """One method for each shape of input; all of them raise `SourceError` for what is no good."""

    def document(
        self, content: bytes, kind: Kind, *, path: str, declared: str = ""
    ) -> RawArticle: ...

    def feed(self, content: bytes, *, path: str, url: str = "", charset: str = "") -> Feed: ...

    def table(self, path: Path, kind: Kind, settings: Settings) -> Iterator[Found | Failure]: ...


class DirectParsers:
    """Parses in this process: for tests, and inside the process that is confined."""

    def document(self, content: bytes, kind: Kind, *, path: str, declared: str = "") -> RawArticle:
        return read_content(content, kind, path=path, declared=declared)

    def feed(self, content: bytes, *, path: str, url: str = "", charset: str = "") -> Feed:
        return parse_feed(content, path=path, url=url, charset=charset)

    def table(self, path: Path, kind: Kind, settings: Settings) -> Iterator[Found | Failure]:
        return find_in_table(path, kind, settings)
