"""What no document can hold or should: control characters, and which way a text runs.

Stored articles have none of them (see `rag.articles.clean`); questions and models may.
"""

from __future__ import annotations

import re
import unicodedata

_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1, without tab and newline
    "\u202a-\u202e\u2066-\u2069"  # reorder what follows them
    "\ud800-\udfff\ufffe\uffff"  # no characters: XML and UTF-8 refuse them
    "\U000e0000-\U000e007f]"  # invisible tags
)


def plain(text: str) -> str:
    """The text, with what cannot be written shown as U+FFFD. Newlines and tabs stay."""
    return _UNWRITABLE.sub("\ufffd", text)


def runs_right_to_left(text: str) -> bool:
    """Whether its first letter belongs to a script such as Arabic or Hebrew."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
