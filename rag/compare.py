"""Comparisons: where retrieval, statements and the judge meet. Called by the desk.

A topic in words becomes articles, their statements, those that bear on the topic, groups of these,
and an issue for each group. Issues are told as they are ready. Builds nothing: parts come in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Protocol, TypeVar

import numpy as np

from rag.articles.duplicates import origins
from rag.errors import NotFoundError
from rag.evidence.context import start_with_context
from rag.ports import ArticleStore, Embedder, Judge
from rag.retrieval.query import Query
from rag.retrieval.retriever import Retriever
from rag.statements.above import no_such, question
from rag.statements.answers import answers
from rag.statements.claims import check
from rag.statements.find import without_copies
from rag.statements.heard import Numbers, columns, silence
from rag.statements.issues import issues_of
from rag.statements.link import Holder, link, matches
from rag.statements.matter import Matter
from rag.statements.positions import order_of_time
from rag.statements.reading import Reading, leaned_on, read
from rag.statements.relate import Relater
from rag.statements.roots import roots
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
    Sentence,
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

STATEMENTS = 120
"""Statements compared with each other at most, those nearest to the topic."""

EMBEDDED = 150
"""Statements whose own meaning is compared with the topic: the best by chunk and words."""

BEARS_FROM = 0.27
"""Nearness to the topic from which a statement bears on it; meaning and words."""

BEARS_SHARE = 0.4
"""The same, as a share of the nearest statement's."""

_WORDS, _CHUNK, _CONTENT = 0.3, 0.4, 0.3  # of the nearness of a statement to a topic


class StatementSource(Protocol):
    """Gives the statements of an article, read now or before."""

    def statements(self, article: Article) -> Sequence[Statement]:
        """In reading order."""
        ...


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read for a topic: articles, best first, with their statements and linked holders."""

    articles: tuple[Article, ...]
    statements: tuple[Statement, ...]
    holders: Mapping[str, Holder]
    origin_of: Mapping[str, int]
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a comparison was asked for, and the statements that bear on it."""

    speakers: tuple[str, ...]
    filters: Filters
    bearing: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Bearing:
    """A statement, read, and how near it is to the topic, 0 to 1."""

    statement: Statement
    reading: Reading
    relevance: float


class Comparer:
    """Compares who said what. Keeps no state between calls; safe to use from several threads."""

    def __init__(
        self,
        store: ArticleStore,
        retriever: Retriever,
        embedder: Embedder,
        source: StatementSource,
        judge: Judge | None = None,
    ) -> None:
        self._store = store
        self._retriever = retriever
        self._embedder = embedder
        self._source = source
        self._vectors = RememberedVectors(embedder)
        self._relater = Relater(judge)

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
        statements: list[Statement] = []
        for done, article in enumerate(articles, start=1):
            statements += self._source.statements(article)
            yield StatementsRead(done, len(articles))
        material = self._linked(articles, statements, hits)
        chosen = self._bearing(topic, material, speakers)
        retrieve_ms = 1000 * (perf_counter() - started)
        numbers = Numbers()
        found: list[Issue] = []
        for one in self._issues(chosen, material, numbers, named=bool(speakers)):
            found.append(one.issue)
            yield one
        timings = Timings(retrieve_ms=retrieve_ms, total_ms=1000 * (perf_counter() - started))
        bearing = tuple(one.statement for one in chosen)
        asked = _Asked(tuple(speakers), filters, bearing)
        yield self._comparison(topic, found, numbers, material, asked, timings)

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
        ranked = self._ranked(claim, material.statements, material)
        told = [one for one in ranked if not one.reading.asks]
        nearest = sorted(told, key=lambda one: -one.relevance)[:STATEMENTS]
        yield check(
            claim.text,
            [one.statement for one in nearest],
            [one.reading for one in nearest],
            self._vectors,
            self._relater,
            material.origin_of,
            started,
        )

    def _linked(
        self, articles: Sequence[Article], statements: Sequence[Statement], hits: Sequence[Hit]
    ) -> _Read:
        """Statements with what their speakers did, and everybody linked across the articles."""
        origin_of = {
            articles[place].id: number
            for number, group in enumerate(origins(articles))
            for place in group
        }
        sentences = {one.id: self._store.sentences(one.id) for one in articles}
        every = with_deeds(articles, statements, sentences, origin_of)
        linked = link(every, origin_of)
        return _Read(tuple(articles), tuple(every), linked, origin_of, tuple(hits))

    def _hits(self, topic: Query, speakers: Sequence[str], filters: Filters) -> list[Hit]:
        """Chunks on the topic, and beside them those on what each speaker says of it."""
        hits = self._retriever.search(topic, CHUNKS, filters)
        for speaker in speakers:
            asked = replace(topic, text=f"{speaker}: {topic.text}")
            hits += self._retriever.search(asked, CHUNKS_FOR_SPEAKER, filters)
        return hits

    def _bearing(self, topic: Query, material: _Read, speakers: Sequence[str]) -> list[_Bearing]:
        """Statements that bear on the topic, in the order of time."""
        asked = [
            one
            for one in material.statements
            if not speakers or any(matches(who, material.holders[one.id]) for who in speakers)
        ]
        ranked = self._ranked(topic, asked, material)
        best = max((one.relevance for one in ranked), default=0.0)
        least = max(BEARS_FROM, BEARS_SHARE * best)
        bearing = [
            one
            for one in ranked
            if one.relevance >= (BEARS_FROM if one.reading.change else least)
            and _says_something(one.reading)
        ]
        kept = without_copies([one.statement for one in bearing], material.origin_of)
        bearing = [one for one in bearing if one.statement.id in kept]
        bearing.sort(key=lambda one: -one.relevance)
        return sorted(bearing[:STATEMENTS], key=lambda one: order_of_time(one.statement))

    def _ranked(
        self, topic: Query, statements: Sequence[Statement], material: _Read
    ) -> list[_Bearing]:
        """Statements with their nearness to the topic, those that share its words looked at."""
        statements = [one for one in statements if one.stance != "mentioned"]
        sentences = {one.id: self._store.sentences(one.id) for one in material.articles}
        answered = answers(material.statements, sentences, material.holders)
        before = [_before(one, sentences[one.article.id]) for one in statements]
        wanted = roots(topic.text)
        near = _nearness_of_chunks(material.hits)
        first = [
            (_covered(wanted, _around(one, above)), near(one))
            for one, above in zip(statements, before, strict=True)
        ]
        places = sorted(range(len(first)), key=lambda place: (-sum(first[place]), place))[:EMBEDDED]
        # Reading takes a millisecond, and an article may have hundreds of statements.
        readings = {
            place: read(one, material.holders[one.id], before[place], answered.get(one.id))
            for place in places
            for one in [statements[place]]
        }
        vectors = self._vectors.of([readings[place].whole for place in places])
        cosines = np.clip(vectors @ self._embedder.embed_queries([topic.text])[0], 0.0, 1.0)
        return [
            _Bearing(
                statements[place],
                readings[place],
                _WORDS * first[place][0] + _CHUNK * first[place][1] + _CONTENT * float(cosine),
            )
            for place, cosine in zip(places, cosines, strict=True)
        ]

    def _issues(
        self, chosen: Sequence[_Bearing], material: _Read, numbers: Numbers, *, named: bool
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
            self._relater,
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
        material: _Read,
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
                told = told or not isinstance(event, StatementsRead)
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


def _nearness_of_chunks(hits: Sequence[Hit]) -> Callable[[Statement], float]:
    """Gives the cosine to the topic of the chunk that a statement stands in; 0 if not found."""
    chunks: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for hit in hits:
        chunk = hit.chunk
        chunks[chunk.article.id].append((chunk.start, chunk.end, max(0.0, hit.dense or 0.0)))

    def near(statement: Statement) -> float:
        inside = [
            dense
            for start, end, dense in chunks[statement.article.id]
            if start < statement.sentence[1] and statement.sentence[0] < end
        ]
        return max(inside, default=0.0)

    return near


def _before(statement: Statement, sentences: Sequence[Sentence]) -> str:
    """What stands before a statement's sentence and says whom or what it is about."""
    place = next((i for i, one in enumerate(sentences) if one.end > statement.sentence[0]), None)
    if not place:
        return ""
    body = statement.article.body
    if (named := no_such(statement, sentences[:place])) is not None:
        return named
    start = min(start_with_context(body, sentences, place), sentences[place - 1].start)
    # A new paragraph may change the subject, but a quotation still answers what stands above it.
    context = body[start : sentences[place].start].strip()
    return f"{question(statement, sentences[:place], start)} {context}".strip()


def _around(statement: Statement, before: str) -> str:
    """What tells whether it bears on a topic: the headline says what a short answer does not."""
    return f"{statement.article.title}. {leaned_on(statement, before)} {statement.passage}"


def _covered(wanted: frozenset[str], text: str) -> float:
    """Share of the topic's words that a text has, 0 to 1."""
    return len(wanted & roots(text)) / max(1, len(wanted))


def _says_something(reading: Reading) -> bool:
    """At least two words that matter, a figure, or a flat denial: "it" and "why" say nothing."""
    if reading.asks:
        return False
    return bool(reading.figures) or reading.denied or len(roots(reading.text)) >= 2
