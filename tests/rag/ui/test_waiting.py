from contextvars import ContextVar
from threading import Event

import pytest

from rag.ui.waiting import waited


def outcome_of(waiting):
    while True:
        try:
            next(waiting)
        except StopIteration as done:
            return done.value


def test_what_the_work_makes_comes_back():
    assert outcome_of(waited(lambda: 42)) == 42


def test_what_the_work_raises_comes_back():
    with pytest.raises(ZeroDivisionError):
        outcome_of(waited(lambda: 1 // 0))


def test_whoever_waits_can_turn_away_before_the_end():
    gate = Event()
    waiting = waited(gate.wait)
    next(waiting)
    waiting.close()
    assert not gate.is_set()
    assert next(waiting, "nothing more") == "nothing more"
    gate.set()  # lets the thread end


def test_the_work_knows_who_asks():
    user = ContextVar("user", default="nobody")
    user.set("ada")
    assert outcome_of(waited(user.get)) == "ada"
