"""The pipeline of a briefing: sources chosen, sentences weighed, the page set.

Points, timeline and unknowns stand in the articles' own words, and so do differences, which come
last: who said what has to be read and compared for them. Where a larger model is chosen, the
weightiest are then phrased, each checked before it replaces what stood there: the page is whole
before the generator writes a word, never depends on it, and can be stopped at any point.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from time import perf_counter

from rag.brief import differences, said, voices
from rag.brief.differences import DisputeSource
from rag.brief.headline import headline
from rag.brief.slots import own_words
from rag.brief.sources import Chosen, Sources, Wanted
from rag.evidence.gather import SourceSentence, gather
from rag.evidence.overtaken import overtaken
from rag.evidence.points import PointGroup, choose
from rag.evidence.timeline import happenings, main_date
from rag.evidence.unknowns import leaves_open, unknowns
from rag.evidence.weighing import Material, weigh
from rag.ports import ArticleStore, Embedder, StatementSource
from rag.retrieval.query import understand
from rag.text.shown import day_words
from rag.text.words import words
from rag.types import (
    Article,
    BriefEvent,
    BriefingLength,
    BriefingSoFar,
    CitedSentence,
    Evidence,
    Issue,
    SourcesChosen,
    Statement,
    Timings,
)
from rag.writing.briefing import Page, Slot
from rag.writing.phrasing import Phraser

EMBEDDED = 160
"""Sentences of a briefing that are compared by meaning: what its first point waits for."""

LEAD_AMONG = 6
"""The two sentences of the lead are of so many points."""

NEWEST_FIRST = 0.4
"""What being the newest adds to a point's worth where the lead is chosen: a page begins with how
things stand, however much more was written when they began."""

PHRASED_FROM = 150
"""Characters from which a sentence is worth phrasing: shorter ones are plain already."""


TELL_SECONDS = 0.5
"""While the generator writes, an event comes about so often."""


class _Stopped(Exception):  # noqa: N818 - no failure: it ends the work where it stands
    """The reader has seen enough."""


class Briefings:
    """Writes briefings. Keeps no state between calls; safe to use from several threads."""

    def __init__(
        self,
        store: ArticleStore,
        sources: Sources,
        embedder: Embedder,
        phraser: Phraser | None,
        statements: StatementSource,
        disputes: DisputeSource,
    ) -> None:
        """Without a phraser all sentences stay in the articles' own words."""
        self._store = store
        self._sources = sources
        self._embedder = embedder
        self._phraser = phraser
        self._statements = statements
        self._disputes = disputes

    def brief(
        self,
        wanted: Wanted,
        length: BriefingLength = "page",
        *,
        stop: threading.Event | None = None,
    ) -> Iterator[BriefEvent]:
        """Yields the sources, then the page as it grows, then the briefing.

        Args:
            wanted: What it is about.
            length: Of the page.
            stop: When set, ends with what is written; closing the iterator ends it without.

        Raises:
            QuestionError: No article fits, or nothing to go by was given.
            NotFoundError: No such story or article.
            ModelError: A model cannot be had or failed.
        """
        started = perf_counter()
        chosen = self._sources.choose(wanted)
        sources = chosen.origin_groups()
        yield SourcesChosen(sources, chosen.notes)
        page = Page(
            wanted.topic.question if wanted.topic else "",
            length,
            sources,
            wanted.filters,
            wanted.story,
            notes=list(chosen.notes),
            model=self._phraser.name if self._phraser else "",
        )
        clock = _Clock(started)
        stopped = False
        try:
            for stage, fraction in self._written(page, chosen, wanted, stop):
                if page.lead and clock.first is None:
                    clock.first = clock.ms()
                yield BriefingSoFar(page.briefing(clock.timings()), stage, fraction)
        except _Stopped:
            stopped = True
        yield page.briefing(clock.timings(), stopped=stopped)

    def _written(
        self, page: Page, chosen: Chosen, wanted: Wanted, stop: threading.Event | None
    ) -> Iterator[tuple[str, float]]:
        """Fills the page; yields what is being done, and how far it is, after each step."""

        def go_on() -> None:
            if stop is not None and stop.is_set():
                raise _Stopped

        yield "reading", 0.02
        sentences = self._sentences(chosen)
        go_on()
        topic = wanted.topic.text if wanted.topic else ""
        material = weigh(sentences, self._embedder, limit=EMBEDDED, topic=topic, tells=_tells_more)
        go_on()
        old = overtaken(material)
        groups = _points(page, material, barred=old)
        taken = _set_lead(page, material, groups)
        yield "choosing the points", 0.2
        for place in _set_points(page, material, groups):
            go_on()
            taken.append(place)
            yield "choosing the points", 0.2 + 0.1 * len(page.points) / page.sizes.points
        go_on()
        _set_timeline(page, material)
        yield "dating what happened", 0.32
        go_on()
        _set_unknowns(page, material, taken, old)
        statements: list[Statement] = []
        for article, share in self._read(page, chosen):
            statements += article
            go_on()
            yield "reading who said what", 0.33 + 0.12 * share
        heard = [one for one in statements if said.is_read(one, chosen)]
        voices.add(page, heard, material)
        yield "comparing accounts", 0.46
        denied: list[Statement] = []
        for claim in differences.add(page, self._issues(page, chosen, wanted, heard), sentences):
            go_on()
            denied.append(claim)
        _set_anew(page, material, taken, old, differences.places_of(denied, material))
        yield "comparing accounts", 0.5
        go_on()
        if self._phraser is not None:
            yield from self._phrased(page, self._phraser, go_on=go_on)

    def _sentences(self, chosen: Chosen) -> list[SourceSentence]:
        """Of the articles in the page's language; of all where none is in it."""
        stored = {one.id: self._store.sentences(one.id) for one in chosen.articles}
        sentences = gather(chosen.articles, stored, chosen.groups, chosen.within)
        own = [one for one in sentences if one.article.language in (chosen.language, "")]
        return own or sentences

    def _read(self, page: Page, chosen: Chosen) -> Iterator[tuple[Sequence[Statement], float]]:
        """Statements, article by article, and the share read so far, 0 to 1."""
        articles = said.read_first(chosen)
        for done, article in enumerate(articles, start=1):
            yield self._statements.statements(article), done / len(articles)
        if note := said.left_unread(chosen):
            page.notes.append(note)

    def _issues(
        self, page: Page, chosen: Chosen, wanted: Wanted, statements: Sequence[Statement]
    ) -> Iterator[Issue]:
        """What is plainly disputed of the page's topic, or of the news that heads it."""
        topic = wanted.topic or (understand(page.headline) if words(page.headline) else None)
        if topic is None:
            return iter(())
        return self._disputes.disputed(topic, said.read_first(chosen), statements)

    def _phrased(
        self, page: Page, phraser: Phraser, *, go_on: Callable[[], None]
    ) -> Iterator[tuple[str, float]]:
        """Puts the weightiest long sentences into plainer words, where the checks let it."""
        slots = [slot for slot in page.phrasable() if _worth_phrasing(slot)]
        slots = slots[: page.sizes.phrased]
        for done, slot in enumerate(slots):
            fraction = 0.5 + 0.5 * done / len(slots)
            stage = f"phrasing {done + 1} of {len(slots)}"
            yield stage, fraction
            writing = phraser.phrase(_distinct(slot.evidence))
            phrased: CitedSentence | None = None
            told = perf_counter()
            with closing(writing):
                while True:
                    try:
                        next(writing)
                    except StopIteration as ended:
                        phrased = ended.value
                        break
                    go_on()
                    # Only between two events can we be closed.
                    if perf_counter() - told > TELL_SECONDS:
                        told = perf_counter()
                        yield stage, fraction
            if phrased is not None and len(phrased.text) <= len(slot.sentence.text):
                slot.sentence = phrased
                yield stage, fraction


@dataclass(slots=True)
class _Clock:
    """When the call came, and when its first point was there."""

    started: float
    first: float | None = None

    def ms(self) -> float:
        return 1000 * (perf_counter() - self.started)

    def timings(self) -> Timings:
        return Timings(first_token_ms=self.first, total_ms=self.ms())


def _tells_more(one: SourceSentence) -> float:
    """Dates and open questions make a sentence worth a look, whatever its words are."""
    return 0.15 * (main_date(one) is not None) + 0.2 * leaves_open(one.text)


def _points(page: Page, material: Material, *, barred: frozenset[int]) -> list[PointGroup]:
    """The best points, those of the lead first; none that is barred or told as unknown."""
    open_questions = {
        place
        for place, one in enumerate(material.sentences)
        if one.place > 0 and leaves_open(one.text)
    }
    count = page.sizes.lead + page.sizes.points
    return _with_lead_first(material, choose(material, count, barred=barred | open_questions))


def _set_lead(page: Page, material: Material, groups: Sequence[PointGroup]) -> list[int]:
    """The first two points are the lead; its first sentence's article gives the headline.

    Returns:
        The index of each of its sentences.
    """
    taken: list[int] = []
    for group in groups[: page.sizes.lead]:
        if found := own_words(page, _of(group, material), page.sizes.characters):
            page.lead.append(found)
            taken.append(group.best)
    if page.lead:
        page.headline = headline(page.lead, _by_origin(material))
    return taken


def _set_points(page: Page, material: Material, groups: Sequence[PointGroup]) -> Iterator[int]:
    """The points behind the lead; yields the index of each sentence as it is set."""
    for group in groups[len(page.lead) :]:
        if found := own_words(page, _of(group, material), page.sizes.characters):
            found.origins, found.articles = group.origins, group.articles
            page.points.append(found)
            yield group.best


def _set_anew(
    page: Page,
    material: Material,
    taken: Sequence[int],
    old: frozenset[int],
    contested: frozenset[int],
) -> None:
    """Without what somebody denies, if a point says it: that stands beside its denial only."""
    if not contested & set(taken):
        return
    page.lead.clear()
    page.points.clear()
    groups = _points(page, material, barred=old | contested)
    _set_lead(page, material, groups)
    list(_set_points(page, material, groups))


def _of(group: PointGroup, material: Material) -> list[SourceSentence]:
    return [material.sentences[place] for place in (group.best, *group.others)]


def _with_lead_first(material: Material, groups: Sequence[PointGroup]) -> list[PointGroup]:
    """How things stand, then of the next few points what most origins tell, or wrote of at once."""
    if len(groups) < 3:
        return list(groups)

    def newness(group: PointGroup) -> float:
        return float(material.worth[group.best] + NEWEST_FIRST * material.recent[group.best])

    top = max(groups[:LEAD_AMONG], key=newness)
    rest = [group for group in groups if group is not top]

    def fitness(group: PointGroup) -> tuple[int, float, bool]:
        one = material.sentences[group.best]
        return group.told, float(material.burst[group.best]), one.place == 0

    second = max(rest[: LEAD_AMONG - 1], key=fitness)
    return [top, second, *(group for group in rest if group is not second)]


def _set_timeline(page: Page, material: Material) -> None:
    for event in happenings(material, page.sizes.timeline):
        sentences = [material.sentences[place] for place in (event.best, *event.others)]
        found = own_words(page, sentences, page.sizes.entry_characters, keep=event.said)
        if found is not None:
            page.timeline.append((event.day, event.precision, found))


def _set_unknowns(
    page: Page, material: Material, taken: Sequence[int], old: frozenset[int]
) -> None:
    """Open questions that nothing settles; those of an older article say of what day they are."""
    dated = [p for one in material.sentences if (p := one.article.published)]
    newest = max(dated, default=None)
    for place in unknowns(material, page.sizes.unknowns, taken=taken, settled=old):
        found = own_words(page, [material.sentences[place]], page.sizes.characters)
        if found is None:
            continue
        published = material.sentences[place].article.published
        if published and newest and published.date() < newest.date():
            flag = f"as of {day_words(published.date())}"
            found.sentence = replace(found.sentence, flags=(*found.sentence.flags, flag))
        page.unknowns.append(found)


def _by_origin(material: Material) -> list[Article]:
    """The articles that have something to tell, one an origin."""
    first = {one.origin: one.article for one in reversed(material.sentences)}
    return [first[origin] for origin in sorted(first)]


def _worth_phrasing(slot: Slot) -> bool:
    """Long, or leaning on what stands before it."""
    first = slot.evidence[0]
    return len(slot.sentence.text) > PHRASED_FROM or first.focus_start > first.start


def _distinct(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The first quote, and the second where it has another figure or name to add."""
    return list(evidence[:2])
