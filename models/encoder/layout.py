"""A BERT's weights -> what `encoder.c` needs; whether it can compute a model in a folder.

It can if that is a BERT (learned positions, GELU, layer norms behind the sums) whose vector is the
mean of its last layer, as MiniLM and most small embedders are. Knows nothing of texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAX_TOKENS = 512
MAX_HEAD = 128
"""As in `encoder.c`."""

_TILE, _DEEP = 16, 32  # rows and values of a tile

Floats = NDArray[np.float32]
Halves = NDArray[np.uint16]
"""bfloat16, which NumPy does not know, as its bits."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the model's files say of it, if it can be computed here.

    Attributes:
        hidden: Length of a vector.
        inner: Of what a layer widens it to.
        heads: Of attention.
        layers: How many.
        eps: Of the layer norms.
        tokens: Most that it reads, special ones included; the rest of a text is cut off.
    """

    hidden: int
    inner: int
    heads: int
    layers: int
    eps: float
    tokens: int


@dataclass(frozen=True, slots=True)
class Weights:
    """As `Model` in `encoder.c` has them, which says what is in which order."""

    words: Floats
    positions: Floats
    second: Floats
    norm: Floats
    qkv: Halves
    out: Halves
    up: Halves
    down: Halves
    vectors: Floats


def shape_of(folder: Path) -> Shape | None:
    """The model's shape; None if it is not of the kind that `encoder.c` computes."""
    try:
        config = _json(folder / "config.json")
        modules = [one["type"].rpartition(".")[2] for one in _json(folder / "modules.json")]
        pooling = _json(folder / _module(folder, 1) / "config.json")
        limits = _json(folder / "sentence_bert_config.json")
        shape = Shape(
            hidden=config["hidden_size"],
            inner=config["intermediate_size"],
            heads=config["num_attention_heads"],
            layers=config["num_hidden_layers"],
            eps=config["layer_norm_eps"],
            tokens=min(limits["max_seq_length"], config["max_position_embeddings"]),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    plain = (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder")
        and modules in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
        and not limits.get("do_lower_case")
        and not _prompts(folder)
    )
    head = shape.hidden // shape.heads
    fits = (
        shape.hidden == head * shape.heads
        and head % _DEEP == 0
        and head <= MAX_HEAD
        and shape.inner % _DEEP == 0
        and 2 < shape.tokens <= MAX_TOKENS
    )
    return shape if plain and fits and _is_mean(pooling) else None


def read_weights(file: Path) -> dict[str, Floats]:
    """A BERT's weights by name, from a .safetensors file.

    Raises:
        OSError, ValueError: It cannot be read, or its numbers are of no format that NumPy knows.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        loaded = load_file(file)
    except (SafetensorError, TypeError) as error:
        raise ValueError(str(error)) from error
    prefix = "" if "embeddings.word_embeddings.weight" in loaded else "bert."
    return {
        name.removeprefix(prefix): np.asarray(value, np.float32) for name, value in loaded.items()
    }


def laid_out(found: Mapping[str, Floats], shape: Shape) -> Weights:
    """Weights by name, as transformers' `BertModel` calls them, in the order of `encoder.c`.

    Raises:
        KeyError: One is not there.
    """
    layers = [_layer(found, f"encoder.layer.{one}.", shape) for one in range(shape.layers)]
    qkv, out, up, down = (
        np.concatenate([tiled(matrices[place]) for matrices, _ in layers]) for place in range(4)
    )
    kinds = found["embeddings.token_type_embeddings.weight"]
    return Weights(
        words=np.ascontiguousarray(found["embeddings.word_embeddings.weight"]),
        positions=np.ascontiguousarray(found["embeddings.position_embeddings.weight"] + kinds[0]),
        second=np.ascontiguousarray(kinds[-1] - kinds[0]),
        norm=np.concatenate(_norm(found, "embeddings.LayerNorm.")),
        qkv=qkv,
        out=out,
        up=up,
        down=down,
        vectors=np.concatenate([vectors for _, vectors in layers]),
    )


def tiled(matrix: Floats) -> Halves:
    """A layer's matrix as `gemm` in `encoder.c` multiplies with it: bfloat16, in that order.

    Args:
        matrix: Shape (outputs, inputs), multiples of 16 and 32.

    Returns:
        All of it in one row: for every 16 outputs, for every 32 inputs, 16 pairs of inputs, and of
        each pair the two weights of each output.
    """
    outputs, inputs = matrix.shape
    bits = np.ascontiguousarray(matrix, np.float32).view(np.uint32)
    rounded = ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype(np.uint16)  # to even
    split = rounded.reshape(outputs // _TILE, _TILE, inputs // _DEEP, _TILE, 2)
    return np.ascontiguousarray(split.transpose(0, 2, 3, 1, 4)).ravel()


def _layer(found: Mapping[str, Floats], at: str, shape: Shape) -> tuple[list[Floats], Floats]:
    """Its four matrices, and its biases and norms in one row."""
    attention = f"{at}attention.self."
    # Shares of attention become powers of two: this once, not for each pair of tokens.
    scale = np.float32(np.log2(np.e) / np.sqrt(shape.hidden // shape.heads))
    one = np.float32(1)
    sides = ((f"{attention}query", scale), (f"{attention}key", one), (f"{attention}value", one))
    matrices = [
        np.concatenate([found[f"{name}.weight"] * factor for name, factor in sides]),
        found[f"{at}attention.output.dense.weight"],
        found[f"{at}intermediate.dense.weight"],
        found[f"{at}output.dense.weight"],
    ]
    vectors = [
        *(found[f"{name}.bias"] * factor for name, factor in sides),
        found[f"{at}attention.output.dense.bias"],
        *_norm(found, f"{at}attention.output.LayerNorm."),
        found[f"{at}intermediate.dense.bias"],
        found[f"{at}output.dense.bias"],
        *_norm(found, f"{at}output.LayerNorm."),
    ]
    return matrices, np.concatenate(vectors)


def _norm(found: Mapping[str, Floats], at: str) -> tuple[Floats, Floats]:
    return found[f"{at}weight"], found[f"{at}bias"]


def _is_mean(pooling: Mapping[str, Any]) -> bool:
    if "pooling_mode" in pooling:
        return bool(pooling["pooling_mode"] == "mean")
    chosen = {name for name, value in pooling.items() if name.startswith("pooling_mode") and value}
    return chosen == {"pooling_mode_mean_tokens"}


def _prompts(folder: Path) -> bool:
    """Whether texts get anything in front of them."""
    try:
        told = _json(folder / "config_sentence_transformers.json")
    except FileNotFoundError:
        return False
    return any((told.get("prompts") or {}).values())


def _module(folder: Path, place: int) -> str:
    return str(_json(folder / "modules.json")[place]["path"])


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
