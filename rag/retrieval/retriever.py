"""Runs the vector search and the full-text search for a query and fuses them into hits.

Filters act inside both searches, before the best k are taken. Among what the question only hints
at (an outlet, a period) both search once more, and what fits the hint earns a little; so do recent
articles, and those whose lead is near. None of these can make up for being about something else.
Each part of a question gets room of its own. Knows nothing of evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from rag.ports import ArticleStore, Embedder, Reranker, VectorSearch
from rag.recency import freshness
from rag.retrieval.fusion import convex_combination, in_turn, ranked
from rag.retrieval.query import Query
from rag.retrieval.wanted import both, without_periods
from rag.types import Chunk, Filters, Hit, RowIds, Vectors


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each thing counts; measured one by one in `benchmarks/find.py`.

    Attributes:
        dense: The search by meaning, where the nearest chunk has 1.
        lexical: The search by words, where the best chunk has 1.
        lead: The first chunk of its article by meaning, where the nearest has 1. An article opens
            with what it is about; a chunk deep in a round-up may be about anything.
        hint: Passing what the question hints at.
        recent: Being of today; see `rag.recency`.
        newest: Being the newest of the best candidates, where the question asks for that: as much
            as lies between the first of these and the last, or nothing newer could pass what is
            only a little nearer.
    """

    dense: float = 0.7
    lexical: float = 0.75
    lead: float = 0.3
    hint: float = 0.3
    recent: float = 0.3
    newest: float = 0.75


NEWEST_AMONG = 20
"""Of so many candidates: further down they are on other things."""

_BESIDE = 4
"""Threads that look for words, one for each question that is asked at the same time."""

_UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Found:
    """Scores by row of all searches of one text, filling as they run."""

    dense: dict[int, float] = field(default_factory=dict)
    lexical: dict[int, float] = field(default_factory=dict)

    def rows(self) -> RowIds:
        """Sorted."""
        return np.array(sorted(self.dense.keys() | self.lexical.keys()), dtype=np.int64)

    def take(self, other: _Found) -> None:
        """What another text found and this one did not."""
        self.dense = other.dense | self.dense
        self.lexical = other.lexical | self.lexical


class Retriever:
    """Hybrid search: cosines of the chunk and of its lead, and BM25, added as shares of the best.

    That a passage counts for more in a document that is itself near is from Callan, "Passage-Level
    Evidence in Document Retrieval" (SIGIR 1994); the lead stands for the whole article.
    """

    def __init__(
        self,
        store: ArticleStore,
        index: VectorSearch,
        embedder: Embedder,
        *,
        candidates_k: int = 60,
        max_per_article: int | None = None,
        weights: Weights = Weights(),
        reranker: Reranker | None = None,
        rerank_k: int = 20,
    ) -> None:
        """Takes its parts.

        Args:
            store: Searched by words, and asked which rows pass the filters.
            index: Searched by meaning.
            embedder: Of the index's vectors.
            candidates_k: Chunks that each search contributes.
            max_per_article: Chunks of one article, if there is a limit.
            weights: Of what a chunk earns.
            reranker: Puts the best chunks in order once more, if there is one.
            rerank_k: How many.
        """
        self._store = store
        self._index = index
        self._embedder = embedder
        self._candidates_k = candidates_k
        self._max_per_article = max_per_article
        self._weights = weights
        self._reranker = reranker
        self._rerank_k = rerank_k
        self._beside = ThreadPoolExecutor(_BESIDE, thread_name_prefix="dateline-words")

    def search(self, query: Query, k: int, filters: Filters = Filters()) -> list[Hit]:
        """The k best chunks that pass the filters, best first; fewer only if fewer exist.

        What the question demands is a filter too, unless nothing passes both: the caller's filters
        always hold.
        """
        k_each = max(self._candidates_k, k)
        within = self._demanded(query, filters)
        hints = self._hints(query, within)
        # The database looks for the words while the embedder computes: neither holds Python.
        by_words = self._by_words(query.text, k_each, (within, *hints))
        vectors = self._embedder.embed_queries([query.text, *(part.text for part in query.parts)])
        found = self._by_meaning(vectors[0], k_each, (within, *hints))
        found.lexical = by_words()
        if not (found.dense or found.lexical) and within != filters:
            hints = self._hints(query, filters)
            found = self._by_meaning(vectors[0], k_each, (filters, *hints))
            found.lexical = self._by_words(query.text, k_each, (filters, *hints))()
        scores = self._scores(query, vectors[0], found, hints)
        parts = self._parts(query, vectors[1:], k_each, filters, found)
        if parts:
            order = in_turn([*parts, ranked(scores)])
        else:
            order = self._reranked(query, ranked(scores))
        return self._hits(order, scores, found, k)

    def _by_words(
        self, text: str, k: int, within: Sequence[Filters]
    ) -> Callable[[], dict[int, float]]:
        """Begins to look for the words of a text; gives what waits for the scores by row.

        Whoever has looked for them helps to embed, which takes longer.
        """

        def look() -> dict[int, float]:
            found = dict(self._store.search_text(text, k, *within))
            self._embedder.join_in()
            return found

        return self._beside.submit(look).result

    def _by_meaning(self, vector: Vectors, k: int, within: Sequence[Filters]) -> _Found:
        """What is near the question, within each of the filters."""
        found = _Found()
        for filters in within:
            allowed = self._store.passing(filters)
            if allowed is None or allowed.any():
                found.dense |= dict(self._index.search(vector, k, allowed))
        return found

    def _fused(self, vector: Vectors, found: _Found, rows: RowIds) -> dict[int, float]:
        weights = (self._weights.dense, self._weights.lexical, self._weights.lead)
        # By meaning every chunk has a score, and one that is not among the best at most the least
        # of these; most chunks have none of the words.
        searches = (found.dense, found.lexical, self._leads(vector, rows))
        return convex_combination(searches, weights, (1.0, 0.0, 0.0))

    def _leads(self, vector: Vectors, rows: RowIds) -> dict[int, float]:
        """How near the first chunk of its article is, by row."""
        leads = self._store.leads(rows)
        allowed = np.zeros(int(leads.max(initial=-1)) + 1, dtype=bool)
        allowed[leads] = True
        near = dict(self._index.search(vector, len(leads), allowed))
        told = zip(rows.tolist(), leads.tolist(), strict=True)
        return {row: near[lead] for row, lead in told if lead in near}

    def _scores(
        self, query: Query, vector: Vectors, found: _Found, hints: Sequence[Filters]
    ) -> dict[int, float]:
        """By row: the searches, and what leads, days and outlets add."""
        rows = found.rows()
        scores = self._fused(vector, found, rows)
        earned = np.zeros(len(rows), dtype=np.float32)
        for hint in hints:
            passing = self._store.passing(hint)
            if passing is not None:
                inside = rows < len(passing)
                earned[inside] += self._weights.hint * passing[rows[inside]]
        if today := query.news_of:
            earned += self._weights.recent * freshness(self._store.published(rows), today)
        for row, more in zip(rows.tolist(), earned.tolist(), strict=True):
            scores[row] += more
        if _asks_for_newest(query):
            best = self._newest_first(ranked(scores)[:NEWEST_AMONG])
            for place, row in enumerate(best):
                scores[row] += self._weights.newest * (1 - place / len(best))
        return scores

    def _reranked(self, query: Query, order: list[int]) -> list[int]:
        """The best chunks in the reranker's order.

        Not where the newest is asked for: a reranker knows nothing of days.
        """
        if self._reranker is None or _asks_for_newest(query) or not order:
            return order
        chunks = self._store.chunks(order[: self._rerank_k])
        fits = self._reranker.scores(
            [(query.text, f"{chunk.article.title}. {chunk.text}") for chunk in chunks]
        )
        best = [chunks[place].row for place in sorted(range(len(chunks)), key=lambda n: -fits[n])]
        return [*best, *(row for row in order if row not in set(best))]

    @staticmethod
    def _demanded(query: Query, filters: Filters) -> Filters:
        for one in query.understood:
            if one.demanded:
                filters = both(filters, one.filters) or filters
        return filters

    @staticmethod
    def _hints(query: Query, filters: Filters) -> list[Filters]:
        """What the question hints at; none where its parts speak for it."""
        hints = []
        for one in query.understood:
            told = (
                one.demanded
                or one.kind in ("newest", "divided")
                or (one.kind == "outlet" and query.parts)
            )
            within = None if told else both(filters, one.filters)
            if within is not None:
                hints.append(within)
        return hints

    def _parts(
        self, query: Query, vectors: Vectors, k: int, filters: Filters, found: _Found
    ) -> list[list[int]]:
        """A ranking for each part that finds something."""
        rankings: list[list[int]] = []
        for part, vector in zip(query.parts, vectors, strict=True):
            for tried in dict.fromkeys((part, without_periods(part))):
                within = both(filters, tried.filters)
                if within is None:
                    continue
                by_words = self._by_words(part.text, k, (within,))
                of_part = self._by_meaning(vector, k, (within,))
                of_part.lexical = by_words()
                if order := ranked(self._fused(vector, of_part, of_part.rows())):
                    rankings.append(order)
                    found.take(of_part)
                    break
        return rankings

    def _newest_first(self, rows: Sequence[int]) -> list[int]:
        chunks = self._store.chunks(rows)
        chunks.sort(key=lambda chunk: chunk.article.published or _UNDATED, reverse=True)
        return [chunk.row for chunk in chunks]

    def _hits(
        self, order: Sequence[int], scores: Mapping[int, float], found: _Found, k: int
    ) -> list[Hit]:
        """The first k that still exist, with falling scores: those of their places."""
        falling = sorted(scores.values(), reverse=True) or [0.0]
        worth = {row: falling[min(place, len(falling) - 1)] for place, row in enumerate(order)}
        hits: list[Hit] = []
        taken: dict[str, int] = {}
        for chunk in self._chunks(order, k):
            seen = taken.get(chunk.article.id, 0)
            if self._max_per_article is not None and seen >= self._max_per_article:
                continue
            taken[chunk.article.id] = seen + 1
            row = chunk.row
            dense, lexical = found.dense.get(row), found.lexical.get(row)
            hits.append(Hit(len(hits) + 1, worth[row], chunk, dense, lexical))
            if len(hits) == k:
                break
        return hits

    def _chunks(self, rows: Sequence[int], at_a_time: int) -> Iterator[Chunk]:
        # A chunk can vanish between search and look-up (another process removes its article) and
        # is then left out by `chunks`: so the caller reads on until it has enough.
        for start in range(0, len(rows), at_a_time):
            yield from self._store.chunks(rows[start : start + at_a_time])


def _asks_for_newest(query: Query) -> bool:
    return any(one.kind == "newest" for one in query.understood)
