"""The word that is replied, and how it is weighed against the others."""

import math

import pytest

from rag.types import Piece
from rag.writing.first_word import word_weights

WORDS = ("yes", "no", "open")


def test_weights_of_the_words_add_up_whatever_else_was_likely():
    likely = (("Yes", 0.3), (" yes", 0.1), ("no.", 0.2), ("open", 0.2), ("maybe", 0.2))
    piece = Piece("Yes", None, tuple((word, math.log(weight)) for word, weight in likely))
    weights = word_weights(piece, WORDS)
    assert weights == pytest.approx({"yes": 0.5, "no": 0.25, "open": 0.25}, abs=1e-4)
    assert sum(weights.values()) == pytest.approx(1)


def test_without_weights_what_was_written_counts():
    assert word_weights(Piece("No."), WORDS)["no"] == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("said", [None, Piece("Perhaps")])
def test_where_none_was_said_all_are_alike(said):
    assert word_weights(said, WORDS) == pytest.approx(dict.fromkeys(WORDS, 1 / 3))
