"""A large index that is never changed, and a small one beside it that takes every change.

This is the main and delta of a column store (or the levels of a log-structured merge tree; O'Neil
et al., "The Log-Structured Merge-Tree", 1996): a quantised index of millions of vectors lies in its
file, mapped; what is new goes to an exact one, what is removed is noted, and both are searched.
Knows numbers only; when to merge the two is decided in `index.kept`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.faiss_index import FaissIndex, among
from index.kinds import Kind
from index.lock import ReadWriteLock
from rag.types import RowIds, RowMask, Vectors


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file, and the SHA-256 of what is in it, hex."""

    path: Path
    sha256: str


class LayeredIndex:
    """Implements `VectorIndex`. Searches run side by side, changes wait for them to end.

    Attributes:
        stored: The file of the main index, once it has one.
    """

    def __init__(
        self,
        main: FaissIndex,
        delta: FaissIndex,
        gone: RowIds = np.empty(0, np.int64),
        stored: StoredFile | None = None,
    ) -> None:
        """Takes two indexes that share no row.

        Args:
            main: Never changed from now on.
            delta: Exact.
            gone: Rows of `main` that are removed.
            stored: The file that `main` was read from.
        """
        self._main = main
        self._delta = delta
        self._live = _without(main.held(), gone)
        self._gone = len(gone)
        self._lock = ReadWriteLock()
        self.stored = stored

    @classmethod
    def empty(cls, dim: int) -> LayeredIndex:
        """An index without rows."""
        return cls(FaissIndex.empty(dim), FaissIndex.empty(dim))

    def __len__(self) -> int:
        return len(self._main) - self._gone + len(self._delta)

    @property
    def dim(self) -> int:
        return self._delta.dim

    @property
    def kind(self) -> Kind:
        """Of the main index; "flat" while all rows are in the delta."""
        return self._main.kind

    @property
    def cells(self) -> int:
        """Of the main index, see `FaissIndex.cells`."""
        return self._main.cells

    @property
    def changed(self) -> int:
        """Rows beside or missing from the main index: what each search pays for."""
        return len(self._delta) + self._gone

    @property
    def main(self) -> FaissIndex:
        """Not to be changed."""
        return self._main

    def rows(self) -> RowIds:
        """All row ids held, sorted."""
        with self._lock.reading():
            return np.union1d(np.flatnonzero(self._live), self._delta.rows())

    def changed_rows(self) -> RowIds:
        """Rows that are beside the main index, sorted."""
        with self._lock.reading():
            return self._delta.rows()

    def gone(self) -> RowIds:
        """Rows of the main index that are removed, sorted."""
        with self._lock.reading():
            return self._struck()

    def holds(self, rows: RowIds) -> RowMask:
        """Which of the rows are there, in their order."""
        with self._lock.reading():
            return among(rows, self._live) | among(rows, self._delta.held())

    def add(self, rows: RowIds, vectors: Vectors) -> None:
        """Adds rows; one that is there already gets the new vector.

        Raises:
            ValueError: Shapes do not fit, or a row id is negative or given twice.
        """
        with self._lock.writing():
            self._delta.add(rows, vectors)
            self._strike(rows)

    def remove(self, rows: RowIds) -> None:
        """Removes those of the rows that are there."""
        with self._lock.writing():
            self._delta.remove(rows)
            self._strike(rows)

    def search(
        self, vector: Vectors, k: int, allowed: RowMask | None = None
    ) -> list[tuple[int, float]]:
        """The k best (row, cosine) of both, best first; see `FaissIndex.search`."""
        with self._lock.reading():
            found = self._delta.search(vector, k, allowed)
            if len(self._main):
                live = allowed
                if self._gone:
                    live = self._live if allowed is None else _both(self._live, allowed)
                found = sorted([*found, *self._main.search(vector, k, live)], key=_worst_last)
        return found[:k]

    def write_delta(self, path: Path) -> int:
        """Writes what is not in the main index and returns how many rows that holds.

        Raises:
            OSError: The file cannot be written.
        """
        with self._lock.reading():
            return self._delta.write(path)

    def map_main(self, stored: StoredFile) -> None:
        """Serves the main index from the file that it was written to, instead of from memory.

        Raises:
            IndexDamagedError: The file cannot be read.
        """
        mapped = FaissIndex.read(stored.path, mapped=True)
        with self._lock.writing():
            self._live = _without(mapped.held(), self._struck())
            self._main, self.stored = mapped, stored

    def _struck(self) -> RowIds:
        return np.flatnonzero(self._main.held() & ~self._live)

    def _strike(self, rows: RowIds) -> None:
        """Notes that rows of the main index are no longer there; to be called while writing."""
        struck = rows[among(rows, self._live)]
        self._live[struck] = False
        self._gone += len(struck)


def _without(mask: RowMask, rows: RowIds) -> RowMask:
    fewer = mask.copy()
    fewer[rows] = False
    return fewer


def _both(one: RowMask, other: RowMask) -> RowMask:
    size = min(len(one), len(other))
    return one[:size] & other[:size]


def _worst_last(found: tuple[int, float]) -> float:
    return -found[1]
