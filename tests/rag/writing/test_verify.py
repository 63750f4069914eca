"""The generator's second look, computed by hand."""

import math

import pytest

from rag.types import Drafted, Piece
from rag.writing.first_word import word_weights
from rag.writing.look_prompts import VERIFY_START, verify_messages
from rag.writing.verify import UNKNOWN, Looked, Verifier
from tests.fakes import FakeGenerator, make_article, make_evidence

SEEN = Drafted("The dam broke")


def verified(verdict) -> float:
    looked = Verifier(FakeGenerator(verdict=verdict)).verify(
        "When did it break?", [make_evidence()], SEEN
    )
    while True:
        try:
            assert next(looked) is SEEN
        except StopIteration as stop:
            return stop.value


def weighed(**weights: float) -> Piece:
    return Piece("Yes", None, tuple((word, math.log(weight)) for word, weight in weights.items()))


def test_the_estimate_is_the_weight_on_yes_against_no():
    # 0.5 and 0.25 say yes, 0.25 says no; "The" says neither.
    piece = weighed(Yes=0.5, yes=0.125, No=0.125, The=0.25)
    assert word_weights(piece, ("yes", "no"))["yes"] == pytest.approx(5 / 6, abs=1e-4)
    assert verified([piece]) == pytest.approx(5 / 6, abs=1e-4)


@pytest.mark.parametrize(
    ("said", "estimate"), [("yes", 1.0), ("No.", 0.0), ("Perhaps", UNKNOWN), ([], UNKNOWN)]
)
def test_an_engine_that_tells_no_weights_is_taken_at_its_word(said, estimate):
    assert verified(said) == pytest.approx(estimate, abs=1e-4)


def test_signs_of_work_are_passed_on_and_closing_stops_the_generator():
    generator = FakeGenerator(verdict=[Piece(""), Piece("yes")])
    looked = Verifier(generator).verify("When did it break?", [make_evidence()], SEEN)
    assert next(looked) is SEEN
    looked.close()
    assert generator.closed_early == 1


def test_the_passage_is_asked_about_without_its_numbers_behind_the_same_beginning():
    evidence = make_evidence(make_article("The dam [7] broke."))
    *start, asked = verify_messages("When?", [evidence])
    assert tuple(start) == VERIFY_START
    assert asked.content.startswith("Dam breaks (Harbour Post, 2 March)\nThe dam (7) broke.")
    assert "Question: When?" in asked.content


def estimated(question: str, body: str) -> float:
    """What it says of a passage that it was taught to give little: .6 if it is asked again."""
    generator = FakeGenerator(verdict=[weighed(yes=0.6, no=0.4)])
    passage = make_evidence(make_article(body))
    tried = [Looked(passage, 0.15)]
    asking = Verifier(generator, generator).estimates(question, [passage], tried, SEEN)
    while True:
        try:
            next(asking)
        except StopIteration as stop:
            return stop.value.stated


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("When will the preliminary report on Greyfell be published?", True),
        # No day; other words; nothing of whom it names.
        ("Why will the preliminary report on Greyfell be published?", False),
        ("When will the dam at Greyfell be opened by the minister?", False),
        ("When will the preliminary report on Brannock be published?", False),
    ],
)
def test_one_look_does_not_dismiss_a_day_beside_the_words_asked(question, asked):
    body = "The preliminary report is to be published on 8 April. The dam is at Greyfell."
    assert estimated(question, body) == pytest.approx(0.6 if asked else 0.15, abs=1e-3)
