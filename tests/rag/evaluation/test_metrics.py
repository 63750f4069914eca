"""Scores have the values that one finds by hand."""

from __future__ import annotations

import pytest

from rag.evaluation.metrics import (
    Abstention,
    bootstrap_interval,
    exact_match,
    holds,
    mean,
    normal_form,
    reciprocal_rank,
    token_f1,
)


def test_the_normal_form_has_no_case_articles_or_punctuation() -> None:
    assert normal_form("The “Squid  Game”!") == "squid game"


@pytest.mark.parametrize(
    ("answer", "gold", "same"),
    [("the Tony Awards", "Tony awards.", True), ("Tonys", "Tony Awards", False), ("", "x", False)],
)
def test_exact_match(answer: str, gold: str, same: bool) -> None:
    assert exact_match(answer, gold) is same


def test_token_f1_of_two_of_three_and_two_of_two_is_four_fifths() -> None:
    assert token_f1("Ford Motor Co", "Ford Motor") == pytest.approx(0.8)


def test_token_f1_counts_a_repeated_word_once_for_each_in_the_other() -> None:
    assert token_f1("no no no", "no") == pytest.approx(0.5)


def test_nothing_shared_scores_nothing() -> None:
    assert token_f1("Ford", "Toyota") == 0.0


def test_an_answer_is_held_as_whole_words_only() -> None:
    assert holds("It cost $15 million.", "15 million")
    assert not holds("It cost 150 million.", "15")


def test_reciprocal_rank_is_that_of_the_first_gold_item() -> None:
    assert reciprocal_rank(["a", "b", "c"], {"b", "c"}) == 0.5
    assert reciprocal_rank(["a"], {"z"}) == 0.0


def test_abstention_is_scored_from_both_sides() -> None:
    scored = Abstention.from_outcomes(
        abstained=[True, True, False, False], answerable=[False, True, True, False]
    )
    assert (scored.precision, scored.recall, scored.answered) == (0.5, 0.5, 0.5)


def test_who_never_abstains_has_no_wrong_abstention() -> None:
    scored = Abstention.from_outcomes([False, False], [True, False])
    assert (scored.precision, scored.recall, scored.answered) == (1.0, 0.0, 1.0)


def test_the_bootstrap_interval_of_equal_values_is_that_value() -> None:
    assert bootstrap_interval([0.5] * 20) == (0.5, 0.5)


def test_the_bootstrap_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    values = [0.0, 1.0] * 25
    low, high = bootstrap_interval(values)
    assert low < mean(values) < high
    assert bootstrap_interval(values) == (low, high)
