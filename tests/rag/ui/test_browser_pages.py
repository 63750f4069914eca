"""Brief, Compare, Search and the reader's summaries in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.export import render
from rag.types import Readings
from tests.rag.export.samples import COMPARISON, FERRY
from tests.rag.ui.conftest import fill, see

pytestmark = pytest.mark.browser

playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture
def newsroom(desk, page):
    """A session at the library that the briefing and the comparison are about."""
    desk.with_samples()
    page.reload()
    page.wait_for_selector("#welcome .welcome")
    return page


def _tab(page, name: str) -> None:
    page.click(f"button[role=tab]:has-text('{name}')")


def _brief(page, topic: str) -> None:
    _tab(page, "Brief")
    fill(page, "#topic", topic)
    page.click("#write")


def _compare(page, topic: str) -> None:
    _tab(page, "Compare")
    fill(page, "#compare-topic", topic)
    page.click("#compare")


def _search(page, words: str) -> None:
    _tab(page, "Search")
    fill(page, "#search-words", words)
    page.click("#search-button")


def test_how_far_reading_ahead_is_is_seen_and_goes_when_all_is_read(newsroom, desk):
    page = newsroom
    desk.reading.state = Readings(1, 4, going=True)
    page.reload()
    page.wait_for_selector("#welcome .welcome")
    _tab(page, "Compare")
    see(page, "#compare-ahead", "Read for who said what: 1 of 4 articles.")
    desk.reading.state = Readings(3, 4, going=True)
    see(page, "#compare-ahead", "3 of 4 articles")
    desk.reading.state = Readings(4, 4)
    page.wait_for_selector("#compare-ahead p", state="detached")
    assert "Read for" not in page.inner_text("#compare-ahead")


def test_a_story_is_chosen_read_about_and_its_marks_lead_to_its_sources(newsroom, desk):
    page = newsroom
    _tab(page, "Brief")
    page.click("#stories .stories button")
    see(page, "#brief-sources", "To be read: 4 articles, 3 independent origins")
    page.click("#write")
    see(page, "#briefing .lead", "The ferry Linnet ran aground off Skerry Point on 17 November.")
    page.wait_for_selector("#briefing .save")
    assert desk.briefed[-1][2] == "5f" * 8
    page.focus("#briefing .points .cite >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'brief-e2'")
    see(page, "#brief-e2 .focus", "All 214 passengers were taken off by lifeboat")
    page.click("#brief-sources .headline >> nth=0")
    see(page, "#reader-dialog mark", "The ferry Linnet ran aground")


def test_the_stories_are_looked_at_again_and_are_as_they_were(newsroom):
    for _ in range(2):
        with newsroom.expect_response(lambda told: "/run/predict" in told.url) as told:
            _tab(newsroom, "Brief")
        assert told.value.ok
        see(newsroom, "#stories .stories", "In the news")
        _tab(newsroom, "Ask")


def test_stopping_keeps_what_is_written_and_other_stories_come_back(newsroom, desk):
    page = newsroom
    desk.gate.clear()
    _brief(page, "a slow one")
    page.wait_for_selector("#briefing .lead")
    page.click("#brief-stop")
    see(page, "#briefing .notes", "Stopped before the end: what is here is whole and checked")
    page.wait_for_selector("#briefing .save")
    page.click("#brief-new")
    page.wait_for_selector("#stories .stories")
    playwright.expect(page.locator("#briefing .briefing")).to_have_count(0)


def test_what_a_briefing_cannot_be_about_is_told_in_words(newsroom):
    _brief(newsroom, "please fail")
    see(newsroom, "#brief-progress .failure", "No article fits: the dates leave none over.")
    playwright.expect(newsroom.locator("#write")).to_be_visible()


def test_a_cell_opens_its_quotes_with_the_differences_marked(newsroom, desk):
    page = newsroom
    page.set_default_timeout(20_000)
    _compare(page, COMPARISON.topic)
    see(page, "#comparison .matrix", "contradicts Linnet Lines")
    page.wait_for_selector("#comparison .save")
    page.focus("#comparison td[data-holder='Linnet Lines'] .position >> nth=-1")
    page.keyboard.press("Enter")
    see(page, "#quotes-dialog h3", "≈ Linnet Lines differs in detail from Harbour Courier")
    assert page.locator("#quotes-dialog mark.differs").all_inner_texts() == ["Nine", "Two"]
    page.click("#quotes-dialog .headline >> nth=0")
    see(page, "#reader-dialog mark", "Nine people were treated for cold, she said.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    with page.expect_download() as started:
        page.click("#comparison .save button:has-text('JSON')")
    assert Path(started.value.path()).read_bytes() == render(COMPARISON, "json")


def test_a_claim_is_checked_in_three_columns(newsroom):
    page = newsroom
    _tab(page, "Compare")
    page.click("#compare-mode label >> nth=1")
    fill(page, "#compare-topic", "The radar was broken.")
    page.click("#compare")
    see(page, "#comparison .verdict", "Backed by 1 passage, contradicted by 1, left open by 1.")
    see(page, "#comparison .claim-side >> nth=1", "≠ Contradicted by 1 passage")
    assert page.locator("#comparison .claim-side").count() == 3


def test_the_check_of_a_claim_can_be_stopped(newsroom, desk):
    page = newsroom
    desk.gate.clear()
    _tab(page, "Compare")
    page.click("#compare-mode label >> nth=1")
    fill(page, "#compare-topic", "A slow claim.")
    page.click("#compare")
    page.click("#compare-stop")
    see(page, "#compare-progress", "Stopped before the claim was checked.")
    playwright.expect(page.locator("#compare")).to_be_visible()


def test_an_outlet_narrows_a_search_and_a_headline_opens_the_passage(newsroom):
    page = newsroom
    _search(page, "ferry radar")
    see(page, "#results", "Found: ")
    playwright.expect(page.locator("#results .results > li")).to_have_count(5)
    page.click("#facets .facet:has-text('The Inland Gazette')")
    playwright.expect(page.locator("#results .results > li")).to_have_count(2)
    see(page, "#search-chips", "The Inland Gazette")
    page.click("#facets .facet:has-text('The Inland Gazette')")
    playwright.expect(page.locator("#results .results > li")).to_have_count(5)
    page.click("#facets [data-act='story'] >> nth=0")
    pressed = page.locator("#facets [data-act='story'][aria-pressed='true']")
    playwright.expect(pressed).to_have_count(1)
    page.click("#facets .facet:has-text('The Inland Gazette')")
    playwright.expect(page.locator("#results .results > li")).to_have_count(2)
    page.click("#results .headline >> nth=0")
    see(page, "#reader-dialog mark", "radar")


def test_an_article_is_summed_up_and_a_mark_lights_its_sentence(newsroom):
    page = newsroom
    _tab(page, "Library")
    page.click(f"#table [data-article='{FERRY.id}']")
    page.click("#reader-dialog [data-length='paragraph']")
    page.click("#reader-dialog .summary a.cite")
    see(page, "#reader-dialog .sentence.lit", "The ferry Linnet ran aground")
    assert page.evaluate("document.activeElement.className") == "sentence lit"
    with page.expect_download() as started:
        page.click("#reader-dialog .save button:has-text('Markdown')")
    assert started.value.suggested_filename.endswith("-summary.md")


def test_hostile_articles_are_text_on_every_page(newsroom):
    page = newsroom
    _brief(page, "hostile")
    see(page, "#briefing h2", "<script>window.__pwned=1</script>")
    page.wait_for_selector("#briefing .save")
    _compare(page, "hostile")
    page.wait_for_selector("#comparison .save")
    page.click("#comparison .position >> nth=0")
    see(page, "#quotes-dialog h2", "<b onmouseover=window.__pwned=1>Outlet")
    page.keyboard.press("Escape")
    _search(page, "prices rose <svg onload=window.__pwned=1>")
    see(page, "#results .results", "<script>window.__pwned=1</script>")
    assert page.evaluate("window.__pwned") is None


def test_no_page_is_wider_than_a_phone(browser, served, desk):
    desk.with_samples()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(served[1])
    page.wait_for_selector("#welcome .welcome")
    too_wide = "document.documentElement.scrollWidth > innerWidth"
    _brief(page, "the Linnet")
    page.wait_for_selector("#briefing .save")
    assert not page.evaluate(too_wide)
    _compare(page, "the Linnet")
    page.wait_for_selector("#comparison .save")
    assert not page.evaluate(too_wide)
    page.click("#comparison .position >> nth=0")
    page.wait_for_selector("#quotes-dialog[open]")
    assert not page.evaluate(too_wide)
    page.keyboard.press("Escape")
    _search(page, "ferry radar")
    page.wait_for_selector("#results .results")
    assert not page.evaluate(too_wide)
    context.close()


def test_on_a_telephone_what_lies_below_is_a_tap_away(newsroom):
    page = newsroom
    page.set_viewport_size({"width": 390, "height": 844})
    _tab(page, "Brief")
    page.click("#stories .stories button >> nth=-1")
    page.click("#brief-progress .jump:has-text('To be read: 4 articles')")
    page.wait_for_function("document.activeElement.id === 'brief-sources-title'")
    playwright.expect(page.locator("#brief-sources")).to_be_in_viewport()
    _search(page, "ferry radar")
    page.click("#results .jump")
    page.wait_for_function("document.activeElement.id === 'narrow-title'")
    playwright.expect(page.locator("#facets")).to_be_in_viewport()


def test_beside_the_text_nothing_needs_to_be_jumped_to(newsroom):
    _search(newsroom, "ferry radar")
    see(newsroom, "#results", "Found: ")
    playwright.expect(newsroom.locator("#results .jump")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_of_outlets_and_the_days_are_on_a_ground_of_their_own(newsroom, scheme):
    page = newsroom
    page.emulate_media(color_scheme=scheme)
    page.reload()
    _tab(page, "Search")
    page.click("#search-filters > button")
    page.click("#search-outlets input")
    page.wait_for_selector("#search-outlets .options")
    ground = "one => getComputedStyle(one).backgroundColor"
    assert page.eval_on_selector("#search-outlets .options", ground) != "rgba(0, 0, 0, 0)"
    field = page.eval_on_selector("#search-words input", ground)
    assert page.eval_on_selector("#search-since input[type=date]", ground) == field
