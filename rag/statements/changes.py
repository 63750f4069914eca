"""Words that say that somebody changed their line: "four days after she had ruled it out".

Pure text: which statement came before is found elsewhere.
"""

from __future__ import annotations

import re

_SAYS = (
    r"(?:rul(?:ed|ing) (?:\w+ )?out|den(?:ied|ying)|promis(?:ed|ing)|vow(?:ed|ing)|"
    r"reject(?:ed|ing)|insist(?:ed|ing)|said|saying|call(?:ed|ing)|dismiss(?:ed|ing)|"
    r"pledg(?:ed|ing)|refus(?:ed|ing)|announc(?:ed|ing)|oppos(?:ed|ing)|defend(?:ed|ing)|"
    r"told|telling|being wrong)"
)
_LATER_THAN = re.compile(
    rf"\b(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+|some|several)\s+"
    rf"(?:hour|day|week|month|year)s?\s+(?:after|later than)|after|despite|having)\s+"
    rf"(?:\w+[’']?\w*\s+){{0,7}}?{_SAYS}\b[^.;]{{0,120}}",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\b(?:u-turn|about-turn|about-face|backtrack\w*|reversed? (?:course|itself|himself|herself|"
    r"its|his|her|their)|changed (?:its|his|her|their|my|our) (?:mind|view|line|position|tune)|"
    r"no longer (?:say|believe|insist|rule|den)\w*|had previously (?:said|denied|ruled out|"
    r"insisted|promised|rejected)|having (?:earlier|previously) \w+|"
    r"asked what (?:had|has) changed)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    rf"^.{{0,40}}?\b(?:after|later than|despite|having)\s+"
    rf"(?P<who>(?:\w+[’']?\w*\s+){{0,7}}?){_SAYS}\b",
    re.IGNORECASE,
)
_BEFORE_IT = re.compile(r"\b(?:before|until)\b[^,.;]{0,60}$", re.IGNORECASE)
"""“Two days before he changed his tune, he ordered ...”: what he did then is the old line."""

_DENIED_BEFORE = re.compile(
    r"\b(?:rul(?:ed|ing)|den(?:ied|ying)|reject|dismiss|refus)", re.IGNORECASE
)
_OWN = re.compile(
    r"\b(?:I|we) (?:was|were|have been|had been) (?:too |quite )?(?:wrong|mistaken|certain|sure)\b|"
    r"\b(?:I|we) (?:have )?changed (?:my|our) (?:mind|view)\b|"
    r"\b(?:yesterday|on \w+day|last week|before) (?:I|we) (?:told|said|relied|thought|believed)\b|"
    r"\b(?:I|we) (?:said|called|have called|told)\b[^.;]{0,60}[.,;]? (?:but|now|today|"
    r"tonight|I would not|it held, but)\b|\b(?:I|we) would not (?:say|use|call)\b[^.;]{0,40}"
    r"\b(?:today|now)\b|\bsaid (?:rather |far )?(?:too much|more than (?:I|we) knew|a lot)\b",
    re.IGNORECASE,
)


def change_in(text: str) -> str:
    """The words that say so; "" if none do.

    Example: "She suspended the licence, four days after she had ruled out such a step" -> "four
    days after she had ruled out such a step".
    """
    for pattern in (_LATER_THAN, _TURNED, _OWN):
        for match in pattern.finditer(text):
            if not (pattern is _TURNED and _BEFORE_IT.search(text[: match.start()])):
                return match.group().strip(" ,")
    return ""


def whose(change: str) -> str:
    """The subject of words of `change_in` that say after what it was; "" if they name none.

    Example: "30 days after the leaders promised to help" -> "the leaders".
    """
    match = _SUBJECT.match(change)
    return match["who"].strip() if match else ""


def denied_before(change: str) -> bool:
    """Whether words of `change_in` say that the earlier line was a denial or a refusal."""
    return _DENIED_BEFORE.search(change) is not None
