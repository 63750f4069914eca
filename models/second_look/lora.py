"""Low-rank adapters beside a generator's attention weights, and the file that llama.cpp reads.

Hu et al., "LoRA: low-rank adaptation of large language models", 2022: the weights stay as they are,
and beside W there is B A, of which only A and B learn.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

RANK = 8
ALPHA = 16.0
"""What B A is multiplied with, times the rank."""

PROJECTIONS = {
    "q_proj": "attn_q",
    "k_proj": "attn_k",
    "v_proj": "attn_v",
    "o_proj": "attn_output",
}
"""What is adapted of each layer: its name in transformers, and in a GGUF file."""


class LoraLinear(nn.Module):
    """A linear layer, frozen, with an adapter beside it; begins as the layer itself."""

    def __init__(self, layer: nn.Linear, generator: torch.Generator) -> None:
        """Draws A; B is nothing yet."""
        super().__init__()
        self.layer = layer
        a = torch.randn(RANK, layer.in_features, generator=generator)
        self.a = nn.Parameter(a.div(math.sqrt(layer.in_features)).to(layer.weight.device))
        self.b = nn.Parameter(torch.zeros(layer.out_features, RANK, device=layer.weight.device))

    def forward(self, x: Tensor) -> Tensor:
        """Shape (..., in) to (..., out), in the layer's dtype."""
        beside = nn.functional.linear(x, self.a.to(x.dtype))
        beside = nn.functional.linear(beside, self.b.to(x.dtype))
        plain: Tensor = self.layer(x)
        return plain + beside * (ALPHA / RANK)


def adapt(model: Any, seed: int) -> dict[str, LoraLinear]:
    """Puts adapters into a transformers model of the Qwen2 kind, and freezes all else.

    Returns:
        The adapters by the GGUF name of the weight that each stands beside.
    """
    model.requires_grad_(requires_grad=False)
    drawn = torch.Generator().manual_seed(seed)
    adapters: dict[str, LoraLinear] = {}
    for place, layer in enumerate(model.model.layers):
        for name, known_as in PROJECTIONS.items():
            adapter = LoraLinear(getattr(layer.self_attn, name), drawn)
            setattr(layer.self_attn, name, adapter)
            adapters[f"blk.{place}.{known_as}.weight"] = adapter
    return adapters


def write(path: Path, adapters: dict[str, LoraLinear], architecture: str) -> None:
    """Writes them as float16, in the form that llama.cpp loads with `--lora`."""
    import gguf  # only to train: pip install gguf

    writer = gguf.GGUFWriter(path, architecture)
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", ALPHA)
    for name, adapter in adapters.items():
        for end, weights in (("lora_a", adapter.a), ("lora_b", adapter.b)):
            writer.add_tensor(f"{name}.{end}", weights.detach().cpu().numpy().astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
