"""Several searches of the same rows become one ranking. Pure arithmetic on row ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def convex_combination(
    searches: Sequence[Mapping[int, float]], weights: Sequence[float], absent: Sequence[float]
) -> dict[int, float]:
    """Adds up the scores that each search gave, as shares of its best one.

    Unlike a fusion of ranks it keeps how far apart two scores are: of the passages on a story the
    tenth can be as near as the first, and of those on a name only one may be near at all. Bruch,
    Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (ACM TOIS 42:1, 2023).

    Args:
        searches: Score by row, larger is better; a best score of 0 or less counts nothing.
        weights: One for each search.
        absent: One for each search: what a row that it did not give is taken to score, as a share
            of the least score that it gave. 1 for a search that scores every row and gives the
            best; 0 for one that gives all that it has any score for.

    Returns:
        Score by row. Example: [{7: 0.8, 8: 0.4}, {8: 3.0}], weights [1, 0.5], absent [1, 0] ->
        7 scores 1, and 8 scores 0.5 + 0.5.
    """
    rows = [row for search in searches for row in search]
    scores = dict.fromkeys(rows, 0.0)
    for search, weight, share in zip(searches, weights, absent, strict=True):
        best = max(search.values(), default=0.0)
        if best <= 0:
            continue
        least = share * min(search.values())
        for row in scores:
            scores[row] += weight * search.get(row, least) / best
    return scores


def ranked(scores: Mapping[int, float]) -> list[int]:
    """Rows, best first; ties go to the smaller row, so that a search repeats itself."""
    return sorted(scores, key=lambda row: (-scores[row], row))


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
