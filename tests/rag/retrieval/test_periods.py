"""Periods of questions, seen from Wednesday 25 November 2026."""

from datetime import UTC, date, datetime

import pytest

from rag.retrieval.periods import periods

TODAY = date(2026, 11, 25)


def days(question: str) -> list[tuple[str | None, str | None]]:
    return [
        (one.first.isoformat() if one.first else None, one.last.isoformat() if one.last else None)
        for one in periods(question, TODAY)
    ]


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What happened yesterday?", "2026-11-24", "2026-11-24"),
        ("What did the governor say on Monday?", "2026-11-23", "2026-11-23"),
        ("What did the governor say last Tuesday?", "2026-11-24", "2026-11-24"),
        ("What broke on 3 March?", "2026-03-03", "2026-03-03"),
        ("What broke on December 3?", "2025-12-03", "2025-12-03"),
        ("What was decided in May 2022?", "2022-05-01", "2022-05-31"),
        ("Who resigned last August?", "2026-08-01", "2026-08-31"),
        ("Who resigned in December?", "2025-12-01", "2025-12-31"),
        ("Who died in 2019?", "2019-01-01", "2019-12-31"),
        ("What happened this week?", "2026-11-18", "2026-11-25"),
        ("What happened last week?", "2026-11-16", "2026-11-22"),
        ("What happened last weekend?", "2026-11-21", "2026-11-22"),
        ("What happened last month?", "2026-10-01", "2026-10-31"),
        ("What happened this month?", "2026-11-01", "2026-11-25"),
        ("What changed in the past three days?", "2026-11-22", "2026-11-25"),
        ("What changed over the last week?", "2026-11-18", "2026-11-25"),
        ("Which show was recently renewed?", "2026-10-11", "2026-11-25"),
        ("What has changed in recent weeks?", "2026-10-11", "2026-11-25"),
        ("What recently broke in May 2022?", "2022-05-01", "2022-05-31"),
        ("What was said two weeks ago?", "2026-11-08", "2026-11-14"),
        ("What was said since 3 March?", "2026-03-03", None),
        ("What was known before 3 March 2026?", None, "2026-03-02"),
        ("What was known by 3 March 2026?", None, "2026-03-03"),
        ("What happened between 3 March and 9 March 2026?", "2026-03-03", "2026-03-09"),
        ("What happened from May to July 2026?", "2026-05-01", "2026-07-31"),
    ],
)
def test_a_period_is_placed_on_the_calendar(question, first, last):
    assert days(question) == [(first, last)]


@pytest.mark.parametrize(
    "question",
    [
        "Who bought Kelder Steel?",
        "Was the dam sound as recently as that?",
        "What did the council promise before the election?",
        "What will be decided on Friday?",
        "What did the Jan. 6 committee find?",
        "Who is Ana May Holm?",
        "What did the May family lose?",
        "What may happen to the dam?",
        "Which articles are of a date other than 3 March 2026?",
        "Will it open in March 2031?",
    ],
)
def test_what_names_no_day_that_has_been_is_left_alone(question):
    assert days(question) == []


def test_two_dates_that_bound_nothing_are_two_periods():
    assert len(days("Did the story of 3 March 2026 agree with that of 9 March 2026?")) == 2


@pytest.mark.parametrize(
    ("question", "published"),
    [
        ("Which articles published in May 2026 name the dam?", True),
        ("What do the reports of 3 March 2026 say?", True),
        ("What does the Courier story on the dam published on 3 March 2026 say?", True),
        ("What broke in May 2026?", False),
        ("Which documents were published on 3 March 2026?", False),
    ],
)
def test_only_articles_are_published_in_the_sense_of_a_filter(question, published):
    assert [one.published for one in periods(question, TODAY)] == [published]


def test_reports_follow_an_event_by_a_few_days_but_not_a_day_of_publication():
    (event,) = periods("What broke on 3 March?", TODAY)
    (report,) = periods("What do articles of 3 March 2026 say?", TODAY)
    assert event.filters().until == datetime(2026, 3, 5, 23, 59, 59, 999999, tzinfo=UTC)
    assert report.filters().until == datetime(2026, 3, 3, 23, 59, 59, 999999, tzinfo=UTC)
    assert event.filters().since == report.filters().since == datetime(2026, 3, 3, tzinfo=UTC)


def test_labels_are_for_people():
    labels = [
        periods(question, TODAY)[0].label
        for question in ("in May 2022", "on 3 March", "since May 2026", "before 3 March 2026")
    ]
    assert labels == [
        "published 1 to 31 May 2022",
        "published around 3 March 2026",
        "published since 1 May 2026",
        "published until 2 March 2026",
    ]


def test_a_period_that_holds_all_or_nothing_of_a_library_parts_nothing():
    (may,) = periods("in May 2022", TODAY)
    assert may.parts(date(2022, 1, 1), date(2022, 12, 31))
    assert not may.parts(date(2022, 5, 2), date(2022, 5, 30))
    assert not may.parts(date(2023, 1, 1), date(2023, 12, 31))
