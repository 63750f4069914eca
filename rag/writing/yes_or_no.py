"""What a passage replies to a question that wants yes or no, told only where it is sure.

A small model knows well whether a passage says yes, badly whether it says no or nothing at all. So
the generator is asked of each passage by itself, and heard together with its second look, which
knows what a passage is about: "yes" by the sum of both in log odds, and only of a passage that has
the question's figures, dates and names; "no" only of one that it says answers. Where neither is
sure the passage is quoted as to any question, without a verdict.
"""

from __future__ import annotations

import math
import re
from collections.abc import Generator as Streamed
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from rag.odds import log_odds
from rag.ports import Generator
from rag.text.kinds import asks_for_latest
from rag.text.negation import denies_what_is_asked
from rag.text.polar import asks_what_was_said
from rag.text.quotation import without_quotations
from rag.text.trim import without_asides
from rag.types import CitedSentence, Drafted, Evidence
from rag.writing.abstain import Estimates
from rag.writing.attribution import is_attributed
from rag.writing.facts import cannot_back, missing_facts
from rag.writing.first_word import first_word, word_weights
from rag.writing.leads import Said, led, led_open
from rag.writing.look_prompts import yes_or_no_messages
from rag.writing.verify import UNKNOWN, Looked
from rag.writing.wording import led_up_to

LOOKED_FROM = 0.3
"""Estimate of the second look from which a passage is asked: below, no verdict was right, but where
it denies in so many words what the question asks ("Has she resigned?", "she refused to resign")."""

YES_FROM = 1.6
"""Log odds of "yes", those of the second look added, from which it is told."""

NO_LOOKED_FROM, NO_TO_YES = 0.5, 2.6
"""The second look's estimate, and how many times as likely "no" must be as "yes", to tell it."""

LEANS_FROM = 0.6
"""Probability of one of them from which it need not be said that all stays open."""

OVERTAKEN_AFTER = timedelta(days=31)
"""Of what is asked to be so still or now, nothing so much older than the newest evidence tells."""

_TELLS = re.compile(r"\b(?:said|reported|reportedly|claimed|alleged\w*|told|rumou?r\w*)\b", re.I)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, by the passage of `looked`.

    Attributes:
        said: What it replies.
        looked: The passage, and the second look's estimate that it states an answer.
        weight: Probability that the generator gave to it, against its opposite and "open"; against
            its opposite alone where the passage denies in so many words what is asked.
        denied: Whether it does: then the second look, shy of what was refused, is not heard.
    """

    said: Said
    looked: Looked
    weight: float
    denied: bool = False

    @property
    def estimates(self) -> Estimates:
        """That the question is answered, for the rule that decides whether to abstain."""
        stated = self.looked.stated
        return Estimates(self.weight, max(stated, UNKNOWN) if self.denied else stated)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the passages reply together.

    Attributes:
        verdict: The surest; None where none is sure, or two passages reply differently.
        leaning: Numbers of the passages that at least rather say one thing than leave it open.
        phrased: Whether the answer is in the generator's own words, which may leave it open
            themselves; an article's cannot.
    """

    verdict: Verdict | None
    leaning: frozenset[int]
    phrased: bool = False

    def told(self, kept: Sequence[CitedSentence], question: str) -> list[CitedSentence]:
        """The sentences with the verdict before the first one that cites its passage.

        What somebody says is so only by that account, unless it was asked what was said: then that
        they said it is the fact. Where all stays open, that is told before the first sentence.
        """
        if not kept:
            return []
        if self.verdict is None:
            leans = self.phrased or not self.leaning.isdisjoint(kept[0].citations)
            return list(kept) if leans else [led_open(kept[0]), *kept[1:]]
        number, said = self.verdict.looked.evidence.n, self.verdict.said
        place = next((at for at, one in enumerate(kept) if number in one.citations), None)
        if place is None:
            return list(kept)
        by_account = _is_an_account(kept[place].text) and not asks_what_was_said(question)
        return [*kept[:place], led(kept[place], said, by_account=by_account), *kept[place + 1 :]]


def read_reply(
    generator: Generator,
    question: str,
    tried: Sequence[Looked],
    evidence: Sequence[Evidence],
    *,
    phrased: bool,
) -> Streamed[Drafted, None, Reply]:
    """Asks the generator of the passages that may settle a question; closing it stops it.

    Args:
        generator: Gives its weights, or no verdict is told.
        question: One that wants yes or no and stands alone.
        tried: What was looked at, with the estimates.
        evidence: All that was found: what stands right before a passage is read with it.
        phrased: See `Reply`.

    Raises:
        ModelError: The generator cannot be had or failed.
    """
    sure: list[tuple[float, Verdict]] = []
    leaning: set[int] = set()
    for one in tried:
        passage = one.evidence
        denied = denies_what_is_asked(question, passage.focus) and not cannot_back(
            question, passage
        )
        if one.stated < LOOKED_FROM and not denied:
            continue
        if _may_be_overtaken(question, one.evidence, evidence):
            continue
        shown = led_up_to(one.evidence, evidence)
        messages = yes_or_no_messages(question, shown)
        said = yield from first_word(generator.stream(messages, max_tokens=1), Drafted(""))
        weights = word_weights(said, ("yes", "no", "open"))
        yes, no = weights["yes"], weights["no"]
        # Else it may be on last year's final.
        has_what_is_asked = not missing_facts(question, shown)
        if no >= LEANS_FROM or (yes >= LEANS_FROM and has_what_is_asked):
            leaning.add(one.evidence.n)
        odds = log_odds(yes) + log_odds(one.stated)
        if odds >= YES_FROM and has_what_is_asked:
            sure.append((odds, Verdict("yes", one, yes)))
        elif (denied or one.stated >= NO_LOOKED_FROM) and no >= NO_TO_YES * yes:
            weight = no / (no + yes) if denied else no
            sure.append((math.log(no / yes), Verdict("no", one, weight, denied)))
    if len({verdict.said for _, verdict in sure}) != 1:
        return Reply(None, frozenset(leaning), phrased)
    return Reply(max(sure, key=lambda pair: pair[0])[1], frozenset(leaning), phrased)


def _is_an_account(text: str) -> bool:
    """Whether it is told by somebody, and not only in an aside ("days after he called it ...")."""
    main = without_asides(without_quotations(text))
    return is_attributed(main) or _TELLS.search(main) is not None


def _may_be_overtaken(question: str, one: Evidence, evidence: Sequence[Evidence]) -> bool:
    days = [other.article.published for other in evidence if other.article.published]
    published = one.article.published
    if not asks_for_latest(question) or published is None:
        return False
    return max(days) - published > OVERTAKEN_AFTER
