import pytest

from rag.writing.phrasing import Phraser
from tests.fakes import (
    FakeEmbedder,
    FakeGenerator,
    FakeJudge,
    PlainSplitter,
    make_article,
    make_evidence,
)

BODY = (
    "Divers found the wreck of the ferry on Monday, and the mayor, Anton Lind, said that 12 people "
    "were dead."
)


def phrased(reply, body=BODY, judge=None):
    phraser = Phraser(FakeGenerator([reply]), FakeEmbedder(), judge or FakeJudge(), PlainSplitter())
    writing = phraser.phrase([make_evidence(make_article(body))])
    while True:
        try:
            next(writing)
        except StopIteration as ended:
            return ended.value


def test_a_sentence_that_its_quotes_back_stands_with_their_numbers():
    written = phrased(
        "Divers found the wreck of the ferry, and 12 people were dead, the mayor said."
    )
    assert written.text.startswith("Divers found the wreck")
    assert written.citations == (1,)
    assert written.support > 0.5


@pytest.mark.parametrize(
    "reply",
    [
        "Divers found the wreck of the ferry, and 20 people were dead, the mayor said.",
        "Divers found the wreck of the ferry, and 12 people were dead, Mara Olt said.",
        "Divers found the wreck of the ferry on Tuesday, and 12 people were dead, he said.",
        "Nothing.",
        "The mayor said so.",
        "We found the wreck of the ferry on Monday, and 12 people were dead, the mayor said.",
        "Divers found the wreck of the ferry on Monday, and the mayor said that 12",
        "",
    ],
)
def test_what_its_quotes_do_not_back_is_none(reply):
    assert phrased(reply) is None


def test_what_a_speaker_only_said_gets_its_speaker_back():
    body = "The wall had been cracked for a year, the engineer Mara Olt said."
    written = phrased("The wall had been cracked for a year.", body)
    assert "Mara Olt" in written.text


def test_only_the_first_sentence_counts_and_marks_are_none():
    written = phrased(
        "Point: Divers found the wreck of the ferry and 12 people dead, the mayor said [1]. Good."
    )
    assert written.text == (
        "Divers found the wreck of the ferry and 12 people dead, the mayor said."
    )


def test_closing_it_stops_the_generator():
    generator = FakeGenerator(["one two three"])
    phraser = Phraser(generator, FakeEmbedder(), FakeJudge(), PlainSplitter())
    writing = phraser.phrase([make_evidence()])
    next(writing)
    writing.close()
    assert generator.closed_early == 1


def test_what_the_judge_holds_to_contradict_its_quotes_is_none():
    reply = "Divers found nothing of the wreck of the ferry, nor of the 12 people, the mayor said."
    assert phrased(reply, judge=FakeJudge(verdicts={"nothing": (0, 0, 1)})) is None
