"""Dates are read, and backed by the calendar around the day of publication."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.dates import backs_date, dates, without_dates, without_day

WEDNESDAY = datetime(2026, 6, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tuesday, Aug. 24", ["Tuesday", "24 August"]),
        ("on June 16, 2026 and on the 3rd of May", ["16 June 2026", "3 May"]),
        ("16 June", ["16 June"]),
        ("2026-06-16", ["16 June 2026"]),
        ("JUNE 16", ["16 June"]),
        ("in May 2022", ["May 2022"]),
        ("Sept. 11, 2001", ["11 September 2001"]),
        ("on the 16th", ["16"]),
        ("the 14th victim", []),
        ("It may rain.", []),
        ("March organisers went home.", []),
        ("Theresa May said", ["May"]),
        ("at Mar-a-Lago", []),
        ("every Monday and on Mondays", ["Monday", "Monday"]),
        ("45 June 99", ["June"]),
    ],
)
def test_dates_are_read_in_every_usual_form(text, expected):
    assert [str(one) for one in dates(text)] == expected


@pytest.mark.parametrize(
    ("stated", "quote", "backed"),
    [
        ("16 June", "on Tuesday", True),
        ("16 June", "yesterday", True),
        ("17 June", "this morning", True),
        ("17 June", "It broke.", True),
        ("18 June", "It broke.", False),
        ("Tuesday", "on June 16", True),
        ("Monday", "on Sunday", False),
        ("Wednesday", "It broke.", True),
        ("Wednesday", "It broke on Sunday.", False),
        ("Saturday", "three days after Saturday", True),
        ("June 2026", "on Sunday", True),
        ("June 2025", "on Sunday", False),
        ("16 June 2026", "June 16", True),
        ("16 June 2019", "June 16", False),
        ("17 June", "built on 3 May", False),
        ("16 June", "on the 16th", True),
        ("in May", "on 3 May 2019", True),
        ("3 May 2018", "on 3 May 2019", False),
    ],
)
def test_whether_a_quote_of_a_wednesday_backs_a_date(stated, quote, backed):
    (date,) = dates(stated)
    assert backs_date(date, quote, "", WEDNESDAY) == backed


def test_a_title_backs_a_date_too():
    (date,) = dates("16 June")
    assert backs_date(date, "It broke on Sunday.", "Storm of 16 June", WEDNESDAY)


def test_without_a_day_of_publication_only_the_quote_counts():
    (date,) = dates("16 June")
    assert not backs_date(date, "on Tuesday", "", None)
    assert backs_date(date, "on June 16", "", None)


def test_an_impossible_day_is_no_error():
    (date,) = dates("Monday")
    assert not backs_date(date, "on February 30", "", WEDNESDAY)
    assert not backs_date(date, "on the 31st", "", datetime(2026, 2, 3, tzinfo=UTC))


def test_blanked_dates_leave_the_other_numbers_in_place():
    text = "On June 16 14 people died."
    blank = without_dates(text)
    assert len(blank) == len(text)
    assert blank.split() == ["On", "14", "people", "died."]


@given(st.text(alphabet=st.sampled_from("0123456789 -/.,thJuneMayofMonday"), max_size=40))
def test_any_text_is_read_without_error_and_backs_its_own_dates(text):
    assert len(without_dates(text)) == len(text)
    for one in dates(text):
        assert text[one.start : one.end].strip()
        assert backs_date(one, text, "", WEDNESDAY)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("On 8 March, what did the ministry say?", "What did the ministry say?"),
        ("What had blocked gate three on 8 March?", "What had blocked gate three?"),
        ("What did the report of March 8, 2026 say?", "What did the report say?"),
        ("What did the ministry say on 9 March?", "What did the ministry say on 9 March?"),
        ("What did the ministry say in March?", "What did the ministry say in March?"),
        ("What did the ministry say on Sunday?", "What did the ministry say on Sunday?"),
    ],
)
def test_the_day_of_publication_need_not_be_in_the_article(question: str, left: str) -> None:
    assert without_day(question, datetime(2026, 3, 8, 20, tzinfo=UTC)) == left
    assert without_day(question, None) == question
