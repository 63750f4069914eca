"""Figures of two occasions dispute nothing: a part of it, another month, another raid."""

import pytest

from tests.rag.statements.said import kind, reading


def apart(one: str, other: str, speakers=("Ana Moor", "Ben Ost"), **rest) -> bool:
    earlier = reading(one, speakers[0], speaker_kind="institution")
    later = reading(other, speakers[1], speaker_kind="institution", **rest)
    return kind(earlier, later)[0] not in ("unrelated", "agree")


def test_the_dead_of_one_fire_are_not_those_of_all():
    assert not apart("16 people died in the Eaton Fire", "25 people died in the fires")
    assert apart("16 people died in the fires", "25 people died in the fires")


def test_a_line_of_a_list_counts_for_its_county():
    assert not apart("6 deaths", "4 deaths", ("Lee County", "Olsk County"))
    assert not apart("6 deaths in all", "4 deaths in all", ("Lee County", "Ben Ost"))
    assert apart("6 deaths in all", "4 deaths in all")


def test_a_count_that_goes_on_is_no_dispute_a_day_later():
    assert not apart(
        "24 people died in the flood", "at least 25 people died in the flood", day="2026-03-10"
    )
    assert apart(
        "24 people died in the flood", "only 20 people died in the flood", day="2026-03-10"
    )


def test_what_was_found_is_nobody_who_died():
    assert not apart(
        "24 people died in the flood", "only 10 have been confirmed as human remains in the flood"
    )


@pytest.mark.parametrize(
    ("other", "differ"),
    [
        ("the average price of eggs was 5 crowns a dozen in January", False),
        ("the average price of eggs was 5 crowns a dozen, up from 2 in January", True),
        ("the average price of eggs was 5 crowns a dozen in November", True),
        ("the average price of eggs was 5 crowns a dozen", True),
    ],
)
def test_prices_of_two_months_are_two(other, differ):
    assert apart("the average price of eggs was 3 crowns a dozen in November", other) is differ


def test_what_a_sum_is_paid_from_is_not_what_it_is():
    told = "the bonuses for the army cost $2.6 billion"
    assert not apart(told, "the bonuses for the army are paid from $2.9 billion of the budget")
    assert apart(told, "the bonuses for the army cost $2.9 billion")


def test_who_was_arrested_in_another_raid_is_another():
    told = "police arrested 12 people in Selwick"
    assert not apart(told, "police arrested 49 people in Olsk")
    assert not apart(told, "police arrested 49 people in Selwick", day="2026-03-20")
    assert apart(told, "police arrested 49 people in Selwick")
