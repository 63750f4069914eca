"""Pairs as padded tensors, pairs of like length together. Knows the tokenizer, not the network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from tokenizers import Tokenizer
from torch import Tensor

MAX_TOKENS = 192
"""Of both texts and the special tokens; the longer text is cut."""


def prepare(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer set to cut at MAX_TOKENS and to leave padding to `padded`."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
    return tokenizer


def encode(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> list[tuple[list[int], int]]:
    """Token ids of each pair, and where its second text begins."""
    encoded = tokenizer.encode_batch(list(pairs))
    return [(e.ids, sum(1 for t in e.type_ids if t == 0)) for e in encoded]


def by_length(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Indexes in batches of at most `budget` tokens once padded, shortest pairs first."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[index] * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def padded(encoded: Sequence[tuple[list[int], int]]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, mask and types of a batch, each of shape (n, longest), int64."""
    longest = max(len(ids) for ids, _ in encoded)
    ids = torch.zeros((len(encoded), longest), dtype=torch.int64)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, (tokens, second) in enumerate(encoded):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
        types[row, second : len(tokens)] = 1
    return ids, mask, types
