"""Nouns of summarising: summaries, stories and briefings, every line cited."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from rag.types.answers import CitedSentence, Timings
from rag.types.articles import Article, ArticleSummary, Citation, Filters
from rag.types.statements import Statement

SummaryLength = Literal["line", "paragraph", "bullets"]
BriefingLength = Literal["paragraph", "half", "page"]

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Summary:
    """What one article says, in its own order; every sentence cites sentences of it."""

    article: Article
    length: SummaryLength
    sentences: tuple[CitedSentence, ...]
    citations: tuple[Citation, ...]
    model: str = ""
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one event, found by likeness and date.

    Attributes:
        id: Hash of the oldest article's id: stable while the story grows.
        headline: Title of the most central article.
        articles: Newest first.
        since: Of the oldest dated one.
        until: Of the newest dated one.
        sources: Outlets, most articles first.
    """

    id: str
    headline: str
    articles: tuple[ArticleSummary, ...]
    since: datetime | None
    until: datetime | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One key point.

    Attributes:
        origins: Independent origins that carry it.
        articles: Articles that carry it.
        day: When its first source was published, where the points of a page are of several days;
            else None.
    """

    sentence: CitedSentence
    origins: int
    articles: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened when: `day` is the first of the month or year where precision is coarser."""

    day: date
    precision: Precision
    sentence: CitedSentence


@dataclass(frozen=True, slots=True)
class Voice:
    """Who said what, when and where: a statement with the number of its citation.

    Attributes:
        text: Word for word: what was said, with the verb of its article where that says more:
            "defended the law". "" where it is the statement's own content.
    """

    statement: Statement
    citation: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where accounts differ: both sides quoted.

    Attributes:
        kind: "figure", "date" or "denial".
        subject: In a few words.
        sides: At least two.
    """

    kind: str
    subject: str
    sides: tuple[CitedSentence, ...]


@dataclass(frozen=True, slots=True)
class OriginGroup:
    """One independent origin and its reprints."""

    origin: ArticleSummary
    reprints: tuple[ArticleSummary, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """One page on a topic, a story or a choice of articles.

    Attributes:
        topic: In words; "" where only filters or a story were given.
        headline: Short; no citation of its own, all its facts are in the lead.
        lead: One or two sentences.
        unknowns: What the articles say is not known or not confirmed, cited.
        sources: All articles read, by origin.
        citations: Numbered from 1; those that the page uses.
        notes: For people: what limits it ("one origin only", "3 articles have no date").
        stopped: Cancelled before the end: what is there is whole and checked.
    """

    topic: str
    length: BriefingLength
    headline: str
    lead: tuple[CitedSentence, ...]
    points: tuple[Point, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    voices: tuple[Voice, ...] = ()
    differences: tuple[Difference, ...] = ()
    unknowns: tuple[CitedSentence, ...] = ()
    sources: tuple[OriginGroup, ...] = ()
    citations: tuple[Citation, ...] = ()
    filters: Filters = field(default_factory=Filters)
    story: str = ""
    notes: tuple[str, ...] = ()
    model: str = ""
    timings: Timings = field(default_factory=Timings)
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class SourcesChosen:
    """First event of briefing: what will be read, before a word is written."""

    sources: tuple[OriginGroup, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefingSoFar:
    """An event of briefing: the page as it stands, checked, and how far it is (0 to 1)."""

    briefing: Briefing
    stage: str
    fraction: float


BriefEvent = SourcesChosen | BriefingSoFar | Briefing
"""`Desk.brief` yields one SourcesChosen, any number of BriefingSoFar, and one Briefing."""

SummaryEvent = CitedSentence | Summary
"""`Desk.summarise` yields each sentence as it is checked, and then one Summary."""
