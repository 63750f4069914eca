import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles.clean import clean, clean_body, clean_line

TRICKY = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("\r\n\u2028\u0085 \t\u00a0\u200b\u200c\u200d\u202e\ufeff\u0301\u0338e<ا😀"),
        st.sampled_from("\U000e0041\U000e0001\ud800\u1100\u1161\u11a8\u212b"),
    ),
    max_size=40,
)


@given(TRICKY)
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


LINES = st.lists(
    st.one_of(TRICKY, st.sampled_from(["Advertisement", "Read more", "", "\u200bAdvertisement "])),
    max_size=8,
).map("\n".join)


@given(LINES)
@settings(max_examples=200, deadline=None)
def test_cleaning_a_body_twice_changes_nothing(text: str) -> None:
    assert clean_body(clean_body(text)) == clean_body(text)


@given(TRICKY)
@settings(max_examples=100, deadline=None)
def test_a_cleaned_text_can_always_be_stored_as_utf8(text: str) -> None:
    assert clean(text).encode("utf-8").decode("utf-8") == clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cafe\u0301", "Caf\u00e9"),
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("a\u00a0b\u202fc\td", "a b c d"),
        ("a   \nb ", "a\nb"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a\n \n \n \nb", "a\n\nb"),
        ("\n\n a \n\n", "a"),
        ("pass\u200bword", "password"),
        ("co\u00adoperate", "cooperate"),
        ("abc\u202edef\u202c", "abcdef"),
        ("a\x00b\x07c", "abc"),
        ("red\x1b[31m", "red[31m"),
        ("\ufeffa", "a"),
        ("hi\U000e0049\U000e0047\U000e004e", "hi"),
        ("a\ud800b", "ab"),
        ("e\u200b\u0301", "\u00e9"),
    ],
)
def test_what_a_reader_does_not_see_is_gone(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_joiner_inside_a_persian_word_stays() -> None:
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_a_joiner_inside_a_family_emoji_stays() -> None:
    assert clean("👩\u200d👧") == "👩\u200d👧"


def test_a_joiner_that_splits_a_latin_word_goes() -> None:
    assert clean("ig\u200dnore") == "ignore"


def test_double_blanks_inside_a_line_are_kept() -> None:
    assert clean("Yes.  No.") == "Yes.  No."


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Show Caption Hide Caption",
        "Sign up here for the newsletter",
        "Getty Images",
        "Video player was slow to load content Video content never loaded Ad froze",
        "1. How relevant is this ad to you?",
        "CNN —",
        "Read More",
        "Sign up for our weekly newsletter.",
        "(You can get “5 Things You Need to Know Today” delivered to your inbox. Sign up here.)",
    ],
)
def test_a_line_of_boilerplate_is_dropped(line: str) -> None:
    assert clean_body(f"First.\n\n{line}\n\nSecond.") == "First.\n\nSecond."


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement spending rose by 3 per cent.",
        "The Getty Images archive was sold.",
        "Read more books, the minister said.",
        "(CNN) The moon glowed red on Sunday night.",
        "Washington CNN —",
        "He asked her to sign up here for the newsletter and left.",
        "Maryland",
    ],
)
def test_a_line_that_an_article_could_have_is_kept(line: str) -> None:
    assert clean_body(f"First.\n\n{line}\n\nSecond.") == f"First.\n\n{line}\n\nSecond."


def test_a_title_is_one_line_with_single_blanks() -> None:
    assert clean_line(" Rates\n  rise\u200b \t again ") == "Rates rise again"


def test_a_hundred_thousand_blanks_take_no_square_of_time() -> None:
    started = time.monotonic()
    clean_body(("a" + " " * 100_000) * 3 + "b")
    assert time.monotonic() - started < 2
