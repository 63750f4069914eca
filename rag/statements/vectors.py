"""Vectors of what statements say, remembered: a library is compared again and again.

The store keeps vectors of chunks only; what a statement says is embedded when it is first compared.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from rag.ports import Embedder
from rag.types import Vectors

MOST = 6000
"""Texts remembered, 9 MB at 384 dimensions; the one not needed for longest goes first."""


class RememberedVectors:
    """Embeds each text once. Safe to use from several threads."""

    def __init__(self, embedder: Embedder, most: int = MOST) -> None:
        self._embedder = embedder
        self._most = most
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> Vectors:
        """Unit rows in the order of `texts`, shape (n, dim)."""
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            # Outside the lock: embedding takes seconds, and others need not wait for it.
            rows = self._embedder.embed_passages(new)
            # Copies: a row alone would keep the whole matrix that it was cut from.
            known |= {text: row.copy() for text, row in zip(new, rows, strict=True)}
        with self._lock:
            for text in texts:
                self._known[text] = known[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        if not texts:
            return np.zeros((0, self._embedder.dim), dtype=np.float32)
        return np.stack([known[text] for text in texts])
