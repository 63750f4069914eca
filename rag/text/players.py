"""Where a body has what stands around a film on its page: its title twice, then how long it is.

"Watch Flood reaches the town Replay Next Flood reaches the town 02:05" is no sentence of the
article, and nobody in it speaks. Told by form alone. Pure text.
"""

from __future__ import annotations

import re

_LONGEST = 600  # characters of such a paragraph
_LENGTH = re.compile(r"^.*\S[ \t](?:\d{1,2}:)?\d{1,2}:\d\d[ \t]*$", re.MULTILINE)
_TWICE = re.compile(
    r"^.{0,40}?(?P<title>\S.{11,240}?\S)\s.{0,60}?(?P=title)\s(?:\d{1,2}:)?\d{1,2}:\d\d\s*$"
)


def players(body: str) -> list[tuple[int, int]]:
    """Offsets of the paragraphs that are a film's title and its length, in order."""
    return [
        line.span()
        for line in _LENGTH.finditer(body)
        if len(line.group()) <= _LONGEST and _TWICE.match(line.group())
    ]
