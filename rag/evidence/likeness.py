"""How alike sentences are by their words: rows of weighted stems. Cheap, pure arithmetic.

For choosing which of a few thousand sentences are worth embedding; what words alone cannot see
(the same in other words) is left to the embedder. Weighted by inverse document frequency (Spärck
Jones 1972), rows made unit.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from rag.text.words import content_words, stem
from rag.types import Vectors

MOST_WORDS = 4096
"""Columns at most: the stems that most sentences share."""


def word_rows(texts: Sequence[str]) -> Vectors:
    """One unit row a text, shape (n, words), float32; a text that shares no stem is all zeros."""
    found = [{stem(word) for word in content_words(text)} for text in texts]
    counts = Counter(word for words in found for word in words)
    shared = [word for word, count in counts.items() if count > 1]
    shared.sort(key=lambda word: (-counts[word], word))
    column = {word: place for place, word in enumerate(shared[:MOST_WORDS])}
    rows = np.zeros((len(texts), max(1, len(column))), dtype=np.float32)
    for row, words in zip(rows, found, strict=True):
        for word in words:
            if word in column:
                row[column[word]] = math.log(1 + len(texts) / counts[word])
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.maximum(norms, 1e-9)
    return rows


def nearest_by_origin(rows: Vectors, origins: Sequence[int]) -> Vectors:
    """How like each sentence the likest sentence of each origin is, shape (n, origins), float32.

    Args:
        rows: Unit rows, shape (n, dim).
        origins: Number of the origin of each row, from 0.
    """
    count = max(origins, default=-1) + 1
    nearest = np.zeros((len(rows), count), dtype=np.float32)
    of = np.asarray(origins)
    for origin in range(count):
        inside = rows[of == origin]
        if len(inside):
            nearest[:, origin] = (rows @ inside.T).max(axis=1)
    return nearest
