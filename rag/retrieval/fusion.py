"""Several rankings become one. Pure arithmetic on row ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

RANK_CONSTANT = 60
"""Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet" (SIGIR 2009)."""


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[int]],
    *,
    weights: Sequence[float] | None = None,
    constant: int = RANK_CONSTANT,
) -> list[tuple[int, float]]:
    """Merges rankings by the sum of weight / (constant + rank); ties go to the smaller row.

    Args:
        rankings: Row ids, best first, each at most once in a ranking.
        weights: One for each ranking; all 1 if not given.
        constant: Larger ones make first places count less.

    Returns:
        (row, score), best first. Example: [[7, 8], [8]] -> 8 scores 1/62 + 1/61, 7 scores 1/61.
    """
    scores: dict[int, float] = defaultdict(float)
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, row in enumerate(ranking, start=1):
            scores[row] += weight / (constant + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def with_group_votes(
    fused: Sequence[tuple[int, float]],
    rankings: Sequence[Sequence[int]],
    group_of: Mapping[int, str],
    *,
    weights: Sequence[float],
    weight: float,
) -> list[tuple[int, float]]:
    """Adds to the score of each row what its group earns, with another row in each ranking.

    Where one ranking finds one row of a group and another ranking another row, the group is found
    twice, though neither row is.

    Args:
        fused: What `reciprocal_rank_fusion` made of the rankings.
        rankings: The same; a group stands in each where its first row stands among the groups.
        group_of: Of every row.
        weights: One for each ranking.
        weight: Of the groups' scores against 1 of the rows' own.

    Returns:
        (row, score), best first. Example, groups A of 1 and 2, B of 3: rankings [[3, 1], [2]] ->
        A scores 1/62 + 1/61, B 1/61, so with weight 1 row 2 comes first.
    """
    groups = [list(dict.fromkeys(group_of[row] for row in ranking)) for ranking in rankings]
    votes: dict[str, float] = defaultdict(float)
    for ranking, share in zip(groups, weights, strict=True):
        for rank, group in enumerate(ranking, start=1):
            votes[group] += share / (RANK_CONSTANT + rank)
    scored = [(row, score + weight * votes[group_of[row]]) for row, score in fused]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


def in_turn(rankings: Sequence[Sequence[int]]) -> list[int]:
    """One from each ranking by turns, so that each has room; no row twice.

    Example: [[1, 2], [1, 3, 4]] -> [1, 3, 2, 4].
    """
    queues = [iter(ranking) for ranking in rankings]
    merged: dict[int, None] = {}
    while queues:
        left = []
        for queue in queues:
            row = next((row for row in queue if row not in merged), None)
            if row is not None:
                merged[row] = None
                left.append(queue)
        queues = left
    return list(merged)
