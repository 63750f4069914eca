"""Sentences -> the spans of chunks. Knows lengths and offsets, nothing of texts' meaning.

A chunk is a run of whole sentences of about the target length. Where to cut is chosen for the
whole article at once, so that chunks are alike in length, none is a leftover, and cuts fall on ends
of paragraphs where that costs little.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from rag.types import Sentence, Span

LIMIT = 1.15
"""No chunk of several sentences is longer than this many times the target."""

# What a cut inside a paragraph costs, in squared relative deviation from the target: to avoid one,
# a chunk may be up to about a quarter shorter than the target.
_INSIDE = 0.06


def spans(
    sentences: Sequence[Sentence], lengths: Sequence[int], target_tokens: int, body: str = ""
) -> list[Span]:
    """Chunks that hold every sentence once, in order; each begins and ends with a sentence.

    Args:
        sentences: Of one article, in order.
        lengths: Tokens of each sentence.
        target_tokens: About how many a chunk should have.
        body: The article's text, to see where paragraphs end; without it cuts are equal.

    Raises:
        ValueError: There are not as many lengths as sentences, or the target is not positive.
    """
    if len(lengths) != len(sentences):
        raise ValueError(f"{len(sentences)} sentences but {len(lengths)} lengths")
    if target_tokens < 1:
        raise ValueError(f"target_tokens must be positive, got {target_tokens}")
    cuts = _cuts(lengths, _inside(sentences, body), target_tokens)
    return [
        Span(ordinal, sentences[first].start, sentences[last - 1].end)
        for ordinal, (first, last) in enumerate(pairwise(cuts))
    ]


def _inside(sentences: Sequence[Sentence], body: str) -> list[bool]:
    """Whether a cut before sentence i would be inside a paragraph; one entry for each sentence."""
    return [False] + [
        bool(body) and "\n" not in body[before.end : after.start]
        for before, after in pairwise(sentences)
    ]


def _cuts(lengths: Sequence[int], inside: Sequence[bool], target: int) -> list[int]:
    """The cheapest places to cut, the first 0 and the last len(lengths).

    Dynamic programming from the front: best[i] is the least cost of the first i sentences.
    """
    total = list(accumulate(lengths, initial=0))
    best = [0.0]
    came_from = [0]
    for end in range(1, len(lengths) + 1):
        cost, origin = float("inf"), end - 1
        for first in range(end - 1, -1, -1):
            tokens = total[end] - total[first]
            if tokens > LIMIT * target and first < end - 1:
                break
            candidate = best[first] + (tokens / target - 1) ** 2 + _INSIDE * inside[first]
            if candidate < cost:
                cost, origin = candidate, first
        best.append(cost)
        came_from.append(origin)
    cuts = [len(lengths)]
    while cuts[-1] > 0:
        cuts.append(came_from[cuts[-1]])
    return cuts[::-1]
