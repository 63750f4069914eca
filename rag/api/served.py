"""A desk that many ask at once: writing goes through one line, answers are remembered.

Articles and evidence are found before the turn is waited for, so that everybody sees at once what
will be read, and soon what an answer will rest on. Knows nothing of HTTP.
"""

from __future__ import annotations

import logging
import math
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar, cast

from rag.api.line import Line, Place
from rag.api.looking import Looking, Step
from rag.api.measures import Measures
from rag.api.ports import MachineDesk
from rag.api.traces import Traces, failed
from rag.errors import DatelineError, ModelError
from rag.types import (
    Answer,
    AskEvent,
    BriefEvent,
    BriefingLength,
    ClaimEvent,
    CompareEvent,
    EvidenceFound,
    Filters,
    SummaryEvent,
    SummaryLength,
    Timings,
    Turn,
    Waiting,
)

if TYPE_CHECKING:
    from collections.abc import Generator

TELL_SECONDS = 0.25
"""How often who waits is told so: only then can the wait be ended by closing."""

ON_THE_WAY = ("idle", "fetching", "loading")
"""Stages of a model that is not there yet."""

REMEMBERED = 256
"""Answers kept."""

Event = TypeVar("Event")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Remembered:
    """First event of an answer that was given before, to the same library.

    Then comes its evidence: what was found on the way there is not kept, and nobody waits for it.
    """


ServedAskEvent = AskEvent | Remembered | Waiting


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
        self._generation = -1
        self._kept: OrderedDict[tuple[object, ...], Answer] = OrderedDict()

    def get(self, asked: Asked, generation: int) -> Answer | None:
        """The answer that was given to it when the library was as it is now."""
        with self._lock:
            answer = self._kept.get(_key(asked, generation))
            if answer is not None:
                self._kept.move_to_end(_key(asked, generation))
            return answer

    def put(self, asked: Asked, generation: int, answer: Answer) -> None:
        """Remembers an answer; forgets those of an earlier library, and what is asked for least.

        An answer holds whole articles, and of an earlier library nothing is ever asked again.
        """
        with self._lock:
            if generation != self._generation:
                self._kept.clear()
                self._generation = generation
            self._kept[_key(asked, generation)] = answer
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


class ServedDesk:
    """What takes long, for one user at a time; everything else is asked of `desk` itself.

    Attributes:
        line: Before the generator.
        comparing: Before comparisons, and briefings and summaries that no model phrases.
            They read much and write nothing, so nobody's answer waits for them.
    """

    def __init__(self, desk: MachineDesk, line: Line, measures: Measures, traces: Traces) -> None:
        self.desk = desk
        self._traces = traces
        self._measures = measures
        self.line = line
        self.comparing = line.alike()
        self._answers = Answers()
        self._looking = Looking()

    def too_early(self) -> ModelError | None:
        """What to tell of a call that failed by a bug, if models are still on their way."""
        states = (self.desk.embedder_state(), self.desk.generator_state())
        coming = [state.name for state in states if state.stage in ON_THE_WAY]
        if not coming:
            return None
        return ModelError(
            f"This failed while {' and '.join(coming)} was still being loaded. Ask again once "
            "/readyz says that Dateline is ready."
        )

    @property
    def busy(self) -> bool:
        """Whether anybody has a turn or waits for one, or a model is being loaded for the first."""
        states = (self.desk.embedder_state(), self.desk.generator_state())
        if any(state.stage == "loading" for state in states):
            return True
        return any(line.running or line.waiting for line in (self.line, self.comparing))

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
            self._traces.begin("answer remembered").end()
            spent = 1000 * (perf_counter() - started)
            yield EvidenceFound(known.evidence, known.query, spent, known.understood)
            self._measures.answer(known, remembered=True)
            yield replace(known, timings=Timings(spent, None, spent))
            return
        events = self.desk.ask(
            asked.question, history=asked.history, filters=asked.filters, without=asked.without
        )
        within = self.desk.settings.answer_seconds
        for event in self._in_line(
            "answer", user, events, before=("search", "weigh"), within=within
        ):
            if isinstance(event, Answer):
                self._measures.answer(event, remembered=False)
                if self.desk.generation == generation:
                    self._answers.put(asked, generation, event)
            yield event

    def summarise(
        self, user: str, article_id: str, length: SummaryLength
    ) -> Iterator[SummaryEvent | Waiting]:
        """`Desk.summarise`, in the user's turn."""
        events = self.desk.summarise(article_id, length)
        return self._in_line("summary", user, events, line=self._phrasing)

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
        return self._in_line("briefing", user, events, before=("weigh",), line=self._phrasing)

    @property
    def _phrasing(self) -> Line:
        """The line of what the generator phrases, if it phrases anything."""
        return self.line if self.desk.settings.phrases else self.comparing

    def compare(
        self, user: str, topic: str, speakers: Sequence[str], filters: Filters
    ) -> Iterator[CompareEvent | Waiting]:
        """`Desk.compare`, in the user's turn among those who compare."""
        events = self.desk.compare(topic, speakers=speakers, filters=filters)
        return self._in_line("comparison", user, events, line=self.comparing)

    def check_claim(
        self, user: str, claim: str, filters: Filters
    ) -> Iterator[ClaimEvent | Waiting]:
        """`Desk.check_claim`, in the user's turn: the generator reads along."""
        events = self.desk.check_claim(claim, filters=filters)
        return self._in_line("claim", user, events)

    def _in_line(
        self,
        kind: str,
        user: str,
        events: Iterator[Event],
        *,
        before: Sequence[Step] = (),
        line: Line | None = None,
        within: float = math.inf,
    ) -> Iterator[Event | Waiting]:
        """The events, in the user's turn but for those `before`; `Waiting` until it begins.

        Each step `before` gives one event and has a turn of its own.

        Closing this closes `events` and gives up the turn.

        Raises:
            BusyError: The line is full, or turns out to be longer than `within`.
            ModelError: What failed did so while a model was on its way.
        """
        span = self._traces.begin(kind)
        place: Place | None = None
        try:
            place = (line or self.line).join(user, within=within)
            with closing(cast("Generator[Event]", events)):
                for number, step in enumerate(before):
                    yield from self._looked(step, events, place, silent=number == 0)
                span.add_event("in line", {"dateline.position": place.position})
                while not place.wait(TELL_SECONDS):
                    place.check_time()
                    yield Waiting(place.position)
                span.add_event("turn began")
                yield from events
        except BaseException as error:
            failed(span, error)
            if not isinstance(error, Exception) or isinstance(error, DatelineError):
                raise
            early = self.too_early()
            if early is None:
                raise
            _log.exception("a call failed while models were on their way")
            raise early from error
        finally:
            if place is not None:
                place.leave()
            span.end()

    def _looked(
        self, step: Step, events: Iterator[Event], place: Place, *, silent: bool
    ) -> Iterator[Event | Waiting]:
        """The next event, in its turn among all that look; `Waiting` until that begins.

        The first wait is `silent`: what cannot be asked is refused at the end of it, and that has
        to be the first thing told.
        """
        with self._looking.begin(step) as look:
            while not look.wait(None if silent else TELL_SECONDS):
                if place.begun.is_set():
                    look.hurry()
                place.check_time()
                yield Waiting(max(place.position, look.position))
            event = next(events, None)
        if event is not None:
            yield event


def _key(asked: Asked, generation: int) -> tuple[object, ...]:
    # "Yesterday" means another day tomorrow.
    return asked, generation, datetime.now(UTC).date()
