"""Sentences that tell of something still open, and sentences that settle it. Pure text.

"Has yet to decide whether to extend the pause" is true of its day only: once "the pause was
extended" is in the papers, the first is no news any more. English only.
"""

from __future__ import annotations

import re

from rag.text.words import content_words, stem

_PENDING = re.compile(
    r"\b(?:ha(?:s|ve)|had) (?:yet|still) to\b|"
    r"\bha(?:(?:s|ve) not|(?:s|ve)n[’']t) (?:yet )?(?:been )?"
    r"(?:decided|announced|determined|settled|ruled|voted|said (?:if|whether|when))\b|"
    r"\b(?:is|are|was|were|remains?) (?:still |now )?(?:deciding|weighing|considering|mulling|"
    r"debating|undecided|pending)\b|"
    r"\b(?:is|are|was|were) (?:still )?(?:expected|due|set|scheduled|poised|to meet) to (?:decide|"
    r"announce|rule|vote|choose|sign)\b|"
    r"\bwill (?:soon )?(?:decide|rule|vote|announce)\b|"
    r"\bnot (?:yet )?(?:clear|known|decided) (?:if|whether)\b|\bremains to be seen\b",
    re.IGNORECASE,
)
_SETTLES = re.compile(
    r"\b(?:announced|decided|approved|rejected|signed|ruled|extended|voted|agreed|adopted|passed|"
    r"granted|refused|ordered|named|appointed|elected|chose|confirmed|cancel+ed|lifted|banned|"
    r"suspended|dismissed|resigned|withdrew|will (?:be|extend|cancel|forgive))\b",
    re.IGNORECASE,
)

SHARED = 3
"""Content words that two sentences on one open matter have in common, at least."""


def is_pending(text: str) -> bool:
    """Whether it says that something is still to be decided, announced or voted on."""
    return bool(_PENDING.search(text))


def settles(later: str, earlier: str) -> bool:
    """Whether a later sentence tells what became of what an earlier one calls open."""
    if not is_pending(earlier) or is_pending(later) or not _SETTLES.search(later):
        return False
    mine = {stem(word) for word in content_words(earlier)}
    theirs = {stem(word) for word in content_words(later)}
    return len(mine & theirs) >= SHARED
