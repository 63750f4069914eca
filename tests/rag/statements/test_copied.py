"""Copies of one article that differ in one thing are shown to differ."""

import pytest

from rag.statements.copied import copies_apart
from tests.rag.statements.said import reading

FIRST = "the council of Sorley elected Oona Brandt as its chair by eight votes to three"


@pytest.mark.parametrize(
    ("other", "detail", "why"),
    [
        (
            FIRST.replace("Oona Brandt", "Per Lindqvist"),
            "actor",
            "Oona Brandt against Per Lindqvist",
        ),
        (FIRST.replace("eight", "seven"), "figure", "eight against seven"),
    ],
)
def test_the_one_thing_that_two_copies_have_otherwise(other: str, detail: str, why: str):
    found = copies_apart(reading(FIRST, kind="plain"), reading(other, kind="plain"))
    assert found is not None
    assert found.detail == detail
    assert found.why == f"{why}, in two copies"
    assert not found.same


def test_copies_that_say_the_same_or_another_thing_are_not_apart():
    first = reading(FIRST, kind="plain")
    assert copies_apart(first, reading(FIRST, kind="plain")) is None
    for other in (
        "the council of Sorley met in the school as the town hall has no heating",
        FIRST.replace("Oona Brandt", "Per Lindqvist").replace("eight", "seven"),
        f"{FIRST}, she said",
    ):
        assert copies_apart(first, reading(other, kind="plain")) is None


def test_a_copy_of_a_later_day_may_have_been_put_right():
    other = FIRST.replace("eight", "seven")
    assert copies_apart(reading(FIRST), reading(other, day="2026-03-09")) is None
