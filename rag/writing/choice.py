"""Which sentence answers: what the generator would cite, weighed with what else speaks for it.

A small model that is shown seven sentences leans to some places in the list and to words that it
has just read; the evidence score, with the judge's reading in it, sees each sentence alone. Their
mistakes are different ones, so both are heard: a log-linear pool of the generator's weight on each
number and of the score (Genest and Zidek, "Combining probability distributions", 1986). The one or
two sentences that lead by their score are tried first, each by itself: the pool seldom chooses
another, and reading the rest takes longer. Pure arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rag.types import Evidence

WEIGHTS = {"generator": 0.7, "score": 0.9}
"""How much each speaks; `benchmarks/LOG.md` has what they were chosen by."""

LEAST = 0.01
"""Probability of what the generator did not list among the likeliest."""

SURER = 0.2
"""By how much, in log odds, another sentence must be likelier than the one that the generator began
with: below it the generator goes on, since to begin anew costs seconds."""

CLEAR = 0.15
"""By how much a score must lead for its sentence to be the only one that is tried by itself."""

STATES = 0.5
"""From which estimate of the second look (`rag.writing.verify`) a sentence is taken."""

SURE = 0.75
"""From which estimate no other sentence is tried."""


def to_try(evidence: Sequence[Evidence]) -> list[Evidence]:
    """What to look at by itself before the generator is shown all, the likeliest first.

    The sentence that leads clearly, or the best two where neither does; nothing if there is no
    choice to make, or nothing that tells the sentences apart.
    """
    ranked = sorted(evidence, key=lambda one: -one.score)
    if len(ranked) < 2 or ranked[0].score == ranked[-1].score:
        return []
    return ranked[:1] if ranked[0].score - ranked[1].score >= CLEAR else ranked[:2]


def pooled(weights: Mapping[int, float], evidence: Sequence[Evidence]) -> dict[int, float]:
    """Log of the pooled weight of each sentence, by its number; not normalised.

    Args:
        weights: The generator's probability of each number, where it tells.
        evidence: All that was shown.
    """
    return {
        one.n: WEIGHTS["generator"] * math.log(max(LEAST, weights.get(one.n, 0.0)))
        + WEIGHTS["score"] * one.score
        for one in evidence
    }


def better_choice(
    number: int, weights: Mapping[int, float], evidence: Sequence[Evidence]
) -> Evidence | None:
    """The sentence that should be cited instead of `number`; None if the generator may go on.

    Args:
        number: What the generator began with; 0 for a refusal.
        weights: Its probability of each number; empty if the engine does not tell.
        evidence: All that was shown.
    """
    if not weights or not evidence:
        return None
    pool = pooled(weights, evidence)
    best = max(evidence, key=lambda one: pool[one.n])
    # A refusal is weighed by the rule of `abstain`, not against a sentence.
    begun = pool.get(number)
    return best if begun is not None and pool[best.n] - begun > SURER else None
