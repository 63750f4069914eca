"""The JSON that tools rely on, and the filters that they send."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from rag.contract import (
    answer_json,
    article_json,
    checks_json,
    found_json,
    hits_json,
    list_json,
    read_filters,
    report_json,
    to_line,
    when_json,
)
from rag.errors import QuestionError
from rag.types import Check, Failure, IngestReport
from tests.fake_desk import FakeDesk
from tests.fakes import make_article


def ask(question, *articles):
    return list(FakeDesk(articles).ask(question))[-1]


def test_a_moment_is_told_in_utc_with_a_z():
    berlin = datetime(2026, 3, 2, 14, 30, tzinfo=timezone(timedelta(hours=1)))
    assert when_json(berlin) == "2026-03-02T13:30:00Z"


def test_no_moment_is_null():
    assert when_json(None) is None


def test_a_report_has_exactly_the_agreed_fields():
    report = IngestReport(2, 1, 3, (Failure("a.pdf", "it is encrypted"),), 6, 40, 1.23456)
    assert report_json(report) == {
        "added": 2,
        "updated": 1,
        "unchanged": 3,
        "failed": [{"path": "a.pdf", "reason": "it is encrypted"}],
        "articles": 6,
        "chunks": 40,
        "seconds": 1.235,
    }


def test_a_hit_has_exactly_the_agreed_fields():
    article = make_article("The dam broke.", id="a1", url="https://news.example/dam")
    assert hits_json(FakeDesk([article]).search("broke dam")) == {
        "understood": [],
        "hits": [
            {
                "rank": 1,
                "score": 0.1,
                "article_id": "a1",
                "title": "Dam breaks",
                "source": "Harbour Post",
                "published": "2026-03-02T00:00:00Z",
                "url": "https://news.example/dam",
                "start": 0,
                "end": 14,
                "text": "The dam broke.",
            }
        ],
    }


def test_what_was_found_has_exactly_the_agreed_fields():
    article = make_article("The dam broke.", id="a1")
    found = next(FakeDesk([article]).ask("What broke?"))
    assert found_json(found) == {
        **hits_json(FakeDesk([article]).search("What broke?")),
        "query": "What broke?",
        "search_ms": 6.0,
    }


def test_an_answer_has_exactly_the_agreed_fields():
    article = make_article("The dam broke. Nobody was hurt.", id="a1", url="https://n.example/d")
    assert answer_json(ask("what broke?", article)) == {
        "question": "what broke?",
        "abstained": False,
        "text": "The dam broke. [1]",
        "sentences": [{"text": "The dam broke.", "citations": [1], "support": 0.9}],
        "citations": [
            {
                "n": 1,
                "article_id": "a1",
                "title": "Dam breaks",
                "source": "Harbour Post",
                "published": "2026-03-02T00:00:00Z",
                "url": "https://n.example/d",
                "start": 0,
                "end": 14,
                "quote": "The dam broke.",
            }
        ],
        "articles": 1,
        "origins": 1,
        "dropped_marks": 0,
        "understood": [],
        "unanswered": [],
        "verdict": "",
        "model": "fake-generator",
        "timings": {"retrieve_ms": 12.0, "first_token_ms": 34.0, "total_ms": 56.0},
    }


def test_an_article_has_exactly_the_agreed_fields():
    article = make_article("The dam broke.", id="a1", url="https://n.example/d", version=2)
    assert article_json(article) == {
        "id": "a1",
        "title": "Dam breaks",
        "source": "Harbour Post",
        "published": "2026-03-02T00:00:00Z",
        "url": "https://n.example/d",
        "author": "Ada Byline",
        "language": "en",
        "version": 2,
        "body": "The dam broke.",
    }


def test_every_quote_is_the_slice_of_the_body_that_show_gives():
    article = make_article("Früh um 5 brach der Damm 🌊. Nobody was hurt.")
    body = json.loads(to_line(article_json(article)))["body"]
    for citation in json.loads(to_line(answer_json(ask("damm?", article))))["citations"]:
        assert body[citation["start"] : citation["end"]] == citation["quote"]


def test_a_list_tells_the_length_of_a_body_and_not_the_body():
    (entry,) = list_json(FakeDesk([make_article("The dam broke.")]).articles())["articles"]
    assert (entry["characters"], "body" in entry) == (14, False)


def test_one_bad_check_makes_the_whole_not_ok():
    checks = [Check("store", True, "fine"), Check("index", False, "damaged", "rebuild it")]
    assert checks_json(checks)["ok"] is False


def test_a_line_is_ascii_so_that_no_terminal_can_be_steered():
    assert to_line({"text": "\x1b[31m\x9b\u202e ü\n"}).isascii()


def test_from_a_day_begins_with_it():
    assert read_filters("2026-03-02").since == datetime(2026, 3, 2, tzinfo=UTC)


def test_to_a_day_ends_with_its_last_microsecond():
    assert read_filters(None, "2026-03-02").until == datetime(
        2026, 3, 2, 23, 59, 59, 999999, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    ["2026-03-02T14:30:00Z", "2026-03-02T14:30:00", "2026-03-02T15:30:00+01:00"],
    ids=["zulu", "no offset is UTC", "another offset"],
)
def test_a_date_time_is_taken_as_utc(text):
    assert read_filters(text).since == datetime(2026, 3, 2, 14, 30, tzinfo=UTC)


def test_the_compact_form_of_a_day_is_a_whole_day_too():
    assert read_filters(None, "20260302") == read_filters(None, "2026-03-02")


def test_one_day_can_be_asked_for():
    filters = read_filters("2026-03-02", "2026-03-02")
    assert filters.since < filters.until


def test_nothing_given_filters_nothing():
    assert read_filters("", "  ", ["  "]).empty


def test_outlets_lose_their_blanks_around():
    assert read_filters(sources=[" Harbour Post "]).sources == ("Harbour Post",)


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026-13-01", "2026-2-3", "0001-01-01T00:00+14:00", "02/03/2026", "2026-03"],
)
def test_what_is_no_date_is_told_with_how_to_write_one(text):
    with pytest.raises(QuestionError, match="write it as 2026-03-02"):
        read_filters(text)


def test_from_after_to_is_refused():
    with pytest.raises(QuestionError, match="is after"):
        read_filters("2026-03-03", "2026-03-02")
