"""How exact a figure claims to be: "at least 20", "about 3,900", "up to 40". Pure text."""

from __future__ import annotations

import math
import re

ABOUT = 0.1
"""How far, as a share, a value may lie from one that is given as "about", at most.

"About 3,900" claims its hundreds: it is no 4,200. So no further than one of its last digit that is
not nought, or `NEVER_NEARER`, if that is more: "about 94" may be 95 or 96.
"""

NEVER_NEARER = 0.02

_AT_LEAST = re.compile(
    r"\b(?:more than|over|at least|upwards of|above|exceed\w*|topp\w+|past|no (?:fewer|less) than|"
    r"a little over|well over|not less than)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:fewer than|less than|under|below|up to|at most|no more than|not more than|as many as|"
    r"nearly|almost|close to|just under|within)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|approximately|approx\.?|an estimated|estimated at|nearly|"
    r"almost|close to|just under)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_PLUS = re.compile(r"^\s*(?:\+|or more\b|or so\b|at least\b)", re.IGNORECASE)
_SIGN = re.compile(r"(?:US|A|C)?[$£€¥₹]\s*$")


def bounds(before: str, after: str, value: float) -> tuple[float, float]:
    """The least and the most that a figure may stand for; infinite where there is no most.

    Args:
        before: The text right before it.
        after: The text right behind it and its unit.
        value: As written.
    """
    before = _SIGN.sub("", before)  # "around $44 billion"
    if _AT_LEAST.search(before) or _PLUS.match(after):
        return value, math.inf
    if _ABOUT.search(before):
        off = min(ABOUT * value, max(_last_digit(value), NEVER_NEARER * value))
        return value - off, value + off
    if _AT_MOST.search(before):
        return 0.0, value
    return value, value


def _last_digit(value: float) -> float:
    """What one of the last digit is worth that is not nought: 3,900 -> 100, 2.4 -> 0.1."""
    digits = f"{value:.12g}"
    if "e" in digits or not value:
        return 0.0
    if "." in digits:
        return float(10.0 ** -len(digits.split(".")[1]))
    return float(10.0 ** (len(digits) - len(digits.rstrip("0"))))
