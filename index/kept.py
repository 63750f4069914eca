"""A vector index that follows the store by itself.

The store is the truth and the index derived: before each search the store is asked, if its
generation has moved, which rows came and went, and new ones are added from the stored vectors. What
cannot be read, or does not fit, is rebuilt from them; nothing is ever embedded again. A library
that outgrows its kind of index, or has changed by much, is served by the old one until the new one
stands beside it. Knows the store by its port, and nothing of articles.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index import kinds, manifest
from index.builder import Builder
from index.faiss_index import FaissIndex
from index.layered import LayeredIndex
from rag.errors import IndexDamagedError, NotFoundError
from rag.ports import ArticleStore
from rag.types import Check, EmbedderFacts, RowIds, RowMask, Vectors

_BATCH = 8192  # rows added at once while catching up
_MERGED_FROM = 20_000  # rows beside a main index: each search compares them all, in 3 ms
_ATTEMPTS = 5  # when another process removes rows while they are fetched
_SPOTS = 32  # newest rows, and as many others, whose vectors are compared after loading
_SAME = 0.99  # cosine of a vector with its 8-bit form; different texts are well below
_GROWN = 1.1  # a kind that could not be built is tried again when there are so many times the rows
_REPAIR = "Run `python -m rag doctor --repair`: it is rebuilt from the stored vectors."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Following:
    """An index, and what of the store it agrees with.

    Attributes:
        index: Changes; the rest is true of it as of now.
        generation: The store's, -1 if not known.
        newest: The largest row that the store has had until then.
    """

    index: LayeredIndex
    generation: int = -1
    newest: int = 0


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
        self._changing = threading.RLock()
        self._following: _Following | None = None
        self._saved_generation = -1
        self._builder = Builder("building a larger vector index")
        self._failed_rows = 0  # of a library whose next index could not be built

    def __len__(self) -> int:
        return len(self._current())

    def rows(self) -> RowIds:
        """All row ids held, sorted: those of the store."""
        return self._current().rows()

    def search(
        self, vector: Vectors, k: int, allowed: RowMask | None = None
    ) -> list[tuple[int, float]]:
        """The k best (row, cosine), best first, among `allowed` if given.

        Args:
            vector: Shape (dim,) or (1, dim).
            k: Fewer come back only if fewer are allowed.
            allowed: Which rows may be returned; None allows all.
        """
        for _ in range(_ATTEMPTS):
            index = self._current()
            if index.kind == "flat":
                break
            # Quantised cosines are rough: more are asked for, and the stored vectors decide.
            rows = _candidates(index, vector, 2 * k + 16, allowed)
            try:
                return self._compared(vector, rows)[:k]
            except NotFoundError:
                continue  # another process has just removed some: the index follows, then again
        return index.search(vector, k, allowed)

    def save(self) -> None:
        """Makes it agree with the store and writes it, so that the next start need not build it.

        A disk that is full or barred is only logged: everything here can be rebuilt.
        """
        with self._changing:
            if self._following is None and self._is_saved():
                return
            now = self._caught_up()
            if self._saved_generation == now.generation:
                return
            try:
                manifest.save(self._folder, now.index, self._facts, now.generation)
            except OSError as error:
                _log.warning("the vector index could not be saved (%s); it stays in memory", error)
            else:
                self._saved_generation = now.generation

    def rebuild(self) -> None:
        """Builds it anew from the stored vectors, whatever is on the disk, and saves it.

        Until that is done, and if it fails, searches go on in the one that is there.
        """
        self._builder.wait()
        self._replace(self._built)

    def close(self, seconds: float) -> None:
        """Saves, and waits so long for an index that is being built; whoever builds it saves it."""
        self.save()
        if self._builder.wait(seconds):
            return
        self._builder.leave()
        _log.warning(
            "a larger vector index was not built within %g seconds and is left. Nothing is lost: "
            "the one in use is saved, and the next search begins to build the larger one again.",
            seconds,
        )

    def check(self) -> list[Check]:
        """Whether what is on the disk and in memory agrees with the store."""
        return [self._check_file(), self._check_rows()]

    def _current(self) -> LayeredIndex:
        """The index, agreeing with the store as of this call."""
        now = self._following
        if now is not None and now.generation == self._store.generation:
            return now.index
        with self._changing:
            return self._caught_up().index

    def _caught_up(self) -> _Following:
        """The same, with what it agrees with; starts to build the next index if that is due."""
        now = self._following = self._follow(self._following or _Following(self._opened()))
        index = now.index
        if self._outgrown(index) or self._worn(index):
            self._build_beside(len(index))
        return now

    def _opened(self) -> LayeredIndex:
        """The index from the disk if it is sound and of this store, else an empty one."""
        try:
            index, found = manifest.load(self._folder, self._facts)
            self._spot_check(index)
        except IndexDamagedError as error:
            if (self._folder / manifest.MANIFEST_NAME).exists():
                _log.warning("%s", error)
            return LayeredIndex.empty(self._facts.dim)
        self._saved_generation = found.generation
        return index

    def _follow(self, now: _Following) -> _Following:
        """Makes an index agree with the store, or another one if it holds nothing."""
        for _ in range(_ATTEMPTS):
            # Read before the rows: a change in between is only looked at twice.
            generation = self._store.generation
            if generation == now.generation:
                break
            added, gone = self._changes(now, generation)
            newest = max(now.newest, int(added.max(initial=0)))
            try:
                if len(now.index) or kinds.kind_for(len(added)) == "flat":
                    self._catch_up(now.index, added, gone)
                    now = _Following(now.index, generation, newest)
                else:  # nothing could serve while it is built
                    made = self._made(added, fetch=self._store.vectors)
                    self._store_main(made)
                    now = _Following(made, generation, newest)
            except NotFoundError:
                continue  # another process has just removed some of these rows
            break
        return now

    def _changes(self, now: _Following, generation: int) -> tuple[RowIds, RowIds]:
        """Rows that came to the store since the index agreed with it, and rows that went."""
        if 0 <= now.generation <= generation:
            return self._store.changes_since(now.generation, now.newest)
        wanted, held = self._store.rows(), now.index.rows()
        return (
            np.setdiff1d(wanted, held, assume_unique=True),
            np.setdiff1d(held, wanted, assume_unique=True),
        )

    def _catch_up(self, index: LayeredIndex, added: RowIds, gone: RowIds) -> None:
        # Row ids are never reused, so a row that both have has the same vector in both.
        index.remove(gone)
        missing = np.setdiff1d(added[~index.holds(added)], gone, assume_unique=True)
        for begin in range(0, len(missing), _BATCH):
            batch = missing[begin : begin + _BATCH]
            index.add(batch, self._store.vectors(batch))

    def _build_beside(self, rows: int) -> None:
        """Starts to make the next index, unless that goes on or has just failed."""
        if self._builder.failed and rows < _GROWN * self._failed_rows:
            return
        if self._builder.start(lambda: self._replace(self._renewed)):
            self._failed_rows = rows

    def _replace(self, make: Callable[[], _Following]) -> None:
        """Puts another index in the place of the one that serves, and saves it.

        Raises:
            NotFoundError: Rows were removed by another process each time that they were fetched.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                made = make()
                self._store_main(made.index)
                with self._changing:
                    self._following = self._follow(made)
                    self._saved_generation = -1
            except NotFoundError:
                if attempt == _ATTEMPTS:
                    raise
            else:
                break
        self.save()

    def _renewed(self) -> _Following:
        """What should serve next: the main index with all changes in it, or one made anew."""
        with self._changing:
            now = self._following or _Following(self._opened())
            gone, changed = now.index.gone(), now.index.changed_rows()
        stored = now.index.stored
        if stored is None or self._outgrown(now.index):
            return self._built()
        try:
            main = FaissIndex.read(stored.path)
        except IndexDamagedError:  # or another process has put its own there
            return self._built()
        main.remove(gone)
        for begin in range(0, len(changed), _BATCH):
            batch = changed[begin : begin + _BATCH]
            main.add(batch, self._vectors_or_zeros(batch))
        return replace(now, index=LayeredIndex(main, FaissIndex.empty(self._facts.dim)))

    def _built(self) -> _Following:
        """An index of all that the store holds, made from its vectors."""
        generation, rows = self._store.generation, self._store.rows()
        made = self._made(rows, fetch=self._vectors_or_zeros)
        return _Following(made, generation, int(rows.max(initial=0)))

    def _made(self, rows: RowIds, *, fetch: Callable[[RowIds], Vectors]) -> LayeredIndex:
        dim = self._facts.dim
        kind = kinds.kind_for(len(rows))
        made, nothing = FaissIndex.build(kind, dim, rows, fetch), FaissIndex.empty(dim)
        return LayeredIndex(nothing, made) if kind == "flat" else LayeredIndex(made, nothing)

    def _store_main(self, index: LayeredIndex) -> None:
        """Has a large index served from the disk before it serves at all."""
        if not len(index.main):
            return
        try:
            manifest.store_main(self._folder, index)
        except OSError as error:
            _log.warning("the vector index could not be saved (%s); it stays in memory", error)

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

    @staticmethod
    def _outgrown(index: LayeredIndex) -> bool:
        """Whether another kind, or twice as many cells, would be right for so many rows."""
        rows = len(index)
        if kinds.kind_for(rows, index.kind) != index.kind:
            return True
        return index.kind == "ivf" and kinds.cells_for(rows) > 2 * index.cells

    @staticmethod
    def _worn(index: LayeredIndex) -> bool:
        """Whether so much has changed that the main index should take it up."""
        return bool(len(index.main)) and index.changed > _MERGED_FROM

    def _compared(self, vector: Vectors, rows: RowIds) -> list[tuple[int, float]]:
        cosines = self._store.vectors(rows) @ np.asarray(vector, dtype=np.float32).reshape(-1)
        order = np.argsort(-cosines, kind="stable")
        return [(int(rows[i]), float(np.clip(cosines[i], -1.0, 1.0))) for i in order]

    def _spot_check(self, index: LayeredIndex) -> None:
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
            found = index.search(vector, 1, np.arange(row + 1) == row)
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
        held, stored = self._current().rows(), self._store.rows()
        agree = np.array_equal(held, stored)
        return Check(
            "index and library agree",
            agree,
            f"{len(held)} rows in the index, {len(stored)} vectors in the library",
            "" if agree else _REPAIR,
        )


def _candidates(index: LayeredIndex, vector: Vectors, many: int, allowed: RowMask | None) -> RowIds:
    """So many of the nearest rows; all that are allowed, without a search, if these are no more."""
    if allowed is not None and np.count_nonzero(allowed) <= many:
        rows = np.flatnonzero(allowed)
        return rows[index.holds(rows)]
    return np.array([row for row, _ in index.search(vector, many, allowed)], dtype=np.int64)
