"""Which questions want yes or no, and the claims that they ask of."""

import pytest

from rag.text.polar import asks_what_was_said, claims_of, wants_yes_or_no


@pytest.mark.parametrize(
    "question",
    [
        "Did the minister resign?",
        "Has the licence of Skarne Lines been suspended?",
        "According to the board, was the ferry built in 1994?",
        "Wasn't the dam built in 1968?",
        "Did more or less than half of them vote?",
    ],
)
def test_whether_something_is_so_wants_yes_or_no(question):
    assert wants_yes_or_no(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who resigned?",
        "Did Ames or Bolt win the vote?",
        "Can you tell me who won the vote?",
        "Do you know when the ferry left?",
        "Is it known why the ferry sank?",
        "Do the Herald and the authority agree on the sum?",
        "Did the ministry and the paper give the same number?",
        "What did he say, and did she reply?",
        "Did he?",
    ],
)
def test_which_of_two_how_they_compare_and_what_is_asked_politely_do_not(question):
    assert not wants_yes_or_no(question)


def test_a_question_of_what_was_said_is_told_from_one_of_what_is_so():
    assert asks_what_was_said("Did Skarne Lines deny the leak?")
    assert asks_what_was_said("Was it safe, according to Pryor?")
    assert not asks_what_was_said("Was the ferry safe?")


def test_each_outlets_claim_is_asked_by_itself():
    question = "Does the Herald say that the dam leaks, while the Lantern says that it is safe?"
    assert claims_of(question) == (
        "Does the Herald say that the dam leaks?",
        "Does the Lantern says that it is safe?",
    )
    again = "Did 'The Post' report the leak, and did the article from Bolt's paper deny it?"
    assert claims_of(again) == (
        "Did 'The Post' report the leak?",
        "Did the article from Bolt's paper deny it?",
    )


def test_while_of_time_begins_no_other_claim():
    question = "Did the minister laugh while she was asked about the dam?"
    assert claims_of(question) == (question,)
    assert claims_of("Who laughed, while Lind spoke of the dead?") == (
        "Who laughed, while Lind spoke of the dead?",
    )
