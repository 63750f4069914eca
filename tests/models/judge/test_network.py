"""The loss of inference, with both kinds of label, by hand."""

import math

import pytest
import torch

from models.judge.network import inference_loss


def test_certainty_of_the_right_label_costs_nothing():
    loss = inference_loss(torch.tensor([[50.0, 0.0, 0.0]]), torch.tensor([0]))
    assert float(loss) == pytest.approx(0, abs=1e-6)


def test_not_entailed_is_neutral_or_contradiction():
    loss = inference_loss(torch.tensor([[0.0, 0.0, 0.0]]), torch.tensor([3]))
    assert float(loss) == pytest.approx(-math.log(2 / 3))


def test_losses_are_averaged():
    logits = torch.tensor([[0.0, 0.0, 0.0], [50.0, 0.0, 0.0]])
    assert float(inference_loss(logits, torch.tensor([1, 0]))) == pytest.approx(math.log(3) / 2)
