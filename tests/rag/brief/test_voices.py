from dataclasses import replace

import pytest

from rag.brief.voices import _fits
from tests.fakes import make_article, make_statement


def said(speaker, content, **rest):
    body = f"{speaker} said {content}"
    begins = len(speaker) + 6
    whole = (0, len(body))
    article = make_article(body, source="Harbour Post")
    one = make_statement(
        article, (0, len(speaker)), (len(speaker) + 1, begins - 1), (begins, len(body)), whole
    )
    return replace(one, **rest)


def test_what_somebody_says_belongs_on_a_page():
    assert _fits(said("Lind", "the dam was cracked for a year before it broke."))


@pytest.mark.parametrize(
    "content",
    [
        "his long-promised wall along the border of the valley",
        "to enter the race for the mayor's office of Greyfell",
        "would have allowed shops to turn away whom they like",
        "divers for finding the wreck within an hour of the call",
    ],
)
def test_a_thing_that_is_spoken_of_is_no_saying(content):
    assert not _fits(said("Lind", content))


def test_what_is_denied_may_be_a_thing():
    assert _fits(said("Lind", "any part in the sale of the dam to Orison", stance="denied"))


@pytest.mark.parametrize(
    "speaker", ["72% of voters", "Some Republicans", "Poll respondents", "its president"]
)
def test_a_share_of_a_poll_is_nobody_who_speaks(speaker):
    assert not _fits(said(speaker, "the dam was cracked for a year before it broke."))


@pytest.mark.parametrize(
    "speaker", ["Monday", "fresh data", "JUST WATCHED Hear Lind", "Leader", "Harbour Police Lt."]
)
def test_days_things_and_ranks_without_a_name_are_nobody(speaker):
    assert not _fits(said(speaker, "the dam was cracked for a year before it broke."))


def test_a_thing_with_a_verb_in_its_aside_is_no_saying():
    assert not _fits(said("Lind", "her intention to leave six weeks into a term that has failed"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("the mayor's and the board's response to the flood in Brannock", False),
        ("it's the mayor whose works were closed before the flood", True),
    ],
)
def test_whose_a_thing_is_says_nothing_of_it(content, says):
    assert _fits(said("Lind", content)) is says
