"""What is packed comes back: matrices within half a step of int8, vectors exactly."""

import pytest
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from models.judge.packed import pack, unpack

WORDS = Tokenizer(WordLevel({"dam": 0, "[UNK]": 1}, unk_token="[UNK]"))


def test_matrices_come_back_within_half_a_step_of_their_row(tmp_path):
    weights = torch.tensor([[1.27, -0.5], [0.01, 0.002]])
    pack({"layer.weight": weights}, WORDS, tmp_path / "judge.safetensors")
    state, _ = unpack(tmp_path / "judge.safetensors")
    step = torch.tensor([[0.01], [0.01 / 127]])
    assert (state["layer.weight"] - weights).abs().le(step / 2 + 1e-7).all()


def test_vectors_and_the_tokenizer_come_back_exactly(tmp_path):
    bias = torch.tensor([0.123456, -9.0])
    pack({"layer.bias": bias}, WORDS, tmp_path / "judge.safetensors")
    state, tokenizer = unpack(tmp_path / "judge.safetensors")
    assert torch.equal(state["layer.bias"], bias)
    assert set(state) == {"layer.bias"}
    assert tokenizer.token_to_id("dam") == 0


def test_a_row_of_zeros_stays_zero(tmp_path):
    pack({"w": torch.zeros(1, 3)}, WORDS, tmp_path / "judge.safetensors")
    state, _ = unpack(tmp_path / "judge.safetensors")
    assert state["w"].tolist() == [[0.0, 0.0, 0.0]]


def test_a_file_of_something_else_is_refused(tmp_path):
    save_file({"w": torch.zeros(1)}, tmp_path / "other.safetensors")
    with pytest.raises(KeyError):
        unpack(tmp_path / "other.safetensors")
