"""Runs the vector search and the full-text search for a query and fuses them into hits.

Filters act inside both searches, before the best k are taken. Knows nothing of evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.ports import ArticleStore, Embedder, VectorSearch
from rag.retrieval.fusion import reciprocal_rank_fusion
from rag.retrieval.query import Query
from rag.types import Chunk, Filters, Hit


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
    ) -> None:
        self._store = store
        self._index = index
        self._embedder = embedder
        self._candidates_k = candidates_k
        self._max_per_article = max_per_article

    def search(self, query: Query, k: int, filters: Filters = Filters()) -> list[Hit]:
        """The k best chunks that pass the filters, best first; fewer only if fewer exist."""
        candidates_k = max(self._candidates_k, k)
        allowed = None if filters.empty else self._store.allowed_rows(filters)
        if allowed is not None and len(allowed) == 0:
            return []
        vector = self._embedder.embed_queries([query.text])[0]
        dense = dict(self._index.search(vector, candidates_k, allowed))
        lexical = dict(self._store.search_text(query.text, candidates_k, filters))
        fused = reciprocal_rank_fusion([list(dense), list(lexical)])
        return self._hits(fused, dense, lexical, k)

    def _hits(
        self,
        fused: list[tuple[int, float]],
        dense: dict[int, float],
        lexical: dict[int, float],
        k: int,
    ) -> list[Hit]:
        hits: list[Hit] = []
        taken: dict[str, int] = {}
        scores = dict(fused)
        for chunk in self._chunks([row for row, _ in fused], k):
            seen = taken.get(chunk.article.id, 0)
            if self._max_per_article is not None and seen >= self._max_per_article:
                continue
            taken[chunk.article.id] = seen + 1
            row = chunk.row
            hits.append(Hit(len(hits) + 1, scores[row], chunk, dense.get(row), lexical.get(row)))
            if len(hits) == k:
                break
        return hits

    def _chunks(self, rows: Sequence[int], at_a_time: int) -> Iterator[Chunk]:
        # A chunk can vanish between search and look-up (another process removes its article) and
        # is then left out by `chunks`: so the caller reads on until it has enough.
        for start in range(0, len(rows), at_a_time):
            yield from self._store.chunks(rows[start : start + at_a_time])
