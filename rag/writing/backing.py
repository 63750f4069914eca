"""Does a passage say what a claim says? The judge's entailment and the generator's yes, together.

The judge, small and quick, finds among hundreds of sentences those that may back a claim, and takes
what has its words for what says it; the generator, asked of each as of a yes-or-no question, knows
better what a sentence says and worse what it is about. Where both are for it by the sum of their
log odds it is told, and only of a passage that has the claim's figures and dates and tells of what
was done, not of what somebody wants done. The generator's no is told only where a "not" bears it
out: of what a small model takes for a no, too much is beside the point.
"""

from __future__ import annotations

import math
import re
from collections.abc import Generator as Streamed
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rag.odds import log_odds
from rag.ports import Generator
from rag.text.negation import turned_around
from rag.text.pending import merely_wanted
from rag.text.trim import without_asides
from rag.types import Drafted, Evidence
from rag.writing.facts import cannot_back
from rag.writing.first_word import first_word, word_weights
from rag.writing.look_prompts import yes_or_no_messages

BACKS_FROM, YES_FROM = 0.85, 0.55
"""Sum of the judge's log odds that a passage entails the claim and the generator's of "yes", and
the generator's probability of it, from which the passage is told to back it."""

DOUBTED_BELOW = 0.5
"""The generator's probability of "yes" below which the judge's word alone is not told."""

DENIES_FROM = 0.3
"""The judge's probability of entailment, which does not mind a "not", from which a passage that by
rule denies what the claim affirms, or affirms what it denies, is told to contradict it where the
generator rather says no. `benchmarks/LOG.md` has what all of these were chosen by."""

OTHERWISE_FROM, AS_CLAIMED = 0.75, 0.5
"""The judge's probability that a passage entails the claim with a figure of its own in place of the
claim's, from which it says otherwise, unless it entails the claim itself from the second."""

MOST_VARIANTS = 3
"""Figures of a passage tried in place of the claim's."""

_CONDITION = re.compile(r"\b(?:if|unless|whether|until)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w,]|\.\d)")
_PLAIN_BEGINNING = re.compile(
    r"^(?:The|A|An|This|That|These|Those|There|It|He|She|They|We|His|Her|Its|Their|Our|Some|Any|Many|"
    r"Most|All|No|Nobody|Somebody|Nothing|More|Fewer|Less|About|At|In|On|By|For|After|Before|During|"
    r"Since|Under|With|Without|Both|Several|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b"
)


_Replaceable = tuple[re.Pattern[str], Literal["date", "figure"]]
_REPLACEABLE: tuple[_Replaceable, ...] = ((_YEAR, "date"), (_NUMBER, "figure"))


def as_question(claim: str) -> str:
    """A claim as a question that wants yes or no.

    Example: "The union supports the bid." -> "Is it true that the union supports the bid?".
    """
    claim = " ".join(claim.split()).rstrip(".!")
    if _PLAIN_BEGINNING.match(claim):
        claim = claim[0].lower() + claim[1:]
    return f"Is it true that {claim}?"


def may_back(claim: str, passage: Evidence) -> bool:
    """Whether a passage has the claim's facts, and tells of them as done; by rule."""
    focus = passage.article.body[passage.focus_start : passage.focus_end]
    return not (
        cannot_back(as_question(claim), passage)
        or merely_wanted(claim, passage.quote)
        or merely_wanted(claim, focus)
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """What judge and generator make of a passage and a claim.

    Attributes:
        entailed: The judge's probability that the passage entails the claim.
        yes: The generator's that it says so, against `no` and that it leaves it open.
        no: The generator's that it says the opposite.
        turned: Whether by rule one of passage and claim denies what the other affirms.
    """

    entailed: float
    yes: float
    no: float
    turned: bool

    @property
    def backs(self) -> float:
        """How sure it is that the passage backs the claim; 0 where that is not told."""
        odds = log_odds(self.entailed) + log_odds(self.yes)
        return _probability(odds) if odds >= BACKS_FROM and self.yes >= YES_FROM else 0.0

    @property
    def doubts(self) -> bool:
        """Whether the generator hardly takes it for the same, whatever the judge says."""
        return self.yes < DOUBTED_BELOW

    @property
    def contradicts(self) -> float:
        """The same of the opposite."""
        told = self.turned and self.entailed >= DENIES_FROM and self.no > self.yes
        return _probability(math.log(self.no / self.yes)) if told else 0.0


def read_passage(
    generator: Generator, claim: str, passage: Evidence, entailed: float
) -> Streamed[Drafted, None, Reply]:
    """Asks the generator whether a passage says what a claim says. Closing it stops the generator.

    Args:
        generator: Gives its weights, or all depends on the judge.
        claim: In words, a statement of fact.
        passage: One that `may_back` it, with the sentences that say whom it is about.
        entailed: The judge's probability that the passage entails the claim.

    Raises:
        ModelError: The generator cannot be had or failed.
    """
    messages = yes_or_no_messages(as_question(claim), [passage])
    said = yield from first_word(generator.stream(messages, max_tokens=1), Drafted(""))
    weights = word_weights(said, ("yes", "no", "open"))
    focus = passage.article.body[passage.focus_start : passage.focus_end]
    told = without_asides(focus)
    turned = turned_around(claim, [told]) is not None and not _CONDITION.search(told)
    return Reply(entailed, weights["yes"], weights["no"], turned)


@dataclass(frozen=True, slots=True)
class Variant:
    """A claim with one figure of a passage in place of its own.

    Attributes:
        claim: As it would be.
        why: Both figures, such as "2001 against 1994".
        detail: In what they differ.
    """

    claim: str
    why: str
    detail: Literal["date", "figure"]


def variants(claim: str, text: str, published: datetime | None = None) -> list[Variant]:
    """The claim with each year or number of a text in place of its own, where it has one of these.

    Only of a text that has not the claim's: what then entails a variant says otherwise. A text
    seldom names the year that it was published in, and may speak of that all the same.
    """
    if published and str(published.year) in claim:
        return []
    for pattern, detail in _REPLACEABLE:
        own = pattern.findall(claim)
        others = [one for one in dict.fromkeys(pattern.findall(text)) if one not in own]
        if pattern is _NUMBER:
            others = [one for one in others if not _YEAR.fullmatch(one)]
        if len(own) == 1 and own[0] not in pattern.findall(text):
            return [
                Variant(claim.replace(own[0], other), f"{own[0]} against {other}", detail)
                for other in others[:MOST_VARIANTS]
            ]
    return []


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
