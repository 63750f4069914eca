"""Things -> groups of what is near, by how near each is to each. Pure arithmetic, deterministic.

Average linkage (Sokal and Michener 1958): the two nearest groups become one until none are near
enough, so that no chain of neighbours makes one group of everything.
"""

from __future__ import annotations

import numpy as np

from rag.types import Vectors


def grouped(nearness: Vectors, least: float, largest: int = 40) -> list[list[int]]:
    """Groups of indexes, each sorted; groups stand in the order of their first index.

    Args:
        nearness: Symmetric, shape (n, n), larger is nearer; the diagonal is ignored.
        least: Mean nearness between two groups from which they are joined.
        largest: No group grows over it.
    """
    count = len(nearness)
    groups = {index: [index] for index in range(count)}
    means = np.array(nearness, dtype=np.float64)
    np.fill_diagonal(means, -np.inf)
    while len(groups) > 1:
        # argmax takes the first of equals: the same input gives the same groups everywhere.
        i, j = divmod(int(means.argmax()), count)
        if means[i, j] < least:
            break
        if len(groups[i]) + len(groups[j]) > largest:
            means[i, j] = means[j, i] = -np.inf
            continue
        mine, theirs = len(groups[i]), len(groups[j])
        merged = (mine * means[i] + theirs * means[j]) / (mine + theirs)
        means[i, :], means[:, i] = merged, merged
        means[j, :] = means[:, j] = -np.inf
        means[i, i] = -np.inf
        groups[i] += groups.pop(j)
    return sorted((sorted(group) for group in groups.values()), key=lambda group: group[0])
