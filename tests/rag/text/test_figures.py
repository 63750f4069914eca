"""Figures in normal forms: what they mean when stated, and what they back when quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.figures import backed_by, figures, is_backed, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 1.2 million, or 40 percent", {"1200000", "40%"}),
        ("1,200", {"1200"}),
        ("1,20,000", {"120000"}),
        ("one hundred and twenty", {"120"}),
        ("two thousand three hundred", {"2300"}),
        ("two three-year terms", {"2", "3"}),
        ("twenty-one", {"21"}),
        ("two and three people", {"2", "3"}),
        ("a dozen", {"12"}),
        ("half a million", {"500000"}),
        ("two and a half million", {"2500000"}),
        ("several hundred", {"hundreds"}),
        ("3-1", {"3", "1"}),
        ("COVID-19 and F-16", set()),
        ("mid-2024", {"2024"}),
        ("the 1990s", {"1990"}),
        ("June 16th", {"16"}),
        ("one of the first to win both halves twice", set()),
        ("no one", set()),
        ("It was built.", set()),
        ("", set()),
    ],
)
def test_what_a_text_states(text, expected):
    assert values(text) == expected


@pytest.mark.parametrize(
    ("stated", "quoted", "backed"),
    [
        ("$1.2bn", "$1.2 billion", True),
        ("$5", "£5", False),
        ("$5", "5 dollars", True),
        ("$15", "from $10 to 15", True),
        ("40%", "40", False),
        ("40", "40%", True),
        ("40%", "40 percentage points", False),
        ("six in ten", "60%", True),
        ("16 in 94", "16 of 94", True),
        ("two in three days", "two within three days", True),
        ("4 p.m.", "16:00", True),
        ("4 a.m.", "16:00", False),
        ("noon", "12:00", True),
        ("10m", "10 million", True),
        ("dozens", "47", True),
        ("dozens", "14", False),
        ("hundreds", "1998", False),  # a year is no count
        ("two-thirds", "67%", True),
        ("three quarters", "75%", True),
        ("about 1,200", "1,187", True),
        ("1,200", "1,187", False),
        ("more than 1,200", "1,187", False),
        ("about 15", "14", False),
    ],
)
def test_whether_a_quote_backs_a_stated_figure(stated, quoted, backed):
    held = backed_by([quoted])
    demanded = [figure for figure in figures(stated) if figure.means]
    assert demanded
    assert all(is_backed(figure, held) for figure in demanded) == backed


def test_one_is_always_backed():
    assert all(is_backed(figure, backed_by([])) for figure in figures("1 man"))


def test_figures_come_in_reading_order_as_they_are_written():
    text = "Fourteen of 94 people, or 15%, died at 4:05 p.m."
    assert [one.text for one in figures(text)] == ["Fourteen", "94", "15%", "4:05 p.m."]
    assert all(text[one.start :].startswith(one.text) for one in figures(text))


@pytest.mark.parametrize(("text", "year"), [("in 1998", 1998), ("1,998", None), ("1998%", None)])
def test_what_looks_like_a_year_is_told(text, year):
    assert figures(text)[0].year == year


@given(st.integers(0, 10**12))
def test_digits_with_and_without_commas_are_the_same(number):
    assert values(f"{number:,}") == values(f"{number}") == {str(number)}


@given(st.text(alphabet=st.sampled_from("0123456789,.%$£ -to:mkbnhalfdozenpinthird"), max_size=40))
def test_any_text_backs_itself(text):
    held = backed_by([text])
    assert all(is_backed(one, held) for one in figures(text) if one.means)


def test_an_amount_of_money_is_no_time_of_day():
    (amount,) = figures("Gas stands at $4.17 a gallon.")
    assert not any(":" in reading for reading in amount.means)
    (time,) = figures("It left at 18.40 on Sunday.")
    assert "18:40" in time.means
