"""Texts to unit vectors with `encoder.c`: the same weights, without torch.

Measured against torch in float32 the vectors' cosine is above .9999, nearer than torch's own
bfloat16; one index can hold both. Knows nothing of articles or of an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from models.device import may_have_accelerator
from models.encoder.build import compiled
from models.encoder.encoder import CompiledEncoder, opened
from models.encoder.layout import Shape, laid_out, read_weights, shape_of
from models.together import Together
from rag.types import Vectors


class CompiledEmbedder:
    """A loaded embedder. Safe to use from several threads."""

    def __init__(
        self,
        encoder: CompiledEncoder,
        shape: Shape,
        tokenizer: Tokenizer,
        *,
        name: str,
        weight_hash: str,
    ) -> None:
        """Takes what `load` has found; use that."""
        self._encoder = encoder
        self._shape = shape
        self._tokenizer = tokenizer
        self._counter = Tokenizer.from_str(tokenizer.to_str())
        self._counter.no_truncation()
        self._name = name
        self._weight_hash = weight_hash
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

    def join_in(self) -> None:
        """See `rag.ports.Embedder`."""
        self._encoder.join_in()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `rag.ports.Embedder`."""
        if len(texts) == 1:  # a question: the tokenizer's threads are not woken
            encodings = [self._tokenizer.encode(texts[0])]
        else:
            encodings = self._tokenizer.encode_batch_fast(list(texts))
        means = self._encoder.means([encoding.ids for encoding in encodings])
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        unit: Vectors = means / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted; any length, any thread."""
        if not texts:
            return []
        encodings = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]


def load(path: Path, *, name: str, weight_hash: str, device: str) -> CompiledEmbedder | None:
    """The embedder of a folder; None if it, or this machine, is not of the kind computed here.

    Args:
        path: Folder of the model.
        name: What it is called in manifests and messages.
        weight_hash: SHA-256 (hex) of its weights.
        device: "auto" or "cpu"; with another, or an accelerator for "auto", there is none.
    """
    if device != "cpu" and (device != "auto" or may_have_accelerator()):
        return None
    shape = shape_of(path) if compiled() is not None else None
    files = list(path.glob("*.safetensors"))
    if shape is None or len(files) != 1:
        return None
    try:
        weights = laid_out(read_weights(files[0]), shape)
    except (OSError, ValueError, KeyError):  # torch's way tells what is wrong with the file
        return None
    try:
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
    except Exception:  # noqa: BLE001 - tokenizers raises no class of its own; torch's way tells
        return None
    encoder = opened(shape, weights)
    if encoder is None or tokenizer.get_vocab_size() > len(weights.words):
        return None
    tokenizer.no_padding()
    tokenizer.enable_truncation(shape.tokens)
    return CompiledEmbedder(encoder, shape, tokenizer, name=name, weight_hash=weight_hash)
