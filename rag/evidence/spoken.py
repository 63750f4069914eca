"""Sentences that are somebody's own words, and whether a quote of them says whose. Pure text.

"Because our leaders are weak, it will get worse." reads like the outlet's if the mark that opened
the speech stands two sentences before it. English cues; marks of any language that has “ ” or ".
"""

from __future__ import annotations

import re

from rag.text.quotation import quoted_share, without_quotations
from rag.text.words import names

MOSTLY = 0.6
"""Share of a sentence from which it is speech, and not a report with a few quoted words."""

LONGEST_SPEECH = 800
"""Characters before a sentence in which the mark that opens its speech is looked for."""

_SAYS = re.compile(
    r"\b(?:said|says|saying|told|tells|added|adds|wrote|writes|tweeted|posted|asked|insisted|warned|"
    r"argued|explained|replied|continued|recalled|stated|declared|testified|according to|"
    r"in a (?:statement|letter|speech|post|tweet|memo))\b"
)
_MYSELF = re.compile(r"\bI(?:[’'](?:m|ve|d|ll))?\b(?![.-])")


def is_spoken(body: str, start: int, end: int) -> bool:
    """Whether body[start:end] is mostly inside quotation marks, wherever they were opened."""
    text = body[start:end]
    if not _opened_before(body, start):
        return quoted_share(text) > MOSTLY
    closes = re.search(r"[”\"]", text)
    return closes is None or closes.start() > MOSTLY * len(text)


def speaks_of_myself(text: str) -> bool:
    """Whether it says "I" outside of quotation marks: words of somebody whom nothing sets apart."""
    return bool(_MYSELF.search(without_quotations(text)))


def tells_speaker(text: str) -> bool:
    """Whether it reports speech, outside of the quotation marks, and names somebody there."""
    told = without_quotations(text)
    return bool(_SAYS.search(told) and names(told))


def _opened_before(body: str, start: int) -> bool:
    """Whether a quotation of the same paragraph is still open: whether the last mark opens one.

    Marks are not counted: where paragraphs were joined, one that is never closed would turn all
    that follows around.
    """
    before = body[max(body.rfind("\n", 0, start) + 1, start - LONGEST_SPEECH) : start]
    last = max(before.rfind(mark) for mark in '“”"')
    if last < 0 or before[last] == "”":
        return False
    return before[last] == "“" or (not before[:last].strip() or before[last - 1] in " (—–-")
