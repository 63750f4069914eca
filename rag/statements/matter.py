"""How near two statements of a pool are in what they speak about: by meaning, words and names.

Words that the whole pool shares count little: in a pool on a ferry, "ferry" says nothing. Pure
arithmetic on vectors and stems.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from rag.statements.reading import Reading
from rag.types import Vectors

_COSINE = 0.55  # of closeness; the rest is for shared words

_SAME_BEFORE = 0.75  # of the cosine, for two of one article that share what stands before them


class Matter:
    """Closeness within one pool of readings."""

    def __init__(self, readings: Sequence[Reading], vectors: Vectors) -> None:
        """Takes the pool.

        Args:
            readings: In any order.
            vectors: Unit rows in the same order, shape (n, dim).
        """
        self._about = [reading.about for reading in readings]
        self._own = [reading.own for reading in readings]
        counts = Counter(
            word for about, own in zip(self._about, self._own, strict=True) for word in about | own
        )
        total = max(1, len(readings))
        self._weight = {word: math.log(1 + total / count) for word, count in counts.items()}
        self._cosines = np.clip(vectors @ vectors.T, 0.0, 1.0)
        self._articles = [reading.article for reading in readings]
        self._leans = [bool(reading.before) for reading in readings]
        self._masses = [self._mass(about) for about in self._about]

    def cosine(self, i: int, j: int) -> float:
        """Of the two contents with what they lean on, 0 to 1; less where they lean on the same."""
        shared = self._articles[i] == self._articles[j] != "" and (self._leans[i] or self._leans[j])
        return float(self._cosines[i, j]) * (_SAME_BEFORE if shared else 1.0)

    def overlap(self, i: int, j: int) -> float:
        """Share of the lighter one's weight that both have, 0 to 1; rare words weigh more."""
        lighter = min(self._masses[i], self._masses[j])
        return self._mass(self._about[i] & self._about[j]) / lighter if lighter else 0.0

    def own_overlap(self, i: int, j: int) -> float:
        """The same of the contents alone, without what they lean on."""
        lighter = min(self._mass(self._own[i]), self._mass(self._own[j]))
        return self._mass(self._own[i] & self._own[j]) / lighter if lighter else 0.0

    def closeness(self, i: int, j: int) -> float:
        """Meaning and words together, 0 to 1."""
        return _COSINE * self.cosine(i, j) + (1 - _COSINE) * self.overlap(i, j)

    def _mass(self, words: frozenset[str]) -> float:
        return sum(self._weight[word] for word in words)
