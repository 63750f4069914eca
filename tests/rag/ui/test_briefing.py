"""A briefing on the page, its sources by origin, and the stories to choose from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rag.types import ArticleSummary, Briefing, CitedSentence, Difference, Story
from rag.ui.render import briefing as draw
from rag.ui.render import origins as draw_origins
from rag.ui.render import stories as draw_stories
from tests.rag.export.samples import BRIEFING, FERRY, REPRINT
from tests.rag.ui.pages_desk import HOSTILE_BRIEFING
from tests.rag.ui.seen import Seen


def test_every_mark_of_the_page_has_its_passage_among_the_sources():
    page = Seen(draw.page(BRIEFING))
    sources = Seen(
        draw_origins.cited(draw.PLACE, BRIEFING.sources, BRIEFING.citations, back="Back")
    )
    marks = {href for href in page.values("href") if href.startswith("#brief-e")}
    assert marks == {f"#brief-e{n}" for n in range(1, 9)}
    assert marks <= {f"#{one}" for one in sources.values("id")}


def test_a_point_says_how_many_origins_carry_it():
    assert "2 articles, 1 independent origin" in draw.page(BRIEFING)


def test_a_date_of_which_the_month_is_known_is_shown_as_a_month():
    page = draw.page(BRIEFING)
    assert '<time datetime="2026-08">August 2026</time>' in page
    assert '<time datetime="2026-11-17">17 November 2026</time>' in page


def test_the_dots_of_the_timeline_lead_to_its_entries():
    page = Seen(draw.page(BRIEFING))
    dots = [href for href in page.values("href") if "moment" in href]
    assert dots == [f"#brief-moment-{n}" for n in (1, 2, 3, 4)]
    assert {one[1:] for one in dots} <= set(page.values("id"))


def test_sides_that_differ_in_a_figure_have_it_marked():
    page = draw.page(BRIEFING)
    assert '<mark class="differs">Two</mark>, the Harbour Courier reports.' in page
    assert '<mark class="differs">Nine</mark>, the owner says.' in page


def test_a_denial_is_marked_and_figures_beside_it_are_not():
    sides = (
        CitedSentence("The radar failed in 2 storms.", (), 1.0),
        CitedSentence("The radar never failed in 3 years.", (), 1.0),
    )
    page = draw.page(
        Briefing("", "page", "Radar", (), differences=(Difference("denial", "radar", sides),))
    )
    assert page.count("<mark") == 1
    assert '<mark class="differs">never</mark>' in page


def test_what_an_open_question_is_of_is_no_check():
    one = CitedSentence("Nobody knows why.", (), 1.0, ("as of 12 March 2026",))
    page = draw.page(replace(BRIEFING, unknowns=(one,)))
    assert "As of 12 March 2026" in page
    assert "Check" not in page


def test_while_it_is_written_there_is_nothing_to_save():
    assert "Save as" not in draw.page(BRIEFING, busy=True)
    assert draw.page(BRIEFING).count('data-act="save"') == 5


def test_a_stopped_page_says_that_it_is_whole_so_far():
    assert "what is here is whole and checked" in draw.page(replace(BRIEFING, stopped=True))
    assert "Stopped" not in draw.page(BRIEFING)


def test_an_empty_section_is_left_out():
    page = draw.page(replace(BRIEFING, timeline=(), differences=()))
    assert "Timeline" not in page
    assert "Where accounts differ" not in page


def test_reprints_stand_under_their_origin_before_and_after_writing():
    chosen = Seen(draw_origins.chosen(BRIEFING.sources, ("one outlet only",)))
    assert "To be read: 4 articles, 3 independent origins" in chosen.text
    assert "One outlet only" in chosen.text
    cited = draw_origins.cited("brief", BRIEFING.sources, BRIEFING.citations, back="Back")
    ferry = cited.index(FERRY.id)
    assert ferry < cited.index(f'data-article="{REPRINT.id}"') < cited.index("Inland Gazette")


def test_what_was_read_without_being_cited_is_folded():
    drawn = Seen(draw_origins.cited("brief", BRIEFING.sources, BRIEFING.citations[:2], back="Back"))
    assert "2 origins read, not cited" in drawn.text


def test_a_story_tells_its_size_dates_and_outlets():
    story = Story(
        "5f", "Ferry aground", (ArticleSummary.of(FERRY), ArticleSummary.of(REPRINT)),
        datetime(2026, 2, 28, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC),
        ("A", "B", "C", "D", "E"),
    )  # fmt: skip
    drawn = Seen(draw_stories.invitation([story]))
    assert "2 articles" in drawn.text
    assert "28 February to 2 March 2026" in drawn.text
    assert "A, B, C and 2 more" in drawn.text
    assert drawn.values("data-story") == ["5f"]


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        ((2026, 3, 8), (2026, 3, 8), "8 March 2026"),
        ((2026, 3, 8), (2026, 3, 12), "8 to 12 March 2026"),
        ((2025, 12, 30), (2026, 1, 2), "30 December 2025 to 2 January 2026"),
    ],
)
def test_dates_say_once_what_both_share(since, until, shown):
    assert draw_stories.dates(datetime(*since, tzinfo=UTC), datetime(*until, tzinfo=UTC)) == shown


def test_a_hostile_article_is_text():
    drawn = [
        draw.page(HOSTILE_BRIEFING),
        draw_origins.chosen(HOSTILE_BRIEFING.sources, HOSTILE_BRIEFING.notes),
        draw_origins.cited("brief", HOSTILE_BRIEFING.sources, HOSTILE_BRIEFING.citations, back="B"),
    ]
    for one in map(Seen, drawn):
        assert not {"script", "img", "iframe", "svg"} & set(one.tags)
        assert not [name for name, _ in one.attributes if name.startswith("on")]
