"""Answers of a generator that was taught to say which sentence answers: it chooses by looking."""

import math
from dataclasses import replace
from time import perf_counter

import pytest

from rag.types import Answer, Drafted, Evidence, Piece
from rag.writing.leads import APART, OPEN
from rag.writing.prompts import NOT_STATED
from tests.fakes import FakeGenerator, make_article
from tests.rag.writing.writers import BODIES, QUESTION, evidence, writer


def ranked(*scores: float) -> list[Evidence]:
    """The three sentences with these scores."""
    return [replace(one, score=score) for one, score in zip(evidence(), scores, strict=True)]


def given(
    generator: FakeGenerator, found: list[Evidence], question: str = QUESTION, below: float = 0.0
) -> Answer:
    writing = writer(generator, phrases_all=False, taught=True, below=below)
    *drafts, last = writing.write(question, question, found, started=perf_counter())
    assert all(isinstance(event, Drafted) for event in drafts)
    return last


def test_the_sentence_that_it_is_sure_of_is_the_answer_whatever_leads():
    generator = FakeGenerator(taught=["Seventeen"])
    answer = given(generator, ranked(3.0, 1.0, 2.0))
    assert answer.text == "Seventeen people on the ferry have died [2]."
    assert [BODIES[n] in passage for n, passage in zip((0, 2, 1), generator.looks, strict=True)]


def test_it_looks_no_further_than_where_it_is_sure():
    generator = FakeGenerator(taught=["ferry"])
    answer = given(generator, ranked(3.0, 1.0, 2.0))
    assert answer.text == "The ferry Maren Light sank off Innerholm on Sunday [1]."
    assert len(generator.looks) == 1


def test_it_is_never_shown_all_of_them():
    generator = FakeGenerator(taught=["nothing of this"])
    given(generator, ranked(3.0, 1.0, 2.0))
    assert generator.prompts == []
    assert len(generator.looks) == 3


def test_where_both_of_its_estimates_say_no_the_articles_do_not_say():
    generator = FakeGenerator(taught=["nothing of this"], verdict="no")
    answer = given(generator, ranked(3.0, 1.0, 2.0), below=0.5)
    assert answer.abstained
    assert answer.text == NOT_STATED
    signals = dict(answer.signals)
    assert signals["stated"] < 0.01
    assert signals["looked"] < 0.01


def test_where_what_it_was_taught_settles_it_it_is_not_asked_again():
    generator = FakeGenerator(taught=["ferry"], verdict="no")
    answer = given(generator, ranked(3.0, 1.0, 2.0), below=0.5)
    assert not answer.abstained
    assert dict(answer.signals)["stated"] > 0.85


def test_where_it_is_half_sure_it_is_asked_again_and_that_decides():
    def told(verdict: str) -> bool:
        half = [Piece("yes", None, (("yes", math.log(0.5)), ("no", math.log(0.5))))]
        generator = FakeGenerator(said=half, verdict=verdict)
        return given(generator, ranked(3.0, 1.0, 2.0), below=0.5).abstained

    assert told("no")
    assert not told("yes")


@pytest.mark.parametrize(("looked", "abstains"), [(0.15, True), (0.25, False)])
def test_what_it_was_taught_hardly_believes_is_no_answer_whatever_the_examples_say(
    looked: float, *, abstains: bool
):
    hardly = [Piece("no", None, (("yes", math.log(looked)), ("no", math.log(1 - looked))))]
    generator = FakeGenerator(said=hardly, verdict="yes")
    assert given(generator, ranked(3.0, 1.0, 2.0), below=0.5).abstained is abstains


def test_of_what_asks_after_several_things_in_one_a_passage_states_a_part():
    hardly = [Piece("no", None, (("yes", math.log(0.15)), ("no", math.log(0.85))))]
    generator = FakeGenerator(said=hardly, verdict="yes")
    clauses = ", which was new".join(["Who died on the ferry"] + [""] * 12) + "?"
    assert not given(generator, ranked(3.0, 1.0, 2.0), clauses, below=0.5).abstained


@pytest.mark.parametrize(("looked", "led"), [(0.6, True), (0.8, False)])
def test_what_is_not_sure_to_be_the_answer_is_told_as_the_nearest_to_one(
    looked: float, *, led: bool
):
    # 9 * 0.6 - 4.3 is 1.1 and with all of the question's words 1.9, which is a confidence of 0.87.
    said = [Piece("yes", None, (("yes", math.log(looked)), ("no", math.log(1 - looked))))]
    generator = FakeGenerator(said=said, verdict=said)
    answer = given(generator, ranked(3.0, 1.0, 2.0), below=0.5)
    assert not answer.abstained
    assert answer.sentences[0].text.startswith(f"{OPEN}: ") is led
    assert answer.text.startswith(f"{OPEN}: ") is led


def test_what_may_well_be_taken_back_is_not_shown_before_it_is_checked():
    def seen(taught: str) -> set[str]:
        generator = FakeGenerator(taught=[taught], verdict="no")
        writing = writer(generator, phrases_all=False, taught=True, below=0.5)
        events = list(writing.write(QUESTION, QUESTION, ranked(3, 1, 2), started=perf_counter()))
        return {event.text for event in events if isinstance(event, Drafted)}

    assert seen("nothing of this") == {""}
    assert "The ferry Maren Light sank off Innerholm on Sunday." in seen("ferry")


def test_articles_without_the_name_that_is_asked_after_are_not_looked_at():
    generator = FakeGenerator(taught=["ferry"])
    answer = given(generator, ranked(3.0, 1.0, 2.0), "Who taught Charlie Kirk to sail?", below=0.5)
    assert answer.abstained
    assert generator.looks == []
    body = "Charlie Kirk learnt to sail from Ada Kerr on her ferry."
    article = make_article(body, title="Sailing")
    known = Evidence(4, article, 0, len(body), 0, len(body))
    answer = given(generator, [*ranked(3.0, 1.0, 2.0), known], "Who taught Charlie Kirk to sail?")
    assert answer.text == "Charlie Kirk learnt to sail from Ada Kerr on her ferry [4]."
    assert len(generator.looks) == 1


def test_an_article_in_another_language_is_phrased_from_the_sentence_that_it_chose():
    body = "Siebzehn Menschen starben auf der Maren Light."
    article = replace(make_article(body, title="Fähre"), language="de")
    one = Evidence(1, article, 0, len(body), 0, len(body), score=1.0)
    generator = FakeGenerator(
        ["[1] Siebzehn Menschen starben auf der Maren Light."], taught=["Menschen"]
    )
    answer = given(generator, [one])
    assert answer.sentences[0].citations == (1,)
    assert len(generator.prompts) == 1


def test_an_answer_in_whose_place_a_copy_has_another_is_led_by_that_accounts_differ():
    body = "Eighteen people on the ferry have died."
    copy = Evidence(4, make_article(body, title="Copy"), 0, len(body), 0, len(body))
    generator = FakeGenerator(taught=["Seventeen"])
    answer = given(generator, [*ranked(3.0, 1.0, 2.0), copy], below=0.5)
    first, second = answer.sentences
    assert first.text == f"{APART}: Seventeen people on the ferry have died."
    assert second.text.endswith(f"“{body}”")
    assert [first.citations, second.citations] == [(2,), (4,)]
