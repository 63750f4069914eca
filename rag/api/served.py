"""A desk that many ask at once: writing goes through one line, answers are remembered.

Evidence is found before the turn is waited for, so that everybody sees at once what an answer will
rest on. Knows nothing of HTTP.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar, cast

from rag.api.line import Line
from rag.api.measures import Measures
from rag.api.ports import MachineDesk
from rag.types import (
    Answer,
    AskEvent,
    BriefEvent,
    BriefingLength,
    ClaimCheck,
    CompareEvent,
    EvidenceFound,
    Filters,
    SummaryEvent,
    SummaryLength,
    Timings,
    Turn,
)

if TYPE_CHECKING:
    from collections.abc import Generator

TELL_SECONDS = 0.25
"""How often who waits is told so: only then can the wait be ended by closing."""

REMEMBERED = 256
"""Answers kept."""

Event = TypeVar("Event")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event of whatever goes through the line: its position, 1 for the next to begin."""

    position: int


@dataclass(frozen=True, slots=True)
class Remembered:
    """First event of an answer that was given before, to the same library."""


ServedAskEvent = AskEvent | Waiting | Remembered


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that its answer depends on; equal ones have equal answers."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefed:
    """What a briefing is asked for by; see `Desk.brief`."""

    topic: str = ""
    filters: Filters = field(default_factory=Filters)
    story: str = ""
    articles: tuple[str, ...] = ()
    length: BriefingLength = "page"
    language: str = ""


class Answers:
    """Answers by question, of one generation of the library. Safe to use from several threads."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], Answer] = OrderedDict()

    def get(self, asked: Asked, generation: int) -> Answer | None:
        """The answer that was given to it when the library was as it is now."""
        with self._lock:
            answer = self._kept.get(_key(asked, generation))
            if answer is not None:
                self._kept.move_to_end(_key(asked, generation))
            return answer

    def put(self, asked: Asked, generation: int, answer: Answer) -> None:
        """Remembers an answer, and forgets the one that was longest not asked for."""
        with self._lock:
            self._kept[_key(asked, generation)] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


class ServedDesk:
    """What takes long, for one user at a time; everything else is asked of `desk` itself."""

    def __init__(self, desk: MachineDesk, line: Line, measures: Measures) -> None:
        self.desk = desk
        self._measures = measures
        self.line = line
        self._answers = Answers()

    def remembers(self, asked: Asked) -> bool:
        """Whether it was answered before, and the library is as it was then."""
        return self._answers.get(asked, self.desk.generation) is not None

    def ask(self, user: str, asked: Asked) -> Iterator[ServedAskEvent]:
        """`Desk.ask`, in the user's turn. Closing the iterator stops it and gives up the turn.

        Raises:
            BusyError: The line is full.
            QuestionError: It cannot be asked.
            ModelError: A model cannot be had or failed.
        """
        started = perf_counter()
        generation = self.desk.generation
        known = self._answers.get(asked, generation)
        if known is not None:
            yield Remembered()
            spent = 1000 * (perf_counter() - started)
            yield EvidenceFound(known.evidence, known.query, spent, known.understood)
            self._measures.answer(known, remembered=True)
            yield replace(known, timings=Timings(spent, None, spent))
            return
        events = self.desk.ask(
            asked.question, history=asked.history, filters=asked.filters, without=asked.without
        )
        for event in in_line(self.line, user, events, before=1):
            if isinstance(event, Answer):
                self._measures.answer(event, remembered=False)
                if self.desk.generation == generation:
                    self._answers.put(asked, generation, event)
            yield event

    def summarise(
        self, user: str, article_id: str, length: SummaryLength
    ) -> Iterator[SummaryEvent | Waiting]:
        """`Desk.summarise`, in the user's turn."""
        return in_line(self.line, user, self.desk.summarise(article_id, length))

    def brief(
        self, user: str, wanted: Briefed, stop: threading.Event | None = None
    ) -> Iterator[BriefEvent | Waiting]:
        """`Desk.brief`, in the user's turn; what will be read is told before it."""
        events = self.desk.brief(
            wanted.topic,
            filters=wanted.filters,
            story=wanted.story,
            articles=wanted.articles,
            length=wanted.length,
            language=wanted.language,
            stop=stop,
        )
        return in_line(self.line, user, events, before=1)

    def compare(
        self, user: str, topic: str, speakers: Sequence[str], filters: Filters
    ) -> Iterator[CompareEvent | Waiting]:
        """`Desk.compare`, in the user's turn."""
        events = self.desk.compare(topic, speakers=speakers, filters=filters)
        return in_line(self.line, user, events)

    def check_claim(
        self, user: str, claim: str, filters: Filters
    ) -> Iterator[ClaimCheck | Waiting]:
        """`Desk.check_claim`, in the user's turn."""

        def checked() -> Iterator[ClaimCheck]:
            yield self.desk.check_claim(claim, filters=filters)

        return in_line(self.line, user, checked())


def in_line(
    line: Line, user: str, events: Iterator[Event], *, before: int = 0
) -> Iterator[Event | Waiting]:
    """The events, all but the first `before` in the user's turn; `Waiting` while it has not begun.

    Closing this closes `events` and gives up the turn.

    Raises:
        BusyError: The line is full; nothing of `events` was done.
    """
    place = line.join(user)
    try:
        with closing(cast("Generator[Event]", events)):
            yield from islice(events, before)
            while not place.wait(TELL_SECONDS):
                yield Waiting(place.position)
            yield from events
    finally:
        place.leave()


def _key(asked: Asked, generation: int) -> tuple[object, ...]:
    # "Yesterday" means another day tomorrow.
    return asked, generation, datetime.now(UTC).date()
