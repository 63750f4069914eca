"""What several questions in one are, and what is one question though it looks like two."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.divide import MOST, divide

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "What did the mayor promise, and what did the council decide?",
            ("What did the mayor promise?", "What did the council decide?"),
        ),
        (
            "What did Lind Shipping say on 9 March, and what did it admit on 12 March?",
            ("What did Lind Shipping say on 9 March?", "What did Lind Shipping admit on 12 March?"),
        ),
        (
            "On 8 March, what did the Post report, and what did the coast guard confirm?",
            (
                "On 8 March, what did the Post report?",
                "On 8 March, what did the coast guard confirm?",
            ),
        ),
        (
            "How many fled the town according to the ministry, and how many according to the Post?",
            (
                "How many fled the town according to the ministry?",
                "How many fled the town according to the Post?",
            ),
        ),
        (
            "How much was spent on the dam, according to the Post and according to the owner?",
            (
                "How much was spent on the dam, according to the Post?",
                "How much was spent on the dam, according to the owner?",
            ),
        ),
        (
            "What did Ada Kerr say on 10 March, and what did she do the day after?",
            ("What did Ada Kerr say on 10 March?", "What did Ada Kerr do on 11 March 2026?"),
        ),
        (
            "What did Ada Kerr call the bidder, and what won her over?",
            ("What did Ada Kerr call the bidder?", "What won Ada Kerr over?"),
        ),
        (
            "How did Ada Kerr's position on the tax change in a week?",
            (
                "What did Ada Kerr first say on the tax?",
                "What did Ada Kerr finally say on the tax?",
            ),
        ),
        (
            "How much compensation will they get, and from how many firms?",
            (
                "How much compensation will they get?",
                "From how many firms will they get compensation?",
            ),
        ),
        (
            "When did Ada Kerr resign, and why?",
            ("When did Ada Kerr resign?", "Why did Ada Kerr resign?"),
        ),
        (
            "How many seats did Labour win and in which year?",
            ("How many seats did Labour win?", "In which year did Labour win seats?"),
        ),
    ],
)
def test_each_thing_asked_becomes_a_question_that_stands_alone(question, asked):
    assert divide(question, TODAY) == asked


@pytest.mark.parametrize(
    "question",
    [
        "How many people died on the ferry?",
        "When and where did the ferry sink?",
        "What did the mayor and the council decide?",
        "Who was hurt and why?",
        "How many people were killed and where?",
        "What did the minister announce and when?",
        "Temperatures are to soar, but what is the record?",
        "Which man, who ran the firm and who fled, was caught?",
        "What happened before the dam broke, and after?",
        "Who said that the line would close and that jobs would go?",
    ],
)
def test_what_is_in_doubt_stays_one_question(question):
    assert divide(question, TODAY) == (question,)


def test_there_are_never_more_than_a_few():
    question = "; ".join(f"what did speaker number {n} say" for n in range(9)) + "?"
    assert 1 <= len(divide(question, TODAY)) <= MOST


@given(st.text(max_size=200))
def test_any_text_gives_something_to_ask(text):
    assert all(isinstance(one, str) for one in divide(text, TODAY))
    assert len(divide(text, TODAY)) >= 1
