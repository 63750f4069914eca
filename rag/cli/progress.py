"""Progress as lines on stderr, where no terminal shows it: piped, a long run is not silent."""

from __future__ import annotations

from time import monotonic

from rag.cli import terminal

EVERY = 5.0
"""Seconds between two lines; what takes less says nothing."""


class Lines:
    """Tells how far some work is, now and then. A terminal shows it live instead."""

    def __init__(self, every: float = EVERY) -> None:
        self._every = every
        self._last = monotonic()

    def tell(self, words: str) -> None:
        """Writes a line, if the last one, or the beginning, is long enough ago."""
        now = monotonic()
        if terminal.err().is_terminal or now - self._last < self._every:
            return
        self._last = now
        terminal.put_note(words)
