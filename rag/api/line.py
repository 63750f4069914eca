"""The line before what only few can use at once: bounded, fair between users, places visible.

The next turn goes to the user whose last one began longest ago; of one user's own, the oldest is
first. Knows nothing of what is done in it.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from time import monotonic

from rag.errors import BusyError
from rag.text.shown import count

RETRY_SECONDS = 5
"""What who finds the line full is told to wait."""


NEWEST_TURN = 0.3
"""How much the last turn's length counts in the mean length of a turn."""


class Place:
    """A place in the line, and then the turn itself; made by `Line.join`, ended by `leave`."""

    def __init__(self, line: Line, user: str, number: int, until: float) -> None:
        self.user = user
        self.number = number
        self.until = until
        self.begun = threading.Event()
        self.begun_at = math.inf
        self._line = line

    def wait(self, seconds: float) -> bool:
        """Waits at most so long for the turn to begin; whether it has."""
        return self.begun.wait(seconds)

    @property
    def position(self) -> int:
        """1 for the next to begin, then counted up; 0 once it has begun."""
        return self._line.position_of(self)

    def check_time(self) -> None:
        """Raises BusyError once the turn, as turns go, would end too late."""
        self._line.check_time(self)

    def leave(self) -> None:
        """Ends the turn or gives up the place; the second time does nothing."""
        self._line.left(self)


class Line:
    """Who is at work and who waits. Safe to use from several threads."""

    def __init__(
        self,
        *,
        at_once: int = 1,
        waiting: int = 32,
        waiting_each: int = 8,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Takes its limits.

        Args:
            at_once: Turns that may run together.
            waiting: Places in the line.
            waiting_each: Of these, places that one user can have.
            clock: Seconds.
        """
        self._clock = clock
        self._turn_seconds = 0.0  # mean of those that ended; 0 while none has
        self._at_once = at_once
        self._most = waiting
        self._most_each = waiting_each
        self._lock = threading.Lock()
        self._running: set[Place] = set()
        self._queue: list[Place] = []
        self._joined = 0
        self._begun = 0
        self._last: dict[str, int] = {}  # user -> number of the last turn that began

    def alike(self) -> Line:
        """Another line with the same limits, nobody in it."""
        return Line(at_once=self._at_once, waiting=self._most, waiting_each=self._most_each)

    def join(self, user: str, *, within: float = math.inf) -> Place:
        """Takes a place at the end of the user's own.

        Args:
            user: Whose it is.
            within: Seconds in which the turn has to end, as turns go: no use in a place whose time
                is up before its turn.

        Raises:
            BusyError: All places are taken, or all that one user can have, or it would take longer.
        """
        with self._lock:
            free = len(self._running) < self._at_once
            if not free and len(self._queue) >= self._most:
                raise BusyError(
                    f"{len(self._queue)} questions are waiting already, which is all there is room "
                    "for. Ask again in a few seconds.",
                    RETRY_SECONDS,
                )
            # Without users everybody has the same name, and only the line itself is bounded.
            if user and not free and self._waiting()[user] >= self._most_each:
                raise BusyError(
                    f"{self._most_each} of your questions are waiting already. Ask again when one "
                    "of them is answered.",
                    RETRY_SECONDS,
                )
            # Before it are those that wait and the one at it.
            if not free and self._seconds_of(len(self._queue) + 2) > within:
                raise self._too_long(len(self._queue) + 2)
            self._joined += 1
            place = Place(self, user, self._joined, self._clock() + within)
            self._queue.append(place)
            self._begin()
            return place

    def left(self, place: Place) -> None:
        """See `Place.leave`."""
        with self._lock:
            if place in self._running:
                self._running.remove(place)
                self._ended(self._clock() - place.begun_at)
            if place in self._queue:
                self._queue.remove(place)
            self._begin()

    def check_time(self, place: Place) -> None:
        """See `Place.check_time`."""
        position = self.position_of(place)
        with self._lock:
            # The one at it may be about to end: nobody is sent away who could still be served.
            if position and self._clock() + self._seconds_of(position) > place.until:
                raise self._too_long(position)

    def position_of(self, place: Place) -> int:
        """See `Place.position`."""
        with self._lock:
            if place not in self._queue:
                return 0
            return 1 + self._in_order().index(place)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._queue)

    @property
    def running(self) -> int:
        """How many are at it."""
        return len(self._running)

    def _seconds_of(self, turns: int) -> float:
        """What so many turns take, as turns go."""
        return self._turn_seconds * turns / self._at_once

    def _too_long(self, turns: int) -> BusyError:
        minutes = count(math.ceil(self._seconds_of(turns) / 60), "minute")
        again = max(RETRY_SECONDS, math.ceil(self._turn_seconds))
        return BusyError(
            f"An answer would come in about {minutes}, which is longer than one may take: "
            f"{len(self._queue)} wait already. Ask again in {count(again, 'second')}.",
            again,
        )

    def _ended(self, seconds: float) -> None:
        share = NEWEST_TURN if self._turn_seconds else 1.0
        self._turn_seconds += share * (seconds - self._turn_seconds)

    def _waiting(self) -> Counter[str]:
        return Counter(place.user for place in self._queue)

    def _begin(self) -> None:
        while self._queue and len(self._running) < self._at_once:
            place = _next(self._queue, self._last)
            self._queue.remove(place)
            self._running.add(place)
            self._begun += 1
            self._last[place.user] = self._begun
            place.begun_at = self._clock()
            place.begun.set()

    def _in_order(self) -> list[Place]:
        """Those that wait, in the order in which they will begin if nobody comes or goes."""
        queue, last, begun = list(self._queue), dict(self._last), self._begun
        order = []
        while queue:
            place = _next(queue, last)
            queue.remove(place)
            begun += 1
            last[place.user] = begun
            order.append(place)
        return order


def _next(queue: Iterable[Place], last: dict[str, int]) -> Place:
    return min(queue, key=lambda place: (last.get(place.user, 0), place.number))
