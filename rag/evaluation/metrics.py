"""Scores of answers, rankings and abstention. Pure arithmetic on texts and numbers."""

from __future__ import annotations

import random
import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation + "“”‘’")


def normal_form(text: str) -> str:
    """Lower case without punctuation, articles and extra blanks, as SQuAD's script does it.

    Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text" (2016).
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(answer: str, gold: str) -> bool:
    """Whether two answers are the same in normal form."""
    return normal_form(answer) == normal_form(gold)


def token_f1(answer: str, gold: str) -> float:
    """Harmonic mean of precision and recall of the tokens of the normal forms; 0 to 1."""
    said, wanted = normal_form(answer).split(), normal_form(gold).split()
    shared = sum((Counter(said) & Counter(wanted)).values())
    if shared == 0:
        return 0.0
    precision, recall = shared / len(said), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)


def holds(text: str, gold: str) -> bool:
    """Whether the gold answer occurs in the text, as whole words of the normal forms."""
    return f" {normal_form(gold)} " in f" {normal_form(text)} "


def reciprocal_rank(ranked: Sequence[str], gold: set[str]) -> float:
    """1 / rank of the first gold item; 0 if there is none."""
    return next((1 / rank for rank, item in enumerate(ranked, 1) if item in gold), 0.0)


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well a system knows what it does not know, "positive" being an abstention.

    Attributes:
        precision: Of its abstentions, the share that were right to abstain.
        recall: Of the questions that cannot be answered, the share it abstained on.
        answered: Of the questions that can be answered, the share it did answer.
    """

    precision: float
    recall: float
    answered: float

    @classmethod
    def from_outcomes(cls, abstained: Sequence[bool], answerable: Sequence[bool]) -> Abstention:
        """Counts two equally long lists, one entry a question."""
        pairs = list(zip(abstained, answerable, strict=True))
        right = sum(silent and not can for silent, can in pairs)
        silent_all = sum(silent for silent, _ in pairs)
        cannot_all = sum(not can for _, can in pairs)
        spoke = sum(not silent and can for silent, can in pairs)
        return cls(
            right / silent_all if silent_all else 1.0,
            right / cannot_all if cannot_all else 1.0,
            spoke / max(1, len(pairs) - cannot_all),
        )


def mean(values: Sequence[float]) -> float:
    """0 for no values."""
    return sum(values) / len(values) if values else 0.0


def bootstrap_interval(
    values: Sequence[float],
    statistic: Callable[[Sequence[float]], float] = mean,
    *,
    rounds: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> tuple[float, float]:
    """Percentile bootstrap interval (Efron 1979) of a statistic over questions."""
    if not values:
        return (0.0, 0.0)
    draw = random.Random(seed)
    results = sorted(statistic(draw.choices(values, k=len(values))) for _ in range(rounds))
    tail = (1 - level) / 2
    return results[int(tail * rounds)], results[min(rounds - 1, int((1 - tail) * rounds))]
