"""What rebuts a claim without a word of denial."""

import pytest

from tests.fakes import make_article
from tests.rag.statements.said import kind, reading


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("every seat on the buses costs 200 crowns", "the buses are free and always were", True),
        ("a seat on the ferry costs 200 crowns", "the buses are free and always were", False),
        ("the buses are free of charge", "the buses are free and always were", False),
    ],
)
def test_what_is_free_has_no_price(one: str, other: str, apart: bool):
    found, _ = kind(reading(one, "Ana Moor"), reading(other, "Ben Ost"))
    assert (found == "contradict") is apart


def test_who_was_here_at_the_time_has_not_left():
    rumour = "the governor has left for abroad"
    for seen in (
        "the governor was in the corridor at the time",
        "the governor is still in Brannock",
    ):
        assert kind(reading(rumour, "Ana Moor"), reading(seen, "Ben Ost"))[0] == "contradict"
    for other in (
        "the mayor was in the corridor at the time",
        "the governor was in the corridor",
        "the governor was tired at the time",
    ):
        assert kind(reading(rumour, "Ana Moor"), reading(other, "Ben Ost"))[0] == "unrelated"


def test_who_is_said_to_have_left_may_say_that_he_is_here():
    rumour = reading("Moor has fled the country", "Ben Ost")
    assert kind(rumour, reading("I am here in Brannock", "Ana Moor"))[0] == "contradict"
    assert kind(rumour, reading("I am here in Brannock", "Cy Dorn"))[0] == "unrelated"
    later = reading("I am here in Brannock", "Ana Moor", day="2026-03-12")
    assert kind(rumour, later)[0] == "unrelated"


def test_she_who_was_here_is_whom_the_sentence_before_names():
    text = "Ana Moor said the governor has left for abroad. Ben Ost said she was here at the time."
    article = make_article(text)
    gone = reading("the governor has left for abroad", article=article)
    here = "she was here at the time"
    for before, found in (
        ("The governor has left for abroad.", "contradict"),
        ("The mayor took a call.", "unrelated"),
    ):
        seen = reading(here, "Ben Ost", article=article, before=before)
        assert kind(gone, seen)[0] == found


def test_what_was_broken_before_answers_what_is_held_against_him():
    body = (
        "Ana Moor said the firm had closed two of the three plants that it bought. "
        "Ben Ost said both plants were insolvent when it bought them."
    )
    article = make_article(body)
    charge = reading("the firm had closed two of the three plants that it bought", article=article)
    excuse = reading("both plants were insolvent when it bought them", "Ben Ost", article=article)
    assert kind(charge, excuse) == ("differ", "cause")
    elsewhere = reading("both plants were insolvent when it bought them", "Ben Ost")
    assert kind(charge, elsewhere)[0] == "unrelated"
