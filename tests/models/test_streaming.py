import threading

import pytest

from models.streaming import HEARTBEAT, meanwhile, pump
from rag.errors import GeneratorError
from rag.types import Piece


def test_pieces_come_in_the_order_written():
    def produce(put):
        put(Piece("a"))
        put(Piece("b"))

    assert [piece.text for piece in pump(produce, lambda: None)] == ["a", "b"]


def test_an_error_of_the_engine_is_raised_after_what_it_wrote():
    def produce(put):
        put(Piece("a"))
        raise GeneratorError("broken")

    pieces = pump(produce, lambda: None)
    assert next(pieces).text == "a"
    with pytest.raises(GeneratorError, match="broken"):
        next(pieces)


def test_closing_stops_the_engine():
    stopped = threading.Event()

    def produce(put):
        put(Piece("a"))
        assert stopped.wait(5)

    pieces = pump(produce, stopped.set)
    next(pieces)
    pieces.close()
    assert stopped.is_set()


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr("models.streaming.HEARTBEAT_SECONDS", 0.01)


def test_a_silent_engine_yields_empty_pieces_until_it_writes(hurried):
    may_write = threading.Event()

    def produce(put):
        assert may_write.wait(5)
        put(Piece("a"))

    pieces = pump(produce, lambda: None)
    assert [next(pieces), next(pieces)] == [HEARTBEAT, HEARTBEAT]
    may_write.set()
    assert [piece.text for piece in pieces if piece.text] == ["a"]


def test_an_engine_that_has_written_nothing_is_stopped_by_closing(hurried):
    stopped = threading.Event()
    pieces = pump(lambda put: stopped.wait(5), stopped.set)
    next(pieces)
    pieces.close()
    assert stopped.is_set()


def run(generator):
    """The heartbeats of a `meanwhile`, and what it returns."""
    beats = []
    while True:
        try:
            beats.append(next(generator))
        except StopIteration as end:
            return beats, end.value


def test_work_that_is_done_at_once_needs_no_empty_piece():
    assert run(meanwhile(lambda: 7)) == ([], 7)


def test_work_that_lasts_yields_empty_pieces_and_then_its_value(hurried):
    done = threading.Event()
    working = meanwhile(lambda: done.wait(5) and 7)
    assert next(working) == HEARTBEAT
    done.set()
    assert run(working)[1] == 7


def test_what_the_work_raises_is_raised_to_who_waits():
    def work():
        raise GeneratorError("broken")

    with pytest.raises(GeneratorError, match="broken"):
        next(meanwhile(work))
