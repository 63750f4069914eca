"""The shapes of whole documents as OpenAPI tells them; goes on where `rag.api.shapes` ends."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from rag.api.shapes import (
    Citation,
    Listed,
    Published,
    Reference,
    Sentence,
    Shape,
    Statement,
    Timings,
)
from rag.types import (
    BriefingLength,
    Detail,
    Precision,
    Relation,
    SpeakerKind,
    SummaryLength,
)


class Summary(Reference):
    """One article in a line, a paragraph or bullets."""

    length: SummaryLength
    sentences: list[Sentence]
    citations: list[Citation]
    model: str
    timings: Timings


class Story(Shape):
    """Articles on one event; its id is what a briefing on it is asked for by."""

    id: str
    headline: str
    since: Published
    until: Published
    sources: list[str]
    articles: list[Listed]


class Stories(Shape):
    """The one last in the news first."""

    stories: list[Story]


class Narrowing(Shape):
    """What was searched."""

    since: Published = Field(alias="from")
    until: Published = Field(alias="to")
    sources: list[str]
    languages: list[str]
    articles: list[str]


class Point(Sentence):
    """A point of a briefing, and how many independent origins carry it.

    Its date is that of its first source, where the points of a page are of several days.
    """

    date: date | None
    origins: int
    articles: int


class TimelineEntry(Sentence):
    """What happened when; the date is the first day that it may be."""

    date: date
    precision: Precision


class Voice(Statement):
    """Who said what, with the number of its citation; `text` has the verb where it says more."""

    text: str
    citations: list[int]


class Difference(Shape):
    """Where accounts differ, each side quoted."""

    kind: str
    subject: str
    sides: list[Sentence]


class OriginGroup(Shape):
    """An independent article and its reprints."""

    origin: Listed
    reprints: list[Listed]


class Briefing(Shape):
    """One page on a topic, a story or a choice of articles."""

    topic: str
    story: str
    filters: Narrowing
    length: BriefingLength
    headline: str
    lead: list[Sentence]
    points: list[Point]
    timeline: list[TimelineEntry]
    statements: list[Voice]
    differences: list[Difference]
    unknowns: list[Sentence]
    sources: list[OriginGroup]
    citations: list[Citation]
    notes: list[str]
    stopped: bool
    model: str
    timings: Timings


class Position(Shape):
    """What one holder says on an issue."""

    speaker: str
    speaker_kind: SpeakerKind
    text: str
    since: Published
    origins: int
    citations: list[int]
    statements: list[Statement]


class PositionRelation(Shape):
    """How position `b` of an issue stands to position `a`, by their indexes."""

    a: int
    b: int
    relation: Relation
    detail: Detail
    confidence: float
    why: str


class Issue(Shape):
    """One matter, and who says what on it."""

    title: str
    disputed: bool
    positions: list[Position]
    relations: list[PositionRelation]


class Comparison(Shape):
    """Who said what on a topic, issue by issue."""

    topic: str
    issues: list[Issue]
    columns: list[str]
    citations: list[Citation]
    articles: int
    origins: int
    considered: int
    silent: list[str]
    notes: list[str]
    timings: Timings


class ClaimWitness(Shape):
    """A passage that bears on a claim."""

    speaker: str
    speaker_kind: SpeakerKind
    relation: Relation
    detail: Detail
    confidence: float
    why: str
    citation: Citation
    statement: Statement | None


class ClaimCheck(Shape):
    """Who backs a claim, who contradicts it, and who leaves it open."""

    claim: str
    backing: list[ClaimWitness]
    contradicting: list[ClaimWitness]
    open: list[ClaimWitness]
    articles: int
    origins: int
    notes: list[str]
    timings: Timings
