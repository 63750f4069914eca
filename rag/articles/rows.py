"""Rows of the database <-> nouns, and filters -> SQL conditions. Opens nothing.

Every query that makes an `Article` selects ARTICLE_COLUMNS, in that order, from `articles`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from rag.errors import SourceError
from rag.types import Article, ArticleSummary, Filters, Sentence, Span, Statement, Vectors

CURRENT = "EXISTS (SELECT 1 FROM places WHERE places.article = articles.number)"
ARTICLE_COLUMNS = (
    "articles.id, articles.title, articles.body, articles.source, articles.published, "
    f"articles.url, articles.author, articles.language, articles.version, articles.path, {CURRENT}"
)
SUMMARY_COLUMNS = "id, title, source, published, url, author, language, version, characters, path"

STATEMENT_COLUMNS = (
    "id, start, stop, kind, speaker, speaker_kind, mention_start, mention_stop, cue_start, "
    "cue_stop, stance, sentence_start, sentence_stop, role, addressee_start, addressee_stop"
)

# SQL's substr() ends at NUL, and a lone surrogate has no UTF-8.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
UNIT_TOLERANCE = 1e-3  # float32 rows of a few hundred dimensions are within 1e-6


def article_from(row: Sequence[Any]) -> Article:
    """The article of one row of ARTICLE_COLUMNS."""
    identity, title, body, source, published, url, author, language, version, path, current = row
    return Article(
        id=identity,
        title=title,
        body=body,
        source=source,
        published=moment(published),
        url=url,
        author=author,
        language=language,
        version=version,
        path=path,
        current=bool(current),
    )


def summary_from(row: Sequence[Any]) -> ArticleSummary:
    """The summary of one row of SUMMARY_COLUMNS."""
    identity, title, source, published, url, author, language, version, characters, path = row
    return ArticleSummary(
        id=identity,
        title=title,
        source=source,
        published=moment(published),
        url=url,
        author=author,
        language=language,
        version=version,
        characters=characters,
        path=path,
    )


def statement_from(article: Article, row: Sequence[Any]) -> Statement:
    """The statement of one row of STATEMENT_COLUMNS."""
    identity, start, stop, kind, speaker, speaker_kind, *rest = row
    mention_start, mention_stop, cue_start, cue_stop, stance, first, last, role, *addressee = rest
    return Statement(
        identity,
        article,
        start,
        stop,
        kind,
        speaker,
        speaker_kind,
        _span(mention_start, mention_stop),
        _span(cue_start, cue_stop),
        stance,
        (first, last),
        role,
        _span(*addressee),
    )


def statement_row(statement: Statement) -> tuple[Any, ...]:
    """Its values for STATEMENT_COLUMNS."""
    return (
        statement.id,
        statement.start,
        statement.end,
        statement.kind,
        statement.speaker,
        statement.speaker_kind,
        *(statement.mention or (None, None)),
        *(statement.cue or (None, None)),
        statement.stance,
        *statement.sentence,
        statement.role,
        *(statement.addressee or (None, None)),
    )


def moment(text: str | None) -> datetime | None:
    """The UTC time that `moment_text` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def moment_text(published: datetime | None) -> str | None:
    """UTC with all its digits, so that the order of texts is the order of times.

    Raises:
        ValueError: A time without zone, which could mean any hour of two days.
    """
    if published is None:
        return None
    if published.tzinfo is None:
        raise ValueError(f"times must be aware, got {published!r}")
    return published.astimezone(UTC).isoformat(timespec="microseconds")


def conditions(filters: Filters) -> tuple[str, list[str]]:
    """SQL over `articles` that is true for what passes, and its parameters."""
    clauses: list[str] = []
    parameters: list[str] = []
    if filters.since is not None:
        clauses.append("articles.published >= ?")
        parameters.append(moment_text(filters.since) or "")
    if filters.until is not None:
        clauses.append("articles.published <= ?")
        parameters.append(moment_text(filters.until) or "")
    members = (
        ("articles.source_folded", [source.casefold() for source in filters.sources]),
        ("articles.language", list(filters.languages)),
        ("articles.id", list(filters.articles)),
    )
    for column, values in members:
        if values:
            clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
            parameters.append(json.dumps(values))
    return " AND ".join(clauses) or "1", parameters


def storable(name: str) -> str:
    r"""A key or path that can be stored: bytes of file names that are no UTF-8 become `\udc..`."""
    return name.replace("\0", "").encode("utf-8", "backslashreplace").decode("utf-8")


def blobs(vectors: Vectors) -> list[bytes]:
    """Each row as little-endian float32."""
    return [row.tobytes() for row in np.ascontiguousarray(vectors, dtype="<f4")]


def check_put(
    article: Article, sentences: Sequence[Sentence], spans: Sequence[Span], vectors: Vectors
) -> None:
    """Refuses what must never be stored.

    Raises:
        SourceError: The article has nothing to search, or characters that no database can hold.
        ValueError: Sentences, spans or vectors do not fit the article: a mistake in the code.
    """
    _check_text(article)
    if not sentences or not spans:
        raise SourceError(article.path or article.title, "it holds no sentence to search")
    length = len(article.body)
    _check_order("sentence", [(one.index, one.start, one.end) for one in sentences], length)
    _check_order("chunk", [(span.ordinal, span.start, span.end) for span in spans], length)
    if vectors.ndim != 2 or len(vectors) != len(spans):
        raise ValueError(f"{len(spans)} chunks need as many vectors, got shape {vectors.shape}")
    norms = np.linalg.norm(vectors.astype(np.float64), axis=1)
    # Written so that NaN fails too.
    if not bool(np.all(np.abs(norms - 1.0) <= UNIT_TOLERANCE)):
        raise ValueError(f"vectors must be unit rows, got norms {norms.min()} to {norms.max()}")


def _span(start: int | None, stop: int | None) -> tuple[int, int] | None:
    return None if start is None or stop is None else (start, stop)


def _check_text(article: Article) -> None:
    for text in (article.title, article.body, article.source, article.author, article.url):
        if _UNSTORABLE.search(text):
            raise SourceError(
                storable(article.path or article.title),
                "its text holds NUL or half of a character",
            )


def _check_order(noun: str, numbered: list[tuple[int, int, int]], length: int) -> None:
    reached = 0
    for position, (number, start, end) in enumerate(numbered):
        if number != position:
            raise ValueError(f"{noun} number {number} stands at place {position}")
        if not reached <= start < end <= length:
            raise ValueError(
                f"{noun} {number} is {start}:{end}, but must lie between {reached} and {length}"
            )
        reached = end
