import time

from rag.sources.reflow import reflow


def test_a_short_line_ends_its_paragraph() -> None:
    page = (
        "The first line is as wide as the column of\nthe page.\n"
        "The second paragraph begins here and goes"
    )
    assert reflow([page]) == (
        "The first line is as wide as the column of the page.\n\n"
        "The second paragraph begins here and goes"
    )


def test_a_sentence_goes_on_over_the_page() -> None:
    pages = [
        "The sentence begins on the first of the two",
        "pages of this newspaper and ends on it all.",
    ]
    assert reflow(pages) == (
        "The sentence begins on the first of the two pages of this newspaper and ends on it all."
    )


def test_a_word_that_the_text_hyphenates_keeps_its_hyphen() -> None:
    page = (
        "A well-known mayor spoke; the council heard the well-\n"
        "known mayor, and it adjourned to Tuesday."
    )
    assert "heard the well-known mayor" in reflow([page])


def test_a_word_broken_at_the_margin_is_joined() -> None:
    assert reflow(["The council heard of the engi-\nneers who had seen the bridge"]) == (
        "The council heard of the engineers who had seen the bridge"
    )


def test_points_of_a_list_are_paragraphs() -> None:
    page = "• the first point of the list of the council\n• the second point of the list"
    assert reflow([page]).count("\n\n") == 1


def test_printers_shapes_become_letters() -> None:
    assert reflow(["eﬃcient ﬁre oﬀers"]) == "efficient fire offers"


def test_no_pages_are_no_text() -> None:
    assert reflow([]) == ""


def test_a_hundred_thousand_lines_take_no_square_of_time() -> None:
    started = time.monotonic()
    reflow(["the council of the town met again-\n" * 50_000])
    assert time.monotonic() - started < 5
