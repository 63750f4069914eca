"""What is still open, and what settles it."""

import pytest

from rag.text.pending import is_pending, is_unexplained, is_wanted, looks_ahead, settles


@pytest.mark.parametrize(
    "text",
    [
        "The ministry has yet to decide whether to extend the pause.",
        "Officials are still weighing a ban.",
        "The court is expected to rule on the ban by Friday.",
        "It is not yet clear whether the ferry will sail.",
        "She hasn't decided.",
        "The board will vote on Monday.",
    ],
)
def test_open_matters(text):
    assert is_pending(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry extended the pause.",
        "The bridge is expected to open in May.",
        "She has two sons.",
        "Voters decided in March.",
    ],
)
def test_settled_matters(text):
    assert not is_pending(text)


def test_a_later_sentence_settles_only_what_it_speaks_of():
    earlier = "The ministry has yet to decide whether to extend the pause on loan payments."
    assert settles("The ministry extended the pause on loan payments until May.", earlier)
    assert not settles("The ministry announced a new school.", earlier)
    assert not settles("The ministry will decide on the pause on loan payments soon.", earlier)
    assert not settles(earlier, "The ministry extended the pause on loan payments until May.")


@pytest.mark.parametrize(
    "text",
    [
        "The storm will reach the coast on Friday.",
        "Olsk is bracing for the flood.",
        "As the river nears its peak, people leave.",
        "The wall could give way this week.",
        "The board is expected to sit on Monday.",
        "The fleet had previously been sent north.",
        "The city expects the rest of the loan that it gave in the spring of 2020 to be paid.",
    ],
)
def test_what_is_to_come_looks_ahead(text):
    assert looks_ahead(text)


@pytest.mark.parametrize(
    "text",
    [
        "The storm reached the coast on Friday.",
        "The wall may have been cracked for a year.",
        "Lind said: “The wall will hold.”",
    ],
)
def test_what_came_and_what_somebody_foretold_does_not(text):
    assert not looks_ahead(text)


@pytest.mark.parametrize(
    "text",
    [
        "The union urged the ministry to close the port.",
        "Mara Lind has long called for a ban.",
        "Residents are demanding a new bridge.",
        "The minister promised to pay every family.",
        "The council should close the bridge.",
    ],
)
def test_what_is_wanted(text):
    assert is_wanted(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry closed the port.",
        "The council voted to pay every family.",
        "The minister said: “We must close the port.”",
    ],
)
def test_what_was_done_is_not_wanted(text):
    assert not is_wanted(text)


@pytest.mark.parametrize(
    ("text", "unexplained"),
    [
        ("The reason is not known.", True),
        ("The cause of the fire remains under investigation, Kerr said.", True),
        ("It was not clear why the gate had jammed.", True),
        ("The motive is still unknown.", True),
        ("The reason is that a trunk blocked it.", False),
        ("It is not known whether they will sign.", False),
    ],
)
def test_what_says_that_the_reason_is_not_known(text: str, unexplained: bool) -> None:
    assert is_unexplained(text) is unexplained
