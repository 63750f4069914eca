import threading

import pytest

from models.streaming import pump
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
