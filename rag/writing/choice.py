"""Which sentence answers: what the generator would cite, weighed with what else speaks for it.

A small model that is shown seven sentences leans to some places in the list and to words that it
has just read; the evidence score, with the judge's reading in it, sees each sentence alone. Their
mistakes are different ones, so both are heard: a log-linear pool of the generator's weight on each
number and of the score (Genest and Zidek, "Combining probability distributions", 1986). The one or
two sentences that lead by their score are tried first, each by itself: the pool seldom chooses
another, and reading the rest takes longer. A generator that was taught the second look is tried on
more of them, and is not shown all: what it says of each tells which answers. Pure arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.types import Evidence

WEIGHTS = {"generator": 0.7, "score": 0.9}
"""How much each speaks; `benchmarks/LOG.md` has what they were chosen by."""

LEAST = 0.01
"""Probability of what the generator did not list among the likeliest."""

SURER = 0.2
"""By how much, in log odds, another sentence must be likelier than the one that the generator began
with: below it the generator goes on, since to begin anew costs seconds."""


@dataclass(frozen=True, slots=True)
class Trying:
    """How many sentences are looked at by themselves.

    Attributes:
        most: At most.
        clear: By how much a score must lead for its sentence to be the only one.
        sure: From which estimate no other sentence is tried.
        then_all: Whether the generator is shown all of them where none states the answer.
        shown: From which estimate the draft is shown before it is checked: below, it may well be
            taken back.
    """

    most: int
    clear: float
    sure: float
    then_all: bool
    shown: float


ASKED = Trying(most=2, clear=0.15, sure=0.75, then_all=True, shown=0.0)
"""A generator that is asked with examples: it ranks the sentences of one question badly."""

TAUGHT = Trying(most=4, clear=math.inf, sure=0.6, then_all=False, shown=0.3)
"""One that was taught the second look; `benchmarks/LOG.md` has what these were chosen by."""

STATES = 0.5
"""From which estimate of the second look (`rag.writing.verify`) a sentence is taken."""


def to_try(evidence: Sequence[Evidence], trying: Trying) -> list[Evidence]:
    """What to look at by itself, the likeliest first.

    The sentence that leads clearly, or the best ones where none does. Where all are shown
    afterwards: nothing if there is no choice to make, or nothing that tells the sentences apart.
    """
    ranked = sorted(evidence, key=lambda one: -one.score)
    told_apart = len(ranked) > 1 and ranked[0].score > ranked[-1].score
    if trying.then_all and not told_apart:
        return []
    clear = len(ranked) > 1 and ranked[0].score - ranked[1].score >= trying.clear
    return ranked[: 1 if clear else trying.most]


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
