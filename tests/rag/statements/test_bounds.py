"""How exact a figure claims to be."""

import math

import pytest

from rag.statements.bounds import bounds


@pytest.mark.parametrize(
    ("before", "after", "value", "expected"),
    [
        ("the fire killed ", " people", 20, (20, 20)),
        ("it killed at least ", " people", 20, (20, math.inf)),
        ("it killed ", " or more", 20, (20, math.inf)),
        ("it killed up to ", " people", 20, (0, 20)),
        ("it employs about ", " people", 3900, (3800, 4000)),  # it claims its hundreds
        ("it carried about ", " people", 94, (92.12, 95.88)),  # never nearer than a fiftieth
        ("it costs around $", " billion", 2.4, (2.3, 2.5)),
    ],
)
def test_what_stands_before_and_behind_says_how_exact_it_is(before, after, value, expected):
    assert bounds(before, after, value) == pytest.approx(expected)
