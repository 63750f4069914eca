"""A store over FakeEmbedder, filled as an ingest would: one chunk for each sentence."""

from __future__ import annotations

from pathlib import Path

from rag.articles.store import SqliteStore
from rag.types import Article, Span
from tests.fakes import FakeEmbedder, split_sentences

EMBEDDER = FakeEmbedder(("dam", "broke", "leaks", "governor", "steel", "offer"))


def open_store(home: Path, embedder: FakeEmbedder = EMBEDDER) -> SqliteStore:
    return SqliteStore.open(
        home,
        embedder_name=embedder.name,
        weight_hash=embedder.weight_hash,
        dim=embedder.dim,
    )


def put(
    store: SqliteStore,
    article: Article,
    *,
    key: str = "",
    digest: str = "digest",
    embedder: FakeEmbedder = EMBEDDER,
) -> str:
    """Stores the article under its path, or the key given."""
    sentences = split_sentences(article.body)
    spans = [Span(sentence.index, sentence.start, sentence.end) for sentence in sentences]
    return store.put(
        article,
        key=key or article.path,
        digest=digest,
        sentences=sentences,
        spans=spans,
        vectors=embedder.embed_passages([article.body[span.start : span.end] for span in spans]),
    )


def is_sound(store: SqliteStore) -> bool:
    """Whether doctor finds nothing wrong."""
    return all(check.ok for check in store.check())
