"""How fast the store writes and searches; the vector index by size is in `benchmarks.scale`.

python -m benchmarks.store_speed [--articles 1000]

Vectors are random units around random centres: text embeddings cluster, uniform noise does not.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.common import tell
from benchmarks.scale import DIM, clustered_units
from index.kept import KeptFaissIndex
from rag.articles.store import SqliteStore
from rag.types import Article, EmbedderFacts, Filters, Sentence, Span

CHUNKS = 8  # of an article
SENTENCES = 64  # of an article
WORDS = 20  # of a sentence
FACTS = EmbedderFacts("random", "0" * 64, DIM)


def milliseconds(calls: Sequence[Callable[[], object]]) -> float:
    """Median time of a call."""
    times = []
    for call in calls:
        started = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def an_article(number: int, random: np.random.Generator, vocabulary: Sequence[str]) -> Article:
    """1,280 words."""
    # Ranks squared: a few words are everywhere, most are rare, as in a language.
    chosen = (len(vocabulary) * random.random((SENTENCES, WORDS)) ** 2).astype(int)
    body = " ".join(" ".join(vocabulary[word] for word in row) + "." for row in chosen)
    return Article(
        id=f"{number:032x}", title=f"Story {number}", body=body, source=f"Paper {number % 10}"
    )


def split(body: str) -> tuple[list[Sentence], list[Span]]:
    """Sentences at their stops, and chunks of equally many."""
    sentences, start = [], 0
    while (stop := body.find(".", start) + 1) > 0:
        sentences.append(Sentence(len(sentences), start, stop))
        start = stop + 1
    size = SENTENCES // CHUNKS
    spans = [
        Span(i, sentences[i * size].start, sentences[(i + 1) * size - 1].end) for i in range(CHUNKS)
    ]
    return sentences, spans


def time_store(articles: int) -> None:
    """Writes a library of its own and times what a question asks of it."""
    random = np.random.default_rng(1)
    vocabulary = [f"w{number:x}" for number in range(30_000)]
    vectors = clustered_units(articles * CHUNKS, random)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = SqliteStore.open(home, embedder_name="random", weight_hash="0" * 64, dim=DIM)
        prepared = []
        for number in range(articles):
            article = an_article(number, random, vocabulary)
            prepared.append((article, *split(article.body)))
        started = time.perf_counter()
        for number, (article, sentences, spans) in enumerate(prepared):
            store.put(
                article,
                key=article.id,
                digest="",
                sentences=sentences,
                spans=spans,
                vectors=vectors[number * CHUNKS : (number + 1) * CHUNKS],
            )
        seconds = time.perf_counter() - started
        tell(
            f"put: {articles / seconds:.0f} articles/s, {articles * CHUNKS / seconds:.0f} chunks/s"
        )

        index = KeptFaissIndex(home / "index", store, FACTS)
        tell(f"index built: {milliseconds([lambda: len(index)]):.0f} ms")
        tell(f"index saved: {milliseconds([index.save]):.0f} ms")
        again = KeptFaissIndex(home / "index", store, FACTS)
        tell(f"index loaded and compared: {milliseconds([lambda: len(again)]):.0f} ms")

        filters = Filters(sources=("Paper 3",))
        queries = [
            " ".join(vocabulary[int(30_000 * random.random() ** 2)] for _ in range(8))
            for _ in range(50)
        ]
        rows = [row for row, _ in store.search_text(queries[0], 60)]
        timed: dict[str, list[Callable[[], object]]] = {
            "search_text, k 60": [lambda q=q: store.search_text(q, 60) for q in queries],
            "search_text, filtered": [
                lambda q=q: store.search_text(q, 60, filters) for q in queries
            ],
            "document_frequency, 8 words": [
                lambda q=q: store.document_frequency(q.split()) for q in queries
            ],
            "allowed_rows": [lambda: store.allowed_rows(filters)] * 20,
            "index search, k 60": [lambda v=v: index.search(v, 60) for v in vectors[:50]],
            "60 chunks": [lambda: store.chunks(rows)] * 20,
            "all rows": [store.rows] * 5,
            "generation": [lambda: store.generation] * 50,
            "counts": [store.counts] * 5,
        }
        for name, calls in timed.items():
            tell(f"{name}: {milliseconds(calls):.2f} ms")
        store.close()


def main() -> None:
    """Times the store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    time_store(parser.parse_args().articles)


if __name__ == "__main__":
    main()
