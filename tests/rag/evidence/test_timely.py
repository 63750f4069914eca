"""Articles that are older than the news that is asked of. Days can be counted on a calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rag.evidence.timely import in_time
from rag.types import Filters, Hit
from tests.fake_store import FakeStore
from tests.fakes import make_article

TODAY = date(2026, 3, 20)
WEEK = Filters(since=datetime(2026, 3, 13, tzinfo=UTC), until=datetime(2026, 3, 20, tzinfo=UTC))


def hits(*published: datetime | None) -> list[Hit]:
    """One of an article of each day."""
    articles = [
        make_article(f"The dam broke, as told by number {place}.", published=day)
        for place, day in enumerate(published)
    ]
    store = FakeStore(articles)
    return [Hit(rank, 1 / rank, chunk) for rank, chunk in enumerate(store.chunk.values(), start=1)]


def on(*date_parts: int) -> datetime:
    return datetime(*date_parts, tzinfo=UTC)


def test_what_happened_this_week_is_told_by_no_article_of_last_year():
    found = hits(on(2025, 3, 18), on(2026, 3, 18))
    (kept,) = in_time("Which dam broke this week?", found, [WEEK], TODAY)
    assert kept.chunk.article.published == on(2026, 3, 18)


def test_an_article_may_be_three_times_as_old_as_the_period_is_long():
    # Eight days to the end of the 20th, so 24 before the 13th of March is the 17th of February.
    first = on(2026, 3, 13) - (3 * (on(2026, 3, 20) + timedelta(1) - on(2026, 3, 13)))
    found = hits(first - timedelta(1), first + timedelta(1))
    (kept,) = in_time("Which dam broke this week?", found, [WEEK], TODAY)
    assert kept.chunk.article.published == first + timedelta(1)


@pytest.mark.parametrize(
    ("since", "published", "kept"),
    [
        # Yesterday: at least a fortnight; this year: at most half a year before it.
        (on(2026, 3, 19), on(2026, 3, 8), True),
        (on(2026, 3, 19), on(2026, 3, 1), False),
        (on(2026, 1, 1), on(2025, 8, 1), True),
        (on(2026, 1, 1), on(2025, 5, 1), False),
    ],
)
def test_it_has_a_least_and_a_most(since: datetime, published: datetime, *, kept: bool):
    days = [Filters(since=since)]
    assert bool(in_time("Which dam broke?", hits(published), days, TODAY)) is kept


@pytest.mark.parametrize(
    ("question", "days", "today"),
    [
        ("Which dam broke?", [], TODAY),
        ("Which dam broke this week?", [WEEK], None),
        ("Which dam broke up to this week?", [Filters(until=on(2026, 3, 20))], TODAY),
        ("Which dam will be closed this week?", [WEEK], TODAY),
        ("Which dam is scheduled to be closed this week?", [WEEK], TODAY),
    ],
)
def test_nothing_is_left_out_where_older_articles_may_tell(
    question: str, days: list[Filters], today: date | None
):
    found = hits(on(2020, 1, 1), None)
    assert in_time(question, found, days, today) == found


def test_what_has_no_day_stays():
    found = hits(None)
    assert in_time("Which dam broke this week?", found, [WEEK], TODAY) == found


def test_a_period_at_the_beginning_of_time_leaves_nothing_out():
    found = hits(on(2020, 1, 1))
    days = [Filters(since=on(1, 1, 2))]
    assert in_time("Which dam broke since then?", found, days, TODAY) == found
