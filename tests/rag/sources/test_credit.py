"""The line that says where a printed article is from."""

import pytest

from rag.sources.credit import Credit, find_credit


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        (
            "The Aldersund Herald, 13 March 2026, by Adelaide Rusk",
            Credit("The Aldersund Herald", "13 March 2026", "Adelaide Rusk"),
        ),
        (
            "Harbour Courier | March 15, 2026 | By Moira Tansley and Ivo Brandt",
            Credit("Harbour Courier", "March 15, 2026", "Moira Tansley and Ivo Brandt"),
        ),
        (
            "Écho du Léman — 2026-03-13 — by Zoë  Étienne",
            Credit("Écho du Léman", "2026-03-13", "Zoë Étienne"),
        ),
    ],
)
def test_outlet_date_and_author_are_read(line, credit):
    assert find_credit(["Dam leaks", line, "The dam leaks."]) == credit


@pytest.mark.parametrize(
    "line",
    [
        "Skarne, 13 March 2026",
        "The Herald, by Adelaide Rusk",
        "The bill passed, 13 March 2026, by a vote of nine to two.",
        "He wrote: The Herald, 13 March 2026, by Adelaide Rusk",
        "The Herald, 13 March 2026, by Adelaide Rusk was the first to say so.",
    ],
)
def test_what_says_less_or_goes_on_is_no_credit(line):
    assert find_credit([line]) == Credit()


def test_a_line_in_the_middle_of_the_text_is_no_credit():
    line = "The Herald, 13 March 2026, by Adelaide Rusk"
    assert find_credit(["A sentence."] * 5 + [line]) != Credit()
    assert find_credit(["A sentence."] * 6 + [line]) == Credit()
