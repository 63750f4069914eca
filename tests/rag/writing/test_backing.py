"""A claim and a passage: what may back it, and when it is told to."""

import math
from datetime import UTC, datetime

import pytest

from rag.types import Evidence, Piece
from rag.writing.backing import Reply, Variant, as_question, may_back, read_passage, variants
from tests.fakes import FakeGenerator, make_article

CLAIM = "The union supports the bid of Orison."


def passage(body, before="", title="Steel", source="Herald"):
    article = make_article(before + body, title=title, source=source)
    return Evidence(1, article, len(before), len(before + body), len(before), len(before + body))


def weighed(yes, no):
    odds = (("yes", yes), ("no", no), ("open", 1 - yes - no))
    return [Piece("yes", 0.0, tuple((word, math.log(weight)) for word, weight in odds))]


def reply(entailed, yes, no=0.01, body="The union came out for Orison.", claim=CLAIM):
    generator = FakeGenerator([weighed(yes, no)])
    reading = read_passage(generator, claim, passage(body), entailed)
    while True:
        try:
            next(reading)
        except StopIteration as ended:
            assert as_question(claim) in generator.prompts[0][-1].content
            return ended.value


@pytest.mark.parametrize(
    ("claim", "question"),
    [
        ("The union supports it.", "Is it true that the union supports it?"),
        ("Theresa  Lind resigned!", "Is it true that Theresa Lind resigned?"),
        ("U.S. troops left", "Is it true that U.S. troops left?"),
        ("A ferry sank.", "Is it true that a ferry sank?"),
    ],
)
def test_a_claim_is_asked_as_a_question(claim, question):
    assert as_question(claim) == question


@pytest.mark.parametrize(
    ("entailed", "yes", "backs"),
    [
        (0.5, 0.8, 0.8),  # 0 + 1.39 in log odds
        (0.42, 0.9, 0.87),  # -0.32 + 2.20
        (0.8, 0.54, 0),  # the judge is sure of it, the generator is not
        (0.3, 0.8, 0),  # -0.85 + 1.39: not enough
    ],
)
def test_judge_and_generator_back_a_claim_together(entailed, yes, backs):
    assert reply(entailed, yes).backs == pytest.approx(backs, abs=0.01)


FORESEEN = "The council sees great difficulty for the sale."


@pytest.mark.parametrize(
    ("body", "no", "told"),
    [
        ("He foresaw no great difficulty for the sale.", 0.6, True),
        ("He foresaw no great difficulty for the sale.", 0.05, False),  # it rather says yes
        ("He foresaw great difficulty for the sale.", 0.6, False),  # no "not" bears it out
        ("If he sees no great difficulty, the sale goes on.", 0.6, False),
        ("He foresaw it, after he had seen no great difficulty for it.", 0.6, False),
    ],
)
def test_a_no_is_told_where_a_denial_bears_it_out(body, no, told):
    found = reply(0.35, 0.1, no, body, FORESEEN)
    assert bool(found.contradicts) == told
    assert not found.backs


def test_a_no_of_what_hardly_says_the_same_is_not_told():
    body = "He foresaw no great difficulty for the sale."
    assert not reply(0.2, 0.1, 0.6, body, FORESEEN).contradicts


def test_the_generator_doubts_what_it_hardly_takes_for_the_same():
    assert Reply(0.9, 0.49, 0.3, turned=False).doubts
    assert not Reply(0.9, 0.51, 0.4, turned=False).doubts


def test_a_year_and_a_number_are_put_in_place_of_the_claims():
    assert variants("She was built in 2001.", "Built in 1994, she held 180 people.") == [
        Variant("She was built in 1994.", "2001 against 1994", "date")
    ]
    assert [
        one.claim for one in variants("It cost 40 crowns.", "52 crowns, 1,400 people, 2019.")
    ] == [
        "It cost 52 crowns.",
        "It cost 1,400 crowns.",
    ]


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("She was built in 2001.", "Built in 2001, rebuilt in 2016."),  # it has the claim's
        ("She was built then.", "Built in 1994."),
        ("From 2001 to 2004 she sailed.", "She sailed in 1994."),  # which of them?
        ("It cost 40 crowns.", "It cost a fortune."),
    ],
)
def test_what_has_the_claims_figure_or_none_says_nothing_else(claim, text):
    assert variants(claim, text) == []


def test_a_text_may_speak_of_its_own_year_without_naming_it():
    told = "She won her first cup since 2001."
    assert variants("She won the cup in 2022.", told, datetime(2022, 6, 27, tzinfo=UTC)) == []
    assert variants("She won the cup in 2022.", told, datetime(2023, 6, 27, tzinfo=UTC))


@pytest.mark.parametrize(
    ("claim", "body"),
    [
        ("Twelve people died.", "Ten people died."),
        ("Lind left on 3 May.", "Lind left on 5 May."),
        ("Mara Lind left.", "Ben Ost left."),
        ("Shareholders accepted the offer.", "The board advised shareholders to accept the offer."),
        ("Tampa Bay won the cup.", "Tampa Bay will win the cup in six."),
        ("Tampa Bay won the cup.", "Champion: Tampa Bay. Tampa Bay will cement its place."),
        ("Adele got married in Aldersund.", "Lopez got married in Aldersund."),
    ],
)
def test_what_lacks_a_fact_or_is_only_wanted_backs_nothing(claim, body):
    assert not may_back(claim, passage(body))


@pytest.mark.parametrize(
    ("claim", "body"),
    [
        ("Twelve people died.", "It took twelve lives."),
        ("Lind left before the Maren Light sank.", "Lind had left by then."),
        ("Shareholders accepted the offer.", "Shareholders, asked to accept the offer, accepted."),
        ("Shareholders will accept it.", "Shareholders are expected to accept it."),
    ],
)
def test_one_of_its_names_is_enough_where_the_article_has_the_others(claim, body):
    assert may_back(claim, passage(body, before="The Maren Light sank. Twelve died. "))
