"""Rankings and answers score what one finds by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.evaluation.datasets import Question
from rag.evaluation.scores import answer_scores, distinct, ranking_scores
from rag.types import Answer, Citation
from tests.fakes import make_article

A, B, C = (make_article(f"Body of {name}.", title=name) for name in "ABC")


def answered(text: str, *, abstained: bool = False, cites: str = "The toll rose to 17.") -> Answer:
    article = make_article(cites, title="Toll rises")
    citations = () if abstained else (Citation(1, article, 0, len(cites)),)
    return Answer(question="?", abstained=abstained, text=text, citations=citations)


OWN = Question("q", "?", ("17",), wrong=("20",), quotes=(("Toll rises", "The toll rose to 17."),))


def test_a_true_article_in_second_place_scores_one_half_and_no_top_1() -> None:
    scores = ranking_scores(Question("q", "?", (), gold=("B",)), [A, B, C])
    assert scores == {
        "MRR@10": 0.5, "top 1": 0.0, "top 5": 1.0, "top 10": 1.0, "found@10": 1.0, "MAP@10": 0.5
    }  # fmt: skip


def test_of_two_true_articles_in_places_one_and_three_the_average_precision_is_five_sixths() -> (
    None
):
    scores = ranking_scores(Question("q", "?", (), gold=(A.url, "C")), [A, B, C])
    assert scores["MAP@10"] == pytest.approx((1 + 2 / 3) / 2)
    assert scores["found@10"] == 1.0


def test_what_stands_below_the_tenth_place_is_not_found() -> None:
    others = [make_article(title=f"Other {number}") for number in range(10)]
    scores = ranking_scores(Question("q", "?", (), gold=("A",)), [*others, A])
    assert set(scores.values()) == {0.0}


def test_an_article_counts_once_where_it_comes_first() -> None:
    assert distinct(iter([B, A, B])) == [B, A]


def test_our_own_answer_is_right_if_said_and_cited_and_nothing_false_stands_beside_it() -> None:
    assert answer_scores("own", OWN, answered("17 died [1]."), "")["right"] == 1.0
    assert answer_scores("own", OWN, answered("Not 20 but 17 [1]."), "")["right"] == 0.0
    elsewhere = answered("17 died [1].", cites="The sea was calm.")
    assert answer_scores("own", OWN, elsewhere, "")["cited"] == 0.0


def test_what_must_be_said_too_is_missed() -> None:
    both = replace(OWN, also=("Thursday",))
    assert answer_scores("own", both, answered("17 died [1]."), "")["right"] == 0.0
    assert answer_scores("own", both, answered("17 died by Thursday [1]."), "")["right"] == 1.0


def test_an_abstention_is_right_only_where_there_is_no_answer() -> None:
    silent = answered("The articles do not say.", abstained=True)
    assert answer_scores("own", Question("q", "?", ()), silent, "")["right"] == 1.0
    assert answer_scores("own", OWN, silent, "")["right"] == 0.0


def test_the_short_form_is_scored_where_gold_answers_are_short() -> None:
    question = Question("q", "?", ("Ford Motor",))
    scores = answer_scores("realtimeqa", question, answered("It is Ford [1]."), "Ford Motor Co")
    assert (scores["right"], scores["F1"]) == (0.0, pytest.approx(0.8))


def test_yes_and_no_are_taken_from_the_beginning_of_the_short_form_alone() -> None:
    question = Question("q", "?", ("no",))
    text = answered("There is no doubt [1].")
    assert answer_scores("multihop", question, text, "Yes")["right"] == 0.0
    assert answer_scores("multihop", question, text, "No, they differ")["right"] == 1.0


def test_a_planted_falsehood_is_told_apart_from_both_sides() -> None:
    question = Question("q", "?", ("17",), wrong=("20",))
    alone = answer_scores("rgb", question, answered("20 died [1]."), "")
    assert (alone["false alone"], alone["both sides"], alone["right"]) == (1.0, 0.0, 0.0)
    sides = answer_scores("rgb", question, answered("17 or 20 died [1]."), "")
    assert (sides["false alone"], sides["both sides"], sides["right"]) == (0.0, 1.0, 1.0)


def test_a_verdict_is_right_told_wrong_or_left_open() -> None:
    asked = Question("q", "Did it?", ("yes",), "yes")
    open_one = Question("q", "Did it?", ("open",), "open")
    yes = replace(answered("Yes: It did [1]."), verdict="yes")
    silent = replace(answered("It may [1]."), verdict="")
    assert answer_scores("yes-no", asked, yes, "")["right"] == 1.0
    assert answer_scores("yes-no", open_one, yes, "")["told wrong"] == 1.0
    assert answer_scores("yes-no", open_one, silent, "") == {
        "right": 1.0, "told wrong": 0.0, "abstained": 0.0
    }  # fmt: skip
    assert answer_scores("yes-no", asked, silent, "")["told wrong"] == 0.0
