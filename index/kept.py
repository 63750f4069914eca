"""A vector index that follows the store by itself.

The store is the truth and the index derived: before each search the row ids of both are compared
if the store's generation has moved, and what is missing is added from the stored vectors. What
cannot be read, or does not fit, is rebuilt from them; nothing is ever embedded again. A library
that outgrows its kind of index is served by the old one until the new one stands beside it.
Knows the store by its port, and nothing of articles.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index import kinds, manifest
from index.builder import Builder
from index.faiss_index import FaissIndex
from rag.errors import IndexDamagedError, NotFoundError
from rag.ports import ArticleStore
from rag.types import Check, EmbedderFacts, RowIds, Vectors

_BATCH = 8192  # rows added at once while catching up
_ATTEMPTS = 5  # when another process removes rows while they are fetched
_SPOTS = 32  # newest rows, and as many others, whose vectors are compared after loading
_SAME = 0.99  # cosine of a vector with its 8-bit form; different texts are well below
_GROWN = 1.1  # a kind that could not be built is tried again when there are so many times the rows
_REPAIR = "Run `python -m rag doctor --repair`: it is rebuilt from the stored vectors."

_log = logging.getLogger(__name__)


class KeptFaissIndex:
    """The index of one library, in a folder of its own. Safe to use from several threads.

    It is loaded when first needed. Several processes may share the folder: each follows the store
    in its own memory, and the last to save wins.
    """

    def __init__(self, folder: Path, store: ArticleStore, facts: EmbedderFacts) -> None:
        """Reads nothing yet.

        Args:
            folder: Where the index is stored.
            store: What it follows.
            facts: What the store's vectors were made by.
        """
        self._folder = folder
        self._store = store
        self._facts = facts
        self._following = threading.RLock()
        self._index: FaissIndex | None = None
        self._generation = -1  # the store's, when the index last agreed with it
        self._saved_generation = -1
        self._builder = Builder("building a larger vector index")
        self._failed_rows = 0  # of a library whose next index could not be built

    def __len__(self) -> int:
        return len(self._current())

    def rows(self) -> RowIds:
        """All row ids held, sorted: those of the store."""
        return self._current().rows()

    def search(
        self, vector: Vectors, k: int, allowed: RowIds | None = None
    ) -> list[tuple[int, float]]:
        """The k best (row, cosine), best first, among `allowed` if given.

        Args:
            vector: Shape (dim,) or (1, dim).
            k: Fewer come back only if fewer are allowed.
            allowed: Row ids that may be returned; None allows all.
        """
        for _ in range(_ATTEMPTS):
            index = self._current()
            if index.kind == "flat":
                break
            # Quantised cosines are rough: more are asked for, and the stored vectors decide.
            rough = index.search(vector, 2 * k + 16, allowed)
            try:
                return self._rescored(vector, rough)[:k]
            except NotFoundError:
                continue  # another process has just removed some: the index follows, then again
        return index.search(vector, k, allowed)

    def save(self) -> None:
        """Makes it agree with the store and writes it, so that the next start need not build it.

        A disk that is full or barred is only logged: everything here can be rebuilt.
        """
        with self._following:
            if self._index is None and self._is_saved():
                return
            index = self._current()
            if self._saved_generation == self._generation:
                return
            try:
                manifest.save(self._folder, index, self._facts, self._generation)
            except OSError as error:
                _log.warning("the vector index could not be saved (%s); it stays in memory", error)
            else:
                self._saved_generation = self._generation

    def rebuild(self) -> None:
        """Builds it anew from the stored vectors, whatever is on the disk, and saves it.

        Until that is done, and if it fails, searches go on in the one that is there.
        """
        self._builder.wait()
        self._replace()
        self.save()

    def close(self) -> None:
        """Waits for an index that is being built, and saves."""
        self._builder.wait()
        self.save()

    def check(self) -> list[Check]:
        """Whether what is on the disk and in memory agrees with the store."""
        return [self._check_file(), self._check_rows()]

    def _current(self) -> FaissIndex:
        """The index, agreeing with the store as of this call."""
        index = self._index
        if index is not None and self._generation == self._store.generation:
            return index
        with self._following:
            index = self._index or self._opened()
            self._index = self._follow(index)
            return self._index

    def _opened(self) -> FaissIndex:
        """The index from the disk if it is sound and of this store, else an empty one."""
        try:
            index, found = manifest.load(self._folder, self._facts)
            self._spot_check(index)
        except IndexDamagedError as error:
            if (self._folder / manifest.MANIFEST_NAME).exists():
                _log.warning("%s", error)
            return FaissIndex.empty(self._facts.dim)
        self._saved_generation = found.generation
        return index

    def _follow(self, index: FaissIndex) -> FaissIndex:
        """The index with exactly the rows of the store, or a new one if there was none."""
        for _ in range(_ATTEMPTS):
            # Read before the rows: a change in between is only looked at twice.
            generation = self._store.generation
            if generation == self._generation:
                break
            wanted = self._store.rows()
            try:
                outgrown = self._outgrown(index, len(wanted))
                if outgrown and not len(index):  # nothing could serve meanwhile
                    index = self._built(wanted, self._store.vectors)
                else:
                    self._catch_up(index, wanted)
                    if outgrown:
                        self._build_beside(len(wanted))
            except NotFoundError:
                continue  # another process has just removed some of these rows
            self._generation = generation
            self._index = index
            break
        return index

    def _build_beside(self, rows: int) -> None:
        """Starts to build an index of the right kind, unless that goes on or has just failed."""
        if self._builder.failed and rows < _GROWN * self._failed_rows:
            return
        if self._builder.start(self._replace):
            self._failed_rows = rows

    def _replace(self) -> None:
        """Builds an index from the stored vectors and puts it in the place of the one that serves.

        Raises:
            NotFoundError: Rows were removed by another process each time that they were fetched.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                made = self._built(self._store.rows(), self._vectors_or_zeros)
                with self._following:
                    generation = self._store.generation
                    self._catch_up(made, self._store.rows())
                    self._index, self._generation = made, generation
                    self._saved_generation = -1
            except NotFoundError:
                if attempt == _ATTEMPTS:
                    raise
            else:
                return

    def _built(self, wanted: RowIds, fetch: Callable[[RowIds], Vectors]) -> FaissIndex:
        return FaissIndex.build(kinds.kind_for(len(wanted)), self._facts.dim, wanted, fetch)

    def _vectors_or_zeros(self, rows: RowIds) -> Vectors:
        """Stored vectors; zeros for rows that have gone meanwhile, which catching up takes out.

        Otherwise whoever removes an article would start a build of minutes anew.
        """
        try:
            return self._store.vectors(rows)
        except NotFoundError:
            here = np.isin(rows, self._store.rows())
            vectors = np.zeros((len(rows), self._facts.dim), np.float32)
            vectors[here] = self._store.vectors(rows[here])
            return vectors

    def _catch_up(self, index: FaissIndex, wanted: RowIds) -> None:
        # Row ids are never reused, so a row that both have has the same vector in both.
        held = index.rows()
        index.remove(np.setdiff1d(held, wanted, assume_unique=True))
        missing = np.setdiff1d(wanted, held, assume_unique=True)
        for begin in range(0, len(missing), _BATCH):
            batch = missing[begin : begin + _BATCH]
            index.add(batch, self._store.vectors(batch))

    @staticmethod
    def _outgrown(index: FaissIndex, rows: int) -> bool:
        """Whether another kind, or twice as many cells, would be right for so many rows."""
        if kinds.kind_for(rows, index.kind) != index.kind:
            return True
        return index.kind == "ivf" and kinds.cells_for(rows) > 2 * index.cells

    def _rescored(self, vector: Vectors, rough: list[tuple[int, float]]) -> list[tuple[int, float]]:
        rows = np.array([row for row, _ in rough], dtype=np.int64)
        cosines = self._store.vectors(rows) @ np.asarray(vector, dtype=np.float32).reshape(-1)
        order = np.argsort(-cosines, kind="stable")
        return [(int(rows[i]), float(np.clip(cosines[i], -1.0, 1.0))) for i in order]

    def _spot_check(self, index: FaissIndex) -> None:
        """Compares some vectors with the store's.

        Row ids alone do not tell an index of this database from one of a database that was put
        back from a copy or made anew, where the same ids mean other chunks.

        Raises:
            IndexDamagedError: Some differ.
        """
        shared = np.intersect1d(index.rows(), self._store.rows(), assume_unique=True)
        spread = np.linspace(0, max(0, len(shared) - 1), min(len(shared), _SPOTS)).astype(int)
        chosen = np.union1d(shared[-_SPOTS:], shared[spread])
        try:
            vectors = self._store.vectors(chosen)
        except NotFoundError:
            return  # rows are being removed just now; the rest is compared at the next start
        for row, vector in zip(chosen, vectors, strict=True):
            found = index.search(vector, 1, np.array([row], dtype=np.int64))
            if not found or found[0][1] < _SAME:
                raise IndexDamagedError(
                    f"the vector index in {str(self._folder)!r} is of another library: row {row} "
                    "has another vector. It is rebuilt from the stored vectors."
                )

    def _is_saved(self) -> bool:
        """Whether the manifest on the disk already speaks of the store as it is now."""
        try:
            found = manifest.read_manifest(self._folder)
        except IndexDamagedError:
            return False
        return (found.weight_hash, found.generation) == (
            self._facts.weight_hash,
            self._store.generation,
        )

    def _check_file(self) -> Check:
        name = "index on the disk"
        if not (self._folder / manifest.MANIFEST_NAME).exists():
            return Check(name, True, "not written yet; it is built when first needed")
        try:
            index, found = manifest.load(self._folder, self._facts)
            self._spot_check(index)
        except IndexDamagedError as error:
            return Check(name, False, str(error), _REPAIR)
        behind = self._store.generation - found.generation
        late = f", {behind} changes behind (it catches up by itself)" if behind else ""
        return Check(name, True, f"{found.count} rows, kind {found.kind}{late}")

    def _check_rows(self) -> Check:
        held, stored = len(self._current()), self._store.counts()["vectors"]
        return Check(
            "index and library agree",
            held == stored,
            f"{held} rows in the index, {stored} vectors in the library",
            "" if held == stored else _REPAIR,
        )
