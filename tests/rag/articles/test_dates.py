from datetime import UTC, datetime

import pytest

from rag.articles.dates import parse_published

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-06-16", utc(2022, 6, 16)),
        ("2022/06/16", utc(2022, 6, 16)),
        ("2022-06-16T10:00:00+02:00", utc(2022, 6, 16, 8)),
        ("2022-06-16T10:00:00-0700", utc(2022, 6, 16, 17)),
        ("2022-06-16T10:00Z", utc(2022, 6, 16, 10)),
        ("2022-06-16 10:00:00.123Z", utc(2022, 6, 16, 10)),
        ("2022-06-16T24:00:00", utc(2022, 6, 17)),
        ("20220616", utc(2022, 6, 16)),
        ("Thu, 16 Jun 2022 10:00:00 GMT", utc(2022, 6, 16, 10)),
        ("Thu, 16 Jun 2022 10:00:00 -0400 (EDT)", utc(2022, 6, 16, 14)),
        ("Thu, 16 Jun 22 10:00:00 +0000", utc(2022, 6, 16, 10)),
        ("26-FEB-1987 15:01:01.79", utc(1987, 2, 26, 15, 1, 1)),
        ("1655373600", utc(2022, 6, 16, 10)),
        ("1655373600.5", datetime(2022, 6, 16, 10, 0, 0, 500_000, tzinfo=UTC)),
        ("1655373600000", utc(2022, 6, 16, 10)),
        ("June 16, 2022 4:05 PM ET", utc(2022, 6, 16, 20, 5)),
        ("January 16, 2022 4:05 PM ET", utc(2022, 1, 16, 21, 5)),
        ("Published 4:05 PM EDT, Thu June 16, 2022", utc(2022, 6, 16, 20, 5)),
        ("Updated June 16, 2022 at 4 p.m. PT", utc(2022, 6, 16, 23)),
        ("Jun. 5, 2020 12:00 am", utc(2020, 6, 5)),
        ("June 16th, 2022", utc(2022, 6, 16)),
        ("16.06.2022", utc(2022, 6, 16)),
        ("16/06/2022", utc(2022, 6, 16)),
        ("06/16/2022", utc(2022, 6, 16)),
        ("06/06/2022", utc(2022, 6, 6)),
        ("16 juin 2022", utc(2022, 6, 16)),
        ("16 de junio de 2022 10:30", utc(2022, 6, 16, 10, 30)),
        ("  2022-06-16\n", utc(2022, 6, 16)),
    ],
)
def test_a_date_as_outlets_write_it_becomes_utc(text: str, expected: datetime) -> None:
    assert parse_published(text, now=NOW) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2 hours ago",
        "16 June",
        "June 2022",
        "2022",
        "2022-13-45",
        "2022-02-30",
        "16 June 2022 25:00",
        "13:00 PM 16 June 2022",
        "no date here",
        "Posted by Bob on 16 June 2022",
        "x" * 10_000,
        "99999999999999999999",
    ],
)
def test_what_does_not_name_a_day_beyond_doubt_gives_none(text: str) -> None:
    assert parse_published(text, now=NOW) is None


def test_day_and_month_that_could_be_exchanged_give_none() -> None:
    assert parse_published("06/07/2022", now=NOW) is None


def test_the_day_after_tomorrow_is_still_believed() -> None:
    assert parse_published("2026-11-27", now=NOW) == utc(2026, 11, 27)


def test_three_days_ahead_is_a_mistake() -> None:
    assert parse_published("2026-11-28", now=NOW) is None


def test_before_the_first_newspapers_is_a_mistake() -> None:
    assert parse_published("1599-12-31", now=NOW) is None


def test_the_year_1600_is_believed() -> None:
    assert parse_published("1600-01-01", now=NOW) == utc(1600, 1, 1)
