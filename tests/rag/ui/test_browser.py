"""The app in a real browser, on a desk that can be computed in the head.

Every page must ask its own origin only and run nothing that an article says; see `page`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.export import render
from rag.types import ModelState
from tests.rag.ui.conftest import fill, see
from tests.ui_fakes import DENIAL, FERRY, READY, answer_to

pytestmark = pytest.mark.browser

playwright = pytest.importorskip("playwright.sync_api")


def _ask(page, question: str) -> None:
    page.fill("#question textarea", question)
    page.click("#ask")


def _answered(page, question: str) -> None:
    _ask(page, question)
    page.wait_for_selector("#current .answer[aria-busy=false] .meta")
    page.wait_for_function(
        "question => document.querySelector('#current .question').innerText === question",
        arg=question,
    )


def _library(page) -> None:
    page.click("button[role=tab]:has-text('Library')")
    page.wait_for_selector("#table table")


def test_a_question_gets_a_cited_answer(page, desk):
    _answered(page, "Who was rescued?")
    see(page, "#current .text", "All 214 passengers were rescued.[1]")
    see(page, "#current .meta", "2 articles, 2 independent origins")
    assert page.locator("#sources .cards > .card").first.locator("mark .focus").inner_text() == (
        "All 214 passengers were taken off by lifeboat, the harbour office said."
    )


def test_evidence_is_shown_before_the_first_word_and_the_draft_as_unchecked(page, desk):
    desk.gate.clear()
    _ask(page, "Who is slow?")
    page.wait_for_selector("#sources .found .card")
    see(page, "#current .waiting", "Not checked yet")
    desk.gate.set()
    page.wait_for_selector("#current .text")
    assert page.locator("#current .draft").count() == 0


def test_articles_are_shown_until_their_sentences_are_weighed(page, desk):
    desk.gate.clear()
    _ask(page, "Who is heavy and slow?")
    page.wait_for_selector("#sources .unweighed .card")
    see(page, "#current .waiting", "Reading 3 articles")
    assert page.locator("#sources .card").count() == 3
    see(page, "#sources .card >> nth=0", "Harbour Courier")
    before = page.locator("#sources .headline >> nth=0").bounding_box()
    desk.weighed.set()
    page.wait_for_selector("#sources .found .passage")
    assert page.locator("#sources .headline >> nth=0").bounding_box() == before
    assert page.locator("#sources .unweighed").count() == 0


def test_who_is_stopped_before_anything_is_weighed_keeps_what_was_found(page, desk):
    _ask(page, "Who is heavy?")
    page.wait_for_selector("#sources .unweighed .card")
    page.click("#stop")
    desk.weighed.set()
    see(page, "#current .note", "Stopped before it was checked.")
    assert page.locator("#sources .card").count() > 0


def test_stop_reaches_the_desk_and_gives_the_question_back(page, desk):
    desk.gate.clear()
    _ask(page, "Who is slow?")
    page.wait_for_selector("#current .draft")
    page.click("#stop")
    see(page, "#current .note", "Stopped before it was checked.")
    assert desk.stopped.wait(5)
    assert page.input_value("#question textarea") == "Who is slow?"
    desk.gate.set()
    _answered(page, "Who was rescued?")


def test_closing_the_page_stops_the_generator(context, served, desk):
    desk.gate.clear()
    page = context.new_page()
    page.goto(served[1])
    page.wait_for_selector("#question textarea")
    _ask(page, "Who is slow?")
    page.wait_for_selector("#current .draft")
    page.close()
    assert desk.stopped.wait(15)


def test_a_mark_scrolls_to_its_passage_and_focuses_it(page, desk):
    _answered(page, "Who was rescued?")
    page.focus("#current .cite >> nth=1")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 't1-e2'")
    assert "flash" in page.get_attribute("#t1-e2", "class")
    assert page.evaluate("location.hash") == ""


def test_marks_of_an_earlier_answer_open_their_own_sources(page, desk):
    _answered(page, "Who was rescued first?")
    _answered(page, "Who was rescued then?")
    page.click("#earlier .cite >> nth=0")
    page.wait_for_function("document.activeElement.id === 't1-e1'")
    playwright.expect(page.locator("#t1-e1")).to_be_visible()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id).filter(Boolean)")
    assert len(ids) == len(set(ids))


def test_a_follow_up_brings_its_history_and_new_conversation_forgets_it(page, desk):
    _answered(page, "Who was rescued?")
    _answered(page, "And then?")
    assert [turn.question for turn in desk.asked[-1][1]] == ["Who was rescued?"]
    page.click("#new")
    page.wait_for_selector("#welcome .welcome")
    _answered(page, "Once more?")
    assert desk.asked[-1][1] == ()


def test_two_sessions_do_not_share_a_conversation(page, context, served, desk):
    _answered(page, "Who was rescued?")
    other = context.new_page()
    other.goto(served[1])
    other.wait_for_selector("#welcome .welcome")
    _answered(other, "Who asks?")
    assert desk.asked[-1][1] == ()
    other.close()


@pytest.mark.parametrize(
    ("button", "ending"),
    [("Word", "docx"), ("PDF", "pdf"), ("Web page", "html"), ("Markdown", "md"), ("JSON", "json")],
)
def test_an_answer_is_saved_as_a_file(page, desk, button, ending):
    _answered(page, "Who was rescued?")
    with page.expect_download() as started:
        page.click(f"#current .save button:has-text('{button}')")
    assert started.value.suggested_filename == f"who-was-rescued.{ending}"
    assert Path(started.value.path()).read_bytes() == render(answer_to("Who was rescued?"), ending)
    see(page, "#saved", f"Saved as who-was-rescued.{ending}")


def test_an_earlier_answer_can_be_saved_and_saved_again(page, desk):
    _answered(page, "Who was rescued?")
    _answered(page, "Did the radar work?")
    for _ in range(2):
        with page.expect_download() as started:
            page.click("#earlier .save button:has-text('Markdown')")
        assert started.value.suggested_filename == "who-was-rescued.md"


def test_an_abstention_looks_different_and_offers_the_nearest(page, desk):
    _answered(page, "Does nobody know?")
    see(page, "#current .verdict", "The articles do not say.")
    see(page, "#sources .pane-note", "Nearest passages, none of which answers the question")
    assert page.locator("#current .text").count() == 0


def test_a_failure_is_told_in_words_and_the_question_stays(page, desk):
    _ask(page, "Please fail")
    see(page, "#current .failure", "The engine stopped. Start Dateline again.")
    assert page.input_value("#question textarea") == "Please fail"
    playwright.expect(page.locator("#ask")).to_be_visible()


def test_a_bug_is_told_without_a_stack_trace(page, desk):
    _ask(page, "Please crash")
    see(page, "#current .failure", "Something went wrong inside Dateline.")
    assert "ZeroDivisionError" not in page.content()
    assert page.input_value("#question textarea") == "Please crash"


def test_an_example_is_asked_by_a_click(page, desk):
    page.click("#welcome .examples button >> nth=0")
    see(page, "#current .text", "All 214 passengers were rescued.")
    assert desk.asked[-1][0] == "How many passengers were rescued?"


def test_filters_reach_the_desk_and_chips_remove_them(page, desk):
    page.click("#filters > button")
    page.fill("#since input", "2026-11-16")
    page.click("#outlets input")
    page.get_by_role("option", name="Harbour Courier").click()
    page.wait_for_selector(".chip:has-text('Harbour Courier')")
    page.wait_for_selector(".chip:has-text('From')")
    _answered(page, "Who was rescued?")
    filters = desk.asked[-1][2]
    assert filters.since is not None
    assert filters.since.isoformat() == "2026-11-16T00:00:00+00:00"
    assert filters.sources == ("Harbour Courier",)
    page.click(".chip:has-text('From')")
    page.click(".chip:has-text('Harbour Courier')")
    playwright.expect(page.locator(".chip")).to_have_count(0)
    _answered(page, "And now?")
    assert desk.asked[-1][2].empty


def test_what_a_question_was_taken_to_say_can_be_left_out(page, desk):
    _answered(page, "What does Harbour Courier say?")
    see(page, "#current .chips", "From Harbour Courier")
    page.click("#current .chip")
    playwright.expect(page.locator("#current .chip")).to_have_count(0)
    see(page, "#current .text", "All 214 passengers were rescued.")
    assert [one[0] for one in desk.asked] == ["What does Harbour Courier say?"] * 2
    assert desk.asked[-1][1] == ()


def test_a_title_opens_the_article_at_the_sentence_and_escape_closes_it(page, desk):
    _answered(page, "Who was rescued?")
    page.click("#sources .headline >> nth=1")
    dialog = page.locator("#reader-dialog")
    playwright.expect(dialog).to_be_visible()
    assert (
        dialog.locator("mark").inner_text()
        == "“The radar worked,” a spokeswoman said on Wednesday."
    )
    assert dialog.locator("a.out").count() == 0
    page.keyboard.press("Escape")
    playwright.expect(dialog).to_be_hidden()
    page.click("#sources .headline >> nth=1")
    playwright.expect(dialog).to_be_visible()


def test_removing_takes_two_steps_and_updates_table_and_masthead(page, desk):
    _library(page)
    page.click(f"#table [data-article='{DENIAL.id}']")
    page.click("#reader-dialog summary")
    page.click("#reader-dialog .danger")
    see(page, "#outcome", "Removed: Ferry company denies")
    see(page, ".masthead", "2 articles")
    assert DENIAL.id not in desk.library
    playwright.expect(page.locator("#table tbody tr")).to_have_count(2)


def test_files_and_links_are_read_and_failures_listed_with_reasons(page, desk, tmp_path):
    _library(page)
    for name in ("Storm.txt", "broken.pdf"):
        (tmp_path / name).write_bytes(b"x")
    page.set_input_files(
        "#files input[type=file]", [str(tmp_path / "Storm.txt"), str(tmp_path / "broken.pdf")]
    )
    page.wait_for_selector("#files .file-preview")
    page.fill("#links textarea", "https://host.example/story\n/etc/passwd")
    page.click("#add")
    see(page, "#outcome .outcome", "Done.")
    see(page, "#outcome .failures", "it is encrypted; save it without a password")
    see(page, "#outcome .failures", "is not a link")
    see(page, "#table", "Storm")
    see(page, ".masthead", "5 articles")
    assert [Path(str(one)).name for one in desk.ingested[0]] == ["Storm.txt", "broken.pdf", "story"]


def test_an_ingest_shows_progress_and_can_be_stopped(page, desk):
    desk.gate.clear()
    _library(page)
    fill(page, "#links", "https://host.example/story")
    page.click("#add")
    see(page, "#outcome .running", "about 2 s left")
    page.click("#stop-add")
    see(page, "#outcome", "Stopped. What was finished is kept.")
    playwright.expect(page.locator("#add")).to_be_visible()


def test_the_table_is_searched_and_paged(page, desk):
    from dataclasses import replace

    for number in range(120):
        one = replace(FERRY, id=f"{number:016x}", title=f"Story {number:03}")
        desk.library[one.id] = one
    _library(page)
    fill(page, "#search", "story")
    see(page, "#table .pager", "1 to 50")
    page.click("#table button:has-text('Older')")
    see(page, "#table .pager", "51 to 100")
    see(page, "#table tbody tr >> nth=0", "Story 050")
    page.fill("#search input", "story 119")
    playwright.expect(page.locator("#table tbody tr")).to_have_count(1)


def test_an_empty_library_leads_to_the_library_and_loads_samples(page, desk):
    desk.library.clear()
    page.reload()
    see(page, "#welcome", "Your library is empty")
    playwright.expect(page.locator("#question")).to_be_hidden()
    page.click("#welcome button:has-text('Load the sample articles')")
    see(page, "#outcome", "1 added")
    assert desk.ingested == [[Path("samples")]]
    page.click("button[role=tab]:has-text('Ask')")
    playwright.expect(page.locator("#question")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "place"), [("Brief", "#stories"), ("Compare", "#comparison"), ("Search", "#results")]
)
def test_every_page_of_an_empty_library_leads_to_it(page, desk, name, place):
    desk.library.clear()
    page.reload()
    see(page, "#welcome", "Your library is empty")
    page.click(f"button[role=tab]:has-text('{name}')")
    see(page, place, "Your library is empty")
    page.click(f"{place} button:has-text('Open the Library')")
    see(page, "#holdings", "No articles yet.")


def test_the_masthead_follows_a_loading_model(page, desk):
    desk.writer = ModelState("Quill-1.5B", "fetching", "470 MB of 1.1 GB", 0.42)
    page.reload()
    see(page, ".masthead", "fetching, 42%")
    desk.writer = READY
    see(page, ".masthead", "Quill-1.5B, ready")
    assert "fetching" not in page.inner_text(".masthead")


def test_hostile_articles_are_shown_as_text(page, desk):
    question = '<img src=x onerror="window.__pwned=1">${window.__pwned=1}{{__pwned}}'
    _answered(page, question)
    page.click("#sources details summary")
    page.click("#t1-e4 >> xpath=..//button")
    see(page, "#reader-dialog h2", "<script>window.__pwned=1</script>")
    page.keyboard.press("Escape")
    _library(page)
    see(page, "#table", "<b onmouseover=window.__pwned=1>Outlet")
    assert page.evaluate("window.__pwned") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_phone(browser, served, desk, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto(served[1])
    page.wait_for_selector("#welcome .welcome")
    too_wide = "document.documentElement.scrollWidth > innerWidth"
    assert not page.evaluate(too_wide)
    _ask(page, "Who is heavy?")
    page.wait_for_selector("#sources .unweighed .card")
    assert not page.evaluate(too_wide)
    desk.weighed.set()
    page.wait_for_selector("#current .answer[aria-busy=false] .meta")
    _answered(page, "Who was rescued? " + "Unbreakable" * 20)
    assert not page.evaluate(too_wide)
    sources = page.locator("#sources-pane").bounding_box()
    composer = page.locator("#composer").bounding_box()
    assert sources["y"] >= composer["y"] + composer["height"]
    page.click("#sources .headline >> nth=0")
    page.wait_for_selector("#reader-dialog[open]")
    assert not page.evaluate(too_wide)
    page.keyboard.press("Escape")
    _library(page)
    assert not page.evaluate(too_wide)
    context.close()
