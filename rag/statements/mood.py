"""Whether a statement says that it is, is not, will be, or would be if. By words alone."""

from __future__ import annotations

import re

from rag.statements.reading import Reading
from rag.text.negation import plainly_denies

_SAYS_NO = re.compile(
    r"\b(?:no|not|never|nothing|nobody|none|neither|denie[sd]|deny|disput(?:es?|ed))\b|n[’']t\b",
    re.IGNORECASE,
)
_TURNS_DOWN = re.compile(
    r"\b(?:reject(?:s|ed)|refus(?:es|ed)|rul(?:es|ed) out|dismiss(?:es|ed)|"
    r"(?:a|an outright) lie|lies|false|untrue|(?:a )?hoax|baseless|unfounded|nonsense)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|unless|in which case|as long as|provided that)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|should|could|might|plan(?:s|ned)? to|expect(?:s|ed)? to|set to|"
    r"about to|whether|if|predict\w*|forecast\w*|project(?:s|ed)|consider\w*|propos\w*|urg\w*|"
    r"call(?:s|ed)? (?:on|for)|demand\w*|advocat\w*)\b|[’']ll\b",
    re.IGNORECASE,
)

_FORETELLS = re.compile(
    r"\b(?:predict(?:s|ed|ing|ions?)|forecast(?:s|ed|ing)?|foresees?|"
    r"(?:could|might|may) (?:bring|be|see|reach|rise|fall|have|form|get|cost|surpass|exceed|top|"
    r"total))\b",
    re.IGNORECASE,
)


def says_no(reading: Reading) -> bool:
    """Denies something, or has "not" or "no" in it: then it may deny the same in other words.

    So does a deed that turns something down or calls it false.
    """
    turned_down = reading.phrase and _TURNS_DOWN.search(reading.text) is not None
    return reading.denied or turned_down or _SAYS_NO.search(reading.text) is not None


def of_another_mood(one: Reading, other: Reading) -> bool:
    """Whether only one says that it will or may be, or only one says "not"."""
    ahead = bool(_AHEAD.search(one.text)) != bool(_AHEAD.search(other.text))
    return ahead or plainly_denies(one.text) != plainly_denies(other.text)


def foretells(reading: Reading) -> bool:
    """Whether it says what somebody reckons will or may come."""
    return _FORETELLS.search(reading.text) is not None


def only_if(one: Reading, other: Reading) -> bool:
    """Whether one of the two says it only of a case that may not come."""
    return bool(_IF.search(one.text)) != bool(_IF.search(other.text))
