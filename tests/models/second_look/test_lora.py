"""Adapters beside a layer, computed by hand, and the file that they are kept in."""

import struct

import torch
from torch import nn

from models.second_look import ADAPTER
from models.second_look.lora import ALPHA, PROJECTIONS, RANK, LoraLinear


def layer(into: int, out: int) -> nn.Linear:
    made = nn.Linear(into, out, bias=True)
    made.requires_grad_(requires_grad=False)
    return made


def test_it_begins_as_the_layer_itself():
    plain = layer(6, 4)
    x = torch.randn(3, 6)
    assert torch.equal(LoraLinear(plain, torch.Generator().manual_seed(1))(x), plain(x))


def test_what_it_adds_is_b_times_a_times_alpha_over_the_rank():
    plain = layer(2, 1)
    adapter = LoraLinear(plain, torch.Generator().manual_seed(1))
    adapter.a.data = torch.zeros(RANK, 2)
    adapter.a.data[0] = torch.tensor([1.0, 2.0])
    adapter.b.data = torch.zeros(1, RANK)
    adapter.b.data[0, 0] = 3.0
    x = torch.tensor([[10.0, 1.0]])
    # A x is 12, B A x is 36, times 16 / 8.
    assert (adapter(x) - plain(x)).item() == 72.0
    assert ALPHA / RANK == 2.0


def test_only_the_adapter_learns():
    plain = layer(6, 4)
    adapter = LoraLinear(plain, torch.Generator().manual_seed(1))
    adapter(torch.randn(3, 6)).sum().backward()
    assert plain.weight.grad is None
    assert adapter.b.grad is not None


def test_the_file_has_two_matrices_for_each_projection_of_each_layer():
    magic, version, tensors = struct.unpack("<4sIQ", ADAPTER.read_bytes()[:16])
    assert (magic, version) == (b"GGUF", 3)
    assert tensors == 2 * 28 * len(PROJECTIONS)
