"""Pairs become padded batches: lengths, order and masks, counted by hand."""

import torch

from models.judge.batches import by_length, padded


def test_pairs_of_like_length_stand_together_within_the_budget():
    assert list(by_length([5, 2, 4, 2], budget=8)) == [[1, 3], [2], [0]]


def test_a_pair_longer_than_the_budget_still_gets_a_batch_of_its_own():
    assert list(by_length([100], budget=8)) == [[0]]


def test_no_pairs_make_no_batches():
    assert list(by_length([], budget=8)) == []


def test_padding_is_masked_and_the_second_text_is_typed():
    ids, mask, types = padded([([7, 8, 9], 2), ([7], 1)])
    assert ids.tolist() == [[7, 8, 9], [7, 0, 0]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]
    assert types.tolist() == [[0, 0, 1], [0, 0, 0]]
    assert ids.dtype == mask.dtype == types.dtype == torch.int64
