"""The trained judge, loaded and asked. See CARD.md for what it was trained on and how good it is.

Importing this file imports torch; `models.load.load_judge` does so only when the judge is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from transformers import BertConfig, BertModel

from models.device import pick_device, pick_dtype
from models.encoder.encoder import CompiledEncoder, opened
from models.encoder.layout import Shape, laid_out
from models.judge.batches import MAX_TOKENS, by_length, encode, padded, prepare
from models.judge.network import JudgeNetwork
from models.judge.packed import unpack
from rag.errors import ModelError
from rag.types import Scores, Verdicts

WEIGHTS = Path(__file__).with_name("judge.safetensors")

CPU_BATCH_TOKENS = 1600
"""Padded tokens read together: with more, a layer's results fall out of the caches."""

GPU_BATCH_TOKENS = 8192

_CONFIG = {
    "hidden_size": 384,
    "num_hidden_layers": 6,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
    "vocab_size": 30522,
    "max_position_embeddings": 512,
}


_SHAPE = Shape(hidden=384, inner=1536, heads=12, layers=6, eps=1e-12, tokens=MAX_TOKENS)


class CrossEncoderJudge:
    """Implements `rag.ports.Judge`. Safe to use from several threads.

    Where it is compiled the encoder is `models.encoder`'s: about twice as many pairs
    a second as with torch, whose way serves everywhere else.
    """

    def __init__(self, path: Path = WEIGHTS, *, device: str = "auto") -> None:
        """Loads the weights.

        Raises:
            ModelError: The file is absent or damaged, or the device cannot be used.
        """
        chosen = pick_device(device)
        self._device = torch.device(chosen)
        try:
            state, tokenizer = unpack(path)
            encoder = BertModel(BertConfig(**_CONFIG), add_pooling_layer=False)
            network = JudgeNetwork(encoder, _CONFIG["hidden_size"])
            network.load_state_dict(state)
        except (OSError, SafetensorError, KeyError, RuntimeError) as error:
            raise ModelError(
                f"the judge in {path} cannot be loaded: {error}. Fetch the file again with git."
            ) from error
        self._tokenizer = prepare(tokenizer)
        self._compiled = _compiled(state) if chosen == "cpu" else None
        if self._compiled is not None:
            network.encoder = None  # only its heads are asked
        else:
            # Half of the bits where the device computes with them: twice as many pairs a second.
            network.encoder.to(pick_dtype(chosen))
        self._network = network.to(self._device).eval()
        on_cpu = self._device.type == "cpu"
        self._batch_tokens = CPU_BATCH_TOKENS if on_cpu else GPU_BATCH_TOKENS

    @property
    def name(self) -> str:
        return "dateline-judge"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Verdicts:
        """See `rag.ports.Judge`."""
        inference, _ = self._read(pairs)
        return np.asarray(torch.softmax(inference, dim=-1), dtype=np.float32)

    def answers(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See `rag.ports.Judge`."""
        _, answering = self._read(pairs)
        return np.asarray(torch.sigmoid(answering), dtype=np.float32)

    def _read(self, pairs: Sequence[tuple[str, str]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of both heads in the order of the pairs, shapes (n, 3) and (n,)."""
        inference, answering = torch.zeros(len(pairs), 3), torch.zeros(len(pairs))
        if not pairs:
            return inference, answering
        encoded = encode(self._tokenizer, pairs)
        if self._compiled is not None:
            ids, firsts = zip(*encoded, strict=True)
            with torch.inference_mode():
                return self._network.heads(torch.from_numpy(self._compiled.means(ids, firsts)))
        with torch.inference_mode():
            for batch in by_length([len(ids) for ids, _ in encoded], self._batch_tokens):
                tensors = (t.to(self._device) for t in padded([encoded[i] for i in batch]))
                three, one = self._network(*tensors)
                inference[batch], answering[batch] = three.float().cpu(), one.float().cpu()
        return inference, answering


def _compiled(state: dict[str, torch.Tensor]) -> CompiledEncoder | None:
    """The encoder as `models.encoder` computes it; None where nothing is compiled for it."""
    found = {
        name.removeprefix("encoder."): weights.float().numpy()
        for name, weights in state.items()
        if name.startswith("encoder.")
    }
    return opened(_SHAPE, laid_out(found, _SHAPE))
