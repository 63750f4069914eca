"""What is drawn: building blocks, articles, the library; hostile text in all of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rag.types import (
    Answer,
    Article,
    ArticleSummary,
    CitedSentence,
    Failure,
    Filters,
    IngestProgress,
    IngestReport,
    ModelState,
)
from rag.ui.render import answer as draw_answer
from rag.ui.render import library as draw_library
from rag.ui.render import sources as draw_sources
from rag.ui.render.article import day, kicker, paragraphs, passage, reader, unread
from rag.ui.render.html import Html, count, duration, escape, join, link, tag
from rag.ui.render.masthead import masthead
from rag.ui.render.welcome import chips, welcome
from tests.rag.ui.seen import Seen
from tests.ui_fakes import (
    FERRY,
    HITS,
    HOSTILE,
    MATE,
    PRICES,
    RADAR,
    RESCUE,
)

# Building blocks


def test_text_is_escaped_and_markup_is_not_escaped_twice():
    assert tag("p", "1 < 2", tag("b", "&")) == "<p>1 &lt; 2<b>&amp;</b></p>"


def test_an_attribute_cannot_be_left():
    assert tag("p", title='"><script>') == '<p title="&quot;&gt;&lt;script&gt;"></p>'


def test_none_and_false_attributes_are_left_out_and_true_stands_alone():
    assert tag("input", disabled=True, title=None, checked=False) == "<input disabled>"


def test_underscores_become_hyphens_and_a_trailing_one_goes():
    assert tag("p", class_="a", data_act="read") == '<p class="a" data-act="read"></p>'


def test_join_escapes_texts_only():
    assert join(["<", Html("<br>"), ">"], "&") == "&lt;&amp;<br>&amp;&gt;"


def test_a_lone_surrogate_can_be_sent():
    assert escape("a\ud800b").encode() == b"a?b"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "//host.example/x",
        "/path",
        "",
        "https://user@host.example/",
        "http://",
        "http://[",
        "file:///etc/passwd",
    ],
)
def test_only_plain_web_addresses_become_links(url):
    assert link("Original", url) is None


def test_a_link_tells_the_other_site_nothing():
    seen = Seen(link("Original", "https://host.example/a?b=1&c=2") or "")
    assert seen.attributes == [
        ("href", "https://host.example/a?b=1&c=2"),
        ("rel", "noopener noreferrer nofollow"),
        ("target", "_blank"),
        ("class", "out"),
    ]


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 articles"), (1, "1 article"), (1200, "1,200 articles")]
)
def test_a_count_has_its_noun(number, words):
    assert count(number, "article") == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.04, "0 s"),
        (3.21, "3.2 s"),
        (2, "2 s"),
        (59.4, "59 s"),
        (75, "1 min 15 s"),
        (1200, "20 min"),
        (7380, "2 h 3 min"),
    ],
)
def test_durations_are_said_as_people_say_them(seconds, words):
    assert duration(seconds) == words


# Articles


def test_a_date_is_written_out_and_machine_readable():
    moment = datetime(2026, 11, 4, 9, 5, tzinfo=UTC)
    assert ">4 November 2026</time>" in day(moment)
    assert 'datetime="2026-11-04T09:05:00+00:00"' in day(moment)
    assert ">4 Nov 2026</time>" in day(moment, short=True)


def test_an_article_without_outlet_or_date_says_so():
    assert Seen(kicker(Article("x", "t", "b"))).text == "Outlet unknownUndated"


@pytest.mark.parametrize(
    ("body", "ranges"),
    [
        ("a\nb", [(0, 1), (2, 3)]),
        ("a\nb\n\nc", [(0, 3), (5, 6)]),
        ("\n\na\n \n b\n", [(2, 3), (7, 9)]),
        ("a", [(0, 1)]),
        ("", []),
    ],
    ids=["lines", "blank lines", "padded", "one", "none"],
)
def test_paragraphs_are_where_blank_lines_or_else_lines_part_them(body, ranges):
    assert paragraphs(body) == ranges


def test_a_quote_is_marked_inside_its_paragraph_only():
    body = "Before.\n\nOne. Two. Three.\n\nAfter."
    start = body.index("Two.")
    marked = passage(body, (start, start + 4))
    assert marked == 'One. <mark><span class="focus">Two.</span></mark> Three.'


def test_the_focus_is_stronger_than_the_rest_of_its_quote():
    body = "Ada spoke. She said no. Then rain."
    marked = passage(body, (0, 23), (11, 23))
    assert marked == '<mark>Ada spoke. <span class="focus">She said no.</span></mark> Then rain.'


def test_a_long_paragraph_is_cut_at_spaces_around_the_quote():
    body = "word " * 200 + "QUOTE" + " word" * 200
    start = body.index("QUOTE")
    text = Seen(passage(body, (start, start + 5))).text
    assert text.startswith("… word")
    assert text.endswith("word …")
    assert len(text) < 900


def test_what_is_marked_is_byte_for_byte_the_quote():
    for evidence in (RESCUE, RADAR, MATE, PRICES):
        quote, focus = (evidence.start, evidence.end), (evidence.focus_start, evidence.focus_end)
        marked = re.search("<mark>(.*)</mark>", passage(evidence.article.body, quote, focus), re.S)
        assert marked is not None
        assert Seen(marked[1]).text == evidence.quote


def test_the_reader_shows_every_paragraph_and_marks_across_them():
    seen = Seen(reader(FERRY, (RESCUE.start, RESCUE.end)))
    assert seen.tags.count("mark") == 2
    for start, end in paragraphs(FERRY.body):
        assert FERRY.body[start:end] in seen.text


def test_the_reader_says_that_a_version_is_replaced():
    old = replace(FERRY, version=1, current=False)
    assert "version 1; a newer one has replaced it" in reader(old)


def test_removing_needs_two_steps():
    seen = Seen(reader(FERRY))
    assert seen.tags.index("details") < seen.tags.index("summary")
    assert seen.values("data-act") == ["close", *["summarise"] * 3, "remove"]


def test_an_article_that_is_gone_is_told_in_words():
    assert 'role="alert">no article &#x27;x&#x27;' in unread("no article 'x'")


# Hostile articles, questions and sentences


def _all_hostile() -> str:
    evil = HOSTILE.title + HOSTILE.body
    summary = ArticleSummary(evil, evil, HOSTILE.source, None, evil, evil, evil, 1, 9, evil)
    answer = Answer(
        question=evil,
        abstained=False,
        text=evil,
        sentences=(CitedSentence(evil, (4,), 1.0, (evil,)),),
        evidence=(PRICES,),
        dropped_sentences=((evil, evil),),
        model=evil,
        query=evil + "?",
    )
    failed = (Failure(evil, evil),)
    return join(
        [
            draw_answer.answered(1, answer),
            draw_answer.answered(2, replace(answer, abstained=True)),
            draw_answer.drafting(3, evil, evil, {1}),
            draw_answer.failed(4, evil, evil),
            draw_answer.stopped(5, evil, evil),
            draw_sources.reading(1, HITS),
            draw_sources.found(1, (PRICES,)),
            draw_sources.earlier([(1, answer)]),
            reader(HOSTILE, (PRICES.start, PRICES.end)),
            unread(evil),
            draw_library.table([summary], offset=0, more=False, text=evil),
            draw_library.table([], offset=0, more=False, text=evil),
            draw_library.report(IngestReport(1, 0, 0, failed, 1, 1, 1.0)),
            draw_library.progress(IngestProgress("reading", 0, 1, evil, 1.0, 1.0, failed)),
            draw_library.problem(evil),
            draw_library.removed(evil),
            masthead(1, 1, ModelState(evil, "failed", evil), ModelState(evil, "loading", evil)),
            welcome(1, [evil], samples=True),
            chips(Filters(sources=(evil,))),
        ]
    )


def test_nothing_that_an_article_says_becomes_an_element():
    assert not {"script", "img", "svg", "iframe", "b", "u"} & set(Seen(_all_hostile()).tags)


def test_nothing_that_an_article_says_becomes_a_handler():
    assert not [name for name, _ in Seen(_all_hostile()).attributes if name.startswith("on")]


def test_no_address_but_the_articles_own_is_linked():
    links = {url for url in Seen(_all_hostile()).values("href") if not str(url).startswith("#")}
    assert links == {"http://attacker.example/page"}
    assert not Seen(_all_hostile()).values("src")


# Library


def test_the_table_shows_title_outlet_date_language_and_length():
    one = ArticleSummary(
        "id1", "Linnet", "Courier", datetime(2026, 11, 4, tzinfo=UTC), "", "", "en", 1, 12345, ""
    )
    text = Seen(draw_library.table([one], offset=0, more=False, text="")).text
    assert text.endswith("LinnetCourier4 Nov 2026English12,345")


def test_pages_are_offered_only_where_there_are_several():
    one = ArticleSummary("id1", "Linnet", "", None, "", "", "", 1, 1, "")
    assert "<nav" not in draw_library.table([one], offset=0, more=False, text="")
    assert "51 to 51" in draw_library.table([one], offset=50, more=False, text="")
    assert "disabled" in draw_library.table([one], offset=50, more=False, text="")


def test_an_empty_table_names_what_was_searched():
    assert "No article matches “x”." in draw_library.table([], offset=0, more=False, text="x")


def test_progress_tells_stage_count_rate_time_left_and_failures():
    event = IngestProgress("embedding", 120, 4764, "a.txt", 52.25, 89.4, (Failure("b", "no"),))
    text = Seen(draw_library.progress(event)).text
    assert text.startswith(
        "Indexing120 of 4,76452.2 articles a secondabout 1 min 29 s left1 failed"
    )


def test_progress_without_a_total_has_no_value():
    event = IngestProgress("finding", 0, None, "", 0.0, None)
    assert Seen(draw_library.progress(event)).values("value") == []


def test_a_report_lists_failures_with_reasons_under_their_file_names():
    failed = (Failure("/tmp/upload/7f/story.pdf", "it is encrypted"),)
    text = Seen(draw_library.report(IngestReport(2, 1, 3, failed, 9, 9, 4.0))).text
    assert text.startswith("Done.2 added1 updated3 unchanged1 failed4 s")
    assert text.endswith("story.pdfit is encrypted")


def test_a_stopped_ingest_says_what_is_kept():
    report = IngestReport(2, 0, 0, (), 2, 2, 1.0, stopped=True)
    assert "Stopped. What was finished is kept." in draw_library.report(report)


def test_very_many_failures_are_cut_and_counted():
    drawn = draw_library.failures([Failure(str(n), "no") for n in range(203)]) or ""
    assert Seen(drawn).tags.count("tr") == 201
    assert "And 3 more." in drawn
