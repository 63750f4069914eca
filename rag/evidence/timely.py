"""Which of the articles found are of the days that a question speaks of, and which are recent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np

from rag.recency import freshness
from rag.text.kinds import asks_for_earliest, asks_for_latest, asks_of_what_is_to_come
from rag.types import Article, Filters, Hit

EARLIER_BY = 3
"""How many times the length of a period an article may be older than its beginning, and tell of it:
"this week" is said of what was a fortnight ago, and of nothing that was last year."""

LEAST_EARLIER, MOST_EARLIER = timedelta(14), timedelta(180)
"""Bounds of the same: people place what they remember a few days wrong, and no period half a year.
"""


def timeliness(question: str, hits: Sequence[Hit], days: Sequence[Filters]) -> dict[str, float]:
    """How well an article's day suits the question, 0 to 1 by its id, where days are spoken of.

    Args:
        question: As asked, or completed.
        hits: What was found for it.
        days: Times of publication that the question speaks of.
    """
    if asks_for_latest(question):
        return _recency(hits)
    if asks_for_earliest(question):
        return {article: 1 - share for article, share in _recency(hits).items()}
    articles = {hit.chunk.article.id: hit.chunk.article for hit in hits}
    return {
        article.id: float(any(_passes(article, one) for one in days))
        for article in articles.values()
        if days
    }


def in_time(
    question: str, hits: Sequence[Hit], days: Sequence[Filters], today: date | None
) -> list[Hit]:
    """The hits without articles that are older than what is asked of, where that is news.

    What happened this week is told by no article of last year, however near its words are.

    Args:
        question: As asked, or completed.
        hits: What was found for it.
        days: Times of publication that the question speaks of.
        today: The day whose news it asks for; None if it does not, and then nothing is left out.
    """
    begins = [one.since for one in days if one.since is not None]
    if today is None or not days or len(begins) < len(days) or asks_of_what_is_to_come(question):
        return list(hits)
    since = min(begins)
    length = datetime.combine(today, datetime.max.time(), since.tzinfo) - since
    earlier = min(MOST_EARLIER, max(LEAST_EARLIER, EARLIER_BY * length))
    first = since - min(earlier, since - datetime.min.replace(tzinfo=since.tzinfo))
    return [
        hit
        for hit in hits
        if hit.chunk.article.published is None or hit.chunk.article.published >= first
    ]


def recent(hits: Sequence[Hit], today: date | None) -> dict[str, float]:
    """How recent each article is, 0 to 1 by its id, see `rag.recency`; nothing without a day."""
    if today is None:
        return {}
    articles = {hit.chunk.article.id: hit.chunk.article for hit in hits}
    moments = np.array(
        [one.published and one.published.replace(tzinfo=None) for one in articles.values()],
        dtype="datetime64[us]",
    )
    return dict(zip(articles, freshness(moments, today).tolist(), strict=True))


def _passes(article: Article, days: Filters) -> bool:
    published = article.published
    if published is None:
        return False
    return (days.since is None or published >= days.since) and (
        days.until is None or published <= days.until
    )


def _recency(hits: Sequence[Hit]) -> dict[str, float]:
    """0 for the oldest article found, 1 for the newest; undated ones are left out."""
    days = {
        hit.chunk.article.id: hit.chunk.article.published.timestamp()
        for hit in hits
        if hit.chunk.article.published
    }
    if not days:
        return {}
    first, span = min(days.values()), max(days.values()) - min(days.values())
    return {article: (day - first) / span if span else 0.0 for article, day in days.items()}
