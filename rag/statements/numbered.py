"""Numbers that count nothing: of houses, roads and flights, and people's ages. Pure text."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"\b(?:No|Nos|number|Flight|Route|Highway|Interstate)\.?\s+$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\s+(?:[A-Z][\w’'-]+\s+){1,3}(?:Street|St\.|Road|Avenue|Ave\.|Square|Lane|Drive|Boulevard)"
)
_AGED = re.compile(r"\b(?:ages?|aged|age of)\s+$", re.IGNORECASE)
_YEARS_OLD = re.compile(r"[\s-]+(?:years?|months?|weeks?)[\s-]+olds?\b", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"[A-Z][\w’'.-]*,\s+$")
_COMMA_BEHIND = re.compile(r"\s*[,.;]")


def counts_nothing(before: str, behind: str) -> bool:
    """Whether a number between two texts names something or is an age.

    Example: "No. 10", "10 Downing Street", "Mara Lind, 73, left", "a 22-year-old".
    """
    told_age = _AGED.search(before) or _YEARS_OLD.match(behind)
    beside = _NAME_BEFORE.search(before) and _COMMA_BEHIND.match(behind)
    return bool(told_age or beside or _NUMBERED.search(before) or _ADDRESS.match(behind))
