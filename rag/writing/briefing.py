"""A page while it is being written: numbered citations, sections, and where each sentence is from.

A slot holds the evidence of one sentence and the sentence as it stands: first in the article's own
words, later perhaps phrased. Whoever stops in between has a whole, checked page. Knows nothing of
how evidence was chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rag.types import (
    Article,
    Briefing,
    BriefingLength,
    Citation,
    CitedSentence,
    Difference,
    Evidence,
    Filters,
    OriginGroup,
    Point,
    Precision,
    TimelineEntry,
    Timings,
    Voice,
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of each section a page of one length has, and characters of a sentence."""

    lead: int
    points: int
    timeline: int
    voices: int
    differences: int
    unknowns: int
    phrased: int
    characters: int = 230
    entry_characters: int = 140


SIZES: dict[BriefingLength, Sizes] = {
    "paragraph": Sizes(
        lead=2, points=3, timeline=0, voices=0, differences=1, unknowns=1, phrased=2
    ),
    "half": Sizes(lead=2, points=5, timeline=6, voices=3, differences=2, unknowns=2, phrased=3),
    "page": Sizes(lead=2, points=7, timeline=10, voices=6, differences=4, unknowns=3, phrased=4),
}
"""`phrased`: sentences that the generator may phrase, each some five seconds on two cores."""


class Numbering:
    """Gives quotes their numbers, in the order in which they are first used, from 1."""

    def __init__(self) -> None:
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def evidence(self, evidence: Evidence) -> Evidence:
        """The same evidence under the number of its quote."""
        return replace(evidence, n=self.cite(evidence.article, evidence.start, evidence.end))

    def cite(self, article: Article, start: int, end: int) -> int:
        """The number of the quote body[start:end]."""
        key = (article.id, start, end)
        if key not in self._citations:
            number = len(self._citations) + 1
            self._citations[key] = Citation(number, article, start, end)
        return self._citations[key].n

    def citations(self) -> list[Citation]:
        return list(self._citations.values())


@dataclass(slots=True)
class Slot:
    """A sentence of the page and what it rests on; `origins` and `articles` carry it."""

    evidence: tuple[Evidence, ...]
    sentence: CitedSentence
    origins: int = 1
    articles: int = 1


@dataclass(slots=True)
class Page:
    """A briefing while it grows."""

    topic: str
    length: BriefingLength
    sources: tuple[OriginGroup, ...]
    filters: Filters = field(default_factory=Filters)
    story: str = ""
    headline: str = ""
    lead: list[Slot] = field(default_factory=list)
    points: list[Slot] = field(default_factory=list)
    timeline: list[tuple[date, Precision, Slot]] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    differences: list[tuple[str, str, tuple[Slot, ...]]] = field(default_factory=list)
    unknowns: list[Slot] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    model: str = ""
    numbering: Numbering = field(default_factory=Numbering)

    @property
    def sizes(self) -> Sizes:
        return SIZES[self.length]

    def phrasable(self) -> Iterator[Slot]:
        """The sentences that the generator may phrase, the weightiest first."""
        yield from self.lead
        yield from self.points

    def briefing(self, timings: Timings, *, stopped: bool = False) -> Briefing:
        """The page as it stands, citations numbered from 1 in reading order, each of them used."""
        bare = Briefing(
            topic=self.topic,
            length=self.length,
            headline=self.headline,
            lead=tuple(slot.sentence for slot in self.lead),
            points=self._dated_points(),
            timeline=tuple(
                TimelineEntry(day, precision, slot.sentence)
                for day, precision, slot in self.timeline
            ),
            voices=tuple(self.voices),
            differences=tuple(
                Difference(kind, subject, tuple(slot.sentence for slot in sides))
                for kind, subject, sides in self.differences
            ),
            unknowns=tuple(slot.sentence for slot in self.unknowns),
            sources=self.sources,
            filters=self.filters,
            story=self.story,
            notes=tuple(self.notes),
            model=self.model,
            timings=timings,
            stopped=stopped,
        )
        return renumbered(bare, self.numbering.citations())

    def _dated_points(self) -> tuple[Point, ...]:
        """With their days only where these differ: "today" then needs one."""
        days = [_published(slot) for slot in self.points]
        several = len(set(days)) > 1
        return tuple(
            Point(slot.sentence, slot.origins, slot.articles, day if several else None)
            for slot, day in zip(self.points, days, strict=True)
        )


def _published(slot: Slot) -> date | None:
    published = slot.evidence[0].article.published
    return published.date() if published else None


def renumbered(briefing: Briefing, citations: Sequence[Citation]) -> Briefing:
    """The briefing with the citations that it uses, numbered from 1 in reading order."""
    used = list(dict.fromkeys(_numbers(briefing)))
    new = {old: number for number, old in enumerate(used, start=1)}
    by_number = {citation.n: citation for citation in citations}

    def with_new(sentence: CitedSentence) -> CitedSentence:
        return replace(sentence, citations=tuple(new[number] for number in sentence.citations))

    return replace(
        briefing,
        lead=tuple(map(with_new, briefing.lead)),
        points=tuple(replace(one, sentence=with_new(one.sentence)) for one in briefing.points),
        timeline=tuple(replace(one, sentence=with_new(one.sentence)) for one in briefing.timeline),
        voices=tuple(replace(one, citation=new[one.citation]) for one in briefing.voices),
        differences=tuple(
            replace(one, sides=tuple(map(with_new, one.sides))) for one in briefing.differences
        ),
        unknowns=tuple(map(with_new, briefing.unknowns)),
        citations=tuple(replace(by_number[old], n=number) for old, number in new.items()),
    )


def _numbers(briefing: Briefing) -> Iterator[int]:
    """All numbers that a page cites, in reading order."""
    for sentence in briefing.lead:
        yield from sentence.citations
    for point in briefing.points:
        yield from point.sentence.citations
    for entry in briefing.timeline:
        yield from entry.sentence.citations
    for voice in briefing.voices:
        yield voice.citation
    for difference in briefing.differences:
        for side in difference.sides:
            yield from side.citations
    for sentence in briefing.unknowns:
        yield from sentence.citations
