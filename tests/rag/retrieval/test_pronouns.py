"""Whom "he" and "she" of a follow-up stand for."""

import pytest

from rag.retrieval.pronouns import resolved, with_name
from rag.types import Turn

ACCUSED = Turn(
    "Who accused the ministry of inspecting the Maren Light by telephone?",
    "Conrad Leith of the Progress Party accused the ministry [1].",
)
DIRECTOR = Turn("Who runs the Kelder Water Authority?", "Anselm Pryor is its director [2].")


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("What did the minister reply to him?", "What did the minister reply to Conrad Leith?"),
        (
            "How did he explain giving up his post?",
            "How did Conrad Leith explain giving up his post?",
        ),
        ("What are his reasons?", "What are Conrad Leith’s reasons?"),
    ],
)
def test_a_person_is_who_the_last_answer_names_first(question, put):
    assert resolved(question, [DIRECTOR, ACCUSED]) == put


def test_an_answer_that_names_nobody_leaves_its_question():
    talk = [Turn("What did Helena Morwen decide?", "The articles do not say.")]
    assert resolved("Why did she?", talk) == "Why did Helena Morwen?"


def test_earlier_turns_are_looked_at_where_the_last_names_nobody():
    talk = [DIRECTOR, Turn("How old is the dam?", "It was built in 1961 [1].")]
    assert resolved("Did he resign?", talk) == "Did Anselm Pryor resign?"


def test_a_first_name_that_tells_is_heeded():
    talk = [Turn("Who met?", "Boris Johnson met Liz Truss [1].")]
    assert resolved("What did she say?", talk) == "What did Liz Truss say?"
    assert resolved("What did he say?", talk) == "What did Boris Johnson say?"


@pytest.mark.parametrize(
    "question",
    [
        "Why did it sink?",  # of a thing
        "Did Helena Morwen say why she resigned?",  # a name stands before it
        "How many died?",
        "Why did she attack him?",  # of two
        "What did Herold say?",  # begins with its letters
    ],
)
def test_what_is_not_asked_of_a_person_stays_as_it_is(question):
    assert resolved(question, [ACCUSED]) == question


@pytest.mark.parametrize("text", ["The Kelder Water Authority does [1].", "Nobody does.", ""])
def test_nobody_is_invented(text):
    assert resolved("Did he resign?", [Turn("Who runs it?", text)]) == "Did he resign?"


def test_a_thing_can_be_named_where_it_is_known():
    assert with_name("why did they sell it?", "Orison") == "why did Orison sell it?"
    assert with_name("what are its plans?", "Orison") == "what are Orison’s plans?"
