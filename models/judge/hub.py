"""Any three-way inference cross-encoder of transformers as the judge, by hub id or folder.

Its answers to "does this answer the question" come from our own judge: such models are not trained
for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from models.device import pick_device
from models.judge.judge import CrossEncoderJudge
from models.quiet import quiet
from rag.errors import ModelError
from rag.types import Scores, Verdicts

BATCH = 32
MAX_TOKENS = 256
_LABELS = ("entail", "neutral", "contradict")


class HubJudge:
    """Implements `rag.ports.Judge` with somebody else's weights."""

    def __init__(self, path: Path, *, name: str, own: CrossEncoderJudge, device: str) -> None:
        """Loads model and tokenizer from a folder.

        Raises:
            ModelError: There is no such model, or its labels are not entailment, neutral and
                contradiction.
        """
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        self.name = name
        self._own = own
        self._device = torch.device(pick_device(device))
        try:
            with quiet():
                self._tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
                model = AutoModelForSequenceClassification.from_pretrained(
                    path, local_files_only=True, use_safetensors=True
                )
        except (OSError, ValueError) as error:
            raise ModelError(f"the judge {name!r} cannot be loaded from {path}: {error}") from error
        self._order = _order(name, dict(model.config.id2label))
        self._model = model.to(self._device).eval()

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Verdicts:
        """See `rag.ports.Judge`."""
        rows = [np.zeros((0, 3), np.float32)]
        with torch.inference_mode():
            for start in range(0, len(pairs), BATCH):
                premises, hypotheses = zip(*pairs[start : start + BATCH], strict=True)
                read = self._tokenizer(
                    list(premises), list(hypotheses), padding=True, truncation=True,
                    max_length=MAX_TOKENS, return_tensors="pt",
                ).to(self._device)  # fmt: skip
                shares = torch.softmax(self._model(**read).logits.float(), dim=-1).cpu().numpy()
                rows.append(shares[:, self._order].astype(np.float32))
        return np.concatenate(rows)

    def answers(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See `rag.ports.Judge`."""
        return self._own.answers(pairs)


def _order(name: str, labels: dict[int, str]) -> list[int]:
    """Columns of the model's output that are entails, neutral, contradicts."""
    found = [
        next((int(i) for i, text in labels.items() if text.lower().startswith(label)), None)
        for label in _LABELS
    ]
    order = [index for index in found if index is not None]
    if len(order) != len(_LABELS):
        raise ModelError(
            f"the model {name!r} cannot be the judge: its labels are {sorted(labels.values())}, "
            "needed are entailment, neutral and contradiction"
        )
    return order
