"""Sentences that are the same but for one name, figure or date."""

from __future__ import annotations

import pytest

from rag.text.swapped import Swap, swapped


@pytest.mark.parametrize(
    ("one", "other", "mine", "theirs"),
    [
        (
            "The committee elected Oona Brandt as its chair on Monday.",
            "The committee elected Per Lind as its chair on Monday.",
            "Oona Brandt",
            "Per Lind",
        ),
        (
            "Eight people were taken off the ferry.",
            "Six people were taken off the ferry.",
            *["Eight", "Six"],
        ),
        (
            "The bridge was opened on 4 May 2019 by the mayor.",
            "The bridge was opened on 14 June 2016 by the mayor.",
            "4 May 2019",
            "14 June 2016",
        ),
        (
            "Nordlys: Directed by Mara Holt.",
            "Nordlys: Directed by Ilse Vann.",
            "Mara Holt",
            "Ilse Vann",
        ),
        # In two places, the same each time.
        (
            "Brandt won the vote, and Brandt will chair the board.",
            "Lind won the vote, and Lind will chair the board.",
            "Brandt",
            "Lind",
        ),
        # A word more or less that says nothing is no second difference.
        (
            "The prize went to Oona Brandt, the jury announced today.",
            "The prize went to Per Lind, the jury said.",
            "Oona Brandt",
            "Per Lind",
        ),
    ],
)
def test_the_one_thing_that_differs(one: str, other: str, mine: str, theirs: str) -> None:
    assert swapped(one, other) == Swap(mine, theirs)
    assert swapped(other, one) == Swap(theirs, mine)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Two things differ: another year's prize.
        (
            "The 2018 prize was awarded to Oona Brandt in Kelder.",
            "The 2019 prize was awarded to Per Lind in Kelder.",
        ),
        # The same thing, written otherwise.
        (
            "The WHO counted forty cases in the district.",
            "The World Health Organization counted forty cases in the district.",
        ),
        ("Brandt was elected by the full board.", "Oona Brandt was elected by the full board."),
        ("Mike Holt was elected by the full board.", "Michael Holt was elected by the full board."),
        # Not swapped but denied, or told with a figure of its own.
        ("Oona Brandt was elected by the board.", "Per Lind was not elected by the board."),
        (
            "Oona Brandt was elected by the board.",
            "Per Lind was elected by the board with 12 votes.",
        ),
        # Nothing differs that could be asked for; too little is the same.
        ("The board met in the small hall.", "The board met in the great hall."),
        ("Oona Brandt won.", "Per Lind won."),
        ("", "Per Lind won."),
        ("The board met.", "The board met."),
    ],
)
def test_what_is_no_swap(one: str, other: str) -> None:
    assert swapped(one, other) is None
    assert swapped(other, one) is None


def test_a_month_is_the_same_however_short():
    one = "The two collided on January 29 and fell into the river at night."
    assert swapped(one, "The two collided on Jan. 29 and fell into the river at night.") is None
    assert swapped(one, "The two collided on Sept. 29 and fell into the river at night.")
