"""How often each user may ask: so many a minute, some of them at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from math import ceil
from time import monotonic

from rag.errors import BusyError


class Rates:
    """A bucket for each user, refilled evenly. Safe to use from several threads."""

    def __init__(
        self, per_minute: int, *, noun: str = "questions", clock: Callable[[], float] = monotonic
    ) -> None:
        """Takes the limit.

        Args:
            per_minute: So many may be asked in a minute, and so many at once; 0 for no limit.
            noun: What is counted, for the refusal.
            clock: Seconds.
        """
        self._most = per_minute
        self._noun = noun
        self._clock = clock
        self._lock = threading.Lock()
        self._spent: dict[str, tuple[float, float]] = {}  # user -> (still spent, when counted)

    def count(self, user: str) -> None:
        """Counts one.

        Raises:
            BusyError: That is one too many; it was not counted.
        """
        if not self._most:
            return
        with self._lock:
            now = self._clock()
            spent = self._spent_by(user, now)
            if spent + 1 > self._most:
                wait = (spent + 1 - self._most) * 60 / self._most
                raise BusyError(
                    f"more than {self._most} {self._noun} a minute. Wait {ceil(wait)} seconds.",
                    ceil(wait),
                )
            self._spent[user] = spent + 1, now
            if len(self._spent) > 10_000:
                self._forget(now)

    def _spent_by(self, user: str, now: float) -> float:
        spent, when = self._spent.get(user, (0.0, now))
        return max(0.0, spent - (now - when) * self._most / 60)

    def _forget(self, now: float) -> None:
        self._spent = {
            user: told for user, told in self._spent.items() if self._spent_by(user, now) > 0
        }
