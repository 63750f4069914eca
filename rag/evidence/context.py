"""How much of what stands before a sentence must be quoted with it: who is "he"?

A sentence that opens with a pronoun or a bare role ("the minister") is quoted together with the
sentence or two before it, as one slice of the article. Pure text and offsets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.types import Sentence
from rag.words import names

MAX_BEFORE = 2
"""Sentences quoted before the one that matters, at most."""

MAX_CONTEXT_CHARACTERS = 320
"""A longer run-up costs more reading time than it explains."""

_LEANS = re.compile(
    r"^[\W_]*(?:(?:but|and|yet|so|still|however|meanwhile|later|earlier|then|also|instead)[,\s]+)?"
    r"(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|both|"
    r"the (?:minister|president|company|firm|ministry|agency|group|mayor|governor|spokes\w+|"
    r"official|officials|court|judge|police|government|union|bank|report|statement|bill|law|"
    r"deal|plan|attack|crash|accident|incident|fire|storm|former|two|three|pair|couple|man|"
    r"woman|victim|victims|suspect|measure|move|decision|ruling|figure|toll|operator|team))\b",
    re.IGNORECASE,
)
_QUOTE_PRONOUN = re.compile(r"[”\"’'],?\s+(?:he|she|they|it)\s+\w+", re.IGNORECASE)


def leans_back(sentence: str) -> bool:
    """Whether a reader needs what stands before to know whom or what it is about."""
    if _QUOTE_PRONOUN.search(sentence):
        return True
    match = _LEANS.match(sentence)
    if not match:
        return False
    # "It was Mara Lind who ..." explains itself: a name right behind the opener will do.
    return not names(sentence[match.end() : match.end() + 30])


def start_with_context(
    body: str, sentences: Sequence[Sentence], index: int, *, max_before: int = MAX_BEFORE
) -> int:
    """Offset from which sentence `index` (a position in `sentences`) should be quoted.

    Goes back while the first quoted sentence itself leans back, within the limits; a run-up that
    never reaches something to stand on is still better than none.
    """
    start = sentences[index].start
    first = index
    while first > 0 and index - first < max_before:
        if not leans_back(body[sentences[first].start : sentences[first].end]):
            break
        earlier = sentences[first - 1].start
        if sentences[index].start - earlier > MAX_CONTEXT_CHARACTERS:
            break
        first -= 1
        start = earlier
    return start
