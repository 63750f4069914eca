"""Statements on a topic -> the few issues on which they bear, disputed ones first.

Relations are looked for between all that are near enough: by rules, then by the judge. Statements
that stand in a relation belong to one issue, and so do those that are near in meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from rag.statements.copied import copies_apart
from rag.statements.group import grouped
from rag.statements.matter import Matter
from rag.statements.positions import Pool, issue
from rag.statements.reading import Reading
from rag.statements.rebutted import rebutted
from rag.statements.relate import Judgement, Relater, from_difference
from rag.types import Issue, Statement, Vectors

GROUPED_FROM = 0.46
"""Mean nearness from which two groups of statements are one issue."""

BONDS = {"contradict": 0.6, "differ": 0.6, "supersede": 0.6, "agree": 0.35}
"""Nearness of two statements in a relation at least, before its confidence is added."""

PAIRS_FROM = 0.22
"""Closeness from which two statements are related at all."""

RIGHT_BEHIND = 3
"""Characters between two sentences of which one goes on from the other."""

DISPUTED_SHARE = 0.5
"""Relevance of an issue's two best statements, as a share of the best of all, to be told."""

AGREED_SHARE = 0.72
"""The same where nobody disputes anything."""

ONE_MATTER = 0.55
"""Mean closeness of what is neither disputed nor agreed on, from which it is on one matter."""

OWN_WORDS_NEAR = 0.25
"""Overlap of two contents' own words from which they are on one matter that nobody disputes."""

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
    *,
    named: bool = False,
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
        named: Whether certain speakers were asked for: what one of them says alone is told, too.
    """
    pairs = list(_pairs(statements, readings, matter, origin_of))
    judged = relater.relate(readings, pairs, matter)
    related: dict[tuple[int, int], Judgement] = {}
    for pair, one in zip(pairs, judged, strict=True):
        if _are_copies(statements, origin_of, *pair) and one.relation not in ("agree", "unrelated"):
            continue
        if one.relation != "unrelated":
            related[pair] = one
    related |= _copies_apart(statements, readings, origin_of)
    pool = Pool(statements, readings, matter, related, origin_of)
    groups = _groups(pool)
    for group in _in_order(groups, pool, relevance, named=named)[:MOST]:
        # A dispute about a figure is an issue of its own, and no part of another.
        of_kind = {
            pair: one
            for pair, one in related.items()
            if one.about == group.about
            or not (one.about and (group.about or one.relation in _APART))
        }
        yield issue(replace(pool, judgements=of_kind), group.members, number, about=group.about)


def _pairs(
    statements: Sequence[Statement],
    readings: Sequence[Reading],
    matter: Matter,
    origin_of: Mapping[str, int],
) -> Iterator[tuple[int, int]]:
    """Pairs that may stand in a relation, the earlier first.

    Left out: what one holder says in one article, unless it puts right what is taken back there,
    what stands within the other, and what several say in copies of one origin.
    """
    for i, j in combinations(range(len(statements)), 2):
        near = matter.closeness(i, j) >= PAIRS_FROM or readings[j].answers(readings[i])
        if not near and not rebutted(readings[i], readings[j]):
            continue
        one_article = statements[i].article.id == statements[j].article.id
        one_holder = readings[i].holder.name == readings[j].holder.name
        if one_article and one_holder and not _puts_right(statements, readings, i, j):
            continue
        if one_article and _overlap(statements[i], statements[j]):
            continue
        if _are_copies(statements, origin_of, i, j) and not one_holder:
            continue
        yield i, j


def _copies_apart(
    statements: Sequence[Statement], readings: Sequence[Reading], origin_of: Mapping[str, int]
) -> dict[tuple[int, int], Judgement]:
    """Pairs of a statement and its copy that has another name or figure in it."""
    found = {}
    for i, j in combinations(range(len(statements)), 2):
        if _are_copies(statements, origin_of, i, j):
            apart = copies_apart(readings[i], readings[j])
            if apart is not None:
                found[i, j] = from_difference(apart)
    return found


def _overlap(one: Statement, other: Statement) -> bool:
    return one.start < other.end and other.start < one.end


def _are_copies(
    statements: Sequence[Statement], origin_of: Mapping[str, int], i: int, j: int
) -> bool:
    """Whether they stand in two copies of one article: nobody contradicts himself in these."""
    first, second = statements[i].article.id, statements[j].article.id
    return first != second and origin_of[first] == origin_of[second]


def _puts_right(
    statements: Sequence[Statement], readings: Sequence[Reading], i: int, j: int
) -> bool:
    """Whether j, right behind i in its article, says what is true in place of what i takes back."""
    between = statements[j].sentence[0] - statements[i].sentence[1]
    return readings[i].withdrawn and not readings[j].withdrawn and 0 <= between <= RIGHT_BEHIND


@dataclass(frozen=True, slots=True)
class _Group:
    """Statements on one matter; `about` is the kind of figure that it turns on, or ""."""

    members: list[int]
    about: str = ""


def _groups(pool: Pool) -> list[_Group]:
    """Disputes, each with who agrees with a side of it, and what else is near.

    A statement may be in several: "12 dead, 71 rescued" belongs to the toll and to the rescued.
    """
    kinds = sorted({one.about for one in pool.judgements.values()})
    disputes = [
        _Group(_with_backers(members, pool, about) if not about else members, about)
        for about in kinds
        for members in _disputes(pool.judgements, about)
    ]
    settled = {index for group in disputes if not group.about for index in group.members}
    counted = settled | {index for group in disputes for index in group.members}
    groups = [
        [index for index in members if index not in settled]
        for members in grouped(_nearness(pool), GROUPED_FROM)
    ]
    near = [_Group(_on_one_matter(members, pool)) for members in groups if set(members) - counted]
    return disputes + [group for group in near if group.members]


def _on_one_matter(members: Sequence[int], pool: Pool) -> list[int]:
    """Those whose own words, and not only what stands before them, are near another member's."""
    return [
        index
        for index in members
        if len(members) == 1
        or any(
            pool.matter.own_overlap(index, other) >= OWN_WORDS_NEAR
            for other in members
            if other != index
        )
    ]


def _with_backers(members: Sequence[int], pool: Pool, about: str) -> list[int]:
    """The sides of a dispute, and those who say the same as one of them."""
    sides = set(members)
    backers = {
        index
        for pair, one in pool.judgements.items()
        if one.relation == "agree" and one.about in ("", about) and sides & set(pair)
        for index in pair
    }
    return sorted(sides | backers)


def _nearness(pool: Pool) -> Vectors:
    """Closeness of each to each, more where there is a relation; shape (n, n)."""
    count = len(pool.statements)
    nearness = np.zeros((count, count), dtype=np.float32)
    for i, j in combinations(range(count), 2):
        nearness[i, j] = nearness[j, i] = pool.matter.closeness(i, j)
    for (i, j), judgement in pool.judgements.items():
        if not judgement.about:
            bond = BONDS[judgement.relation] + 0.4 * judgement.confidence
            nearness[i, j] = nearness[j, i] = max(nearness[i, j], bond)
    return nearness


def _disputes(related: Mapping[tuple[int, int], Judgement], about: str) -> list[list[int]]:
    """What is apart from each other, directly or through others, surest first; none too large."""
    home: dict[int, list[int]] = {}
    apart = [
        (pair, one)
        for pair, one in related.items()
        if one.relation in _APART and one.about == about
    ]
    for (i, j), _ in sorted(apart, key=lambda found: (-found[1].confidence, found[0])):
        mine, theirs = home.get(i, [i]), home.get(j, [j])
        if mine is theirs or len(mine) + len(theirs) > LARGEST_DISPUTE:
            continue
        joined = [*mine, *theirs]
        home.update(dict.fromkeys(joined, joined))
    return sorted(sorted(members) for members in {id(one): one for one in home.values()}.values())


def _in_order(
    groups: Sequence[_Group], pool: Pool, relevance: Sequence[float], *, named: bool
) -> list[_Group]:
    """Groups with something to compare, by dispute and relevance, then by time."""
    most = max(relevance, default=1.0) or 1.0

    def dispute(group: _Group) -> float:
        inside = set(group.members)
        found = [
            one.confidence * min(1.0, (relevance[i] + relevance[j]) / (2 * most))
            for (i, j), one in pool.judgements.items()
            if i in inside and j in inside and one.relation in _APART and one.about == group.about
        ]
        return max(found, default=0.0)

    def nearest(group: _Group) -> float:
        best = sorted((relevance[one] for one in group.members), reverse=True)[:2]
        return sum(best) / (len(best) if named else 2)

    def holders(group: _Group) -> int:
        return len({pool.readings[index].holder.name for index in group.members})

    def worth(group: _Group) -> tuple[float, int]:
        return -(dispute(group) + nearest(group) / most + 0.03 * holders(group)), group.members[0]

    def is_told(group: _Group) -> bool:
        disputed = dispute(group) > 0
        least = (DISPUTED_SHARE if disputed or named else AGREED_SHARE) * most
        return nearest(group) >= least and (disputed or named or _is_one_matter(group, pool))

    return sorted((group for group in groups if is_told(group)), key=worth)


def _is_one_matter(group: _Group, pool: Pool) -> bool:
    """Whether several hold what nobody disputes: two agree, or people speak of the same."""
    pairs = list(combinations(group.members, 2))
    names = [one.holder.name for one in pool.readings]
    if any(
        (one := pool.judgements.get(pair)) is not None
        and one.relation == "agree"
        and names[pair[0]] != names[pair[1]]
        for pair in pairs
    ):
        return True
    voices = {
        names[index]
        for index in group.members
        if pool.readings[index].holder.kind not in ("outlet", "unclear")
    }
    close = [pool.matter.closeness(*pair) for pair in pairs]
    return len(voices) > 1 and sum(close) / len(close) >= ONE_MATTER
