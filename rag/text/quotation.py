"""What of a sentence stands between quotation marks, told by the marks alone. Pure text.

An opening mark that is never closed runs to the end of the sentence: its speech goes on behind it.
"""

from __future__ import annotations

import re

_QUOTATION = re.compile(r"[“\"][^”\"]*(?:[”\"]|$)|(?<!\w)‘(?:[^’]|’(?=\w))*(?:’(?!\w)|$)")
_OURS = re.compile(r"\b(?:[Ww]e|[Oo]urs?|us|I|[Mm]y|me)\b")


def without_quotations(text: str) -> str:
    """The text with its quotations blanked, same length."""
    return _QUOTATION.sub(lambda match: " " * len(match.group()), text)


def quoted_share(text: str) -> float:
    """0 to 1: how much of it is quotation."""
    inside = sum(len(match.group()) for match in _QUOTATION.finditer(text))
    return inside / max(1, len(text))


def speaks_of_us(text: str) -> bool:
    """Whether an outlet or a writer speaks of itself, outside of quotations: "we", "told us"."""
    return bool(_OURS.search(without_quotations(text)))
