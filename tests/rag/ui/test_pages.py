"""What the pages do with what they are asked and told, without a browser."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import gradio as gr
import pytest

from rag.types import Filters
from rag.ui import search as search_page
from rag.ui.brief import BriefPage
from rag.ui.compare import CLAIM, STOPPED, TOPIC, ComparePage
from rag.ui.search import SearchPage
from tests.rag.export.samples import COMPARISON, FERRY, REPRINT
from tests.rag.ui.pages_desk import PagesDesk

ONE, OTHER = SimpleNamespace(session_hash="one"), SimpleNamespace(session_hash="other")


@pytest.fixture
def desk(tmp_path):
    return PagesDesk(tmp_path).with_samples()


@pytest.fixture
def brief(desk):
    with gr.Blocks():
        return BriefPage(desk)


@pytest.fixture
def compare(desk):
    with gr.Blocks():
        return ComparePage(desk)


@pytest.fixture
def search(desk):
    with gr.Blocks():
        return SearchPage(desk)


def _write(brief, topic, *, story=None, length="page", request=ONE):
    return brief._write(topic, "", "", [], story, length, request)


def _compare(compare, topic, *, mode=TOPIC, speakers="", disputed=False):
    return compare._compare(mode, topic, speakers, "", "", [], disputed, ONE)


def test_a_page_is_kept_for_saving_only_when_it_is_whole(brief):
    kept = [updates.get(brief.briefing) for updates in _write(brief, "the Linnet")]
    assert kept[:-1] == [None] * (len(kept) - 1)
    assert kept[-1].headline == "Ferry Linnet aground; owner and union at odds over its radar"


def test_stopping_keeps_the_page_so_far_and_leaves_other_sessions_alone(brief, desk):
    desk.gate.clear()
    writing = _write(brief, "a slow one")
    for updates in writing:
        if updates.get(brief.page):
            break
    brief._stop(OTHER)
    assert brief.briefing not in next(writing)
    brief._stop(ONE)
    *_, last = writing
    assert last[brief.briefing].stopped
    assert "Stopped before the end" in last[brief.page]


def test_a_stop_that_came_too_late_does_not_stop_the_next_page(brief):
    brief._stop(ONE)
    *_, last = _write(brief, "the Linnet")
    assert not last[brief.briefing].stopped


@pytest.mark.parametrize(
    ("topic", "told"), [("fail", "No article fits"), ("crash", "Something went wrong inside")]
)
def test_a_failure_is_told_in_words(brief, topic, told):
    *_, last = _write(brief, topic)
    assert told in last[brief.progress]
    assert "ZeroDivisionError" not in last[brief.progress]


@pytest.mark.parametrize("topic", ["fail", "crash"])
def test_where_nothing_was_written_all_is_as_it_was_before(brief, topic):
    first, *_, last = _write(brief, topic)
    assert (first[brief.stories.listing], last[brief.showing]) == ("", False)
    assert 'data-act="story"' in last[brief.stories.listing]
    assert last[brief.look_button].visible
    assert not last[brief.new_button].visible


def test_other_stories_are_offered_once_nothing_is_being_written(brief):
    first, *_, last = _write(brief, "the Linnet")
    assert [told[brief.new_button].visible for told in (first, last)] == [False, True]


def test_a_length_that_there_is_not_is_a_page(brief, desk):
    list(_write(brief, "the Linnet", length="book"))
    assert desk.briefed[-1][4] == "page"


def test_what_will_be_read_is_shown_without_writing(brief, desk):
    updates = brief._look("the Linnet", "", "", [], None, "page", False)
    assert "To be read: 4 articles" in updates[brief.sources]
    assert brief._look("the Linnet", "", "", [], None, "page", True) == {}


def test_a_date_that_is_none_is_told_and_changes_nothing(brief):
    (told,) = brief._write("x", "someday", "", [], None, "page", ONE)
    assert list(told) == [brief.progress]
    assert "someday" in told[brief.progress]


def test_speakers_are_names_between_commas(compare, desk):
    list(_compare(compare, COMPARISON.topic, speakers=" Lind, the ministry ,"))
    assert desk.compared[-1] == (COMPARISON.topic, ("Lind", "the ministry"), Filters())


def test_a_stopped_comparison_keeps_its_issues_with_articles_and_origins_counted(compare, desk):
    desk.gate.clear()
    comparing = _compare(compare, "a slow one")
    for updates in comparing:
        if updates.get(compare.result):
            break
    compare._stop(ONE)
    *_, last = comparing
    found = last[compare.found]
    assert (len(found.issues), found.articles, found.origins, found.notes) == (1, 2, 2, (STOPPED,))


def test_a_claim_is_checked_instead(compare):
    *_, last = _compare(compare, "The radar broke.", mode=CLAIM)
    assert last[compare.found].claim == "The radar broke."


def test_a_check_tells_its_place_in_the_line_and_how_far_the_reading_is(compare):
    told = [updates.get(compare.progress) for updates in _compare(compare, "A queue.", mode=CLAIM)]
    drawn = " ".join(one for one in told if isinstance(one, str))
    assert "Waiting: 3 before you" in drawn
    assert "Reading who said what: 1 of 2 articles" in drawn


def test_a_check_can_be_stopped_while_it_tells_nothing(compare, desk):
    desk.gate.clear()
    checking = _compare(compare, "A slow claim.", mode=CLAIM)
    next(checking)
    compare._stop(ONE)
    *_, last = checking
    assert "Stopped before the claim was checked." in last[compare.progress]


def test_nothing_is_compared_without_a_topic(compare, desk):
    (only,) = _compare(compare, "  ")
    assert "Type a topic or a claim first." in only[compare.progress]
    assert desk.compared == []


@pytest.mark.parametrize(("issue", "position"), [("9", "0"), ("1", "9"), ("", ""), ("-1", "0")])
def test_a_cell_that_is_not_there_opens_a_word_about_it(compare, issue, position):
    event = gr.EventData(None, {"issue": issue, "position": position})
    assert "Compare again" in compare._open(COMPARISON, event)
    assert "Compare again" in compare._open(None, event)


def test_a_search_has_one_result_for_each_origin(search):
    found = search._search("Linnet aground", "", "", [], ())[search.found]
    articles = [one.hit.chunk.article.id for one in found.results]
    assert FERRY.id in articles or REPRINT.id in articles
    assert not {FERRY.id, REPRINT.id} <= set(articles)


def test_facets_count_what_the_other_outlets_have_too(search):
    drawn = search._search("ferry radar", "", "", ["The Inland Gazette"], ())[search.facets]
    assert "Harbour Courier" in drawn
    assert 'aria-pressed="true"' in drawn


def test_a_story_narrows_a_search_and_is_left_again(search):
    updates = search._search("ferry radar", "", "", [], ())
    (story,) = updates[search.found].stories
    assert f'data-story="{story.id}"' in updates[search.facets]
    click = gr.EventData(None, {"story": story.id})
    picked = search_page._pick(updates[search.found], None, click)
    assert picked == story
    fewer = replace(picked, articles=picked.articles[:2])
    narrowed = search._search("ferry radar", "", "", [], (), fewer)
    ids = {one.hit.chunk.article.id for one in narrowed[search.found].results}
    assert ids <= {one.id for one in fewer.articles}
    assert 'aria-pressed="true"' in narrowed[search.facets]
    assert search_page._pick(updates[search.found], picked, click) is None


@pytest.mark.parametrize("story", ["", "nobody's", "<b>"])
def test_a_story_that_was_not_found_is_no_choice(search, story):
    found = search._search("ferry radar", "", "", [], ())[search.found]
    assert search_page._pick(found, None, gr.EventData(None, {"story": story})) is None
    assert search_page._pick(None, None, gr.EventData(None, {"story": story})) is None


def test_an_outlet_that_the_library_does_not_have_is_no_choice(search):
    foreign = gr.EventData(None, {"outlet": "Nowhere Times"})
    known = gr.EventData(None, {"outlet": "The Inland Gazette"})
    assert search._choose([], foreign) == []
    assert search._choose([], known) == ["The Inland Gazette"]
    assert search._choose(["The Inland Gazette"], known) == []


def test_a_search_that_fails_is_told(search):
    updates = search._search("x", "someday", "", [], ())
    assert "someday" in updates[search.results]
    assert updates[search.found] is None
