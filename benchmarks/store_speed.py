"""How fast a store of any size writes, searches and follows changes.

python -m benchmarks.store_speed [--articles 1000] [--home FOLDER]

Articles are of 8 chunks and 1,280 drawn words; with --home the library is kept, and a larger number
adds to it. The vector index alone, up to millions, is in `benchmarks.scale`.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.common import header, tell
from benchmarks.scale import DIM, clustered_units
from index.kept import KeptFaissIndex
from rag.articles.store import SqliteStore
from rag.types import Article, EmbedderFacts, Filters, Sentence, Span, Vectors

CHUNKS = 8  # of an article
SENTENCES = 64  # of an article
WORDS = 20  # of a sentence
WORD_FORMS = 60_000
OUTLETS = 40
START, MINUTES_APART = datetime(2021, 1, 1, tzinfo=UTC), 20
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
        id=f"{number:032x}",
        title=f"Story {number}",
        body=body,
        source=f"Paper {number % OUTLETS}",
        published=START + timedelta(minutes=MINUTES_APART * number),
        language="en" if number % 10 else "de",
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


def fill(home: Path, articles: int) -> list[str]:
    """Adds what is missing to so many articles; the words they are made of."""
    random = np.random.default_rng(7)
    letters = list("abcdefghijklmnopqrstuvwxyz")
    vocabulary = [
        "".join(random.choice(letters, random.integers(2, 11))) for _ in range(WORD_FORMS)
    ]
    units = clustered_units(20_000, random)
    store = SqliteStore.open(home, embedder_name=FACTS.name, weight_hash=FACTS.weight_hash, dim=DIM)
    began, first = time.perf_counter(), store.counts()["articles"]
    for number in range(first, articles):
        article = an_article(number, random, vocabulary)
        sentences, spans = split(article.body)
        pairs = random.integers(len(units), size=(2, len(spans)))
        vectors = units[pairs[0]] + 0.6 * units[pairs[1]]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        put(store, article, sentences, spans, vectors)
    if articles > first:
        rate = CHUNKS * (articles - first) / (time.perf_counter() - began)
        tell(f"put: {rate:,.0f} chunks a second")
    store.close()
    return vocabulary


def time_store(home: Path, articles: int) -> None:
    """Times what a question asks of a store of so many articles, first and later calls."""
    vocabulary = fill(home, articles)
    random = np.random.default_rng(2)
    store = SqliteStore.open(home, embedder_name=FACTS.name, weight_hash=FACTS.weight_hash, dim=DIM)
    tell(f"{store.counts()}, {store.path.stat().st_size / 1e9:.2f} GB")
    index = KeptFaissIndex(home / "index", store, FACTS)
    tell(f"index built or opened: {milliseconds([lambda: len(index)]):,.0f} ms")
    index.save()
    again = KeptFaissIndex(home / "index", store, FACTS)
    tell(f"index opened and compared: {milliseconds([lambda: len(again)]):,.0f} ms")
    half = START + timedelta(minutes=MINUTES_APART * articles // 2)
    filters = {
        "": Filters(),
        ", one outlet of forty": Filters(sources=("Paper 3",)),
        ", half": Filters(since=half),
        ", one week": Filters(since=half, until=half + timedelta(days=7)),
    }
    queries = [
        " ".join(vocabulary[int(WORD_FORMS * random.random() ** 2)] for _ in range(6))
        for _ in range(30)
    ]
    vectors = store.vectors(store.rows()[:: max(1, CHUNKS * articles // 30)])
    rows = [row for row, _ in store.search_text(queries[0], 60)]
    timed: dict[str, list[Callable[[], object]]] = {
        "filters, first": [lambda: SqliteStore.browse(home).passing(filters[", half"])]
    }
    for name, chosen in filters.items():
        timed[f"full text, k 60{name}"] = [
            lambda q=q, f=chosen: store.search_text(q, 60, f) for q in queries
        ]
        timed[f"vectors, k 60{name}"] = [
            lambda v=v, f=chosen: index.search(v, 60, store.passing(f)) for v in vectors
        ]
    timed |= {
        "document frequency of 6 words": [
            lambda q=q: store.document_frequency(q.split()) for q in queries
        ],
        "60 chunks": [lambda: store.chunks(rows)] * 20,
        "counts": [store.counts] * 20,
        "outlets, first": [lambda: SqliteStore.browse(home).outlets()],
        "the newest 50 articles": [lambda: store.articles(limit=50)] * 5,
        "articles with a word in the title": [lambda: store.articles(text="story 99", limit=50)]
        * 3,
        "all rows": [store.rows] * 3,
    }
    for name, calls in timed.items():
        tell(f"{name}: {milliseconds(calls):,.2f} ms")
    time_changes(store, index, vocabulary)
    store.close()


def time_changes(store: SqliteStore, index: KeptFaissIndex, vocabulary: Sequence[str]) -> None:
    """An article comes, is found, and goes."""
    random = np.random.default_rng(3)
    times: list[tuple[float, float, float]] = []
    for _ in range(20):
        number = 20_000_000 + int(random.integers(1_000_000))
        article = replace(an_article(number, random, vocabulary), published=START)
        sentences, spans = split(article.body)
        vectors = clustered_units(len(spans), random)
        times.append(
            (
                milliseconds([lambda: put(store, article, sentences, spans, vectors)]),  # noqa: B023
                milliseconds([lambda: index.search(vectors[0], 10)]),  # noqa: B023
                milliseconds([lambda: store.remove(article.id)]),  # noqa: B023
            )
        )
    names = ("an article put", "the first search after it", "an article removed")
    for name, each in zip(names, zip(*times, strict=True), strict=True):
        tell(f"{name}: {statistics.median(each):,.1f} ms")


def put(
    store: SqliteStore,
    article: Article,
    sentences: Sequence[Sentence],
    spans: Sequence[Span],
    vectors: Vectors,
) -> None:
    """Stores an article under its id."""
    store.put(article, key=article.id, digest="", sentences=sentences, spans=spans, vectors=vectors)


def main() -> None:
    """Times the store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--home", type=Path, help="library to keep between runs")
    given = parser.parse_args()
    header("The store by size")
    with tempfile.TemporaryDirectory() as folder:
        time_store(given.home or Path(folder), given.articles)


if __name__ == "__main__":
    main()
