"""A topic in words -> articles, their statements, those that bear on it, groups, issues.

Issues are told as they are ready. Builds nothing: parts come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TypeVar

from rag.articles.duplicates import origins
from rag.compare.bearing import Bearing, BearingFinder, Field, unnamed
from rag.compare.witnesses import ClaimReader
from rag.errors import NotFoundError
from rag.ports import ArticleStore, Embedder, Generator, Judge, StatementSource
from rag.retrieval.query import Query
from rag.retrieval.retriever import Retriever
from rag.statements.claims import relate, told
from rag.statements.heard import Numbers, columns, silence
from rag.statements.issues import issues_of
from rag.statements.link import link, matches
from rag.statements.matter import Matter
from rag.statements.relate import Relater
from rag.statements.told import with_deeds
from rag.statements.vectors import RememberedVectors
from rag.types import (
    Article,
    ClaimEvent,
    CompareEvent,
    Comparison,
    Filters,
    Hit,
    Issue,
    IssueFound,
    PassagesRead,
    Statement,
    StatementsRead,
    Timings,
)

Event = TypeVar("Event")

CHUNKS = 80
"""Chunks found for a topic; their articles are read."""

CHUNKS_FOR_SPEAKER = 20
"""Chunks found beside these for each speaker asked for."""

ARTICLES = 60
"""Articles read at most, best first."""

ATTEMPTS = 5
"""When articles are removed while they are read."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a comparison was asked for, and the statements that bear on it."""

    speakers: tuple[str, ...]
    filters: Filters
    bearing: tuple[Statement, ...]


class Comparer:
    """Compares who said what. Keeps no state between calls; safe to use from several threads."""

    def __init__(
        self,
        store: ArticleStore,
        retriever: Retriever,
        embedder: Embedder,
        source: StatementSource,
        judge: Judge | None = None,
        generator: Generator | None = None,
    ) -> None:
        """Takes its parts.

        Args:
            store: Holds the articles.
            retriever: Finds those on a topic.
            embedder: Tells how near two statements are.
            source: Has the statements of articles.
            judge: Says what rules leave open; without it only what can be explained is told.
            generator: Reads with the judge who backs a claim; without it rules alone tell.
        """
        self._store = store
        self._retriever = retriever
        self._source = source
        self._vectors = RememberedVectors(embedder)
        self._finder = BearingFinder(embedder, self._vectors)
        self._relater = Relater(judge)
        self._plainly = Relater(judge, plainly=True)
        self._reader = ClaimReader(judge, generator) if judge and generator else None

    def compare(
        self, topic: Query, *, speakers: Sequence[str] = (), filters: Filters = Filters()
    ) -> Iterator[CompareEvent]:
        """Yields how far the reading is, then each issue, disputed ones first, then everything.

        Closing the iterator stops the work.

        Args:
            topic: In words, understood.
            speakers: Only these, by any form of their names; everybody if empty.
            filters: What may be searched.
        """
        yield from _again_if_removed(lambda: self._compare(topic, speakers, filters))

    def _compare(
        self, topic: Query, speakers: Sequence[str], filters: Filters
    ) -> Iterator[CompareEvent]:
        started = perf_counter()
        hits = self._hits(topic, speakers, filters)
        articles = _articles(hits)
        missing = unnamed(topic.text, articles)
        articles = [] if missing else articles
        statements: list[Statement] = []
        for done, article in enumerate(articles, start=1):
            statements += self._source.statements(article)
            yield StatementsRead(done, len(articles))
        material = replace(self._linked(articles, statements, hits), unnamed=missing)
        chosen = self._bearing(topic, material, speakers)
        retrieve_ms = 1000 * (perf_counter() - started)
        numbers = Numbers()
        found: list[Issue] = []
        for one in self._issues(chosen, material, numbers, self._relater, named=bool(speakers)):
            found.append(one.issue)
            yield one
        timings = Timings(retrieve_ms=retrieve_ms, total_ms=1000 * (perf_counter() - started))
        bearing = tuple(one.statement for one in chosen)
        asked = _Asked(tuple(speakers), filters, bearing)
        yield self._comparison(topic, found, numbers, material, asked, timings)

    def disputed(
        self, topic: Query, articles: Sequence[Article], statements: Sequence[Statement]
    ) -> Iterator[Issue]:
        """Issues that certain articles plainly dispute, the most disputed first.

        All of the articles is taken to be on the topic, which only tells what is weightiest in it.
        Nobody asked to compare: told is what a reader sees from two sentences, and no more.

        Args:
            topic: In words, understood.
            articles: Read already.
            statements: Of the articles; those that are to be compared.
        """
        if len(statements) < 2:
            return
        hits = self._retriever.search(
            topic, CHUNKS, Filters(articles=tuple(one.id for one in articles))
        )
        material = self._linked(articles, statements, hits)
        chosen = self._finder.weightiest(topic.text, material.statements, material)
        # All of it is on the topic: how near it is orders the issues, and leaves none out.
        most = max((one.relevance for one in chosen), default=0.0) or 1.0
        chosen = [replace(one, relevance=0.5 + 0.5 * one.relevance / most) for one in chosen]
        for one in self._issues(chosen, material, Numbers(), self._plainly):
            if one.issue.disputed:
                yield one.issue

    def check_claim(self, claim: Query, *, filters: Filters = Filters()) -> Iterator[ClaimEvent]:
        """Yields how far the reading is, then who backs a claim, who contradicts it or neither.

        Closing the iterator stops the work.
        """
        yield from _again_if_removed(lambda: self._check_claim(claim, filters))

    def _check_claim(self, claim: Query, filters: Filters) -> Iterator[ClaimEvent]:
        started = perf_counter()
        hits = self._hits(claim, (), filters)
        articles = _articles(hits)
        statements: list[Statement] = []
        for done, article in enumerate(articles, start=1):
            statements += self._source.statements(article)
            yield StatementsRead(done, len(articles))
        material = self._linked(articles, statements, hits)
        nearest = self._finder.nearest(claim.text, material.statements, material)
        related = relate(
            claim.text,
            [one.statement for one in nearest],
            [one.reading for one in nearest],
            self._vectors,
            self._relater,
        )
        notes: tuple[str, ...] = ()
        if self._reader is not None:
            related, notes = yield from self._reader.read(claim.text, related, material)
        yield told(claim.text, related, material.origin_of, started, notes)

    def _linked(
        self, articles: Sequence[Article], statements: Sequence[Statement], hits: Sequence[Hit]
    ) -> Field:
        """Statements with what their speakers did, and everybody linked across the articles."""
        origin_of = {
            articles[place].id: number
            for number, group in enumerate(origins(articles))
            for place in group
        }
        sentences = {one.id: self._store.sentences(one.id) for one in articles}
        every = with_deeds(articles, statements, sentences, origin_of)
        linked = link(every, origin_of)
        return Field(articles, every, linked, sentences, origin_of, hits)

    def _hits(self, topic: Query, speakers: Sequence[str], filters: Filters) -> list[Hit]:
        """Chunks on the topic, and beside them those on what each speaker says of it."""
        hits = self._retriever.search(topic, CHUNKS, filters)
        for speaker in speakers:
            asked = replace(topic, text=f"{speaker}: {topic.text}")
            hits += self._retriever.search(asked, CHUNKS_FOR_SPEAKER, filters)
        return hits

    def _bearing(self, topic: Query, material: Field, speakers: Sequence[str]) -> list[Bearing]:
        """Statements of those asked for that bear on the topic, in the order of time."""
        asked = [
            one
            for one in material.statements
            if not speakers or any(matches(who, material.holders[one.id]) for who in speakers)
        ]
        return self._finder.bearing(topic.text, asked, material)

    def _issues(
        self,
        chosen: Sequence[Bearing],
        material: Field,
        numbers: Numbers,
        relater: Relater,
        *,
        named: bool = False,
    ) -> Iterator[IssueFound]:
        """Issues as they are ready, with the citations that are new with each."""
        if not chosen:
            return
        readings = [one.reading for one in chosen]
        matter = Matter(readings, self._vectors.of([reading.whole for reading in readings]))
        told = 0
        for one in issues_of(
            [one.statement for one in chosen],
            readings,
            [one.relevance for one in chosen],
            matter,
            relater,
            material.origin_of,
            numbers.of,
            named=named,
        ):
            yield IssueFound(one, tuple(numbers.citations[told:]))
            told = len(numbers.citations)

    def _comparison(
        self,
        topic: Query,
        issues: Sequence[Issue],
        numbers: Numbers,
        material: Field,
        asked: _Asked,
        timings: Timings,
    ) -> Comparison:
        cited = {one.article.id for one in numbers.citations}
        silent, notes = silence(
            asked.speakers,
            asked.filters.sources,
            asked.bearing,
            material.statements,
            material.holders,
        )
        count = len({material.origin_of[one] for one in cited})
        if issues and count == 1:
            notes = ["all of it goes back to one origin", *notes]
        if asked.bearing and not issues:
            notes = ["statements bear on the topic, but no two of them on one matter", *notes]
        if not asked.bearing:
            notes = ["no statement in the articles bears on this topic", *notes]
        if material.unnamed:
            notes = [f"no article speaks of {', '.join(material.unnamed)}", *notes]
        return Comparison(
            topic.question,
            tuple(issues),
            columns(issues),
            tuple(numbers.citations),
            len(cited),
            count,
            len(asked.bearing),
            tuple(silent),
            tuple(notes),
            timings,
        )


def _again_if_removed(work: Callable[[], Iterator[Event]]) -> Iterator[Event]:
    """The work, begun again where an article of it was removed; what was read of others is kept."""
    for attempt in range(1, ATTEMPTS + 1):
        told = False
        try:
            for event in work():
                told = told or not isinstance(event, StatementsRead | PassagesRead)
                yield event
        except NotFoundError:
            if told or attempt == ATTEMPTS:
                raise
        else:
            return


def _articles(hits: Sequence[Hit]) -> list[Article]:
    """The articles of the chunks found, best first."""
    found = {hit.chunk.article.id: hit.chunk.article for hit in hits}
    return list(found.values())[:ARTICLES]
