"""Nouns from raw article to citation, frozen.

A stage takes one noun and returns the next; nothing here reads files, models or databases.
A `Chunk`, an `Evidence` and a `Citation` hold the article they are cut from and compute their
text from its offsets, so a quote that is not a slice of the stored article cannot be built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Unit rows, shape (n, dim), float32: the inner product of two rows is their cosine."""

Scores = NDArray[np.float32]
"""Numbers of some n things, shape (n,), float32."""

RowIds = NDArray[np.int64]
"""Row numbers of chunks in the store, shape (n,), int64; never reused, never negative."""

RowMask = NDArray[np.bool_]
"""Which rows are meant, shape (n,), bool, by row number; rows from n on are not."""

Moments = NDArray[np.datetime64]
"""When each was published, UTC in microseconds; "not a time" where that is not known."""


@dataclass(frozen=True, slots=True)
class EmbedderFacts:
    """What vectors were made by: rows of different `weight_hash` are never compared."""

    name: str
    weight_hash: str
    dim: int


@dataclass(frozen=True, slots=True)
class RawArticle:
    """What a source found, before extraction: markup or text, and metadata as written there.

    `published`, `language` and the rest are the source's own words, unparsed; empty if absent.
    """

    kind: Literal["text", "html"]
    content: str
    title: str = ""
    source: str = ""
    published: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may be an article, not yet read.

    Attributes:
        key: What makes it the same article when its content changes: the URL for pages and feed
            entries, the absolute path for files, path and record name for rows of tables.
        path: What to call it in messages and lists of failures.
        digest: SHA-256 (hex) of its bytes, so that an unchanged one need not be parsed again;
            empty if not known before reading.
        read: Returns the raw article; raises `SourceError` if it cannot be read.
    """

    key: str
    path: str
    digest: str
    read: Callable[[], RawArticle]


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one article, exactly as it is stored and shown.

    Attributes:
        id: Hash of the content (title, source, published, url, author, language and body).
        version: 1 for the first content seen under a key, then counted up.
        published: Aware, UTC; None where the article does not say.
        language: ISO 639-1 code, or "" where unknown.
        path: Where it was ingested from.
        current: False for a version that a newer one has replaced: it is kept for the answers
            that cite it, and is not searched.
    """

    id: str
    title: str
    body: str
    source: str = ""
    published: datetime | None = None
    url: str = ""
    author: str = ""
    language: str = ""
    version: int = 1
    path: str = ""
    current: bool = True


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """An article without its body, for lists. `characters` is the length of the body."""

    id: str
    title: str
    source: str
    published: datetime | None
    url: str
    author: str
    language: str
    version: int
    characters: int
    path: str

    @classmethod
    def of(cls, article: Article) -> ArticleSummary:
        """The line of an article that is at hand with its body."""
        return cls(
            article.id,
            article.title,
            article.source,
            article.published,
            article.url,
            article.author,
            article.language,
            article.version,
            len(article.body),
            article.path,
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """Sentence number `index` of an article: body[start:end], offsets in characters."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A run of whole sentences, body[start:end]: what becomes a chunk when it is stored."""

    ordinal: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stored run of whole sentences of one article. `row` is its number in the store."""

    row: int
    article: Article
    ordinal: int
    start: int
    end: int

    def __post_init__(self) -> None:
        check_slice(self.article, self.start, self.end)

    @property
    def text(self) -> str:
        return self.article.body[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Filters:
    """What may be searched. Empty fields allow everything; all given fields must hold.

    Attributes:
        since: Aware UTC; articles published at or after it. Undated articles do not pass.
        until: Aware UTC; articles published at or before it. Undated articles do not pass.
        sources: Outlets, compared without regard to case.
        languages: ISO 639-1 codes.
        articles: Article ids.
    """

    since: datetime | None = None
    until: datetime | None = None
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found for a question.

    Attributes:
        rank: 1 for the best.
        score: Of both searches together and what else counts; compares only within one search.
        dense: Cosine to the question, if the vector search found it.
        lexical: BM25, larger is better, if the full-text search found it.
    """

    rank: int
    score: float
    chunk: Chunk
    dense: float | None = None
    lexical: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Numbered sentences of one article that an answer may cite.

    `quote` is body[start:end]; the sentence that matters is body[focus_start:focus_end], and what
    comes before it in the quote is there to say who or what it is about. `answering` is the
    judge's estimate, 0 to 1, that it answers the question it was selected for.
    """

    n: int
    article: Article
    start: int
    end: int
    focus_start: int
    focus_end: int
    score: float = 0.0
    answering: float = 0.0

    def __post_init__(self) -> None:
        check_slice(self.article, self.start, self.end)
        if not self.start <= self.focus_start < self.focus_end <= self.end:
            raise ValueError(
                f"focus {self.focus_start}:{self.focus_end} is not inside {self.start}:{self.end}"
            )
        if self.n < 1:
            raise ValueError(f"evidence is numbered from 1, got {self.n}")

    @property
    def quote(self) -> str:
        return self.article.body[self.start : self.end]

    @property
    def focus(self) -> str:
        return self.article.body[self.focus_start : self.focus_end]


@dataclass(frozen=True, slots=True)
class Citation:
    """Mark [n] of a text: the slice body[start:end] of one stored article."""

    n: int
    article: Article
    start: int
    end: int

    def __post_init__(self) -> None:
        check_slice(self.article, self.start, self.end)

    @property
    def quote(self) -> str:
        return self.article.body[self.start : self.end]

    @classmethod
    def from_evidence(cls, evidence: Evidence) -> Citation:
        """The citation of all of an evidence's quote, under the same number."""
        return cls(evidence.n, evidence.article, evidence.start, evidence.end)


def check_slice(article: Article, start: int, end: int) -> None:
    """Raises ValueError unless body[start:end] is a non-empty slice of the article."""
    if not 0 <= start < end <= len(article.body):
        raise ValueError(
            f"{start}:{end} is not a slice of article {article.id!r} of {len(article.body)} "
            "characters"
        )
