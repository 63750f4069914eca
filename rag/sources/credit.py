"""The line of a printed article that says where it is from. Knows nothing of file formats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LOOKED_AT = 6
"""Lines or paragraphs at the top among which the line may stand."""

_DATE = (
    r"\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}"  # 13 March 2026
    r"|[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}"  # March 13, 2026
    r"|\d{4}-\d{2}-\d{2}"
)
_CREDIT = re.compile(
    r"(?P<source>[^\W_][^,;:|·•–—\n]{1,59}?)\s*[,|·•–—]\s*"
    rf"(?P<published>{_DATE})\s*[,|·•–—]\s*"
    r"[Bb]y\s+(?P<author>[^\W\d_][^\d\n]{1,99}?)"
)
_ENDED = re.compile(r"[.!?…]$")


@dataclass(frozen=True, slots=True)
class Credit:
    """Outlet, date and author as the line has them; all empty if there is no such line."""

    source: str = ""
    published: str = ""
    author: str = ""


def find_credit(lines: Sequence[str]) -> Credit:
    """Reads "The Aldersund Herald, 13 March 2026, by Adelaide Rusk" near the top of an article.

    All three must be there and fill the line: "Skarne, 13 March 2026" is a place as often as an
    outlet, and a sentence may begin like such a line.
    """
    for line in lines[:LOOKED_AT]:
        found = _CREDIT.fullmatch(line.strip())
        if found and not found["source"][0].islower() and not _ENDED.search(found["author"]):
            return Credit(
                **{name: " ".join(text.split()) for name, text in found.groupdict().items()}
            )
    return Credit()
