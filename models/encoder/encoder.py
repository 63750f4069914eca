"""Tokens to means of a BERT's last layer with `encoder.c`: the same weights, without torch.

Knows neither tokenizers nor what the means are for.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.device import usable_cores
from models.encoder.build import compiled
from models.encoder.layout import Shape, Weights
from rag.types import Vectors

BATCH_TOKENS = 512
"""Computed together by one thread: fewer, and the weights come from memory more often; more, and
what one layer leaves to the next falls out of the caches: `benchmarks.models_speed`."""

_TILE = 16  # each text is padded to a multiple of this


class _Model(ctypes.Structure):
    """As in `encoder.c`."""

    _fields_ = (
        *((name, ctypes.c_int32) for name in ("hidden", "inner", "heads", "layers")),
        ("eps", ctypes.c_float),
        *((name, ctypes.c_void_p) for name in Weights.__slots__),
    )


class CompiledEncoder:
    """A loaded encoder. Safe to use from several threads."""

    def __init__(self, library: ctypes.CDLL, shape: Shape, weights: Weights) -> None:
        """Takes a library that this process may use; see `opened`."""
        self._library = library
        self._weights = weights  # `_model` only points to them
        self._model = _Model(
            *(shape.hidden, shape.inner, shape.heads, shape.layers, shape.eps),
            *(getattr(weights, one).ctypes.data for one in Weights.__slots__),
        )
        self._hidden = shape.hidden
        self._pool = ThreadPoolExecutor(usable_cores(), thread_name_prefix="dateline-encode")
        self._own = threading.local()
        self._shared = self._work()
        self._encoding, self._joining = threading.Lock(), threading.Lock()

    def means(self, texts: Sequence[Sequence[int]], firsts: Sequence[int] | None = None) -> Vectors:
        """Means of the last layer over the tokens of each text, shape (n, hidden), float32.

        What a row becomes does not depend on what else is asked for.

        Args:
            texts: Token ids with the special ones, at least one and as many as the shape allows.
            firsts: Of two texts read together, how many tokens belong to the first; all if None.
        """
        means = np.zeros((len(texts), self._hidden), np.float32)
        tokens = [np.array(ids, np.int32) for ids in texts]
        alone = [len(ids) for ids in tokens] if firsts is None else firsts
        batches = list(_batches([len(ids) for ids in tokens]))
        if len(batches) == 1:  # a question: no other thread is woken, but one may join in
            shared = self._encoding.acquire(blocking=False)
            try:
                self._compute(tokens, alone, means, batches[0], self._shared if shared else None)
            finally:
                if shared:
                    self._encoding.release()
        else:
            list(self._pool.map(partial(self._compute, tokens, alone, means), batches))
        return means

    def join_in(self) -> None:
        """Lends the calling thread to a single batch that is computed in another one, to its end.

        Returns at once where none is, or somebody has joined in already.
        """
        if self._joining.acquire(blocking=False):
            try:
                self._library.join_in(_pointer(self._shared))
            finally:
                self._joining.release()

    def _compute(
        self,
        tokens: Sequence[NDArray[Any]],
        firsts: Sequence[int],
        means: Vectors,
        batch: Sequence[int],
        shared: NDArray[Any] | None = None,
    ) -> None:
        """Fills the rows of `means` whose places are in the batch; `shared` if one may join in."""
        lengths = np.array([len(tokens[one]) for one in batch], np.int32)
        of_first = np.array([firsts[one] for one in batch], np.int32)
        ids = np.concatenate([tokens[one] for one in batch])
        rows = int((-(-lengths // _TILE) * _TILE).sum())
        found = np.empty((len(batch), self._hidden), np.float32)
        self._library.encode(
            ctypes.byref(self._model),
            *(_pointer(one) for one in (ids, lengths, of_first)),
            len(batch),
            _pointer(self._scratch(rows)),
            _pointer(self._own_work() if shared is None else shared),
            _pointer(found),
        )
        means[list(batch)] = found

    def _work(self) -> NDArray[Any]:
        """What threads that compute together go by."""
        return np.zeros(self._library.work_bytes(), np.uint8)

    def _own_work(self) -> NDArray[Any]:
        """The calling thread's, which nobody joins."""
        if not hasattr(self._own, "work"):
            self._own.work = self._work()
        held: NDArray[Any] = self._own.work
        return held

    def _scratch(self, rows: int) -> NDArray[Any]:
        """The calling thread's own memory for so many rows, kept for its next call."""
        needed = self._library.scratch_bytes(ctypes.byref(self._model), rows)
        held: NDArray[Any] | None = getattr(self._own, "scratch", None)
        if held is None or len(held) < needed:
            held = self._own.scratch = np.empty(needed, np.uint8)
        return held


def opened(shape: Shape, weights: Weights) -> CompiledEncoder | None:
    """The encoder; None if nothing is compiled for this processor, or the system forbids tiles."""
    library_file = compiled()
    if library_file is None:
        return None
    library = ctypes.CDLL(str(library_file))
    library.scratch_bytes.restype = library.work_bytes.restype = ctypes.c_size_t
    return CompiledEncoder(library, shape, weights) if library.allowed() else None


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts that are computed together, longest first, so that threads end alike."""
    batch: list[int] = []
    rows = 0
    for place in sorted(range(len(lengths)), key=lambda one: -lengths[one]):
        more = -(-lengths[place] // _TILE) * _TILE
        if batch and rows + more > BATCH_TOKENS:
            yield batch
            batch, rows = [], 0
        batch.append(place)
        rows += more
    if batch:
        yield batch


def _pointer(array: NDArray[Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
