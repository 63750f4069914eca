"""The part of a found passage that says most of what was searched for, its words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.text.words import stem
from rag.ui.render.html import Html, join
from rag.ui.render.marked import marked

LONGEST = 340
"""Characters of an excerpt, before it is widened to whole words."""

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")

Range = tuple[int, int]


def matches(text: str, wanted: set[str]) -> list[Range]:
    """Where words stand whose stem is wanted.

    Example: matches("He was evacuated", {"evacu"}) -> [(7, 16)]
    """
    return [one.span() for one in _WORD.finditer(text) if stem(one.group().lower()) in wanted]


def window(text: str, found: Sequence[Range]) -> Range:
    """The stretch of at most `LONGEST` characters with most of what was found, at whole words."""
    if len(text) <= LONGEST:
        return 0, len(text)
    starts = [start for start, _ in found] or [0]
    best = max(starts, key=lambda start: (_inside(found, start), -start))
    # A few words before the first, so that it does not stand in the void.
    first = max(0, min(best - LONGEST // 5, len(text) - LONGEST))
    last = min(len(text), first + LONGEST)
    start = text.find(" ", first) + 1 if first else 0
    end = text.rfind(" ", start, last) if last < len(text) else last
    return start, end if end > start else last


def excerpt(text: str, wanted: Iterable[str]) -> Html:
    """The best stretch of a text, the wanted words marked, with an ellipsis where it is cut."""
    found = matches(text, set(wanted))
    start, end = window(text, found)
    inside = [(a - start, b - start) for a, b in found if start <= a and b <= end]
    return join(
        [
            "… " if start else "",
            marked(text[start:end], inside, class_="found"),
            " …" if end < len(text) else "",
        ]
    )


def _inside(found: Sequence[Range], start: int) -> int:
    return sum(start <= a and b <= start + LONGEST * 4 // 5 for a, b in found)
