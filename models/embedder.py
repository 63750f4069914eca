"""Texts to unit vectors with any sentence-transformers model.

Knows nothing of articles or of an index. Importing this file imports no torch; making an embedder
does, which takes seconds: see `models.background`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from models.device import pick_device, pick_dtype
from models.quiet import quiet
from models.together import Together
from rag.errors import ModelError
from rag.types import Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHT_NAMES = ("model.safetensors", "*.safetensors")


CPU_BATCH = 8
"""More texts of 200 tokens together, and what one layer leaves to the next falls out of the caches:
`benchmarks.models_speed`."""

GPU_BATCH = 64


class SentenceEmbedder:
    """A loaded sentence-transformers model. Safe to use from several threads."""

    def __init__(
        self,
        path: Path,
        *,
        name: str,
        weight_hash: str = "",
        batch: int = 0,
        device: str = "auto",
        dtype: str = "auto",
    ) -> None:
        """Loads the model.

        Args:
            path: Folder of the model.
            name: What it is called in manifests and messages.
            weight_hash: SHA-256 (hex) of its weights, if known; else it is computed.
            batch: Texts embedded together; 0 for what suits the device.
            device: "auto", "cpu", "cuda" or "mps".
            dtype: "auto" (bfloat16 where the device computes it in hardware) or a torch name.

        Raises:
            ModelError: The folder holds no such model, or the device cannot be used.
        """
        self._name = name
        self._weight_hash = weight_hash or hash_weights(path)
        self._model = _load(path, device, dtype)
        self._batch = batch or (CPU_BATCH if self._model.device.type == "cpu" else GPU_BATCH)
        self._dim = int(self._model.get_embedding_dimension())
        self._counter = _counter(self._model)
        self._queries = Together(lambda texts: self._embed(self._model.encode_query, texts))

    @property
    def name(self) -> str:
        return self._name

    @property
    def weight_hash(self) -> str:
        return self._weight_hash

    @property
    def dim(self) -> int:
        return self._dim

    @property
    def max_tokens(self) -> int:
        """Without the special tokens that the model adds."""
        return int(self._model.max_seq_length) - self._counter.num_special_tokens_to_add(False)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See `rag.ports.Embedder`; with the model's query prompt, if it defines one."""
        return self._queries(texts)

    def join_in(self) -> None:
        """See `rag.ports.Embedder`; torch has threads of its own."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `rag.ports.Embedder`; with the model's passage prompt, if it defines one."""
        return self._embed(self._model.encode_document, texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted; any length, any thread."""
        if not texts:
            return []
        encodings = self._counter.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in encodings]

    def _embed(self, encode: Any, texts: Sequence[str]) -> Vectors:
        """`encode` sorts by length itself, so a batch holds texts of about one length."""
        if not texts:
            return np.zeros((0, self._dim), np.float32)
        rows = encode(
            list(texts),
            batch_size=self._batch,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=False,
        )
        vectors = np.asarray(rows, np.float32)
        # Here and not in the model, whose bfloat16 would leave them short of unit length.
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
        return unit


def hash_weights(path: Path) -> str:
    """SHA-256 (hex) of the weights in a folder; of all their files, if there are several.

    Raises:
        ModelError: There are none in the safetensors format.
    """
    files = sorted(path.rglob("*.safetensors"))
    if not files:
        raise ModelError(
            f"The folder {path} holds no .safetensors weights. Choose a model that has them; "
            "pickled weights are not loaded."
        )
    digests = []
    for file in files:
        with file.open("rb") as stream:
            digests.append(hashlib.file_digest(stream, "sha256").hexdigest())
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _load(path: Path, device: str, dtype: str) -> Any:
    chosen = pick_device(device)
    with quiet():
        import torch
        from sentence_transformers import SentenceTransformer

        number_format = pick_dtype(chosen) if dtype == "auto" else getattr(torch, dtype)
        try:
            model = SentenceTransformer(
                str(path),
                device=chosen,
                local_files_only=True,
                model_kwargs={"dtype": number_format, "use_safetensors": True},
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelError(
                f"{path} cannot be loaded as an embedder on {chosen!r}: {error}. Check "
                "DATELINE_EMBEDDER and DATELINE_DEVICE, or fetch the model again."
            ) from error
    return model.eval()


def _counter(model: Any) -> Tokenizer:
    """A copy of the fast tokenizer that neither cuts nor pads.

    A copy, because the original is told to cut and pad before every batch, in whatever thread.
    """
    from tokenizers import Tokenizer

    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise ModelError(
            "The embedder has no fast tokenizer (tokenizer.json), which counting tokens needs. "
            "Choose another one in DATELINE_EMBEDDER."
        )
    copy = Tokenizer.from_str(backend.to_str())
    copy.no_truncation()
    copy.no_padding()
    return copy
