"""Keeps what a speaker said the speaker's: finds who says a quote, and says so where it was lost.

"They knew the wall was cracked," Lind said -> a written "They knew the wall was cracked" becomes
"They knew the wall was cracked, according to Lind". Rules on text, no model; when it cannot tell
who speaks it names the outlet.
"""

from __future__ import annotations

import re

from rag.types import Evidence
from rag.words import stems

_CUES = (
    r"(?:said|says|told|added|adds|warned|warns|denied|denies|claimed|claims|accused|accuses|"
    r"argued|argues|insisted|insists|alleged|alleges|suggested|suggests|believes?|believed|"
    r"called|calls|described|describes|vowed|vows|promised|promises|predicted|predicts|stressed|"
    r"stated|states|maintained|blamed|blames|wrote|tweeted|acknowledged|estimated|estimates|"
    r"conceded|admitted|announced|confirmed|reiterated|rejected|dismissed|criticis?zed?|expects?|"
    r"expected|thinks?|thought|fears?|feared|hopes?|hoped|urged|demanded|reported)"
)
_HAS_CUE = re.compile(rf"\b{_CUES}\b|\baccording to\b|\bin the words of\b|\bper\b", re.IGNORECASE)
_SPEAKER = (
    r"((?:(?:the|a|an|its|his|her|their|one|two|several|some)\s+)?"
    r"(?:[A-Z][\w’'.-]*|police|officials?|authorities|prosecutors|investigators|residents?|"
    r"witnesses|minister|ministry|spokes\w+|president|company|mayor|governor|officers?|source|"
    r"diplomat|union|experts?|analysts?|scientists|doctors|critics|opponents|people|chief|"
    r"director|head|leader|lawyer|judge|secretary|chair\w*|agency|firm|operator|government)"
    r"(?:\s+(?:[A-Z][\w’'.-]*|of|the|for|police|officials?|minister|ministry|spokes\w+|source|"
    r"chief|director|officers?|company|president|mayor|union|government|agency)){0,6})"
)
_ACCORDING = re.compile(rf"\baccording to {_SPEAKER}", re.IGNORECASE)
_BEFORE_CUE = re.compile(
    rf"{_SPEAKER}(?:,[^,“”\"]{{2,80}},)?\s+(?:also\s+|has\s+|had\s+)?{_CUES}\b"
)
_AFTER_CUE = re.compile(rf"[,”\"]\s+{_CUES}\s+{_SPEAKER}")
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
_PRONOUNS = {"he", "she", "it", "they", "we", "i", "who", "that", "this", "which", "and", "but"}


def is_attributed(text: str) -> bool:
    """Whether a text says that somebody says it."""
    return bool(_HAS_CUE.search(text))


def speaker_of(quote: str) -> str | None:
    """Who speaks in a quote, as written there; None if nobody, or only a pronoun, is named."""
    for pattern in (_ACCORDING, _AFTER_CUE, _BEFORE_CUE):
        for match in pattern.finditer(quote):
            speaker = match.group(1).strip(" ,.")
            if speaker.lower() not in _PRONOUNS:
                return speaker
    return None


def needs_attribution(sentence: str, cited: list[Evidence]) -> bool:
    """Whether a written sentence states as bare fact what its quotes only have as said.

    True if every cited sentence that shares most of its words is attributed, and it itself is not.
    """
    if is_attributed(sentence) or not cited:
        return False
    wanted = stems(sentence)
    close = [
        evidence
        for evidence in cited
        if wanted and len(wanted & stems(evidence.quote)) / len(wanted) >= 0.5
    ] or cited
    return all(_is_speech(evidence.focus) for evidence in close)


def attribute(sentence: str, cited: list[Evidence]) -> str:
    """The sentence with its speaker, or its outlet, added before the closing stop."""
    who = next((speaker for e in cited if (speaker := speaker_of(e.quote))), None)
    if who is None:
        outlet = next(
            (evidence.article.source for evidence in cited if evidence.article.source), ""
        )
        if not outlet:
            return sentence
        return f"{sentence.rstrip(' .')}, {outlet} reports."
    article = who[:1].lower() + who[1:] if who.split()[0].lower() in {"the", "a", "an"} else who
    return f"{sentence.rstrip(' .')}, according to {article}."


def _is_speech(focus: str) -> bool:
    """Attributed in so many words, or one whole quotation."""
    return is_attributed(focus) or bool(
        (quoted := _QUOTED.search(focus)) and len(quoted.group(1)) > 0.6 * len(focus)
    )
