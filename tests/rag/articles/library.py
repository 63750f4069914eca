"""A store over FakeEmbedder, filled as an ingest would: one chunk for each sentence."""

from __future__ import annotations

from pathlib import Path

from rag.articles.store import SqliteStore
from rag.types import Article, Span
from tests.fakes import FakeEmbedder, make_article, split_sentences

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


BREAKS = make_article("The dam broke. Nobody was hurt.", title="Dam breaks")
LEAKS = make_article("The dam leaks.", title="Dam leaks", published="2026-03-01")
OFFER = make_article(
    "An offer came. The steel firm said no.",
    title="Second offer",
    source="Daily Lantern",
    published="2026-03-05T14:30",
    language="fr",
)


def totals(store: SqliteStore) -> tuple[int, ...]:
    """articles, versions, sentences, chunks, vectors, fulltext."""
    return tuple(total for name, total in store.totals().items() if name != "statements")
