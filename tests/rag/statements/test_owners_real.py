"""Whose words they are, and how much of a sentence they are: read with the real parser."""

import pytest

from tests.rag.statements.parsed import read, said

pytestmark = pytest.mark.real


def test_what_readers_wrote_below_is_nobodys_statement():
    comments = ["I knew it would sink!", "What a shame! Lind lied.", "They should all be sacked."]
    body = "\n\n".join(["The ferry will stop, Lind said.", *comments])
    (one,) = read(body, author="Ada Byline")
    assert (one.speaker, one.quote) == ("Lind", "The ferry will stop")


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        (
            "The National Oceanic and Atmospheric Administration says a storm is near.",
            "National Oceanic and Atmospheric Administration",
        ),
        (
            "President Jon Lind came. Ada Lind wore yellow. Ada Lind left. Ada Lind is his wife. "
            "President Lind said it was late.",
            "Jon Lind",
        ),
    ],
)
def test_names_that_are_more_or_less_than_they_seem(body, speaker):
    assert [one[0] for one in said(body)] == [speaker]


def test_what_is_said_of_one_thing_in_a_sentence_is_not_all_of_it():
    body = "Residents are suing a public utility for leaks they say contributed to the harm."
    assert not any("suing" in one[-1] for one in said(body))
    assert said("Residents are suing a utility, they say.")[0][-1] == (
        "Residents are suing a utility"
    )
