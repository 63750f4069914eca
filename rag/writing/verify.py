"""A second look: does what an answer cites state the answer, by the generator's own yes or no?

A small model that reads one passage knows better whether the answer is in it than one that has to
choose among seven: what it would put on "yes" is the estimate (Kadavath et al., "Language models
(mostly) know what they know", 2022). It reads passages alone, never what was written.
"""

from __future__ import annotations

import math
from collections.abc import Generator as Streamed
from collections.abc import Sequence
from contextlib import closing

from rag.ports import Generator
from rag.types import Drafted, Evidence, Piece
from rag.writing.prompts import verify_messages

UNKNOWN = 0.5
"""The estimate where nothing was said."""

_TINY = 1e-6


class Verifier:
    """Asks one generator."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator

    def verify(
        self, question: str, evidence: Sequence[Evidence], seen: Drafted
    ) -> Streamed[Drafted, None, float]:
        """Returns the estimate, 0 to 1; closing it stops the generator.

        Args:
            question: One that stands alone.
            evidence: The passage, in reading order; not empty.
            seen: What is yielded at every sign of work: only between two events can it be closed.

        Raises:
            ModelError: The generator cannot be had or failed.
        """
        said: Piece | None = None
        pieces = self._generator.stream(verify_messages(question, evidence), max_tokens=1)
        with closing(pieces):  # type: ignore[type-var]
            for piece in pieces:
                said = said or (piece if piece.text.strip() else None)
                yield seen
        return yes_probability(said) if said else UNKNOWN


def yes_probability(piece: Piece) -> float:
    """Weight on yes against no; 0 or 1 by what was written if the engine does not tell."""
    weights = {"yes": _TINY, "no": _TINY}
    for token, logprob in piece.alternatives or ((piece.text, 0.0),):
        word = token.strip().lower().rstrip(".,")
        if word in weights:
            weights[word] += math.exp(logprob)
    return weights["yes"] / (weights["yes"] + weights["no"])
