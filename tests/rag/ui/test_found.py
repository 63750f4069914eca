"""What a search shows: results, excerpts, facets, the histogram of dates."""

from __future__ import annotations

from datetime import date

import pytest

from rag.types import ArticleSummary, Hit, Understood
from rag.ui.render import found as draw
from rag.ui.render.excerpt import LONGEST, excerpt, matches, window
from rag.ui.render.found import Facets, Result
from rag.ui.render.histogram import bars, histogram
from rag.ui.render.welcome import understood
from tests.fakes import make_article, make_chunk
from tests.rag.export.samples import FERRY, REPRINT
from tests.rag.ui.seen import Seen
from tests.ui_fakes import HOSTILE

FOUND = Result(Hit(1, 0.5, make_chunk(FERRY)), (ArticleSummary.of(REPRINT),))


def test_a_result_names_where_else_its_origin_stands_and_marks_the_words():
    drawn = draw.results([FOUND], {"lifeboat"}, near=1, shown=20)
    assert "Found: 2 articles, 1 independent origin" in drawn
    assert "Also in" in drawn
    assert "Valley Wire" in drawn
    assert '<mark class="found">lifeboat</mark>' in drawn


def test_a_headline_opens_the_article_at_the_excerpt():
    seen = Seen(draw.results([FOUND], {"lifeboat"}, near=1, shown=20))
    start, end = int(seen.values("data-start")[0]), int(seen.values("data-end")[0])
    assert "lifeboat" in FERRY.body[start:end]


@pytest.mark.parametrize(
    ("near", "shown", "words"),
    [(3, 2, "Show more"), (1, 1, "Show 2 that are less near"), (0, 2, "Show more"), (3, 3, None)],
)
def test_the_rest_is_a_click_away(near, shown, words):
    drawn = draw.results([FOUND] * 3, set(), near=near, shown=shown)
    assert (words in drawn) if words else ('data-act="more"' not in drawn)


def test_nothing_found_says_what_to_do():
    assert "take away a date or an outlet" in draw.results([], set(), near=0, shown=20)


def test_words_are_matched_by_their_stems():
    assert matches("He was evacuated", {"evacu"}) == [(7, 16)]


def test_the_window_is_where_most_of_the_words_are():
    text = "dam " + "filler " * 100 + "the dam broke at the dam " + "filler " * 100
    start, end = window(text, matches(text, {"dam", "brok"}))
    assert "the dam broke at the dam" in text[start:end]
    assert end - start <= LONGEST
    assert text[start - 1] == " "


def test_an_excerpt_that_is_cut_says_so():
    assert excerpt("short", set()) == "short"
    cut = excerpt("word " * 200 + "dam " + "word " * 200, {"dam"})
    assert cut.startswith("… ")
    assert cut.endswith(" …")


def test_a_chosen_outlet_is_pressed():
    drawn = draw.facets(Facets((("Harbour Courier", 3), ("Valley Wire", 1)), ("valley wire",), ()))
    assert Seen(drawn).values("aria-pressed") == ["false", "true"]


def test_bars_are_days_as_long_as_they_fit_then_weeks_months_years():
    first, third = date(2026, 3, 1), date(2026, 3, 3)
    assert [bar.articles for bar in bars([first, first, third])] == [2, 0, 1]
    assert bars([date(2026, 1, 1), date(2026, 3, 1)])[0].first == date(2025, 12, 29)  # a Monday
    assert len(bars([date(2025, 1, 5), date(2026, 3, 1)])) == 15
    assert len(bars([date(1990, 1, 5), date(2026, 3, 1)])) == 37


def test_a_bar_is_a_button_for_its_period_and_one_bar_is_none():
    drawn = histogram([date(2026, 3, 1), date(2026, 3, 3)])
    assert Seen(drawn).values("data-first") == ["2026-03-01", "2026-03-03"]
    assert "Only 1 March 2026: 1 article" in drawn
    assert histogram([date(2026, 3, 1)]) is None


def test_what_was_understood_can_be_left_out():
    one = Understood("outlet:The Verge", "outlet", "from The Verge", "The Verge")
    drawn = Seen(understood([one]))
    assert "From The Verge" in drawn.text
    assert drawn.values("data-key") == ["outlet:The Verge"]
    assert understood([]) == ""


def test_a_hostile_article_is_text():
    hit = Hit(1, 0.5, make_chunk(HOSTILE))
    drawn = draw.results([Result(hit, (ArticleSummary.of(HOSTILE),))], {"price"}, near=1, shown=9)
    for seen in (Seen(drawn), Seen(draw.facets(Facets(((HOSTILE.source, 1),), (), ())))):
        assert not {"script", "img", "iframe", "svg"} & set(seen.tags)
        assert not [name for name, _ in seen.attributes if name.startswith("on")]


def test_an_article_without_date_has_no_bar():
    assert bars([]) == []
    assert make_article(published=None).published is None
