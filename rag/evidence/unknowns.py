"""Sentences that say what is not known, not confirmed, or not answered. Rules on text.

Finds what the articles themselves leave open, the newest first, since a later article may answer
what an earlier one asks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import timedelta

from rag.evidence.weighing import REPEATS, Material
from rag.text.quotation import without_quotations

_UNKNOWN = re.compile(
    r"\b(?:(?:is|was|are|were|remains?|remained|still|it[’']s) (?:not (?:yet )?(?:known|clear|"
    r"certain|confirmed|established)|unknown|unclear|uncertain|unconfirmed|unexplained)|"
    r"(?:has|have|had|did|do|does|could|can|would) not (?:yet |immediately |so far |wish to )*"
    r"(?:be(?:en)? )?(?:known|clear|confirm\w*|establish\w*|determin\w*|explain\w*|verif\w*|say|"
    r"said|comment\w*|elaborate|specif\w*|identif\w*|disclos\w*|reveal\w*|answer\w*|"
    r"respond\w*|decid\w*|found|reached?)|"
    r"no (?:immediate |official |clear )?(?:word|comment|explanation|indication|cause|evidence|"
    r"decision|date|timetable|details?)\b|no further details|"
    r"not be (?:independently )?(?:verified|confirmed|reached)|"
    r"(?:declin|refus)\w+ to (?:say|comment|name|give|state|confirm|discuss|identify|answer|"
    r"specify)|remains? to be seen|too (?:early|soon) to|"
    r"(?:would|will) not (?:say|comment|discuss|be drawn|speculate|confirm)|"
    r"do(?:es)? not say (?:why|who|how|what|whether|when|where)|nobody knows|no one knows|"
    r"open question|unanswered)\b|\bwhether\b[^.]{0,80}\b(?:not known|unknown|unclear|open)\b",
    re.IGNORECASE,
)

# A source's namelessness is nothing that the news leaves open.
_NAMELESS = re.compile(r"\b(?:to be named|be identified|his name|her name|anonym\w*)\b")

# Causes, tolls and blame matter more to a reader than a spokesman's silence.
_MATTERS = re.compile(
    r"\b(?:why|cause\w*|how many|toll|missing|whether|who|when|established|confirmed|known|"
    r"clear)\b",
    re.IGNORECASE,
)
ABOUT_SHARE = 0.4
"""Share of the best sentence's cosine to the topic from which an open question is one of it."""

_ANSWERED_LATER = 0.5  # how much newness counts beside worth
_MATTER = 0.3

PASSED_OVER = 2
"""So many later origins, `LATER` or more, that go on with the news leave an old question behind."""

LATER = timedelta(days=7)


def leaves_open(text: str) -> bool:
    """Whether a sentence says that something is not known, not confirmed or not answered."""
    told = without_quotations(text)
    return bool(_UNKNOWN.search(told)) and not _NAMELESS.search(told)


def _on_topic(material: Material, place: int) -> bool:
    about = material.about
    return about is None or bool(about[place] >= ABOUT_SHARE * about.max())


def _is_left_behind(material: Material, place: int) -> bool:
    """Whether the news has gone on for so long that what was open then is no question of today."""
    asked = material.sentences[place].article.published
    if asked is None:
        return False
    later = {
        one.origin
        for one in material.sentences
        if one.article.published and one.article.published - asked >= LATER
    }
    return len(later) >= PASSED_OVER


def unknowns(
    material: Material,
    count: int,
    *,
    taken: Sequence[int] = (),
    settled: Collection[int] = (),
) -> list[int]:
    """Indices of at most `count` such sentences, the weightiest first, none said twice.

    Args:
        material: Weighed sentences; newness is part of their worth.
        count: How many.
        taken: Indices that are on the page already.
        settled: Indices that a later article answers, see `rag.evidence.overtaken`.
    """
    found = [
        place
        for place, one in enumerate(material.sentences)
        if leaves_open(one.text)
        and not one.unclear
        and place not in settled
        and _on_topic(material, place)
        and not _is_left_behind(material, place)
    ]
    newest = max((p for one in material.sentences if (p := one.article.published)), default=None)

    def weight(place: int) -> float:
        sentence = material.sentences[place]
        published = sentence.article.published
        age = (newest - published).days if newest and published else 0
        matters = _MATTER * bool(_MATTERS.search(sentence.text))
        return float(material.worth[place]) + matters - _ANSWERED_LATER * min(1.0, age / 7)

    chosen: list[int] = []
    for place in sorted(found, key=lambda one: (-weight(one), one)):
        if len(chosen) == count:
            break
        if all(float(material.likeness[place, other]) < REPEATS for other in [*chosen, *taken]):
            chosen.append(place)
    return chosen
