import pytest

from rag.statements.plain import plain_sentences
from rag.statements.spans import Spans
from tests.fakes import split_sentences


def plain(body, taken=(), names=()):
    found = plain_sentences(body, split_sentences(body), Spans(taken), Spans(names))
    return [body[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry sank with 94 people.",
        "The ferry sank again on 7 March.",
        "The buses are free and always were.",
    ],
)
def test_a_figure_a_date_or_no_price_makes_an_assertion(sentence):
    assert plain(sentence) == [sentence]


def test_a_name_makes_an_assertion_and_nothing_definite_makes_none():
    assert plain("The ferry sank off Innerholm.", names=[(19, 28)]) == [
        "The ferry sank off Innerholm."
    ]
    assert plain("The ferry sank very quickly.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Did the ferry sink with 94 people?",
        "I saw the ferry sink with 94 people.",
        "The ferry reportedly sank with 94 people.",
        "Photo of the ferry that sank in 2011.",
        "Ferry, 94 people.",
        "Our writer Ana Moor contributed to this report on 7 March.",
        "Ana Moor of the Courier contributed to this report on 7 March.",
    ],
)
def test_questions_opinions_hearsay_and_captions_are_none(sentence):
    assert plain(sentence) == []


def test_what_somebody_else_says_is_not_the_outlets():
    assert plain("The ferry sank with 94 people.", taken=[(0, 5)]) == []


def test_us_is_a_country_where_it_is_written_so():
    assert plain("The US sent 3 ships to help.") == ["The US sent 3 ships to help."]


@pytest.mark.parametrize(
    "sentence",
    [
        "JUST WATCHED Ana Moor on the ferry with 94 people Replay More Videos ...",
        "Sign up for our newsletter on the 94 people of the ferry.",
    ],
)
def test_what_is_of_the_page_is_no_assertion(sentence):
    assert plain(sentence) == []
