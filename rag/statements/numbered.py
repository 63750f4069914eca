"""Numbers that count nothing (houses, flights, ages), and those that count a part. Pure text."""

from __future__ import annotations

import re

from rag.text.words import stem

_NUMBERED = re.compile(
    r"\b(?:No|Nos|number|Flight|Route|Highway|Interstate|Local|District|Section|Title)\.?\s+$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\s+(?:[A-Z][\w’'-]+\s+){1,3}(?:Street|St\.|Road|Avenue|Ave\.|Square|Lane|Drive|Boulevard)"
)
_AGED = re.compile(r"\b(?:ages?|aged|age of)\s+$", re.IGNORECASE)
_YEARS_OLD = re.compile(r"[\s-]+(?:years?|months?|weeks?)[\s-]+olds?\b", re.IGNORECASE)
# "Of 30 reports 10 were confirmed as human remains": what was found, and not who died.
_REMAINS = re.compile(
    r"\s+(?:ha(?:ve|s|d)\s+been|were|was)\s+confirmed\s+(?:as|to be)\s+(?:human\s+)?remains\b"
)
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
_SOME = re.compile(
    r"\s+(?:(?:were|was|are|is)\s+)?(?:[\w-]+\s+)?(adults?|children|infants?|babies|women|men|girls|"
    r"boys|nationals?|citizens|teenagers?|students|teachers)\b",
    re.IGNORECASE,
)
_KIN = re.compile(r"\b(?:famil(?:y|ies)|parents?|relatives|friends|widows?) of\s+$", re.IGNORECASE)
# "169 were Indian, 53 were British": what each is of, the whole is not.
_EACH = re.compile(
    r"^ (?:was|were) [^,;.]{3,40}, (?:and )?\w+ (?:was|were)\b|"
    r"\d (?:was|were) [^,;.\d]{3,40}, (?:and )?\w+$"
)
_EACH_REACH = 60  # characters
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
    if _SIZE.match(behind) or _REMAINS.match(behind):
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


def of_whom(before: str, behind: str) -> str:
    """Stem of the noun that tells these people from others, "kin" of whose kin they are; or "".

    Example: "217 adults" -> "adult"; "families of eight victims" -> "kin".
    """
    some = _SOME.match(behind)
    return "kin" if _KIN.search(before) else stem(some[1].lower()) if some else ""


def counts_each(before: str, behind: str) -> bool:
    """Whether a figure, the end of `before`, is one of a list of what each was."""
    return bool(_EACH.search(behind) or _EACH.search(before[-_EACH_REACH:]))


def speaks_of_next(text: str, count: int) -> bool:
    """Whether a text tells of one more than a count: of five, and of "the sixth victim"."""
    return any(
        _ORDINALS.get(match[1].lower(), 0) == count + 1 for match in _NTH_PERSON.finditer(text)
    )
