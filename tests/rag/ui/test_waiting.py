"""Stepping in a thread: events come back, failures too, and whoever waits can turn away."""

from contextvars import ContextVar
from threading import Event

import pytest

from rag.ui.waiting import waited


def told(events):
    return [event for event in waited(events) if event is not None]


def test_the_events_come_back_in_order():
    assert told(iter(range(3))) == [0, 1, 2]


def test_what_a_step_raises_comes_back_after_the_events_before_it():
    def events():
        yield 1
        raise ZeroDivisionError

    waiting = waited(events())
    assert next(event for event in waiting if event is not None) == 1
    with pytest.raises(ZeroDivisionError):
        list(waiting)


def test_whoever_waits_can_turn_away_and_the_events_are_closed_after_the_step_in_hand():
    gate, closed, behind = Event(), Event(), []

    def events():
        try:
            gate.wait(10)
            yield 1
            behind.append("a step that nobody waits for")
            yield 2
        finally:
            closed.set()

    waiting = waited(events())
    assert next(waiting) is None
    waiting.close()
    assert not closed.is_set()
    gate.set()
    assert closed.wait(10)
    assert behind == []


def test_the_work_knows_who_asks():
    user = ContextVar("user", default="nobody")
    user.set("ada")
    assert told(user.get() for _ in "a") == ["ada"]
