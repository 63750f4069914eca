"""What is marked in two texts that differ."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rag.text.contrast import Said, contrast

WEDNESDAY = datetime(2026, 11, 18, tzinfo=UTC)


def marked(one: str, other: str) -> tuple[list[str], list[str]]:
    mine, theirs = contrast(Said(one, WEDNESDAY), Said(other, WEDNESDAY))
    return [one[a:b] for a, b in mine], [other[a:b] for a, b in theirs]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("7 people died", "Nine people died", (["7"], ["Nine"])),
        ("Two died, 40 were hurt", "Two died, 38 were hurt", (["40"], ["38"])),
        ("It cost $1.2bn", "It cost 1,200 million dollars", ([], [])),
        ("All 214 were saved", "All were saved", ([], [])),
    ],
)
def test_figures_that_the_other_has_otherwise_are_marked(one, other, expected):
    assert marked(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("It sank on 16 November", "It sank on 17 November", (["16 November"], ["17 November"])),
        ("It sank on Tuesday", "It sank on 17 November", ([], [])),
        ("It sank in November 2026", "It sank on 17 November", ([], [])),
        ("It sank on Tuesday", "It sank", ([], [])),
    ],
)
def test_dates_that_fall_on_other_days_are_marked(one, other, expected):
    assert marked(one, other) == expected


def test_a_denial_is_marked_where_the_other_has_none():
    assert marked("The radar did not fail", "The radar failed") == (["not"], [])
    assert marked("The radar did not fail", "It never failed") == ([], [])


def test_marks_are_in_order_and_do_not_overlap():
    one = Said("He denied on 16 November that 7 died", WEDNESDAY)
    ranges, _ = contrast(one, Said("On 17 November 9 died", WEDNESDAY))
    assert [one.text[a:b] for a, b in ranges] == ["denied", "16 November", "7"]


def test_only_the_kinds_asked_for_are_marked():
    one, other = Said("7 died on 16 November", WEDNESDAY), Said("9 died on 17 November", WEDNESDAY)
    assert contrast(one, other, ("figure",)) == ([(0, 1)], [(0, 1)])
