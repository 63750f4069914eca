"""Tolls of parts, of other events and of later days dispute nobody's; two of one event do."""

from dataclasses import replace

import pytest

from tests.fakes import make_article
from tests.rag.statements.said import kind, reading


def apart(one: str, other: str, **rest: str) -> bool:
    """Whether the second toll differs from the first."""
    relation, _ = kind(reading(one, "Ana Moor"), reading(other, "Ben Ost", **rest))
    return relation not in ("unrelated", "agree")


def test_two_tolls_of_one_storm_differ():
    assert apart("12 people died in the storm on Monday", "20 people died in the storm on Monday")


@pytest.mark.parametrize(
    "other",
    [
        "20 people died in the storm in Florida on Monday",
        "20 people died in the storm in Lee County on Monday",
        "the toll of the storm on Monday rose to 20 people who died",
        "20 people died in another storm on Monday",
        "families of 20 people who died in the storm on Monday",
    ],
)
def test_a_part_a_later_count_and_another_event_dispute_nothing(other: str):
    assert not apart("12 people died in the storm on Monday", other)


def test_two_counties_have_tolls_of_their_own():
    one = "12 people died in the storm in Lee County on Monday"
    assert not apart(one, one.replace("Lee", "Hardee").replace("12", "20"))
    assert apart(one, one.replace("12", "20"))


def test_those_found_so_far_are_more_the_day_after():
    one = "650 people have been rescued from the flood of the river"
    other = "850 people have been rescued from the flood of the river"
    assert not apart(one, other, day="2026-03-09")
    assert apart(one, other)


def test_no_outlet_disputes_itself_in_one_article():
    body = "12 people died in the storm. Ben Ost said 20 people died in the storm."
    article = make_article(body)
    plain = reading("12 people died in the storm", kind="plain", article=article)
    told = reading("20 people died in the storm", "Ben Ost", article=article)
    assert kind(plain, told)[0] == "unrelated"
    assert kind(replace(plain, article="another"), told)[0] != "unrelated"
