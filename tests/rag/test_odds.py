"""Probabilities as log odds."""

import math

import pytest

from rag.odds import SUREST, log_odds


@pytest.mark.parametrize(
    ("probability", "odds"), [(0.5, 0.0), (0.8, math.log(4)), (0.2, -math.log(4))]
)
def test_the_log_odds_of_a_probability(probability, odds):
    assert log_odds(probability) == pytest.approx(odds)


def test_nobody_is_believed_to_be_certain():
    assert log_odds(1.0) == log_odds(SUREST)
    assert log_odds(0.0) == pytest.approx(-log_odds(1.0))
