"""Inputs become stored articles: found, read, extracted, split, embedded, and put, one by one.

Each article lands whole or not at all; a bad one is listed with its reason while the rest go on;
running again after an interruption takes up where it stopped, since what is stored is recognised.
Embedding goes over batches of several articles, because sorted batches are what makes it fast, and
in a thread of its own: meanwhile the next articles are read, and those before are stored.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Literal, Protocol, Self

from rag.chunks.split import spans
from rag.errors import DatelineError, ModelError, StoreError
from rag.ports import ArticleStore, Embedder, Splitter
from rag.reading import ConfinedReader
from rag.settings import Settings
from rag.sources import count, find
from rag.sources.parsers import Parsers
from rag.types import (
    Article,
    Failure,
    Found,
    IngestEvent,
    IngestProgress,
    IngestReport,
    RawArticle,
    Sentence,
    Span,
    Vectors,
)

BATCH_CHUNKS = 128
"""Chunks embedded before they are stored: a few seconds of work. A stop can lose what is read of
them, and the batch before, if that is still being embedded."""

TELL_SECONDS = 0.2
"""Progress is told no more often than this."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article that waits for its vectors."""

    article: Article
    key: str
    digest: str
    sentences: Sequence[Sentence]
    spans: Sequence[Span]

    def passages(self) -> list[str]:
        """What is embedded for each span: the title says what a middle paragraph is about."""
        body, title = self.article.body, self.article.title
        texts = [body[span.start : span.end] for span in self.spans]
        return [f"{title}. {text}" if title else text for text in texts]


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles whose vectors, a row for each of their spans in order, are on their way."""

    articles: Sequence[Prepared]
    vectors: Future[Vectors]


@dataclass(slots=True)
class Tally:
    """Counts of one run, changing as it goes."""

    started: float = field(default_factory=perf_counter)
    told: float = 0.0
    total: int | None = None
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)

    @property
    def done(self) -> int:
        return self.added + self.updated + self.unchanged + len(self.failed)

    def progress(
        self, stage: Literal["finding", "reading", "embedding", "saving"], current: str
    ) -> IngestProgress:
        """The state now, for showing."""
        self.told = perf_counter()
        rate = self.done / max(1e-9, self.told - self.started)
        left = None
        if self.total is not None and rate > 0:
            left = max(0, self.total - self.done) / rate
        return IngestProgress(stage, self.done, self.total, current, rate, left, tuple(self.failed))

    def due(self) -> bool:
        return perf_counter() - self.told > TELL_SECONDS


class Reader(Parsers, Protocol):
    """Parses what is found and makes articles of it, while it is open."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def article(self, raw: RawArticle) -> Article: ...


class Ingest:
    """One way in, for all kinds of inputs."""

    def __init__(
        self,
        store: ArticleStore,
        embedder: Embedder,
        splitter: Splitter,
        settings: Settings,
        reader: Callable[[Settings], Reader] = ConfinedReader,
    ) -> None:
        """Takes real parts; `reader` makes what parses the files of one run."""
        self._store = store
        self._embedder = embedder
        self._splitter = splitter
        self._settings = settings
        self._reader = reader

    def run(
        self, inputs: Sequence[str | Path], *, stop: threading.Event | None = None
    ) -> Iterator[IngestEvent]:
        """Yields progress and then a report; the same content again changes nothing.

        Args:
            inputs: Files, folders and URLs, mixed.
            stop: When set, ends after the article in hand; what is stored stays.

        Raises:
            StoreError: The library cannot be written (disk full, locked); what is stored stays.
            ModelError: The embedder cannot be had.
        """
        tally = Tally()
        waiting: list[Prepared] = []
        underway: Batch | None = None
        yield tally.progress("finding", "")
        tally.total = count(inputs, self._settings)
        stopped = False
        with self._reader(self._settings) as reader, _worker() as worker:
            for found in find(inputs, self._settings, reader):
                if stop is not None and stop.is_set():
                    stopped = True
                    break
                if prepared := self._prepare(found, tally, reader):
                    waiting.append(prepared)
                if tally.due():
                    yield tally.progress("reading", found.path)
                if sum(len(one.spans) for one in waiting) >= BATCH_CHUNKS:
                    before, underway = underway, self._embedding(waiting, worker)
                    yield from self._put(before, tally)
                    waiting = []
            if not stopped:
                yield from self._put(underway, tally)
                yield from self._put(self._embedding(waiting, worker), tally)
        yield self._report(tally, stopped)

    def _prepare(self, found: Found | Failure, tally: Tally, reader: Reader) -> Prepared | None:
        """The article to store, or None if there is nothing to do; the tally knows why."""
        if isinstance(found, Failure):
            tally.failed.append(found)
            return None
        if found.digest and self._store.unchanged(found.key, found.digest):
            tally.unchanged += 1
            return None
        try:
            article = reader.article(found.read())
            if self._store.holds(found.key, article.id):
                self._store.note_digest(found.key, found.digest, article.id)
                tally.unchanged += 1
                return None
            return self._split(article, found)
        except (StoreError, ModelError):
            raise  # no fault of this article, and the next would only fail the same way
        except DatelineError as error:
            tally.failed.append(Failure(found.path, getattr(error, "reason", str(error))))
        except Exception as error:  # noqa: BLE001 - one bad article never fails a batch
            _log.exception("reading %s", found.path)
            reason = f"it could not be read ({type(error).__name__}: {error}); please report this"
            tally.failed.append(Failure(found.path, reason))
        return None

    def _split(self, article: Article, found: Found) -> Prepared:
        sentences = self._splitter.split(article.body, article.language)
        texts = [article.body[sentence.start : sentence.end] for sentence in sentences]
        lengths = self._embedder.count_tokens(texts)
        cut = spans(sentences, lengths, self._settings.chunk_tokens, article.body)
        return Prepared(article, found.key, found.digest, sentences, cut)

    def _embedding(self, articles: Sequence[Prepared], worker: Executor) -> Batch | None:
        """Begins to embed; None if there is nothing to."""
        if not articles:
            return None
        texts = [text for one in articles for text in one.passages()]
        return Batch(articles, worker.submit(self._embedder.embed_passages, texts))

    def _put(self, batch: Batch | None, tally: Tally) -> Iterator[IngestEvent]:
        """Stores a batch as soon as it is embedded."""
        if batch is None:
            return
        yield tally.progress("embedding", batch.articles[0].article.title)
        vectors = batch.vectors.result()
        row = 0
        for one in batch.articles:
            outcome = self._store.put(
                one.article,
                key=one.key,
                digest=one.digest,
                sentences=one.sentences,
                spans=one.spans,
                vectors=vectors[row : row + len(one.spans)],
            )
            row += len(one.spans)
            tally.added += outcome == "added"
            tally.updated += outcome == "updated"
            tally.unchanged += outcome == "unchanged"
        yield tally.progress("saving", batch.articles[-1].article.title)

    def _report(self, tally: Tally, stopped: bool) -> IngestReport:
        counts = self._store.counts()
        return IngestReport(
            tally.added,
            tally.updated,
            tally.unchanged,
            tuple(tally.failed),
            counts["articles"],
            counts["chunks"],
            round(perf_counter() - tally.started, 3),
            stopped,
        )


@contextmanager
def _worker() -> Iterator[Executor]:
    """One thread; whatever ends the run ends it, after the batch in hand and without the next."""
    worker = ThreadPoolExecutor(1, thread_name_prefix="dateline-ingest")
    try:
        yield worker
    finally:
        worker.shutdown(cancel_futures=True)
