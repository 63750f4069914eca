"""Statements on a topic -> the few issues on which they bear, disputed ones first.

Relations are looked for between all that are near enough: by rules, then by the judge. Statements
that stand in a relation belong to one issue, and so do those that are near in meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from rag.statements.group import grouped
from rag.statements.matter import Matter
from rag.statements.positions import Pool, issue
from rag.statements.reading import Reading
from rag.statements.relate import Judgement, Relater
from rag.types import Issue, Statement, Vectors

GROUPED_FROM = 0.46
"""Mean nearness from which two groups of statements are one issue."""

BONDS = {"contradict": 0.6, "differ": 0.6, "supersede": 0.6, "agree": 0.35}
"""Nearness of two statements in a relation at least, before its confidence is added."""

PAIRS_FROM = 0.22
"""Closeness from which two statements are related at all."""

DISPUTED_SHARE = 0.5
"""Relevance of an issue's two best statements, as a share of the best of all, to be told."""

AGREED_SHARE = 0.72
"""The same where nobody disputes anything."""

LARGEST_DISPUTE = 14
"""Statements in one dispute; a longer chain of them is no one matter any more."""

MOST = 8
"""Issues told."""

_APART = ("contradict", "differ", "supersede")


def issues_of(
    statements: Sequence[Statement],
    readings: Sequence[Reading],
    relevance: Sequence[float],
    matter: Matter,
    relater: Relater,
    origin_of: Mapping[str, int],
    number: Callable[[Statement], int],
) -> Iterator[Issue]:
    """Issues as they are ready, at most `MOST`, the most disputed and relevant first.

    Args:
        statements: In the order of time.
        readings: Of them, same order.
        relevance: How near each is to the topic, same order.
        matter: How near they are to each other.
        relater: With the judge, if there is one.
        origin_of: Article id -> number of its origin.
        number: Gives a statement's citation its number.
    """
    pairs = list(_pairs(statements, readings, matter, origin_of))
    judged = relater.relate(readings, pairs, matter)
    related = {
        pair: one for pair, one in zip(pairs, judged, strict=True) if one.relation != "unrelated"
    }
    groups = grouped(_nearness(related, matter, len(readings)), GROUPED_FROM)
    pool = Pool(statements, readings, matter, related, origin_of)
    for members in _in_order(groups, readings, relevance, related)[:MOST]:
        yield issue(pool, members, number)


def _pairs(
    statements: Sequence[Statement],
    readings: Sequence[Reading],
    matter: Matter,
    origin_of: Mapping[str, int],
) -> Iterator[tuple[int, int]]:
    """Pairs that may stand in a relation, the earlier first.

    Left out: what one holder says in one article, and copies of one origin among themselves.
    """
    for i, j in combinations(range(len(statements)), 2):
        if matter.closeness(i, j) < PAIRS_FROM:
            continue
        one_article = statements[i].article.id == statements[j].article.id
        one_holder = readings[i].holder.name == readings[j].holder.name
        first, second = statements[i].article.id, statements[j].article.id
        copies = first != second and origin_of[first] == origin_of[second]
        if (one_article and one_holder) or (copies and not one_holder):
            continue
        yield i, j


def _nearness(related: Mapping[tuple[int, int], Judgement], matter: Matter, count: int) -> Vectors:
    """Closeness of each to each, more where a rule found a relation; shape (n, n)."""
    nearness = np.zeros((count, count), dtype=np.float32)
    for i, j in combinations(range(count), 2):
        nearness[i, j] = nearness[j, i] = matter.closeness(i, j)
    for (i, j), judgement in related.items():
        bond = BONDS[judgement.relation] + 0.4 * judgement.confidence
        nearness[i, j] = nearness[j, i] = max(nearness[i, j], bond)
    for dispute in _disputes(related):
        for i, j in combinations(dispute, 2):
            nearness[i, j] = nearness[j, i] = max(nearness[i, j], 1.0)
    return nearness


def _disputes(related: Mapping[tuple[int, int], Judgement]) -> list[list[int]]:
    """What is apart from each other, directly or through others, surest first; none too large."""
    home: dict[int, list[int]] = {}
    apart = [(pair, one) for pair, one in related.items() if one.relation in _APART]
    for (i, j), _ in sorted(apart, key=lambda found: (-found[1].confidence, found[0])):
        mine, theirs = home.get(i, [i]), home.get(j, [j])
        if mine is theirs or len(mine) + len(theirs) > LARGEST_DISPUTE:
            continue
        joined = [*mine, *theirs]
        home.update(dict.fromkeys(joined, joined))
    return list({id(members): members for members in home.values()}.values())


def _in_order(
    groups: Sequence[Sequence[int]],
    readings: Sequence[Reading],
    relevance: Sequence[float],
    related: Mapping[tuple[int, int], Judgement],
) -> list[list[int]]:
    """Groups with something to compare, by dispute and relevance, then by time."""

    def dispute(members: Sequence[int]) -> float:
        inside = set(members)
        found = [
            one.confidence * min(1.0, (relevance[i] + relevance[j]) / (2 * most))
            for (i, j), one in related.items()
            if i in inside and j in inside and one.relation in _APART
        ]
        return max(found, default=0.0)

    def rank(members: Sequence[int]) -> tuple[float, int]:
        best = sorted((relevance[index] for index in members), reverse=True)[:2]
        holders = {readings[index].holder.name for index in members}
        worth = dispute(members) + sum(best) / (2 * most) + 0.03 * len(holders)
        return -worth, members[0]

    most = max(relevance, default=1.0) or 1.0

    def on_topic(members: Sequence[int]) -> bool:
        best = sum(sorted((relevance[index] for index in members), reverse=True)[:2]) / 2
        return best >= (DISPUTED_SHARE if dispute(members) else AGREED_SHARE) * most

    several = [
        list(members)
        for members in groups
        if len(members) > 1
        and on_topic(members)
        and (len({readings[index].holder.name for index in members}) > 1 or dispute(members))
    ]
    return sorted(several, key=rank)
