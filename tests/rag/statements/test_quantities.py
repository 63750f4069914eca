"""What figures measure, and which can be compared."""

import math

import pytest

from rag.statements.measured import comparable, compatible
from rag.statements.quantities import in_context, quantities


def one(text):
    (found,) = quantities(text)
    return found


def test_each_figure_has_the_words_of_its_own_clause():
    found = quantities("12 people were confirmed dead, 71 had been rescued and three were missing")
    assert [(q.low, set(q.aspects)) for q in found] == [
        (12, {"dead"}),
        (71, {"saved"}),
        (3, {"missing"}),
    ]


def test_of_a_part_and_its_whole_each_keeps_its_own_kind():
    found = quantities("bringing the toll to 17 of the 94 people on board")
    assert [(q.low, set(q.aspects)) for q in found] == [(17, {"dead"}), (94, {"aboard"})]


def test_at_least_has_no_upper_end():
    assert one("at least 20 people died").high == math.inf


def test_about_reaches_a_tenth_to_both_sides():
    found = one("about 1,000 people fled")
    assert (found.low, found.high) == (900, 1100)


def test_a_value_of_before_is_not_stated():
    assert [q.low for q in quantities("the number of survivors rose to 77, up from 71")] == [77]


def test_a_year_is_no_quantity():
    assert quantities("the sister ship ran aground in 2011") == ()


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("12 people died", "15 people died", False),
        ("at least 12 people died", "15 people died", True),
        ("at least 20 people died", "12 people died", False),
        ("about 100 people fled", "94 people fled", True),
        ("1.2 million crowns were spent", "1,200,000 crowns were spent", True),
    ],
)
def test_two_figures_can_both_be_true_or_not(first, second, both):
    assert compatible(one(first), one(second)) == both


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("12 people died", "15 were killed", True),
        ("12 people died", "71 people were rescued", False),
        ("6m crowns were spent on the wall", "14m crowns spent", True),
        ("offered 18 crowns a share", "offered 2.4bn crowns", False),
        ("40 litres a second of water", "40 per cent of the water", False),
    ],
)
def test_two_figures_measure_one_thing_or_not(first, second, same):
    assert comparable(one(first), one(second)) == same


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("about 3,900 people", 3800, 4000),
        ("about 94 people", 92.12, 95.88),
        ("some 30,000 people", 27000, 33000),
    ],
)
def test_about_claims_all_digits_but_the_last(text, low, high):
    found = one(text)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_free_is_a_price_of_nothing():
    free, paid = (
        one("The buses are free and always were."),
        one("a seat on the buses costs 200 crowns"),
    )
    assert comparable(free, paid)
    assert not compatible(free, paid)


def test_free_to_go_is_no_price():
    assert quantities("The men are free to go home.") == ()


def test_what_is_of_them_is_of_what_its_own_text_names():
    six = one("There were six of them")
    assert in_context(six, "86 passengers were aboard the ferry") == six


def test_people_told_in_parts_are_as_many_as_their_sum_or_as_a_part():
    found = one("the gunman killed 19 children and two teachers")
    assert (found.text, found.readings) == ("19 children and two teachers", {"19", "2", "21"})
    assert one("21 people were killed, including 19 children").readings == {"19", "21"}


@pytest.mark.parametrize(
    "text",
    [
        "he resigned in front of No. 10",
        "she lived at 10 Downing Street",
        "Mara Lind, 73, left",
        "a 22-year-old was arrested",
        "she died at the age of 96",
        "at the shelter were 25 others",
    ],
)
def test_what_counts_nothing_is_no_quantity(text):
    assert quantities(text) == ()


def test_about_a_sum_with_its_sign_reaches_to_both_sides():
    found = one("a deal valued at around $44 billion")
    assert (found.low, found.high) == (43e9, 45e9)


def test_workers_of_two_things_are_compared_only_with_a_word_in_common():
    rail = one("some 115,000 rail workers may strike")
    jobs = one("a shutdown would claim 750,000 jobs")
    more = one("the rail firm has 90,000 workers")
    assert not comparable(rail, jobs)
    assert comparable(rail, more)


def test_a_compound_counts_what_stands_behind_its_hyphen():
    found = quantities("a 77-minute video of the shooting shows how dozens died")[0]
    assert (found.unit, found.aspects) == ("minut", frozenset())


def test_a_part_told_behind_its_whole_is_no_other_toll():
    (found,) = quantities("Among 1,136 people killed since the flood were 386 children")
    assert found.aspects == {"dead"}
    assert {"1136", "386"} <= found.readings
    assert compatible(found, one("1,120 people have been killed"))


def test_which_of_its_own_text_a_figure_counts_no_sentence_before_it_says():
    text = "More than 800 clinics were damaged, of which 180 completely"
    found = quantities(text)[-1]
    assert in_context(found, "The flood killed many people").aspects == frozenset()


def test_who_counts_five_and_tells_of_a_sixth_counts_six_too():
    five = one("the five people killed were adults, the sixth victim died in hospital")
    assert compatible(five, one("at least six people were killed"))
    assert not compatible(one("the five people killed were adults"), one("six people were killed"))


def test_a_range_is_one_figure():
    found = one("350 to 400 protesters had gathered")
    assert (found.low, found.high, set(found.aspects)) == (350, 400, {"present"})


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("217 adults were aboard", "242 passengers were aboard"),
        ("two of the soldiers were aboard", "three soldiers were aboard"),
    ],
)
def test_some_of_those_who_were_there_are_not_all(part, whole):
    assert not comparable(one(part), one(whole))
    assert comparable(one(whole), one(whole.replace("soldiers", "people")))


def test_what_each_is_of_the_whole_is_not():
    each = quantities("90 were islanders, 53 were British and one was a dog")
    assert each[0].of_whom
    assert not any(comparable(figure, one("242 people were aboard")) for figure in each)
    assert not quantities("Ten were killed, 30 were hurt")[0].of_whom


def test_three_of_six_fires_are_fires():
    assert {figure.unit for figure in quantities("Three of the six fires remained")} == {"fir"}


def test_the_size_of_a_board_counts_nothing_that_happened():
    assert quantities("the five-member board met") == ()
