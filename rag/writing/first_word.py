"""The one word that a generator replies, and the weight of each that it might have replied."""

from __future__ import annotations

import math
from collections.abc import Generator as Streamed
from collections.abc import Iterator, Sequence
from contextlib import closing

from rag.types import Drafted, Piece

_TINY = 1e-6


def first_word(pieces: Iterator[Piece], seen: Drafted) -> Streamed[Drafted, None, Piece | None]:
    """The first piece that says something; None if none does. Closing it stops the generator.

    Args:
        pieces: As they are written.
        seen: What is yielded at every sign of work: only between two events can it be closed.
    """
    said: Piece | None = None
    with closing(pieces):  # type: ignore[type-var]
        for piece in pieces:
            said = said or (piece if piece.text.strip() else None)
            yield seen
    return said


def word_weights(said: Piece | None, words: Sequence[str]) -> dict[str, float]:
    """Probability of each word against the others; they add up to 1.

    By what was written if the engine does not tell; alike if nothing was, or no word of these.
    """
    weights = dict.fromkeys(words, _TINY)
    for token, logprob in (said.alternatives or ((said.text, 0.0),)) if said else ():
        word = token.strip().lower().rstrip(".,")
        if word in weights:
            weights[word] += math.exp(logprob)
    whole = sum(weights.values())
    return {word: weight / whole for word, weight in weights.items()}
