"""Decides whether the articles answer a question: a measured rule, not the prompt's good will.

A logistic regression over what is known after writing: above all what the generator says on its
second look at what is cited (see `rag.writing.verify`), then how near the evidence is, whether the
words and names asked for occur in it, and how much weight the generator gave to refusing. Set from
a fit by `benchmarks/abstention.py` on answers that were right and on answers that were not. Pure
arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

from rag.text.dates import without_dates
from rag.text.words import content_words, names, stem, stems, words
from rag.types import CitedSentence, Evidence, Piece


@dataclass(frozen=True, slots=True)
class Estimates:
    """What the generator says of a passage, each 0 to 1: does it state the answer?

    Attributes:
        stated: Asked with worked examples.
        looked: By what it was taught; the same where it was not, 0.5 where it was not looked at.
    """

    stated: float
    looked: float


@dataclass(frozen=True, slots=True)
class Signals:
    """What the rule weighs; all between 0 and 1.

    Attributes:
        refusal: Probability that the generator gave to no sentence when it chose one to cite.
        choice: Probability that it gave to the sentence it chose.
        relevance: Score of the best evidence, squeezed.
        words: Share of the question's content words in the best evidence and its title.
        names: Share of the question's names that occur in the evidence; 1 if it has none.
        cited_words: Share of the question's content words in the quotes the answer cites, or, of
            its names, in their articles.
        stated: The generator's estimate, on its second look, that what is cited states the answer.
        looked: The same by what it was taught, see `Estimates`.
    """

    refusal: float
    choice: float
    relevance: float
    words: float
    names: float
    cited_words: float
    stated: float
    looked: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A logistic regression: what each signal weighs, and what is added to them all."""

    weights: Signals
    bias: float


ASKED = Rule(
    Signals(
        refusal=-0.3,
        choice=0.4,
        relevance=0.6,
        words=0.2,
        names=0.4,
        cited_words=0.5,
        stated=9.0,
        looked=0.0,
    ),
    bias=-5.95,
)
"""For a generator that was not taught to look. Where it comes from, and how few questions it was
fitted on: `benchmarks/LOG.md`."""

TAUGHT = Rule(
    Signals(
        refusal=0.0,
        choice=0.0,
        relevance=0.0,
        words=0.0,
        names=0.0,
        cited_words=0.8,
        stated=6.0,
        looked=3.0,
    ),
    bias=-4.3,
)
"""For one that was: what it was taught refuses what is foreign, its examples what is near."""


SURE = 0.9
"""Confidence from which an answer is told without a word that it may not be one: of those below,
somewhat more than half were right, and of those above four in five."""


def confidence(signals: Signals, rule: Rule) -> float:
    """Probability, by the rule, that the question is answered; 0 to 1."""
    pairs = zip(astuple(rule.weights), astuple(signals), strict=True)
    return 1 / (1 + math.exp(-(rule.bias + sum(w * s for w, s in pairs))))


def read_signals(
    question: str,
    evidence: Sequence[Evidence],
    chosen: Piece | None,
    kept: Sequence[CitedSentence],
    estimates: Estimates,
) -> Signals:
    """The signals of one answer.

    Args:
        question: Completed from the conversation, if it was a follow-up.
        evidence: All that was shown; at least one.
        chosen: The piece with the number that it chose, with alternatives where the engine gives
            them; None if it named none.
        kept: Sentences that their quotes back.
        estimates: What the generator says of what is cited.
    """
    # Articles seldom say their own day: "on 8 March" finds its articles, and is no word of theirs.
    asked = {stem(word) for word in content_words(without_dates(question))}
    best = max(evidence, key=lambda one: one.score)
    # "In the Herald but not in the Lantern": outlets are named by who tells it, not in quotes.
    shown = " ".join(f"{one.article.source} {one.article.title} {one.quote}" for one in evidence)
    by_number = {one.n: one for one in evidence}
    cited = {number for sentence in kept for number in sentence.citations}
    quotes = " ".join(f"{by_number[n].article.title} {by_number[n].quote}" for n in cited)
    # Whom it is about is named once in an article, and not in every sentence.
    bodies = stems(" ".join(by_number[n].article.body for n in cited))
    told = stems(quotes) | (
        bodies & {stem(word) for name in names(question) for word in words(name)}
    )
    return Signals(
        refusal=refusal_probability(chosen),
        choice=choice_probability(chosen),
        relevance=_squeeze(best.score),
        words=_share(asked, stems(f"{best.article.title} {best.quote}")),
        names=_names_found(question, shown),
        cited_words=_share(asked, told),
        stated=estimates.stated,
        looked=estimates.looked,
    )


def refusal_probability(chosen: Piece | None) -> float:
    """Weight on 0, "no sentence"; 0 or 1 by what was written if the engine does not tell."""
    if chosen is None:
        return 1.0
    if not chosen.alternatives:
        return float(_number(chosen.text) == 0)
    return min(1.0, sum(p for number, p in _weights(chosen) if number == 0))


def choice_probability(chosen: Piece | None) -> float:
    """Weight on the likeliest sentence; 0 or 1 by what was written if the engine does not tell."""
    if chosen is None:
        return 0.0
    if not chosen.alternatives:
        return float(_number(chosen.text) != 0)
    return min(1.0, max((p for number, p in _weights(chosen) if number != 0), default=0.0))


def likeliest_sentence(chosen: Piece | None) -> int | None:
    """The number, other than 0, with the most weight; None if the engine does not tell."""
    weights = {number: weight for number, weight in _weights(chosen) if number} if chosen else {}
    return max(weights, key=lambda number: weights[number], default=None)


def is_number(piece: Piece) -> bool:
    """Whether a piece is the number of a mark: " 3", "[3" or "3]"."""
    return _number(piece.text) is not None


def number_of(piece: Piece) -> int:
    """The number that a piece is; see `is_number`."""
    number = _number(piece.text)
    assert number is not None
    return number


def weights_of(piece: Piece) -> dict[int, float]:
    """Probability of each number at the piece's place; empty if the engine does not tell."""
    weights: dict[int, float] = {}
    for number, weight in _weights(piece):
        weights[number] = weights.get(number, 0.0) + weight
    return weights


def _weights(chosen: Piece) -> list[tuple[int, float]]:
    read = [(_number(token), math.exp(logprob)) for token, logprob in chosen.alternatives]
    return [(number, weight) for number, weight in read if number is not None]


def _number(token: str) -> int | None:
    plain = token.strip(" []")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 4 else None


def by_name(signals: Signals) -> tuple[tuple[str, float], ...]:
    """The signals with their names, in the order in which they are weighed."""
    names_of = [field.name for field in fields(Signals)]
    return tuple(zip(names_of, astuple(signals), strict=True))


def _names_found(question: str, shown: str) -> float:
    asked = {word for name in names(question) for word in words(name) if len(word) > 1}
    return _share({stem(word) for word in asked}, stems(shown)) if asked else 1.0


def _share(asked: set[str], held: set[str]) -> float:
    return len(asked & held) / len(asked) if asked else 1.0


def _squeeze(score: float) -> float:
    """Evidence scores run from about 0 to 4."""
    return max(0.0, min(1.0, score / 4))
