"""Nearest rows with FAISS, in one structure of `index.kinds`. Knows numbers only.

All of FAISS that is called at search time is called here; row -1, which FAISS returns where it
finds nothing, never leaves this file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from math import ceil
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index import kinds
from index.kinds import Kind
from rag.errors import IndexDamagedError
from rag.types import RowIds, RowMask, Scores, Vectors

_BATCH = 16_384  # rows added at once while building, to bound memory
_COMPARED = 40_000  # rows of an ivf index that a search compares in any case, in 3 to 4 ms
_TESTED = 0.1  # what a row costs that a filter holds back, where one that is compared costs 1
_REACH = 0.55  # a cell is looked into if its centre is this share as near as the k-th row found


class FaissIndex:
    """Rows with unit vectors. Any number of threads may search, none while one changes it."""

    def __init__(self, made: Any, rows: RowIds) -> None:
        """Takes an index of `kinds.make` that holds these rows; use `empty`, `build` or `read`."""
        self._made = made
        self._held = _mask(rows)
        self._count = len(rows)
        self.kind: Kind = kinds.kind_of(made)
        self.dim: int = made.d
        self._held_bits: NDArray[np.uint8] | None = None
        self._by_place: RowIds | None = None
        self._centres = kinds.centres(made) if self.kind == "ivf" else None

    @classmethod
    def empty(cls, dim: int) -> FaissIndex:
        """An exact index without rows."""
        nothing = np.empty((0, dim), dtype=np.float32)
        return cls(kinds.make("flat", dim, 0, nothing), np.empty(0, dtype=np.int64))

    @classmethod
    def build(
        cls, kind: Kind, dim: int, rows: RowIds, fetch: Callable[[RowIds], Vectors]
    ) -> FaissIndex:
        """An index of these rows, whose vectors are fetched in batches.

        Args:
            kind: See `kinds`.
            dim: Length of the vectors.
            rows: Distinct, in any order.
            fetch: Vectors of some rows, shape (n, dim), in their order.
        """
        faiss.omp_set_num_threads(os.cpu_count() or 1)  # a thread that has searched has set 1
        sample = np.empty((0, dim), dtype=np.float32)
        if kind != "flat":
            chosen = np.linspace(0, len(rows) - 1, min(len(rows), kinds.TRAINING_ROWS)).astype(int)
            parts = np.array_split(rows[chosen], max(1, len(chosen) // _BATCH))
            sample = np.concatenate([fetch(part) for part in parts])
        built = cls(kinds.make(kind, dim, len(rows), sample), np.empty(0, dtype=np.int64))
        finder = kinds.cell_finder(built._made) if kind == "ivf" else None
        for begin in range(0, len(rows), _BATCH):
            batch = np.ascontiguousarray(rows[begin : begin + _BATCH], dtype=np.int64)
            vectors = _matrix(fetch(batch), len(batch), dim)
            if finder is None:
                built._made.add_with_ids(vectors, batch)
            else:
                pointers = [faiss.swig_ptr(part) for part in (vectors, batch)]
                cells = finder.search(vectors, 1)[1][:, 0].copy()
                built._made.add_core(len(batch), *pointers, faiss.swig_ptr(cells))
        built._held, built._count = _mask(rows), len(rows)
        built._changed()
        return built

    @classmethod
    def read(cls, path: Path, *, mapped: bool = False) -> FaissIndex:
        """The index that `write` wrote.

        Args:
            path: The file.
            mapped: Leave the vectors in the file, to be paged in as they are searched: opened at
                once, shared by all processes, but never to be changed. Works when the file is
                removed meanwhile, not when it is written over.

        Raises:
            IndexDamagedError: FAISS cannot read the file, or it holds something else.
        """
        try:
            made = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC if mapped else 0)
            return cls(made, _stored_rows(made))
        except (RuntimeError, ValueError, AttributeError) as error:
            raise IndexDamagedError(
                f"the vector index {str(path)!r} cannot be read. It is rebuilt from the library."
            ) from error

    def write(self, path: Path) -> int:
        """Writes it to a file and returns how many rows that holds.

        Raises:
            OSError: The file cannot be written.
        """
        try:
            faiss.write_index(self._made, str(path))
        except RuntimeError as error:  # what FAISS raises for every failure of the disk
            raise OSError(f"{path} cannot be written") from error
        return self._count

    def __len__(self) -> int:
        return self._count

    @property
    def cells(self) -> int:
        """Cells of an ivf index; 1 for the others, which always look everywhere."""
        return int(self._made.nlist) if self.kind == "ivf" else 1

    def rows(self) -> RowIds:
        """All row ids held, sorted."""
        return np.flatnonzero(self._held)

    def held(self) -> RowMask:
        """Which rows it holds. Not to be changed."""
        return self._held

    def add(self, rows: RowIds, vectors: Vectors) -> None:
        """Adds rows; one that is there already gets the new vector.

        Raises:
            ValueError: Shapes do not fit, or a row id is negative or given twice.
        """
        rows = _checked(rows)
        matrix = _matrix(vectors, len(rows), self.dim)
        self.remove(rows)
        self._made.add_with_ids(matrix, rows)
        self._held = _grown(self._held, int(rows.max(initial=-1)) + 1)
        self._held[rows] = True
        self._changed()
        self._count += len(rows)

    def remove(self, rows: RowIds) -> None:
        """Removes those of the rows that are there."""
        rows = _checked(rows)
        known = rows[among(rows, self._held)]
        if len(known):
            self._made.remove_ids(known)
            self._held[known] = False
            self._changed()
            self._count -= len(known)

    def search(
        self, vector: Vectors, k: int, allowed: RowMask | None = None
    ) -> list[tuple[int, float]]:
        """The k best (row, cosine), best first, among `allowed` if given.

        All k come back if k rows are there and allowed. Of a quantised kind the cosines are right
        to about 0.002, and of "ivf" one in a hundred of the best may be missing.

        Args:
            vector: Shape (dim,) or (1, dim).
            k: How many.
            allowed: Which rows may be returned, see `RowMask`; None allows all.

        Raises:
            ValueError: The vector has another length.
        """
        query = _matrix(np.atleast_2d(vector), 1, self.dim)
        # Of the calling thread. For one query a second thread gains little, and waits long for its
        # turn while a generator has all cores (60 ms instead of 13 for 50,000 rows, measured).
        faiss.omp_set_num_threads(1)
        if self._centres is None:
            return self._search_all(query, k, allowed)
        candidates, cost, selector = self._count, 1.0, None
        if allowed is not None:
            # As bits, for masks are as long as the largest row: bytes of millions take a while.
            passing = _bits(allowed[: len(self._held)])
            passing &= self._held_as_bits()[: len(passing)]
            candidates = int(np.bitwise_count(passing).sum())
            cost = candidates / max(1, self._count) + _TESTED
            selector = faiss.IDSelectorBitmap(passing)
        k = min(k, candidates)
        if k < 1:
            return []
        first = ceil(_COMPARED / cost * self.cells / self._count)
        return self._search_cells(query, k, selector, _products(self._centres, query), first)

    def _search_all(
        self, query: Vectors, k: int, allowed: RowMask | None
    ) -> list[tuple[int, float]]:
        """Compares every row that is allowed."""
        rows = self._rows_by_place()
        passing = None if allowed is None else among(rows, allowed)
        k = min(k, len(rows) if passing is None else int(np.count_nonzero(passing)))
        if k < 1:
            return []
        # By places and not by rows: a mask of these few, however large the largest row is.
        selector = None if passing is None else faiss.IDSelectorBitmap(_bits(passing))
        inner = faiss.downcast_index(self._made.index)
        scores, places = inner.search(query, k, params=faiss.SearchParameters(sel=selector))
        found = places[0] >= 0
        return _pairs(scores[0][found], rows[places[0][found]])

    def _changed(self) -> None:
        """Forgets what was worked out from the rows held."""
        self._held_bits = self._by_place = None

    def _rows_by_place(self) -> RowIds:
        """The rows in the order in which they lie; of all kinds but ivf."""
        if self._by_place is None:
            self._by_place = faiss.vector_to_array(self._made.id_map)
        return self._by_place

    def _held_as_bits(self) -> NDArray[np.uint8]:
        if self._held_bits is None:
            self._held_bits = _bits(self._held)
        return self._held_bits

    def _search_cells(
        self, query: Vectors, k: int, selector: Any, nearness: Scores, first: int
    ) -> list[tuple[int, float]]:
        """The nearest cells, and on for as long as the next may hold something better.

        As SPANN prunes cells by the query (Chen et al., NeurIPS 2021), but measured by the k-th row
        found and not by the nearest cell: where what a filter leaves is far away, that row is far
        away too, and more cells are looked into. Real news needs that without filters as well.

        Args:
            query: Shape (1, dim).
            k: As many are allowed.
            selector: FAISS's, of what is allowed.
            nearness: Of the centre of each cell to the query, shape (cells,).
            first: Cells to look into in any case.
        """
        order = np.argsort(-nearness)
        nearness = nearness[order]
        scores, rows = np.empty(0, np.float32), np.empty(0, np.int64)
        done, until = 0, min(first, self.cells)
        while done < until:
            cells = slice(done, until)
            found = self._search_in(query, k, selector, order[cells], nearness[cells])
            scores, rows = np.append(scores, found[0]), np.append(rows, found[1])
            best = np.argsort(-scores, kind="stable")[:k]
            scores, rows = scores[best], rows[best]
            far = _REACH * max(0.0, float(scores[-1])) if len(rows) == k else -np.inf
            done, until = until, min(2 * until, int(np.searchsorted(-nearness, -far, "right")))
        return _pairs(scores, rows)

    def _search_in(
        self, query: Vectors, k: int, selector: Any, cells: RowIds, nearness: Scores
    ) -> tuple[Scores, RowIds]:
        """Up to k cosines and rows of some cells, in any order."""
        cells, nearness = np.ascontiguousarray(cells), np.ascontiguousarray(nearness)
        scores, rows = np.empty((1, k), np.float32), np.empty((1, k), np.int64)
        # What `search_preassigned` of FAISS's Python calls, which knows no selector.
        self._made.search_preassigned_c(
            1,
            *(faiss.swig_ptr(query), k, faiss.swig_ptr(cells), faiss.swig_ptr(nearness)),
            *(faiss.swig_ptr(scores), faiss.swig_ptr(rows), False),
            faiss.SearchParametersIVF(sel=selector, nprobe=len(cells)),
        )
        found = rows[0] >= 0
        return scores[0][found], rows[0][found]


def among(rows: RowIds, mask: RowMask) -> RowMask:
    """Which of the rows are in the mask, in their order."""
    found = np.zeros(len(rows), dtype=bool)
    inside = rows < len(mask)
    found[inside] = mask[rows[inside]]
    return found


def _products(rows: Vectors, query: Vectors) -> Scores:
    """Inner product of each row with the query, by this thread alone; NumPy takes all cores."""
    found = np.empty(len(rows), np.float32)
    pointers = (faiss.swig_ptr(part) for part in (found, query, rows))
    faiss.fvec_inner_products_ny(*pointers, rows.shape[1], len(rows))
    return found


def _pairs(scores: Scores, rows: RowIds) -> list[tuple[int, float]]:
    cosines = np.clip(scores, -1.0, 1.0)
    return list(zip(rows.tolist(), cosines.tolist(), strict=True))


def _grown(mask: RowMask, size: int) -> RowMask:
    """The mask, or a copy with room for so many rows, none of the new ones in it."""
    if size <= len(mask):
        return mask
    larger = np.zeros(max(size, 2 * len(mask)), dtype=bool)  # twice: seldom copied
    larger[: len(mask)] = mask
    return larger


def _mask(rows: RowIds) -> RowMask:
    held = np.zeros(int(rows.max(initial=-1)) + 1, dtype=bool)
    held[rows] = True
    return held


def _bits(mask: RowMask) -> NDArray[np.uint8]:
    """One bit for each row, as FAISS reads them."""
    return np.packbits(mask, bitorder="little")


def _stored_rows(made: Any) -> RowIds:
    """The row ids in an index that was read."""
    if isinstance(made, faiss.IndexIDMap2):
        return np.asarray(faiss.vector_to_array(made.id_map), dtype=np.int64)
    lists = made.invlists
    ids = [
        faiss.rev_swig_ptr(lists.get_ids(cell), lists.list_size(cell)).copy()
        for cell in range(made.nlist)
        if lists.list_size(cell)
    ]
    return np.concatenate([np.empty(0, dtype=np.int64), *ids])


def _checked(rows: RowIds) -> RowIds:
    rows = np.ascontiguousarray(rows, dtype=np.int64)
    if rows.ndim != 1 or len(np.unique(rows)) != len(rows) or (rows < 0).any():
        raise ValueError("row ids must be a list of distinct numbers, none negative")
    return rows


def _matrix(vectors: Vectors, rows: int, dim: int) -> Vectors:
    if vectors.shape != (rows, dim):
        raise ValueError(f"vectors must have shape ({rows}, {dim}), got {vectors.shape}")
    return np.ascontiguousarray(vectors, dtype=np.float32)
