"""Outlets that a question names as outlets, and the words that each is asked about."""

import pytest

from rag.retrieval.outlets import mentions, segments, spellings

NAMED = spellings(
    [
        "The Daily Lantern",
        "Harbour Courier",
        "Fortune",
        "The Age",
        "valleywire.com",
        "Bay | City News",
    ]
)


def outlets(question: str) -> list[str]:
    return [one.outlet for one in mentions(question, NAMED)]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What broke, according to The Daily Lantern?", ["The Daily Lantern"]),
        ("What does the Daily Lantern's report say of the dam?", ["The Daily Lantern"]),
        ("What did Fortune report about the offer?", ["Fortune"]),
        ("As the Harbour Courier reported, who resigned?", ["Harbour Courier"]),
        ("What does 'The Age' article claim?", ["The Age"]),
        ("What was said in ValleyWire's story?", ["valleywire.com"]),
        ("What did Bay say of the ferry?", ["Bay | City News"]),
        (
            "What is reported by both Fortune and the Harbour Courier?",
            ["Fortune", "Harbour Courier"],
        ),
        ("Do Fortune and The Age articles agree?", ["Fortune", "The Age"]),
        (
            "Who was called reliable by The Age and greedy, as reported by Fortune?",
            ["The Age", "Fortune"],
        ),
    ],
)
def test_an_outlet_counts_where_the_wording_makes_it_one(question, found):
    assert outlets(question) == found


@pytest.mark.parametrize(
    "question",
    [
        "Who made a fortune with the dam?",
        "Who lost a Fortune?",
        "What is the age of the dam?",
        "Who bought the Harbour Courier?",
        "What broke, according to The Morning Post?",
        "",
    ],
)
def test_the_same_word_for_anything_else_does_not(question):
    assert outlets(question) == []


@pytest.mark.parametrize(
    ("question", "demanded"),
    [
        ("What broke, according to The Daily Lantern?", True),
        ("What does the Daily Lantern's report say?", True),
        ("As The Daily Lantern reported, who resigned?", False),
    ],
)
def test_only_some_wordings_demand_the_outlet(question, demanded):
    assert [one.demanded for one in mentions(question, NAMED)] == [demanded]


def parts(question: str) -> list[str]:
    return [
        " ".join(one.strip(" ,?").split()) for one in segments(question, mentions(question, NAMED))
    ]


def test_an_outlet_that_leads_takes_what_is_behind_it():
    assert parts(
        "Does the Fortune article claim that the mill is lost, while The Age article says that "
        "the bank will pay?"
    ) == [
        "Does article claim that the mill is lost",
        "while article says that the bank will pay",
    ]


def test_an_outlet_that_follows_takes_what_is_before_it():
    assert parts(
        "Who cut nine hundred jobs according to Fortune and raised the dam as reported by The Age?"
    ) == ["Who cut nine hundred jobs according to", "and raised the dam as reported by"]
