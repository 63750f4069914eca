"""What the rule weighs, counted by hand; and which way each signal pulls."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import CitedSentence, Piece
from rag.writing.abstain import (
    ASKED,
    TAUGHT,
    Estimates,
    Signals,
    by_name,
    choice_probability,
    confidence,
    is_number,
    likeliest_sentence,
    read_signals,
    refusal_probability,
)
from tests.fakes import make_article, make_evidence

HALF_SURE = Signals(*[0.5] * 8)


@given(st.lists(st.floats(0, 1), min_size=8, max_size=8))
def test_confidence_is_a_probability(values):
    assert 0 < confidence(Signals(*values), ASKED) < 1


def test_a_generator_that_would_rather_refuse_lowers_confidence():
    assert confidence(replace(HALF_SURE, refusal=1.0), ASKED) < confidence(HALF_SURE, ASKED)


def test_a_generator_that_is_sure_of_its_sentence_raises_confidence():
    assert confidence(replace(HALF_SURE, choice=1.0), ASKED) > confidence(HALF_SURE, ASKED)


@pytest.mark.parametrize(
    ("chosen", "refusal", "choice"),
    [(Piece("0"), 1.0, 0.0), (Piece("[0"), 1.0, 0.0), (Piece(" 3"), 0.0, 1.0), (None, 1.0, 0.0)],
)
def test_without_alternatives_the_written_number_decides(chosen, refusal, choice):
    assert refusal_probability(chosen) == refusal
    assert choice_probability(chosen) == choice


def weighed(*weights: tuple[str, float]) -> Piece:
    return Piece("3", None, tuple((token, math.log(weight)) for token, weight in weights))


def test_with_alternatives_the_weight_of_refusing_is_added_up():
    # "0" and " 0" both name no sentence; 0.25 + 0.125 by hand.
    chosen = weighed(("3", 0.5), ("0", 0.25), (" 0", 0.125), ("The", 0.125))
    assert refusal_probability(chosen) == pytest.approx(0.375)


def test_with_alternatives_the_choice_is_the_likeliest_sentence():
    chosen = weighed(("0", 0.5), ("2", 0.25), ("3", 0.125), ("The", 0.125))
    assert choice_probability(chosen) == pytest.approx(0.25)


def test_alternatives_without_a_sentence_are_no_choice():
    assert choice_probability(weighed(("0", 0.9), ("The", 0.1))) == 0.0


def test_alternatives_without_a_number_weigh_nothing():
    blank = weighed((" ", 0.5), ("[", 0.25), ("", 0.125))
    assert (refusal_probability(blank), choice_probability(blank)) == (0.0, 0.0)


def test_rounding_makes_no_probability_larger_than_one():
    chosen = Piece("0", None, (("0", 1e-6), ("1", 1e-6)))
    assert (refusal_probability(chosen), choice_probability(chosen)) == (1.0, 1.0)


@pytest.mark.parametrize("text", ["3", " 3", "[3", "3]", "[3]", "[0]", "12"])
def test_a_piece_of_digits_and_brackets_is_a_number(text):
    assert is_number(Piece(text))


@pytest.mark.parametrize("text", ["", " ", "[", "]", "The", "3rd", "1.5", "²", "٣", "2026"])
def test_other_pieces_are_none(text):
    assert not is_number(Piece(text))


def test_signals_of_an_answer_that_is_all_there():
    article = make_article("Mara Lind opened the dam on Monday.", title="Dam")
    kept = [CitedSentence("Lind opened it on Monday.", (1,), 0.8)]
    signals = read_signals(
        "Who opened the dam?", [make_evidence(article)], Piece("1"), kept, Estimates(0.8, 0.3)
    )
    assert signals.refusal == 0.0
    assert signals.choice == 1.0
    assert signals.words == 1.0
    assert signals.names == 1.0
    assert signals.cited_words == 1.0
    assert signals.stated == 0.8


def test_a_name_asked_for_that_no_evidence_has_is_seen():
    signals = read_signals(
        "What did Tomas Holm say?", [make_evidence()], None, [], Estimates(0.0, 0.0)
    )
    assert signals.names == 0.0


def test_a_name_that_only_the_article_has_is_a_word_of_the_question_that_it_has():
    body = "The report is due in April. Greyfell has waited for a month."
    kept = [CitedSentence("The report is due in April.", (1,), 1.0)]
    shares = [
        read_signals(question, [make_evidence(make_article(body))], None, kept, Estimates(0, 0))
        for question in ("When is the Greyfell paper due?", "When is the Brannock paper due?")
    ]
    # Of three words "due" is in the quote, and Greyfell in its article.
    assert [one.cited_words for one in shares] == [pytest.approx(2 / 3), pytest.approx(1 / 3)]


def test_what_cites_nothing_has_no_words_of_the_question():
    assert read_signals("Why?", [make_evidence()], None, [], Estimates(0.0, 0.0)).cited_words == 0


def test_the_second_look_decides_where_all_else_is_half_sure():
    assert (
        confidence(replace(HALF_SURE, stated=0.9), ASKED)
        > 0.5
        > confidence(replace(HALF_SURE, stated=0.3), ASKED)
    )


def test_of_a_generator_that_was_taught_both_estimates_decide():
    def told(stated: float, looked: float) -> float:
        return confidence(replace(HALF_SURE, stated=stated, looked=looked), TAUGHT)

    assert told(0.9, 0.9) > told(0.9, 0.5) > 0.5 > told(0.5, 0.2) > told(0.2, 0.2)
    assert told(0.5, 0.9) > told(0.5, 0.5)


def test_what_it_was_taught_says_nothing_of_one_that_was_not():
    sure = replace(HALF_SURE, looked=1.0)
    assert confidence(sure, ASKED) == confidence(HALF_SURE, ASKED)


def test_signals_are_named_in_the_order_in_which_they_are_weighed():
    named = by_name(Signals(*range(8)))
    assert named[:2] == (("refusal", 0), ("choice", 1))
    assert len(named) == 8


def test_the_likeliest_sentence_is_the_heaviest_number_that_is_not_zero():
    chosen = Piece("0", -0.5, (("0", -0.5), ("3", -1.5), ("2", -2.0), ("The", -3.0)))
    assert likeliest_sentence(chosen) == 3


def test_without_alternatives_there_is_no_second_choice():
    assert likeliest_sentence(Piece("0")) is None
    assert likeliest_sentence(None) is None


def test_the_day_that_a_question_names_need_not_stand_in_the_articles():
    plain, dated = (
        read_signals(
            question, [make_evidence(make_article("The dam broke."))], None, (), Estimates(0, 0)
        )
        for question in ("What broke the dam?", "What broke the dam on 8 March 2026?")
    )
    assert (plain.words, plain.cited_words) == (dated.words, dated.cited_words)
