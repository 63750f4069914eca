"""Numbers that count nothing: of houses, roads and flights, and people's ages. Pure text."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"\b(?:No|Nos|number|Flight|Route|Highway|Interstate)\.?\s+$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\s+(?:[A-Z][\w’'-]+\s+){1,3}(?:Street|St\.|Road|Avenue|Ave\.|Square|Lane|Drive|Boulevard)"
)
_AGED = re.compile(r"\b(?:ages?|aged|age of)\s+$", re.IGNORECASE)
_YEARS_OLD = re.compile(r"[\s-]+(?:years?|months?|weeks?)[\s-]+olds?\b", re.IGNORECASE)
_SIZE = re.compile(r"-(?:member|person|judge|seat|strong|country|nation)\b", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"[A-Z][\w’'.-]*,\s+$")
_COMMA_BEHIND = re.compile(r"\s*[,.;]")
_INCLUDING = re.compile(
    r"\b(?:including|among them|of (?:whom|them|which)|both|all but)\s+(?:the\s+|at least\s+)?$",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"^\W*(?:among|of)\b(?:[^,.;:]|(?<=\d)[,.](?=\d))*\b(?:were|was|are|is)\s+(?:at least\s+)?$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"\s+of\s+(?:them|these|those|us|you|(?:the|its|his|her|their|our)\s+(?!\d|number)[a-z]+s)\b",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(
    r"\bof (?:which|whom|them|these|those)[\s,]+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 2
    )
}
_NTH_PERSON = re.compile(
    r"\b(\w+)\s+(?:victim|person|man|woman|child|patient|fatality|death|body)\b", re.IGNORECASE
)


def counts_nothing(before: str, behind: str) -> bool:
    """Whether a number between two texts names something or is an age.

    Example: "No. 10", "10 Downing Street", "Mara Lind, 73, left", "a 22-year-old", "five-member".
    """
    told_age = _AGED.search(before) or _YEARS_OLD.match(behind)
    if _SIZE.match(behind):
        return True
    beside = _NAME_BEFORE.search(before) and _COMMA_BEHIND.match(behind)
    return bool(told_age or beside or _NUMBERED.search(before) or _ADDRESS.match(behind))


def names_a_part(before: str) -> bool:
    """Whether what stands before a figure says that it is a part of the figure before it.

    Example: "21 people, including " -> True; "Among the 21 people killed were " -> True.
    """
    return bool(_INCLUDING.search(before) or _AMONG.match(before))


def is_of_them(before: str, after: str) -> bool:
    """Whether a figure counts some of what its text has named: "eight of them", "of which 180"."""
    return bool(_OF_THEM.match(after) or _OF_WHICH.search(before))


def speaks_of_next(text: str, count: int) -> bool:
    """Whether a text tells of one more than a count: of five, and of "the sixth victim"."""
    return any(
        _ORDINALS.get(match[1].lower(), 0) == count + 1 for match in _NTH_PERSON.finditer(text)
    )
