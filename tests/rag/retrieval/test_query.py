"""Questions that stand alone, and follow-ups that are completed from the conversation."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import QuestionError
from rag.retrieval.query import MAX_TURNS, leans_on_context, understand
from rag.retrieval.wanted import Known
from rag.types import Turn

FERRY = Turn("What happened to the Maren Light?", "It capsized off Innerholm, Mara Lind said [1].")


@pytest.mark.parametrize(
    "question",
    [
        "How many people were hurt?",
        "And how many were rescued?",
        "Why did she resign?",
        "What did she say about it?",
        "When did it leave?",
        "Why?",
        "What about the children?",
        "Who is responsible?",
        "What happened next?",
        "Who else was aboard?",
        "What was the cause of that?",
        "Has the minister commented on this?",
        "When did the ferry leave?",
    ],
)
def test_a_follow_up_is_completed_with_what_the_talk_is_about(question):
    talk = [Turn("What happened to the ferry Maren Light?", FERRY.text)]
    query = understand(question, talk)
    assert query.follow_up
    assert query.question == question
    assert query.text.startswith(question.replace("she", "Mara Lind"))
    assert "Maren Light" in query.text


@pytest.mark.parametrize(
    "question",
    [
        "Who bought Kelder Steel?",
        "Why did Orison raise its offer?",
        "How many jobs will Kelder Steel cut?",
        "What did Mara Lind say about her plans?",
        "Which countries closed their borders?",
        "What happened this week?",
        "Is it true that Orison withdrew?",
        "Why did the dam break?",
        "What is inflation?",
        "Which banks that failed were large?",
        "How long does it take to repair the dam?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question):
    query = understand(question, [FERRY])
    assert not query.follow_up
    assert query.text == question


def test_without_a_conversation_nothing_is_added():
    assert understand("Why did she resign?").text == "Why did she resign?"


def test_the_topic_has_the_names_of_the_question_and_of_the_answer_without_marks():
    query = understand("Why?", [FERRY])
    assert query.text == "Why? (Maren Light, Innerholm, Mara Lind)"
    assert query.names == ("Maren Light", "Innerholm", "Mara Lind")


def test_a_follow_up_that_lacks_only_a_name_stands_alone_with_it():
    query = understand("Why did she resign?", [FERRY])
    assert query.put == "Why did Mara Lind resign?"
    assert query.text == "Why did Mara Lind resign? (Maren Light, Innerholm)"


@pytest.mark.parametrize("question", ["Why did she leave it?", "And she?", "How many died then?"])
def test_one_that_lacks_more_is_put_with_the_words_of_its_topic(question):
    query = understand(question, [FERRY])
    assert query.put == query.text
    assert "(Maren Light" in query.put


def test_a_chain_of_follow_ups_goes_back_to_the_question_that_stood_alone():
    talk = [
        Turn("Who bought Kelder Steel?", "Orison bought it [1]."),
        FERRY,
        Turn("How many died?", "17 people died [2]."),
    ]
    query = understand("And how many were rescued?", talk)
    assert "Maren Light" in query.text
    assert "Kelder" not in query.text


def test_turns_further_back_than_the_limit_are_forgotten():
    talk = [FERRY, *[Turn("And then?", "Nothing.")] * MAX_TURNS]
    assert "Maren" not in understand("And then?", talk).text


@pytest.mark.parametrize(
    ("question", "told"),
    [("", "empty"), (" \n\t", "empty"), ("?!", "no word"), ("x" * 2001, "2,001 characters")],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(question, told):
    with pytest.raises(QuestionError, match=told):
        understand(question)


def test_the_limit_is_a_question_that_is_still_allowed():
    assert understand("x" * 2000).question == "x" * 2000


def test_white_space_is_made_single():
    assert understand("  Who\n broke\t it? ").question == "Who broke it?"


@given(st.text(max_size=200), st.lists(st.tuples(st.text(), st.text()), max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_text_is_a_query_or_a_question_error(question, talk):
    try:
        query = understand(question, [Turn(*turn) for turn in talk])
    except QuestionError:
        return
    assert query.follow_up or query.text == query.put == query.question
    assert query.terms


def test_a_long_question_that_opens_midway_stands_alone():
    assert not leans_on_context("And which factory closed after the long strike of miners?")


@pytest.mark.parametrize(
    ("question", "does"),
    [
        ("Who resigned?", True),
        ("Who resigned this week?", True),
        ("Who resigned since February?", True),
        ("Who resigned in January 2026?", False),
        ("Who was originally said to resign?", False),
    ],
)
def test_it_asks_for_the_news_of_its_day_unless_for_the_past(question, does):
    day = date(2026, 3, 31)
    year = Known(oldest=date(2026, 1, 1), newest=day)
    assert understand(question, known=year, today=day).news_of == (day if does else None)


def test_without_a_day_of_its_own_it_is_asked_on_the_last_day_of_an_archive():
    archive = Known(oldest=date(1987, 2, 1), newest=date(1987, 10, 20))
    assert understand("Who resigned?", known=archive).news_of == date(1987, 10, 20)


def test_a_question_copied_from_a_page_loses_its_markup():
    copied = 'Which <a data-x="1" href="https://a.example/?q=2">ferry</a> &amp; tug <b>sank</b>?'
    query = understand(copied)
    assert query.question == query.text == "Which ferry & tug sank?"
    assert understand("Is 3 < 5 > 2 & true?").question == "Is 3 < 5 > 2 & true?"
