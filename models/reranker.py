"""Any cross-encoder of sentence-transformers that ranks passages, by hub id or folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.device import pick_device
from models.quiet import quiet
from rag.errors import ModelError
from rag.types import Scores

BATCH = 32
MAX_TOKENS = 384


class CrossEncoderReranker:
    """Implements `rag.ports.Reranker`. Safe to use from several threads."""

    def __init__(self, path: Path, *, name: str, device: str) -> None:
        """Loads model and tokenizer from a folder.

        Raises:
            ModelError: There is no such model, or it gives more than one number for a pair.
        """
        from sentence_transformers import CrossEncoder

        self.name = name
        try:
            with quiet():
                self._model = CrossEncoder(
                    str(path),
                    device=pick_device(device),
                    max_length=MAX_TOKENS,
                    local_files_only=True,
                    trust_remote_code=False,
                    model_kwargs={"use_safetensors": True},
                )
        except (OSError, ValueError) as error:
            raise ModelError(
                f"the reranker {name!r} cannot be loaded from {path}: {error}"
            ) from error
        if self._model.num_labels != 1:
            raise ModelError(
                f"{name!r} cannot be the reranker: it gives {self._model.num_labels} numbers for a "
                "pair, and one is needed. Choose a cross-encoder that was trained to rank."
            )

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See `rag.ports.Reranker`."""
        if not pairs:
            return np.empty(0, dtype=np.float32)
        found = self._model.predict(list(pairs), batch_size=BATCH, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32).reshape(-1)
