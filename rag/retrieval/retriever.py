"""Runs the vector search and the full-text search for a query and fuses them into hits.

Filters act inside both searches, before the best k are taken. What the question only hints at
(an outlet, a period) is searched once more by itself and counts as further rankings; each part of
a question gets room of its own. Without such words it is the plain search. Knows nothing of
evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rag.ports import ArticleStore, Embedder, Reranker, VectorSearch
from rag.retrieval.fusion import in_turn, reciprocal_rank_fusion, with_group_votes
from rag.retrieval.query import Query
from rag.retrieval.wanted import both, without_periods
from rag.text.kinds import asks_for_earliest
from rag.types import Chunk, Filters, Hit, Vectors


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each ranking counts; measured one by one in `benchmarks/find.py`.

    Attributes:
        dense: The search by meaning.
        lexical: The search by words.
        hint: Both searches among the articles that a question hints at.
        article: What an article earns with all its chunks, beside each chunk's own score; 0, which
            is off, until it has been measured to help.
        recent: The best candidates in order of publication: news is asked about while it is news.
            Enough to decide between articles that are as near, unless the oldest is asked for.
        newest: The same, where the question asks for the newest: more than both searches
            together, or nothing newer could pass what is only a little nearer.
    """

    dense: float = 1.0
    lexical: float = 1.0
    hint: float = 0.5
    article: float = 0.0
    recent: float = 0.5
    newest: float = 2.5


NEWEST_AMONG = 20
"""Of so many candidates: further down they are on other things."""

_UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Found:
    """Scores by row of all searches of one query, filling as they run."""

    dense: dict[int, float] = field(default_factory=dict)
    lexical: dict[int, float] = field(default_factory=dict)


class Retriever:
    """Hybrid search: cosine of MiniLM vectors and BM25, merged by reciprocal rank."""

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
            candidates_k: Chunks that each ranking contributes.
            max_per_article: Chunks of one article, if there is a limit.
            weights: Of the rankings.
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

    def search(self, query: Query, k: int, filters: Filters = Filters()) -> list[Hit]:
        """The k best chunks that pass the filters, best first; fewer only if fewer exist.

        What the question demands is a filter too, unless nothing passes both: the caller's filters
        always hold.
        """
        vectors = self._embedder.embed_queries([query.text, *(part.text for part in query.parts)])
        found = _Found()
        candidates_k = max(self._candidates_k, k)
        whole = self._demanded(query, filters)
        rankings = self._both_searches(query.text, vectors[0], candidates_k, whole, found)
        if not any(rankings) and whole != filters:
            whole = filters
            rankings = self._both_searches(query.text, vectors[0], candidates_k, whole, found)
        weights = list(self._own_weights)
        for ranking, weight in self._hints(query, vectors[0], candidates_k, whole, found):
            rankings.append(ranking)
            weights.append(weight)
        fused = self._fused(rankings, weights)
        if late := self._lateness(query):
            newest = self._newest_first([row for row, _ in fused[:NEWEST_AMONG]])
            fused = self._fused([*rankings, newest], [*weights, late])
        parts = self._parts(query, vectors[1:], candidates_k, filters, found)
        if parts:
            fused = reciprocal_rank_fusion([in_turn([*parts, [row for row, _ in fused]])])
        else:
            fused = self._reranked(query, fused)
        return self._hits(fused, found, k)

    def _lateness(self, query: Query) -> float:
        """What it counts to be published late."""
        if any(one.kind == "newest" for one in query.understood):
            return self._weights.newest
        return 0.0 if asks_for_earliest(query.question) else self._weights.recent

    @property
    def _own_weights(self) -> tuple[float, float]:
        """Of what `_both_searches` gives."""
        return self._weights.dense, self._weights.lexical

    def _fused(
        self, rankings: Sequence[Sequence[int]], weights: Sequence[float]
    ) -> list[tuple[int, float]]:
        """Chunks by their own ranks and by those of their articles."""
        fused = reciprocal_rank_fusion(rankings, weights=weights)
        if not self._weights.article:
            return fused
        owner = {chunk.row: chunk.article.id for chunk in self._store.chunks([r for r, _ in fused])}
        kept = [[row for row in ranking if row in owner] for ranking in rankings]
        return with_group_votes(
            [one for one in fused if one[0] in owner],
            kept,
            owner,
            weights=weights,
            weight=self._weights.article,
        )

    def _reranked(self, query: Query, fused: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """The best chunks in the reranker's order, with the scores of their new places.

        Not where the newest is asked for: a reranker knows nothing of days.
        """
        dated = any(one.kind == "newest" for one in query.understood)
        if self._reranker is None or dated or not fused:
            return fused
        chunks = self._store.chunks([row for row, _ in fused[: self._rerank_k]])
        fits = self._reranker.scores(
            [(query.text, f"{chunk.article.title}. {chunk.text}") for chunk in chunks]
        )
        order = sorted(range(len(chunks)), key=lambda place: -fits[place])
        best = [chunks[place].row for place in order]
        rest = [row for row, _ in fused if row not in set(best)]
        scores = [score for _, score in fused]
        return list(zip([*best, *rest], scores, strict=True))

    def _both_searches(
        self, text: str, vector: Vectors, k: int, filters: Filters, found: _Found
    ) -> list[list[int]]:
        """Rows by meaning and rows by words."""
        allowed = self._store.passing(filters)
        if allowed is not None and not allowed.any():
            return [[], []]
        dense = dict(self._index.search(vector, k, allowed))
        lexical = dict(self._store.search_text(text, k, filters))
        found.dense |= dense
        found.lexical |= {row: one for row, one in lexical.items() if row not in found.lexical}
        return [list(dense), list(lexical)]

    @staticmethod
    def _demanded(query: Query, filters: Filters) -> Filters:
        for one in query.understood:
            if one.demanded:
                filters = both(filters, one.filters) or filters
        return filters

    def _hints(
        self, query: Query, vector: Vectors, k: int, filters: Filters, found: _Found
    ) -> Iterator[tuple[list[int], float]]:
        """Rankings among the articles of each hint; none where its parts speak for it."""
        for one in query.understood:
            told = (
                one.demanded
                or one.kind in ("newest", "divided")
                or (one.kind == "outlet" and query.parts)
            )
            within = None if told else both(filters, one.filters)
            if within is not None:
                both_found = self._both_searches(query.text, vector, k, within, found)
                for ranking, own in zip(both_found, self._own_weights, strict=True):
                    yield ranking, own * self._weights.hint

    def _parts(
        self, query: Query, vectors: Vectors, k: int, filters: Filters, found: _Found
    ) -> list[list[int]]:
        rankings: list[list[int]] = []
        for part, vector in zip(query.parts, vectors, strict=True):
            for tried in dict.fromkeys((part, without_periods(part))):
                within = both(filters, tried.filters)
                if within is None:
                    continue
                rankings_of_part = self._both_searches(part.text, vector, k, within, found)
                fused = self._fused(rankings_of_part, self._own_weights)
                if fused:
                    rankings.append([row for row, _ in fused])
                    break
        return rankings

    def _newest_first(self, rows: Sequence[int]) -> list[int]:
        chunks = self._store.chunks(rows)
        chunks.sort(key=lambda chunk: chunk.article.published or _UNDATED, reverse=True)
        return [chunk.row for chunk in chunks]

    def _hits(self, fused: list[tuple[int, float]], found: _Found, k: int) -> list[Hit]:
        hits: list[Hit] = []
        taken: dict[str, int] = {}
        scores = dict(fused)
        for chunk in self._chunks([row for row, _ in fused], k):
            seen = taken.get(chunk.article.id, 0)
            if self._max_per_article is not None and seen >= self._max_per_article:
                continue
            taken[chunk.article.id] = seen + 1
            row = chunk.row
            dense, lexical = found.dense.get(row), found.lexical.get(row)
            hits.append(Hit(len(hits) + 1, scores[row], chunk, dense, lexical))
            if len(hits) == k:
                break
        return hits

    def _chunks(self, rows: Sequence[int], at_a_time: int) -> Iterator[Chunk]:
        # A chunk can vanish between search and look-up (another process removes its article) and
        # is then left out by `chunks`: so the caller reads on until it has enough.
        for start in range(0, len(rows), at_a_time):
            yield from self._store.chunks(rows[start : start + at_a_time])
