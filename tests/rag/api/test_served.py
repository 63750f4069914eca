"""Answers that are remembered, of one library only; searches and weighings, each in its turn."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from rag.api.line import Line
from rag.api.looking import SEARCHES_AT_ONCE, WEIGHINGS_AT_ONCE
from rag.api.measures import Measures
from rag.api.served import TELL_SECONDS, Answers, Asked, Briefed, Remembered, ServedDesk
from rag.api.traces import Traces
from rag.errors import BusyError
from rag.types import Answer, ArticlesFound, EvidenceFound, SourcesChosen, Waiting
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.export.samples import ANSWER

EVERYBODY = SEARCHES_AT_ONCE + WEIGHINGS_AT_ONCE
FIRST, SECOND, THIRD = Asked("What broke?"), Asked("Who said so?"), Asked("When?")


def test_those_of_an_earlier_library_are_let_go():
    answers = Answers()
    answers.put(FIRST, 1, ANSWER)
    answers.put(SECOND, 2, ANSWER)
    assert answers.get(SECOND, 2) is ANSWER
    assert len(answers._kept) == 1


def test_the_one_not_asked_for_longest_goes_first():
    answers = Answers(most=2)
    answers.put(FIRST, 1, ANSWER)
    answers.put(SECOND, 1, ANSWER)
    assert answers.get(FIRST, 1) is ANSWER
    answers.put(THIRD, 1, ANSWER)
    assert [answers.get(one, 1) is ANSWER for one in (FIRST, SECOND, THIRD)] == [True, False, True]


class LookingDesk(FakeDesk):
    """Searches and weighs as long as its gates are closed; counts who does so together."""

    def __init__(self):
        super().__init__([make_article("The dam broke.", title="Dam")])
        self.gates = {"search": threading.Event(), "weigh": threading.Event()}
        self.now = {"search": 0, "weigh": 0}
        self.most = {"search": 0, "weigh": 0}
        self.changed = threading.Condition()

    def ask(self, question, **narrowed):
        events = super().ask(question, **narrowed)
        for step in ("search", "weigh"):
            self._count(step, 1)
            self.gates[step].wait(20)
            self._count(step, -1)
            yield next(events)
        yield from events

    def until_busy(self, step, number):
        with self.changed:
            assert self.changed.wait_for(lambda: self.now[step] == number, 20)

    def _count(self, step, more):
        with self.changed:
            self.now[step] += more
            self.most[step] = max(self.most[step], self.now[step])
            self.changed.notify_all()


@pytest.fixture
def desk():
    desk = LookingDesk()
    yield desk
    for gate in desk.gates.values():
        gate.set()


@pytest.fixture
def threads(desk):
    with ThreadPoolExecutor(EVERYBODY) as threads:
        yield threads
        for gate in desk.gates.values():
            gate.set()


def served_of(desk, line=None):
    return ServedDesk(desk, line or Line(waiting=20), Measures(), Traces.from_environment({}))


def asking(served, number):
    return [served.ask(f"u{n}", Asked(f"What broke {n}?")) for n in range(number)]


def test_few_search_at_a_time_and_few_weigh(desk, threads):
    asked = asking(served_of(desk), EVERYBODY)
    for step, limit, kind in (
        ("search", SEARCHES_AT_ONCE, ArticlesFound),
        ("weigh", WEIGHINGS_AT_ONCE, EvidenceFound),
    ):
        given = [threads.submit(_next_but_waiting, one) for one in asked]
        desk.until_busy(step, limit)
        desk.gates[step].set()
        assert [type(one.result()) for one in given] == [kind] * EVERYBODY
        assert desk.most[step] == limit
    for one in asked:
        one.close()


def test_what_is_found_is_told_while_others_are_weighed(desk, threads):
    desk.gates["search"].set()
    *weighed, late = asking(served_of(desk), WEIGHINGS_AT_ONCE + 1)
    given = [threads.submit(lambda one=one: [next(one), next(one)]) for one in weighed]
    desk.until_busy("weigh", WEIGHINGS_AT_ONCE)
    assert isinstance(next(late), ArticlesFound)
    assert next(late) == Waiting(WEIGHINGS_AT_ONCE)
    desk.gates["weigh"].set()
    for one in given:
        one.result()
    assert isinstance(_next_but_waiting(late), EvidenceFound)
    for one in (*weighed, late):
        one.close()


def test_who_wants_a_briefing_is_first_told_of_its_sources(desk, threads):
    desk.gates["search"].set()
    served = served_of(desk)
    weighed = asking(served, WEIGHINGS_AT_ONCE)
    given = [threads.submit(lambda one=one: [next(one), next(one)]) for one in weighed]
    desk.until_busy("weigh", WEIGHINGS_AT_ONCE)
    briefing = served.brief("ana", Briefed("dam"))
    first = threads.submit(lambda: next(briefing))
    assert not wait([first], 2 * TELL_SECONDS).done
    desk.gates["weigh"].set()
    assert isinstance(first.result(), SourcesChosen)
    for one in given:
        one.result()
    for one in (*weighed, briefing):
        one.close()


def test_who_leaves_while_others_are_weighed_gives_up_both_places(desk, threads):
    desk.gates["search"].set()
    line = Line(waiting=20)
    *weighed, late, after = asking(served_of(desk, line), WEIGHINGS_AT_ONCE + 2)
    given = [threads.submit(lambda one=one: [next(one), next(one)]) for one in weighed]
    desk.until_busy("weigh", WEIGHINGS_AT_ONCE)
    for one in (late, after):
        assert [type(next(one)) for _ in "ab"] == [ArticlesFound, Waiting]
    before = line.waiting
    late.close()
    assert (line.waiting, desk.closed_early) == (before - 1, 1)
    desk.gates["weigh"].set()
    for one in given:
        one.result()
    assert isinstance(_next_but_waiting(after), EvidenceFound)
    assert desk.most["weigh"] == WEIGHINGS_AT_ONCE
    for one in (*weighed, after):
        one.close()
    assert (line.running, line.waiting) == (0, 0)


def test_who_turns_out_to_come_too_late_is_told_so_after_what_was_found(desk, threads):
    now = [0.0]
    line = Line(waiting=20, clock=lambda: now[0])
    turn = line.join("before")
    now[0] += 50
    turn.leave()  # a turn takes fifty seconds, then
    desk.gates["search"].set()
    *weighed, late = asking(served_of(desk, line), WEIGHINGS_AT_ONCE + 1)
    given = [threads.submit(lambda one=one: [next(one), next(one)]) for one in weighed]
    desk.until_busy("weigh", WEIGHINGS_AT_ONCE)
    assert isinstance(next(late), ArticlesFound)
    assert isinstance(next(late), Waiting)
    now[0] += desk.settings.answer_seconds
    with pytest.raises(BusyError, match="longer than one may take"):
        next(late)
    desk.gates["weigh"].set()
    for one in given:
        one.result()
    for one in weighed:
        one.close()
    assert line.waiting == 0


def test_what_is_remembered_comes_with_its_evidence_and_without_what_was_found(desk):
    for gate in desk.gates.values():
        gate.set()
    served = served_of(desk)
    (*_, answer) = served.ask("ana", FIRST)
    remembered, evidence, again = served.ask("ben", FIRST)
    assert (type(remembered), type(evidence)) == (Remembered, EvidenceFound)
    assert isinstance(again, Answer)
    assert (again.text, evidence.evidence) == (answer.text, answer.evidence)


def _next_but_waiting(events):
    return next(one for one in events if not isinstance(one, Waiting))
