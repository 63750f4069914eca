"""Texts to unit vectors with `encoder.c`: the same weights, without torch.

Measured against torch in float32 the vectors' cosine is above .9999, nearer than torch's own
bfloat16; one index can hold both. Knows nothing of articles or of an index.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.device import may_have_accelerator, usable_cores
from models.encoder.build import compiled
from models.encoder.layout import Shape, Weights, shape_of, weights_of
from models.together import Together
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
        *(
            (name, ctypes.c_void_p)
            for name in ("words", "positions", "norm", "qkv", "out", "up", "down", "vectors")
        ),
    )


class TileEmbedder:
    """A loaded embedder. Safe to use from several threads."""

    def __init__(
        self,
        library: ctypes.CDLL,
        shape: Shape,
        weights: Weights,
        tokenizer: Tokenizer,
        *,
        name: str,
        weight_hash: str,
    ) -> None:
        """Takes what `load` has found; use that."""
        self._library = library
        self._shape = shape
        self._weights = weights  # `_model` only points to them
        self._model = _Model(
            *(shape.hidden, shape.inner, shape.heads, shape.layers, shape.eps),
            *(getattr(weights, one).ctypes.data for one in Weights.__slots__),
        )
        self._tokenizer = tokenizer
        self._counter = Tokenizer.from_str(tokenizer.to_str())
        self._counter.no_truncation()
        self._name = name
        self._weight_hash = weight_hash
        self._pool = ThreadPoolExecutor(usable_cores(), thread_name_prefix="dateline-embed")
        self._own = threading.local()
        self._queries = Together(self.embed_passages)

    @property
    def name(self) -> str:
        return self._name

    @property
    def weight_hash(self) -> str:
        return self._weight_hash

    @property
    def dim(self) -> int:
        return self._shape.hidden

    @property
    def max_tokens(self) -> int:
        """Without the special tokens that the model adds."""
        return self._shape.tokens - self._tokenizer.num_special_tokens_to_add(False)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See `rag.ports.Embedder`."""
        return self._queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `rag.ports.Embedder`."""
        means = np.zeros((len(texts), self.dim), np.float32)
        if len(texts) == 1:  # a question: no other thread is woken
            encodings = [self._tokenizer.encode(texts[0])]
        else:
            encodings = self._tokenizer.encode_batch_fast(list(texts))
        tokens = [np.array(encoding.ids, np.int32) for encoding in encodings]
        batches = list(_batches([len(one) for one in tokens]))
        work = partial(self._compute, tokens, means)
        if len(batches) == 1:
            work(batches[0])
        else:
            list(self._pool.map(work, batches))
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        unit: Vectors = means / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted; any length, any thread."""
        if not texts:
            return []
        encodings = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def _compute(
        self, tokens: Sequence[NDArray[Any]], means: Vectors, batch: Sequence[int]
    ) -> None:
        """Fills the rows of `means` whose places are in the batch."""
        lengths = np.array([len(tokens[one]) for one in batch], np.int32)
        ids = np.concatenate([tokens[one] for one in batch])
        rows = int((-(-lengths // _TILE) * _TILE).sum())
        found = np.empty((len(batch), self.dim), np.float32)
        self._library.encode(
            ctypes.byref(self._model),
            *(_pointer(one) for one in (ids, lengths)),
            len(batch),
            _pointer(self._scratch(rows)),
            _pointer(found),
        )
        means[list(batch)] = found

    def _scratch(self, rows: int) -> NDArray[Any]:
        """The calling thread's own memory for so many rows, kept for its next call."""
        needed = self._library.scratch_bytes(ctypes.byref(self._model), rows)
        held: NDArray[Any] | None = getattr(self._own, "scratch", None)
        if held is None or len(held) < needed:
            held = self._own.scratch = np.empty(needed, np.uint8)
        return held


def load(path: Path, *, name: str, weight_hash: str, device: str) -> TileEmbedder | None:
    """The embedder of a folder; None if it, or this machine, is not of the kind computed here.

    Args:
        path: Folder of the model.
        name: What it is called in manifests and messages.
        weight_hash: SHA-256 (hex) of its weights.
        device: "auto" or "cpu"; with another, or an accelerator for "auto", there is none.
    """
    if device != "cpu" and (device != "auto" or may_have_accelerator()):
        return None
    library_file, shape = compiled(), shape_of(path)
    files = list(path.glob("*.safetensors"))
    if library_file is None or shape is None or len(files) != 1:
        return None
    library = ctypes.CDLL(str(library_file))
    library.scratch_bytes.restype = ctypes.c_size_t
    if not library.allowed():
        return None
    try:
        weights = weights_of(files[0], shape)
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
    except Exception:  # noqa: BLE001 - the tokenizers' own class; torch's way tells what is wrong
        return None
    # Without special tokens an empty text would be no tokens at all.
    if tokenizer.get_vocab_size() > len(weights.words) or not tokenizer.num_special_tokens_to_add(
        False
    ):
        return None
    tokenizer.no_padding()
    tokenizer.enable_truncation(shape.tokens)
    return TileEmbedder(library, shape, weights, tokenizer, name=name, weight_hash=weight_hash)


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
