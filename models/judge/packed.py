"""The judge as one file: int8 weights with a scale for each row, and its tokenizer.

Every matrix is stored as int8 with one float32 scale a row (largest magnitude = 127); vectors stay
float32. 23 MB instead of 91, and what is read back is what was measured: the card's figures are of
the packed weights.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

_TOKENIZER = "tokenizer.json"
_SCALE = ".scale"


def pack(state: dict[str, Tensor], tokenizer: Tokenizer, path: Path) -> None:
    """Writes weights and tokenizer to `path`."""
    packed: dict[str, Tensor] = {}
    for name, weights in state.items():
        if weights.dim() == 2:
            scale = weights.abs().amax(1).clamp(min=1e-12) / 127
            packed[name] = torch.round(weights / scale.unsqueeze(1)).to(torch.int8)
            packed[name + _SCALE] = scale.to(torch.float32)
        elif weights.is_floating_point():
            packed[name] = weights.to(torch.float32).contiguous()
    text = np.frombuffer(tokenizer.to_str().encode(), dtype=np.uint8).copy()
    packed[_TOKENIZER] = torch.from_numpy(text)
    save_file(packed, path)


def unpack(path: Path) -> tuple[dict[str, Tensor], Tokenizer]:
    """Reads what `pack` wrote: float32 weights by name, and the tokenizer.

    Raises:
        FileNotFoundError: There is no such file.
        safetensors.SafetensorError: It is damaged.
        KeyError: It is a file of something else.
    """
    packed: dict[str, Any] = load_file(path)
    text = packed.pop(_TOKENIZER).numpy().tobytes().decode()
    state = {
        name: weights.float() * packed[name + _SCALE].unsqueeze(1)
        if name + _SCALE in packed
        else weights
        for name, weights in packed.items()
        if not name.endswith(_SCALE)
    }
    return state, Tokenizer.from_str(text)
