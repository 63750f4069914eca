"""Stopping: by session, once, and whoever makes up sessions takes no memory."""

from types import SimpleNamespace

from rag.ui import stopping
from rag.ui.stopping import Stopping


def of(session):
    return SimpleNamespace(session_hash=session)


def test_who_stops_has_stopped_once_and_nobody_else():
    asked = Stopping()
    asked.ask(of("a"))
    assert (asked.asked(of("a")), asked.asked(of("b"))) == (True, False)
    asked.forget(of("a"))
    assert not asked.asked(of("a"))


def test_sessions_that_never_write_are_not_kept_for_ever(monkeypatch):
    monkeypatch.setattr(stopping, "MOST", 2)
    asked = Stopping()
    for session in "abc":
        asked.ask(of(session))
    assert [asked.asked(of(session)) for session in "abc"] == [False, True, True]
