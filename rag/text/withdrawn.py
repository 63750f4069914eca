"""Whether a sentence only repeats what its outlet takes back. Pure text."""

from __future__ import annotations

import re

_WITHDRAWN = re.compile(
    r"^\W*corrections?\b|\ban earlier version of (?:this|the|our)\b|"
    r"\bin (?:our|an earlier) (?:\w+ )?(?:report|story|article|edition)\b.{0,40}"
    r"\bwe (?:reported|wrote|stated|said)\b|"
    r"\bwe (?:wrongly|incorrectly|mistakenly|erroneously) \w+",
    re.I,
)


def is_withdrawn(sentence: str) -> bool:
    """Such as "In our report on Sunday we wrote that ...": said once, and said no more."""
    return bool(_WITHDRAWN.search(sentence))
