from dataclasses import replace

import numpy as np
import pytest

from rag.evidence.unknowns import leaves_open, unknowns
from tests.rag.evidence.pages import material, sentence


@pytest.mark.parametrize(
    "text",
    [
        "The board has not established why the ship capsized.",
        "Whether the leak played any part is not known.",
        "It is unclear who gave the order.",
        "The company declined to comment on the report.",
        "The claim could not be independently verified.",
        "It was far too early to speak of a cause, the board said.",
        "The papers do not say why the rest was put off.",
        "There was no immediate word from the ministry.",
    ],
)
def test_an_open_question_is_seen(text):
    assert leaves_open(text)


@pytest.mark.parametrize(
    "text",
    [
        "The board established why the ship capsized.",
        "The man is known to the police.",
        "“It is not clear to me,” the mayor said, “and I resign.”",
        "A witness who did not wish to be named saw the crash.",
    ],
)
def test_what_is_told_is_no_open_question(text):
    assert not leaves_open(text)


def test_the_newest_and_weightiest_come_first_and_none_twice():
    given = material(
        sentence("It is not known why it broke.", published="2026-03-02"),
        sentence("The cause is not yet known.", published="2026-03-10"),
        sentence("Nobody knows the cause, and it is unclear.", published="2026-03-09"),
        sentence("The dam broke."),
        alike=[(1, 2, 0.9)],
    )
    assert unknowns(given, 3) == [1, 0]
    assert unknowns(given, 3, taken=[1]) == [0]
    assert unknowns(given, 3, settled={1, 2}) == [0]


def test_an_open_question_of_another_topic_is_not_told():
    given = material(
        sentence("It is not known why the dam broke."),
        sentence("It is unclear when the senate will vote."),
    )
    given = replace(given, about=np.array([0.6, 0.1], dtype=np.float32))
    assert unknowns(given, 5) == [0]


def test_what_was_open_long_ago_is_left_behind_once_the_news_went_on():
    asked = sentence("It is unclear who gave the order.", published="2026-03-01")
    later = [
        sentence(f"The inquiry heard witness {n}.", origin=n, published="2026-03-10")
        for n in (1, 2)
    ]
    assert unknowns(material(asked, later[0]), 3) == [0]
    assert unknowns(material(asked, *later), 3) == []
