"""Where a body has what stands around a film on its page: its title, how long it is, whose it is.

"Watch Flood reaches the town Replay Next Flood reaches the town 02:05" is no sentence of the
article, and nobody in it speaks. Told by form alone. Pure text.
"""

from __future__ import annotations

import re

_LONGEST = 600  # characters of such a paragraph
_LINE = re.compile(r"^.*(?<![\d:])\d{1,2}:\d\d(?:[ \t]*$|[ \t]+[-–|][ \t]+\S.*$)", re.MULTILINE)
_TWICE = re.compile(
    r"^.{0,40}?(?P<title>\S.{11,240}?\S)\s.{0,60}?(?P=title)\s(?:\d{1,2}:)?\d{1,2}:\d\d\s*$"
)
_SOURCED = re.compile(r"(?<![\d:])(?:\d{1,2}:)?\d{1,2}:\d\d\s+[-–|]\s+(?:Source|Video|Credit): \w")


def players(body: str) -> list[tuple[int, int]]:
    """Offsets of the paragraphs that are a film's title and its length, in order."""
    return [
        line.span()
        for line in _LINE.finditer(body)
        if len(line.group()) <= _LONGEST
        and (_TWICE.match(line.group()) or _SOURCED.search(line.group()))
    ]


def without_players(body: str) -> str:
    """The body with blanks in their places, so that offsets stay."""
    for start, end in players(body):
        body = f"{body[:start]}{' ' * (end - start)}{body[end:]}"
    return body
