"""Answers that are remembered: of one library only, and so many."""

from rag.api.served import Answers, Asked
from tests.rag.export.samples import ANSWER

FIRST, SECOND, THIRD = Asked("What broke?"), Asked("Who said so?"), Asked("When?")


def test_those_of_an_earlier_library_are_let_go():
    answers = Answers()
    answers.put(FIRST, 1, ANSWER)
    answers.put(SECOND, 2, ANSWER)
    assert answers.get(SECOND, 2) is ANSWER
    assert len(answers._kept) == 1


def test_the_one_not_asked_for_longest_goes_first():
    answers = Answers(most=2)
    answers.put(FIRST, 1, ANSWER)
    answers.put(SECOND, 1, ANSWER)
    assert answers.get(FIRST, 1) is ANSWER
    answers.put(THIRD, 1, ANSWER)
    assert [answers.get(one, 1) is ANSWER for one in (FIRST, SECOND, THIRD)] == [True, False, True]
