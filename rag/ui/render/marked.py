"""Passages with parts of them marked: what differs from another, what was searched for."""

from __future__ import annotations

from collections.abc import Sequence

from rag.ui.render.html import Html, join, tag

Range = tuple[int, int]


def marked(text: str, ranges: Sequence[Range], class_: str = "differs") -> Html:
    """A text with <mark> around ranges that are in order and do not overlap."""
    parts: list[str] = []
    end = 0
    for start, stop in ranges:
        parts += [text[end:start], tag("mark", text[start:stop], class_=class_)]
        end = stop
    return join([*parts, text[end:]])
