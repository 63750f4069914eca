"""Which statements bear on a topic: by their words, their chunk, and what they say.

A cheap look at all of them first; those that share the topic's words are read and embedded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.evidence.context import start_with_context
from rag.ports import Embedder
from rag.statements.above import no_such, question
from rag.statements.answers import answers
from rag.statements.find import without_copies
from rag.statements.link import Holder
from rag.statements.positions import order_of_time
from rag.statements.reading import Reading, leaned_on, read
from rag.statements.roots import roots
from rag.statements.vectors import RememberedVectors
from rag.text.naming import fold
from rag.text.words import STOP_WORDS
from rag.types import Article, Hit, Sentence, Statement

STATEMENTS = 120
"""Statements compared with each other at most, those nearest to the topic."""

EMBEDDED = 150
"""Statements whose own meaning is compared with the topic: the best by chunk and words."""

WEIGHTIEST = 220
"""Statements compared of articles that are all on the topic: nobody asks the judge of all pairs."""

WEIGHED = 270
"""Of these, the statements whose own meaning is compared with the topic."""

BEARS_FROM = 0.27
"""Nearness to the topic from which a statement bears on it; meaning and words."""

BEARS_SHARE = 0.4
"""The same, as a share of the nearest statement's."""

_NAME = re.compile(r"\b[A-ZÀ-Þ][\w-]{2,}")

_WORDS, _CHUNK, _CONTENT = 0.3, 0.4, 0.3  # of the nearness of a statement to a topic


@dataclass(frozen=True, slots=True)
class Bearing:
    """A statement, read, and how near it is to the topic, 0 to 1."""

    statement: Statement
    reading: Reading
    relevance: float


@dataclass(frozen=True, slots=True)
class Field:
    """What was read for a topic.

    Attributes:
        articles: Best first.
        statements: All of the articles.
        holders: Statement id -> its speaker, linked.
        sentences: Article id -> its sentences.
        origin_of: Article id -> number of its origin.
        hits: Chunks found for the topic.
        unnamed: The names of the topic, where no article has any of them.
    """

    articles: Sequence[Article]
    statements: Sequence[Statement]
    holders: Mapping[str, Holder]
    sentences: Mapping[str, Sequence[Sentence]]
    origin_of: Mapping[str, int]
    hits: Sequence[Hit]
    unnamed: Sequence[str] = ()


class BearingFinder:
    """Ranks statements by a topic. Safe to use from several threads."""

    def __init__(self, embedder: Embedder, vectors: RememberedVectors) -> None:
        self._embedder = embedder
        self._vectors = vectors

    def bearing(self, topic: str, asked: Sequence[Statement], field: Field) -> list[Bearing]:
        """At most `STATEMENTS` that bear on a topic and say something, in the order of time.

        Args:
            topic: In words.
            asked: Those of the field that are wanted.
            field: What was read.
        """
        ranked = self._ranked(topic, asked, field)
        best = max((one.relevance for one in ranked), default=0.0)
        least = max(BEARS_FROM, BEARS_SHARE * best)
        near = [
            one for one in ranked if one.relevance >= (BEARS_FROM if one.reading.change else least)
        ]
        return _told_once(near, field, STATEMENTS)

    def weightiest(self, topic: str, asked: Sequence[Statement], field: Field) -> list[Bearing]:
        """The same of articles that are all on the topic: `WEIGHTIEST`, however far from it."""
        return _told_once(self._ranked(topic, asked, field, WEIGHED), field, WEIGHTIEST)

    def nearest(self, topic: str, asked: Sequence[Statement], field: Field) -> list[Bearing]:
        """The `STATEMENTS` that are nearest to a topic and ask nothing, nearest first."""
        told = [one for one in self._ranked(topic, asked, field) if not one.reading.asks]
        return sorted(told, key=lambda one: -one.relevance)[:STATEMENTS]

    def _ranked(
        self, topic: str, asked: Sequence[Statement], field: Field, most: int = EMBEDDED
    ) -> list[Bearing]:
        """Statements with their nearness to the topic, `most` that share its words looked at."""
        statements = [one for one in asked if one.stance != "mentioned"]
        answered = answers(field.statements, field.sentences, field.holders)
        wanted = roots(topic)
        near = _nearness_of_chunks(field.hits)
        first = [
            (_covered(wanted, _around(one, field.sentences[one.article.id])), near(one))
            for one in statements
        ]
        places = sorted(range(len(first)), key=lambda place: (-sum(first[place]), place))[:most]
        # Reading takes a millisecond, and an article may have hundreds of statements.
        readings = {
            place: read(one, field.holders[one.id], before, answered.get(one.id))
            for place in places
            for one in [statements[place]]
            for before in [_before(one, field.sentences[one.article.id])]
        }
        vectors = self._vectors.of([readings[place].whole for place in places])
        cosines = np.clip(vectors @ self._embedder.embed_queries([topic])[0], 0.0, 1.0)
        return [
            Bearing(
                statements[place],
                readings[place],
                _WORDS * first[place][0] + _CHUNK * first[place][1] + _CONTENT * float(cosine),
            )
            for place, cosine in zip(places, cosines, strict=True)
        ]


def _told_once(found: Sequence[Bearing], field: Field, most: int) -> list[Bearing]:
    """The `most` nearest that say something, without copies, in the order of time."""
    telling = [one for one in found if _says_something(one.reading)]
    kept = without_copies([one.statement for one in telling], field.origin_of)
    telling = [one for one in telling if one.statement.id in kept]
    telling.sort(key=lambda one: -one.relevance)
    return sorted(telling[:most], key=lambda one: order_of_time(one.statement))


def unnamed(topic: str, articles: Sequence[Article]) -> list[str]:
    """The names of a topic, if no article has any of them; else none.

    What was found for them then is on other ships and other people, however near its words are. A
    capital makes a name here, that of the first word as well: an article on "Inflation" has it too.
    """
    names = [word for word in _NAME.findall(topic) if word.lower() not in STOP_WORDS]
    stems = [fold(word).lower()[: max(4, len(word) - 2)] for word in names]
    # One by one: the best article mostly has one of them.
    for one in articles if stems else ():
        text = fold(f"{one.title}\n{one.body}").lower()
        if any(stem in text for stem in stems):
            return []
    return names


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
    place = bisect_right(sentences, statement.sentence[0], key=lambda one: one.end)
    if not 0 < place < len(sentences):
        return ""
    body = statement.article.body
    if (named := no_such(statement, sentences[:place])) is not None:
        return named
    start = min(start_with_context(body, sentences, place), sentences[place - 1].start)
    # A new paragraph may change the subject, but a quotation still answers what stands above it.
    context = body[start : sentences[place].start].strip()
    return f"{question(statement, sentences[:place], start)} {context}".strip()


def _around(statement: Statement, sentences: Sequence[Sentence]) -> str:
    """What tells whether it bears on a topic: the headline says what a short answer does not."""
    leaned = leaned_on(statement, lambda: _before(statement, sentences))
    return f"{statement.article.title}. {leaned} {statement.passage}"


def _covered(wanted: frozenset[str], text: str) -> float:
    """Share of the topic's words that a text has, 0 to 1."""
    return len(wanted & roots(text)) / max(1, len(wanted))


def _says_something(reading: Reading) -> bool:
    """At least two words that matter, a figure, or a flat denial: "it" and "why" say nothing.

    Nor does a deed of nobody knows whom.
    """
    if reading.asks or (reading.phrase and reading.holder.kind == "unclear"):
        return False
    return bool(reading.figures) or reading.denied or len(roots(reading.text)) >= 2
