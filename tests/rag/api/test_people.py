"""The desk that pages are given: one line with the machines, the user's role, waits that show."""

import threading

import pytest

from rag.api.line import Line
from rag.api.measures import Measures
from rag.api.people import PeoplesDesk
from rag.api.served import ServedDesk
from rag.api.traces import Traces
from rag.errors import AccessError, BusyError
from rag.types import Answer, Briefing, BriefingSoFar, Comparison, ModelState, Summary, Waiting
from rag.users import User, acting_as
from tests.fake_desk import FakeDesk
from tests.fakes import make_article

ANA, BEN = User("ana", "editor"), User("ben", "reader")


@pytest.fixture
def desk():
    return FakeDesk([make_article("The dam broke on Monday.", id="aaaaaaaaaaaaaaaa")])


@pytest.fixture
def line():
    return Line(waiting=2)


@pytest.fixture
def served(desk, line):
    return ServedDesk(desk, line, Measures(), Traces())


@pytest.fixture
def pages(served):
    return PeoplesDesk(served)


def test_what_is_written_is_the_desks(pages, desk):
    with acting_as(BEN):
        assert list(pages.ask("What broke?")) == list(desk.ask("What broke?"))
        assert list(pages.summarise("aaaaaa")) == list(desk.summarise("aaaaaa"))
        assert list(pages.brief("dam")) == list(desk.brief("dam"))
        assert list(pages.compare("dam")) == list(desk.compare("dam"))
        assert list(pages.check_claim("It broke")) == list(desk.check_claim("It broke"))
        assert pages.counts() == desk.counts()


def test_a_reader_changes_nothing(pages, desk):
    with acting_as(BEN):
        with pytest.raises(AccessError, match="'ben'"):
            list(pages.ingest(["a.txt"]))
        with pytest.raises(AccessError, match="'ben'"):
            pages.remove("aaaaaa")
    assert len(desk.library) == 1
    with acting_as(ANA):
        list(pages.ingest(["a.txt"]))
        pages.remove("aaaaaa")
    assert [article.path for article in desk.library.values()] == ["a.txt"]


@pytest.mark.parametrize(
    ("begin", "wait", "last"),
    [
        (lambda pages: pages.ask("What broke?"), Waiting, Answer),
        (lambda pages: pages.brief("dam"), BriefingSoFar, Briefing),
        (lambda pages: pages.summarise("aaaaaa"), Waiting, Summary),
    ],
)
def test_who_waits_sees_it_and_then_has_a_turn(pages, desk, line, begin, wait, last):
    desk.settings = desk.settings.model_copy(update={"phrase": True})
    machine = line.join("machine")
    threading.Timer(0.6, machine.leave).start()
    with acting_as(BEN):
        events = list(begin(pages))
    assert [one for one in events if isinstance(one, wait)]
    assert isinstance(events[-1], last)
    assert (line.running, line.waiting) == (0, 0)


def test_who_compares_waits_for_others_who_do_and_for_no_answer(pages, served, line):
    asking = line.join("machine")
    with acting_as(BEN):
        assert not any(isinstance(one, Waiting) for one in pages.compare("dam"))
        comparing = served.comparing.join("machine")
        threading.Timer(0.6, comparing.leave).start()
        events = list(pages.compare("dam"))
    assert Waiting(1) in events
    assert isinstance(events[-1], Comparison)
    asking.leave()


@pytest.mark.parametrize(
    "begin", [lambda pages: pages.brief("dam"), lambda pages: pages.summarise("aaaaaa")]
)
def test_what_no_model_phrases_waits_for_no_answer(pages, served, line, begin):
    asking = line.join("machine")
    with acting_as(BEN):
        assert isinstance(list(begin(pages))[-1], (Briefing, Summary))
    assert (line.waiting, served.comparing.running) == (0, 0)
    asking.leave()


def test_who_stops_while_waiting_gives_up_the_place(pages, line):
    machine = line.join("machine")
    with acting_as(BEN):
        events = pages.ask("What broke?")
        assert [next(events) for _ in "abc"][2] == Waiting(1)
        events.close()
    assert line.waiting == 0
    machine.leave()


def test_a_full_line_is_told(pages, line):
    places = [line.join(name) for name in ("one", "two", "three")]
    with acting_as(BEN), pytest.raises(BusyError, match="waiting already"):
        list(pages.ask("What broke?"))
    for place in places:
        place.leave()


@pytest.mark.parametrize("work", ["ask", "brief", "compare"])
def test_somebody_is_served_from_the_first_event_to_the_last(served, pages, work):
    assert not served.busy
    with acting_as(BEN):
        events = getattr(pages, work)("What broke?")
        next(events)
        assert served.busy
        events.close()
    assert not served.busy


def test_a_model_on_its_way_into_memory_is_waited_for_too(served, desk, monkeypatch):
    monkeypatch.setattr(desk, "generator_state", lambda: ModelState("writer", "loading"))
    assert served.busy
    monkeypatch.setattr(desk, "generator_state", lambda: ModelState("writer", "fetching"))
    assert not served.busy
