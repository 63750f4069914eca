"""Answers and their sources, masthead, welcome and filters, as drawn."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rag.types import (
    Answer,
    Filters,
    ModelState,
    Understood,
)
from rag.ui.render import answer as draw_answer
from rag.ui.render import sources as draw_sources
from rag.ui.render.marks import linked
from rag.ui.render.masthead import masthead, settled
from rag.ui.render.welcome import chips, welcome
from rag.users import User
from tests.rag.ui.seen import Seen
from tests.ui_fakes import (
    DENIAL,
    FERRY,
    HITS,
    MATE,
    RADAR,
    READY,
    RESCUE,
    abstention,
    answer_to,
    evidence_of,
)

# Answers and sources


def test_an_answer_says_articles_origins_model_and_time():
    assert "2 articles, 2 independent origins" in draw_answer.answered(1, answer_to("Who?"))
    text = Seen(draw_answer.answered(1, answer_to("Who?"))).text
    assert "2 articles, 2 independent originsQuill-1.5B3.2 s" in text


def test_one_article_is_singular():
    one = replace(answer_to("Who?"), articles=1, origins=1)
    assert "1 article, 1 independent origin<" in draw_answer.answered(1, one)


def test_marks_of_a_turn_lead_to_passages_of_the_same_turn():
    answer = answer_to("Who?")
    marks = Seen(draw_answer.answered(7, answer)).values("href")
    passages = Seen(draw_sources.answered(7, answer)).values("id")
    assert marks == ["#t7-e1", "#t7-e2"]
    assert set(passages) == {"t7-e1", "t7-e2", "t7-e3", "t7-e4"}


def test_articles_found_are_told_by_title_outlet_and_day_without_a_number_to_cite():
    drawn = Seen(draw_sources.reading(3, HITS))
    assert drawn.text.startswith("3 articles foundHarbour Courier17 November 2026" + FERRY.title)
    assert drawn.values("data-article") == [hit.chunk.article.id for hit in HITS]
    assert drawn.values("data-start")[0] == str(HITS[0].chunk.start)
    assert drawn.values("id") == []
    assert "Reading 3 articles" in draw_answer.reading(3, "Who?", 3)
    assert Seen(draw_sources.reading(3, ())).text == "No article was found."


def test_a_draft_links_only_marks_that_name_shown_evidence():
    drawn = linked("t1", "Yes [1], no [9] and [0] and [1", {1, 2})
    assert Seen(drawn).values("href") == ["#t1-e1"]
    assert Seen(drawn).text == "Yes [1], no [9] and [0] and [1"


def test_a_draft_is_busy_and_a_checked_answer_is_not():
    drafting = draw_answer.drafting(1, "Who?", "Ada [1]", {1})
    assert 'aria-live="polite" aria-busy="true"' in drafting
    assert 'aria-busy="false"' in draw_answer.answered(1, answer_to("Who?"))


def test_flags_are_shown_with_their_sentence():
    drawn = draw_answer.answered(1, answer_to("Who?"))
    assert '<span class="flagged">The owner says the radar worked.</span>' in drawn
    assert "Check: “owner” is not in the quote" in drawn


def test_a_sentence_that_was_left_out_can_be_read_with_its_reason():
    text = Seen(draw_answer.answered(1, answer_to("Who?"))).text
    assert "1 sentence was left out, because the sources do not back it" in text
    assert "The captain resigned.no source says so" in text


def test_abstaining_looks_different_and_offers_the_nearest():
    drawn = draw_answer.answered(2, abstention("Who?"))
    assert '<div class="abstained"><p class="verdict">The articles do not say.</p>' in drawn
    assert 'class="text"' not in drawn
    assert Seen(drawn).values("href") == ["#t2-e3"]


def test_an_abstention_keeps_what_the_answer_adds():
    told = replace(abstention("Who?"), text="Only the weather is reported.")
    assert '<p dir="auto">Only the weather is reported.</p>' in draw_answer.answered(1, told)


def test_a_completed_follow_up_question_is_told():
    told = replace(answer_to("And she?"), query="And Ada Quill?")
    assert "Understood as: <q>And Ada Quill?</q>" in draw_answer.answered(1, told)
    assert "Understood" not in draw_answer.answered(1, answer_to("Who?"))


def test_what_the_newest_question_was_taken_to_say_can_be_left_out():
    heeded = Understood("newest", "newest", "the newest first", "latest")
    answer = replace(answer_to("What is the latest?"), understood=(heeded,))
    assert 'data-act="without"' in draw_answer.answered(1, answer)
    assert 'data-act="without"' not in draw_answer.answered(1, answer, newest=False)


def test_an_answer_without_sentences_shows_its_text():
    plain = Answer("Q", False, "Ada [1].", evidence=(RESCUE,))
    assert "Ada " in Seen(draw_answer.answered(1, plain)).text
    assert Seen(draw_answer.answered(1, plain)).values("href") == ["#t1-e1"]


def test_cited_articles_come_first_and_the_rest_is_folded():
    drawn = draw_sources.answered(1, answer_to("Who?"))
    before, folded = drawn.split("<details")
    assert Seen(before).values("id") == ["t1-e1", "t1-e2"]
    assert Seen("<details" + folded).values("id") == ["t1-e3", "t1-e4"]
    assert "2 more passages read, not cited" in folded


def test_two_passages_of_one_article_share_a_card():
    drawn = draw_sources.found(1, (RESCUE, MATE))
    assert Seen(drawn).tags.count("article") == 1
    assert Seen(drawn).values("id") == ["t1-e1", "t1-e3"]


def test_a_card_opens_its_article_at_the_quote():
    seen = Seen(draw_sources.found(1, (RADAR,)))
    assert seen.values("data-article") == [DENIAL.id]
    assert seen.values("data-start") == [str(RADAR.start)]
    assert seen.values("data-end") == [str(RADAR.end)]


def test_earlier_sources_are_folded_newest_first():
    drawn = draw_sources.earlier([(1, answer_to("First?")), (2, answer_to("Second?"))])
    assert drawn.index("Second?") < drawn.index("First?")
    assert " open" not in drawn


# Masthead, welcome, filters


def test_the_masthead_counts_and_names_the_model():
    text = Seen(masthead(24, 4, READY, READY)).text
    assert text == "Dateline24 articles · 4 outletsWriting model: Quill-1.5B, ready"


def test_the_masthead_names_who_is_signed_in_and_the_way_out():
    seen = Seen(masthead(1, 1, READY, READY, User("ana", "reader")))
    assert "ana, readerSign out" in seen.text
    assert seen.values("href") == ["/sign-out"]
    assert Seen(masthead(1, 1, READY, READY)).values("href") == []


def test_who_waits_is_told_how_many_are_before():
    assert "2 before you" in Seen(draw_answer.in_line(1, "Who?", 2)).text


def test_a_model_that_is_fetched_shows_how_far():
    state = ModelState("M", "fetching", "470 MB of 1.1 GB", 0.424)
    drawn = masthead(0, 0, state, READY)
    assert "M</span>, fetching, 42%" in drawn
    assert 'value="0.424"' in drawn
    assert "The library is empty" in drawn


def test_a_failed_model_says_why_to_who_unfolds_it():
    drawn = masthead(1, 1, ModelState("M", "failed", "No network. Run X."), READY)
    assert "M</span>, not available" in drawn
    (folded,) = re.findall("<details>(.*?)</details>", drawn)
    assert "No network. Run X." in folded


@pytest.mark.parametrize(
    ("stage", "done"),
    [("idle", False), ("fetching", False), ("loading", False), ("ready", True), ("failed", True)],
)
def test_only_ready_and_failed_models_are_settled(stage, done):
    assert settled(READY, ModelState("M", stage)) is done


def test_an_empty_library_leads_to_the_library_and_offers_samples_if_there_are_some():
    assert Seen(welcome(0, [], samples=True)).values("data-act") == ["library", "samples"]
    assert Seen(welcome(0, [], samples=False)).values("data-act") == ["library"]


def test_an_empty_library_offers_a_reader_nothing_that_a_reader_may_not_do():
    seen = Seen(welcome(0, [], samples=True, edits=False))
    assert seen.values("data-act") == []
    assert "editor" in seen.text


def test_examples_are_buttons():
    assert Seen(welcome(3, ["Who?"], samples=True)).values("data-question") == ["Who?"]


def test_each_filter_is_a_chip_that_removes_it():
    filters = Filters(
        since=datetime(2026, 11, 4, tzinfo=UTC),
        until=datetime(2026, 11, 5, tzinfo=UTC),
        sources=("Courier",),
    )
    seen = Seen(chips(filters))
    assert seen.values("data-field") == ["since", "until", "source"]
    assert seen.text == "From 4 Nov 2026×Until 5 Nov 2026×Courier×"


def test_evidence_helper_finds_its_quote():
    assert evidence_of(FERRY, 1, "All 214 passengers").quote == "All 214 passengers"
