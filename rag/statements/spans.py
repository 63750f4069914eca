"""Stretches of a text and whether another touches them. Pure numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class Spans:
    """Offsets (start, end) in any order, overlapping or not, merged for looking up."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """Whether any of them shares a character with start:end."""
        place = bisect_left(self._starts, end) - 1
        return place >= 0 and self._ends[place] > start
