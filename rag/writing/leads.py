"""What stands before an answer: yes or no, that it may be none, that it is disputed. Pure text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from rag.types import Answer, CitedSentence

Said = Literal["yes", "no"]

NOT_ALL, THIS_MUCH = "No, not all of it", "This much, yes"
"""Before what refutes one of several claims asked together, and before what bears another out."""

OPEN = "The nearest the articles come"
"""Before what comes nearest to an answer, where it is not sure that it is one."""

APART = "Accounts differ"
"""Before an answer in whose place another article, else word for word the same, has another."""

_OWN = re.compile(r"^(?:yes|no)[,.:;]\s+(?P<next>\S)", re.I)
"""What a generator begins with itself."""

_LEAD = re.compile(rf"^(?:By this account, (?:yes|no)|Yes|No|{OPEN}|{APART}): ")


def led(sentence: CitedSentence, said: Said, *, by_account: bool) -> CitedSentence:
    """The sentence with yes or no before it.

    Args:
        sentence: What says so.
        said: What it says.
        by_account: It is so only by what somebody says in it.
    """
    lead = f"By this account, {said}" if by_account else said.capitalize()
    text = _OWN.sub(lambda match: match["next"].upper(), sentence.text, count=1)
    return replace(sentence, text=f"{lead}: {text}")


def led_open(sentence: CitedSentence) -> CitedSentence:
    """The sentence with a word before it that it may not be what is asked for."""
    return replace(sentence, text=f"{OPEN}: {sentence.text}")


def led_apart(sentence: CitedSentence) -> CitedSentence:
    """The sentence with a word before it that not all articles say so."""
    return replace(sentence, text=f"{APART}: {sentence.text}")


def led_together(answers: Sequence[Answer]) -> tuple[list[Answer], str]:
    """Answers to claims that were asked together, the refuted first, and what they come to.

    Yes if all claims are borne out, no if one is refuted; "" if one stays open, or if these are
    answers to other questions: then nothing is changed.
    """
    told = [one.verdict for one in answers]
    if "no" in told:
        if "yes" not in told:
            return _led_once(answers), "no"
        refuted = [_led_anew(one, NOT_ALL) for one in answers if one.verdict == "no"]
        borne_out = [_led_anew(one, THIS_MUCH) for one in answers if one.verdict == "yes"]
        open_ones = [one for one in answers if not one.verdict]
        return [*refuted, *borne_out, *open_ones], "no"
    if told and all(one == "yes" for one in told):
        return _led_once(answers), "yes"
    return list(answers), ""


def _led_once(answers: Sequence[Answer]) -> list[Answer]:
    """What the first one says holds for all: the others do not say it again."""
    first, *others = answers
    return [first, *(_led_anew(one, "") for one in others)]


def _led_anew(answer: Answer, lead: str) -> Answer:
    before = f"{lead}: " if lead else ""
    sentences = tuple(
        replace(one, text=_LEAD.sub(before, one.text, count=1)) for one in answer.sentences
    )
    return replace(answer, sentences=sentences)
