"""Calls that come while one is being made are made together, by the next.

A small model reads eight questions in the time of three, since its weights come from memory once
for all of them: fifty who ask at once wait a third as long. Who asks alone waits for nobody. Knows
models only as functions from texts to rows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.types import Vectors


@dataclass(slots=True, eq=False)
class _Call:
    texts: Sequence[str]
    rows: Vectors | None = None


class Together:
    """`work`, for one batch at a time. Safe to use from several threads."""

    def __init__(self, work: Callable[[list[str]], Vectors]) -> None:
        """`work` gives a row for each text, whatever texts are with it."""
        self._work = work
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._waiting: list[_Call] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The rows of these texts; raises what `work` raises for the batch that it makes."""
        call = _Call(texts)
        with self._lock:
            self._waiting.append(call)
        with self._turn:
            return self._made(call) if call.rows is None else call.rows

    def _made(self, call: _Call) -> Vectors:
        """Makes this call with all that wait.

        Where a batch fails, whoever made it is told, and the others make their own.
        """
        with self._lock:
            calls = [call, *(one for one in self._waiting if one is not call)]
            self._waiting = []
        rows = self._work([text for one in calls for text in one.texts])
        start = 0
        for one in calls:
            one.rows = rows[start : start + len(one.texts)]
            start += len(one.texts)
        return rows[: len(call.texts)]
