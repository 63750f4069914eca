"""The judge's network: MiniLM's encoder over a pair of texts, and two heads.

Knows nothing of files or training. The encoder is MiniLM-L6 (Wang et al., "MiniLM", 2020) as
all-MiniLM-L6-v2 was further trained; the pooled state is the mean over the pair's tokens.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

ENTAILS, NEUTRAL, CONTRADICTS = 0, 1, 2


class JudgeNetwork(nn.Module):
    """Two questions to one reading of a pair."""

    def __init__(self, encoder: Any, hidden: int) -> None:
        """Takes a BERT encoder whose states have `hidden` dimensions."""
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.inference = nn.Linear(hidden, 3)
        self.answering = nn.Linear(hidden, 1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of inference, shape (n, 3), and of answering, shape (n,).

        Args:
            ids: Token ids of the pairs, shape (n, length), int64.
            mask: 1 for tokens, 0 for padding, same shape.
            types: 0 in the first text, 1 in the second, same shape.
        """
        states = self.encoder(
            input_ids=ids, attention_mask=mask, token_type_ids=types
        ).last_hidden_state.float()  # the encoder may compute in half of the bits
        weight = mask.unsqueeze(-1).to(states.dtype)
        return self.heads(self.dropout((states * weight).sum(1) / weight.sum(1)))

    def heads(self, pooled: Tensor) -> tuple[Tensor, Tensor]:
        """The same of pooled states, shape (n, hidden), float32."""
        return self.inference(pooled), self.answering(pooled).squeeze(-1)


def inference_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Mean negative log-likelihood; label 3 is "not entailed" of sets with two labels."""
    logs = torch.log_softmax(logits, dim=-1)
    two_way = labels == 3
    chosen = logs.gather(1, labels.clamp(max=2).unsqueeze(1)).squeeze(1)
    rest = torch.logsumexp(logs[:, 1:], dim=-1)
    return -torch.where(two_way, rest, chosen).mean()
