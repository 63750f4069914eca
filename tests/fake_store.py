"""A library in dictionaries: the store of `rag.ports.ArticleStore`, with results countable by head.

Full-text search counts shared words, an index compares rows one by one. No file, no database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from rag.articles.duplicates import origins
from rag.errors import NotFoundError
from rag.types import (
    Article,
    ArticleSummary,
    Chunk,
    Filters,
    Moments,
    OriginGroup,
    RowIds,
    RowMask,
    Sentence,
    Span,
    Statement,
    Vectors,
)
from tests.fake_library import passes
from tests.fakes import split_sentences, words_of


class FakeStore:
    """Articles with one chunk each, unless `put` is given spans. Rows count up from 1."""

    def __init__(self, articles: Sequence[Article] = ()) -> None:
        self.library: dict[str, Article] = {}
        self.keys: dict[str, tuple[str, str]] = {}  # key -> (article id, digest)
        self.parts: dict[str, list[Sentence]] = {}
        self.chunk: dict[int, Chunk] = {}
        self.said: dict[tuple[str, str], list[Statement]] = {}
        self.stored_vectors: dict[int, Vectors] = {}
        for article in articles:
            whole = [Span(0, 0, len(article.body))]
            self.put(
                article,
                key=article.id,
                digest="",
                sentences=split_sentences(article.body),
                spans=whole,
                vectors=np.zeros((1, 1), dtype=np.float32),
            )

    def unchanged(self, key: str, digest: str) -> bool:
        return key in self.keys and self.keys[key][1] == digest

    def holds(self, key: str, article_id: str) -> bool:
        return key in self.keys and self.keys[key][0] == article_id

    def note_digest(self, key: str, digest: str, article_id: str) -> None:
        self.keys[key] = (article_id, digest)

    def put(
        self,
        article: Article,
        *,
        key: str,
        digest: str,
        sentences: Sequence[Sentence],
        spans: Sequence[Span],
        vectors: Vectors,
    ) -> str:
        assert len(spans) == len(vectors)
        outcome = "updated" if key in self.keys else "added"
        if key in self.keys:
            old = self.keys[key][0]
            self.chunk = {row: one for row, one in self.chunk.items() if one.article.id != old}
        self.library[article.id] = article
        self.keys[key] = (article.id, digest)
        self.parts[article.id] = list(sentences)
        for span, vector in zip(spans, vectors, strict=True):
            row = len(self.stored_vectors) + 1
            self.stored_vectors[row] = vector
            self.chunk[row] = Chunk(row, article, span.ordinal, span.start, span.end)
        return outcome

    def article(self, article_id: str) -> Article:
        if article_id not in self.library:
            raise NotFoundError(f"no article has the id {article_id!r}")
        return self.library[article_id]

    def articles(
        self,
        filters: Filters = Filters(),
        *,
        text: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[ArticleSummary]:
        """Newest put first; `text` must stand in the title."""
        kept = {
            c.article.id: c.article for row, c in self.chunk.items() if self._passes(row, filters)
        }
        newest = [one for one in reversed(kept.values()) if text.lower() in one.title.lower()]
        return [ArticleSummary.of(one) for one in newest][offset:][:limit]

    def remove(self, article_id: str) -> list[str]:
        del self.library[article_id]
        self.keys = {key: one for key, one in self.keys.items() if one[0] != article_id}
        self.chunk = {row: one for row, one in self.chunk.items() if one.article.id != article_id}
        return [article_id]

    def sentences(self, article_id: str) -> list[Sentence]:
        return self.parts[self.article(article_id).id]

    def statements(self, article: Article, reader: str) -> list[Statement] | None:
        return self.said.get((article.id, reader))

    def unread(self, reader: str) -> list[str]:
        return [one.id for one in self.articles() if (one.id, reader) not in self.said]

    def put_statements(self, article_id: str, reader: str, statements: Sequence[Statement]) -> None:
        self.said[self.article(article_id).id, reader] = list(statements)

    def chunks(self, rows: Sequence[int]) -> list[Chunk]:
        return [self.chunk[row] for row in rows if row in self.chunk]

    def passing(self, filters: Filters) -> RowMask | None:
        if filters.empty:
            return None
        rows = range(max(self.chunk, default=0) + 1)
        return np.array([row in self.chunk and self._passes(row, filters) for row in rows])

    def published(self, rows: RowIds) -> Moments:
        days = [self.chunk[row].article.published if row in self.chunk else None for row in rows]
        return np.array([day and day.replace(tzinfo=None) for day in days], dtype="datetime64[us]")

    def leads(self, rows: RowIds) -> RowIds:
        first = self.first_rows()
        leads = [
            first[self.chunk[row].article.id] if row in self.chunk else row for row in rows.tolist()
        ]
        return np.array(leads, dtype=np.int64)

    def search_text(self, query: str, k: int, *within: Filters) -> list[tuple[int, float]]:
        wanted = set(words_of(query))
        found: dict[int, float] = {}
        for filters in within or (Filters(),):
            scored = [
                (row, float(len(wanted & set(words_of(chunk.text)))))
                for row, chunk in self.chunk.items()
                if self._passes(row, filters)
            ]
            best = sorted((one for one in scored if one[1]), key=lambda one: -one[1])
            found.update(best[:k])
        return sorted(found.items(), key=lambda one: -one[1])

    def document_frequency(self, words: Sequence[str]) -> dict[str, int]:
        return {
            word: sum(word in words_of(chunk.text) for chunk in self.chunk.values())
            for word in words
        }

    def first_rows(self, article_ids: Sequence[str] | None = None) -> dict[str, int]:
        return {
            one.article.id: row
            for row, one in self.chunk.items()
            if one.ordinal == 0 and (article_ids is None or one.article.id in article_ids)
        }

    def rows_of(self, article_ids: Sequence[str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row, one in sorted(self.chunk.items()):
            if one.article.id in article_ids:
                found.setdefault(one.article.id, []).append(row)
        return found

    def vectors(self, rows: RowIds) -> Vectors:
        return np.stack([self.stored_vectors[int(row)] for row in rows])

    def counts(self) -> dict[str, int]:
        return {"articles": len({one for one, _ in self.keys.values()}), "chunks": len(self.chunk)}

    @property
    def generation(self) -> int:
        return len(self.stored_vectors)

    def outlets(self) -> list[tuple[str, int]]:
        sources = [article.source for article in self.library.values()]
        return [(source, sources.count(source)) for source in dict.fromkeys(sources)]

    def groups(self, article_ids: Sequence[str]) -> list[OriginGroup]:
        articles = list(self.library.values())
        found = []
        for group in origins(articles):
            ids = [articles[index].id for index in group]
            places = [place for place, one in enumerate(article_ids) if one in ids]
            if places:
                first, *rest = (ArticleSummary.of(articles[index]) for index in group)
                found.append((min(places), OriginGroup(first, tuple(rest))))
        return [group for _, group in sorted(found, key=lambda one: one[0])]

    def dated(self) -> tuple[datetime, datetime] | None:
        moments = [one.published for one in self.library.values() if one.published]
        return (min(moments), max(moments)) if moments else None

    def _passes(self, row: int, filters: Filters) -> bool:
        return passes(self.chunk[row].article, filters)


class FakeIndex:
    """Exact search over the vectors it is given by row.

    Attributes:
        saved: How often it was asked to save.
    """

    def __init__(self, vectors: dict[int, Vectors]) -> None:
        self.vectors = vectors
        self.saved = 0

    def save(self) -> None:
        self.saved += 1

    def close(self, seconds: float) -> None:
        self.save()

    def search(
        self, vector: Vectors, k: int, allowed: RowMask | None = None
    ) -> list[tuple[int, float]]:
        rows = self.vectors if allowed is None else np.flatnonzero(allowed).tolist()
        scored = [(row, float(self.vectors[row] @ vector.ravel())) for row in rows]
        return sorted(scored, key=lambda one: (-one[1], one[0]))[:k]
