"""Articles on one event are found by likeness of their beginnings and by date. Pure arithmetic.

Each article, oldest first, joins the story whose mean it is likest, if that is like enough and was
in the news a few days ago, or begins one (single-pass clustering, as in topic detection and
tracking, Allan 1998); then stories that turn out to be one are joined, and each article is asked
once more where it belongs. The same articles make the same stories, whatever order they came in.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from rag.types import ArticleSummary, Story, Vectors

JOINS = 0.56
"""Cosine of an article's beginning to the mean of a story from which it belongs to it."""

ONE_STORY = 0.62
"""Cosine of two stories' means from which they are one."""

PAST_DAYS = 6.0
"""Days after its newest article that a story stays open."""

COOLS = 0.015
"""What each day between an article and a story's newest one asks of likeness in addition."""

SMALLEST = 2
"""Fewer articles are no story."""

BLOCK = 256
"""Articles compared with all stories in one product."""

_DAY = 86_400.0

Labels = NDArray[np.int64]
"""Number of the story of each article, shape (n,)."""


def stories(articles: Sequence[ArticleSummary], beginnings: Vectors) -> list[Story]:
    """Stories of at least two articles, the one last in the news first.

    Args:
        articles: In any order.
        beginnings: Vectors of title and first sentences of each, unit rows, shape (n, dim).

    Raises:
        ValueError: There are not as many vectors as articles.
    """
    if len(articles) != len(beginnings):
        raise ValueError(f"{len(articles)} articles but {len(beginnings)} vectors")
    order = sorted(range(len(articles)), key=lambda place: _age(articles[place]))
    rows = np.ascontiguousarray(beginnings[order])
    days = np.array([_days(articles[place].published) for place in order])
    labels = _joined(rows, days, _settled(rows, days, _first_pass(rows, days)))
    members: dict[int, list[int]] = {}
    for place, label in enumerate(labels.tolist()):
        members.setdefault(label, []).append(place)
    found = [
        _story([articles[order[place]] for place in places], rows[places])
        for places in members.values()
        if len(places) >= SMALLEST
    ]
    return sorted(found, key=_last_first)


def _first_pass(rows: Vectors, days: NDArray[np.float64]) -> Labels:
    """Each article, oldest first, to the likest open story or to one of its own."""
    labels = np.zeros(len(rows), dtype=np.int64)
    means = np.zeros_like(rows)  # of each story, in the order in which they began
    sums = np.zeros_like(rows)
    newest = np.full(len(rows), -np.inf)
    count = 0
    for begin in range(0, len(rows), BLOCK):
        # One product for the block and the stories still open; what changes inside the block is
        # looked at again.
        gaps = days[begin] - newest[:count]
        known = np.flatnonzero((gaps <= PAST_DAYS) | ~np.isfinite(gaps))
        block = rows[begin : begin + BLOCK] @ means[known].T
        column = {label: at for at, label in enumerate(known.tolist())}
        begun: list[int] = []
        changed: list[int] = []
        for place in range(begin, min(begin + BLOCK, len(rows))):
            open_ones = np.concatenate([known, np.array(begun, dtype=np.int64)])
            likeness = np.zeros(len(open_ones), dtype=np.float32)
            likeness[: len(known)] = block[place - begin]
            if changed:
                at = [column[label] for label in changed]
                likeness[at] = means[changed] @ rows[place]
            found = _likest(likeness, days[place] - newest[open_ones])
            label = count if found is None else int(open_ones[found])
            if found is None:
                column[label] = len(open_ones)
                begun.append(label)
                count += 1
            labels[place] = label
            sums[label] += rows[place]
            means[label] = sums[label] / np.linalg.norm(sums[label])
            if np.isfinite(days[place]):
                newest[label] = max(newest[label], days[place])
            if label not in changed:
                changed.append(label)
    return labels


def _likest(likeness: Vectors, gaps: NDArray[np.float64]) -> int | None:
    """The story that an article joins, given the days since each was last in the news."""
    if not len(likeness):
        return None
    # Undated articles come last and may join any story; undated stories take any article.
    known = np.where(np.isfinite(gaps), gaps, 0.0)
    cooled = np.where(known <= PAST_DAYS, likeness - COOLS * known, -1.0)
    best = int(cooled.argmax())
    return best if cooled[best] >= JOINS else None


def _settled(rows: Vectors, days: NDArray[np.float64], labels: Labels) -> Labels:
    """Each article once more to the likest story, now that all of each is known."""
    means, first, last = _means(rows, days, labels)
    settled = labels.copy()
    for begin in range(0, len(rows), BLOCK):
        block = slice(begin, begin + BLOCK)
        likeness = rows[block] @ means.T
        own = days[block, None]
        near = (own >= first[None] - PAST_DAYS) & (own <= last[None] + PAST_DAYS)
        likeness[~near & np.isfinite(own)] = -1.0
        best = likeness.argmax(axis=1)
        moves = likeness[np.arange(len(best)), best] >= JOINS
        settled[block] = np.where(moves, best, labels[block])
    return settled


def _joined(rows: Vectors, days: NDArray[np.float64], labels: Labels) -> Labels:
    """Stories that are alike and close in time become one, the likest pair first."""
    means, first, last = _means(rows, days, labels)
    filled = np.flatnonzero(np.bincount(labels, minlength=len(means)) >= SMALLEST)
    pairs: list[tuple[float, int, int]] = []
    for begin in range(0, len(filled), BLOCK):
        block = filled[begin : begin + 1024]
        likeness = means[block] @ means[filled].T
        for at, other in zip(*np.nonzero(likeness >= ONE_STORY), strict=True):
            one, two = int(block[at]), int(filled[other])
            gap = max(first[one], first[two]) - min(last[one], last[two])
            if one < two and not gap > PAST_DAYS:
                pairs.append((-float(likeness[at, other]), one, two))
    owner = np.arange(len(means))
    for _, one, two in sorted(pairs):
        low, high = sorted((int(owner[one]), int(owner[two])))
        owner[owner == high] = low
    return owner[labels]


def _means(
    rows: Vectors, days: NDArray[np.float64], labels: Labels
) -> tuple[Vectors, NDArray[np.float64], NDArray[np.float64]]:
    """Unit mean of each story, and the days of its oldest and newest article."""
    count = int(labels.max(initial=-1)) + 1
    sums = np.zeros((count, rows.shape[1]), dtype=np.float32)
    np.add.at(sums, labels, rows)
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    dated = np.isfinite(days)
    np.minimum.at(first, labels[dated], days[dated])
    np.maximum.at(last, labels[dated], days[dated])
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return sums / np.maximum(norms, 1e-9), first, last


def _story(articles: Sequence[ArticleSummary], rows: Vectors) -> Story:
    """A story of its articles, oldest first, and their rows."""
    mean = rows.sum(axis=0)
    central = int((rows @ mean).argmax())
    dated = [one.published for one in articles if one.published]
    outlets = Counter(one.source for one in articles if one.source)
    ranked = sorted(outlets, key=lambda source: (-outlets[source], source))
    return Story(
        id=hashlib.sha256(articles[0].id.encode()).hexdigest()[:16],
        headline=articles[central].title,
        articles=tuple(reversed(articles)),
        since=min(dated, default=None),
        until=max(dated, default=None),
        sources=tuple(ranked),
    )


def _age(article: ArticleSummary) -> tuple[bool, float, str]:
    """Oldest first, undated last; the id makes the order the same every time."""
    days = _days(article.published)
    return not np.isfinite(days), days, article.id


def _days(published: datetime | None) -> float:
    return published.timestamp() / _DAY if published else float("inf")


def _last_first(story: Story) -> tuple[float, int, str]:
    until = story.until.timestamp() if story.until else float("-inf")
    return -until, -len(story.articles), story.id
