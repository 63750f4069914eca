"""Counts, dates and addresses as people see them."""

from datetime import UTC, date, datetime

import pytest

from rag.text.shown import count, day_words, shortened, web_link


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 articles"), (1, "1 article"), (1200, "1,200 articles")]
)
def test_a_count_has_its_noun(number, words):
    assert count(number, "article") == words


def test_a_day_is_written_out():
    assert day_words(datetime(2026, 11, 4, 23, 59, tzinfo=UTC)) == "4 November 2026"
    assert day_words(date(2026, 11, 24), short=True) == "24 Nov 2026"
    assert day_words(None) == "undated"


@pytest.mark.parametrize(
    ("characters", "shown"),
    [(13, "the dam broke"), (12, "the dam …"), (9, "the dam …"), (8, "the …")],
)
def test_a_text_is_shortened_at_a_blank(characters, shown):
    assert shortened("the dam broke", characters) == shown


def test_a_word_without_blanks_is_cut():
    assert shortened("abcdefgh", 6) == "abcd …"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc/passwd", "",
        "//host.example", "https://", "http://user@host.example", "http://[bad", "ftp://a.example",
        "vbscript:x", " ", "host.example",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_are_links(url):
    assert web_link(url) == ""


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/b?c=1&d=2#e", "https://a.example/b?c=1&d=2#e"),
        (" http://a.example ", "http://a.example"),
        ("https://a.example/früh", "https://a.example/früh"),
        ('https://a.example/a b"<c>', "https://a.example/a%20b%22%3Cc%3E"),
        ("https://a.example/a%20b", "https://a.example/a%20b"),
    ],
)
def test_characters_that_no_address_has_are_written_as_it_has_them(url, link):
    assert web_link(url) == link
