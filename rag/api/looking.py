"""Turns of those who look for evidence: a search finds articles, a weighing their sentences.

A search takes hundredths of a second and shows what will be read; a weighing keeps both cores of
a small machine busy for most of a second. So searches go first: fifty who ask at once all see
articles before anybody's are weighed. Knows nothing of what is done in a turn.
"""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Literal, Self

Step = Literal["search", "weigh"]

SEARCHES_AT_ONCE = 8
"""What they ask the embedder comes in batches of about this size, see `models.together`."""

WEIGHINGS_AT_ONCE = 2
"""More would all be ready only when the last is, and keep the generator from whoever writes."""


class Look:
    """A wait for a turn, then the turn; made by `Looking.begin`, ended by leaving the `with`."""

    def __init__(self, looking: Looking, step: Step) -> None:
        self.step = step
        self.begun = threading.Event()
        self._looking = looking

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._looking.ended(self)

    def wait(self, seconds: float | None) -> bool:
        """Waits at most so long for the turn to begin, None for as long as it takes."""
        return self.begun.wait(seconds)

    def hurry(self) -> None:
        """Goes before all others of its step that wait.

        For whoever has the generator's turn: until that evidence is there, nobody writes.
        """
        self._looking.hurry(self)

    @property
    def position(self) -> int:
        """1 for the next to begin, then counted up; 0 once it has begun."""
        return self._looking.position_of(self)


class Looking:
    """Who is looking and who waits to: first come, first served. Safe to use from several threads.

    No weighing begins while anybody searches or waits to. One that has begun goes on, and a search
    beside it need not wait for its end. Weighings come about all the same: who has searched waits
    to be weighed, and the line that all of them stand in is bounded.
    """

    def __init__(
        self, *, searches: int = SEARCHES_AT_ONCE, weighings: int = WEIGHINGS_AT_ONCE
    ) -> None:
        self._lock = threading.Lock()
        self._most: dict[Step, int] = {"search": searches, "weigh": weighings}
        self._running: dict[Step, set[Look]] = {"search": set(), "weigh": set()}
        self._queues: dict[Step, list[Look]] = {"search": [], "weigh": []}

    def begin(self, step: Step) -> Look:
        """Takes a place behind all that came before for the same step."""
        look = Look(self, step)
        with self._lock:
            self._queues[step].append(look)
            self._start()
        return look

    def ended(self, look: Look) -> None:
        """Ends a turn, or gives up the place of one that waits."""
        with self._lock:
            self._running[look.step].discard(look)
            if look in self._queues[look.step]:
                self._queues[look.step].remove(look)
            self._start()

    def hurry(self, look: Look) -> None:
        """See `Look.hurry`."""
        with self._lock:
            queue = self._queues[look.step]
            if look in queue:
                queue.remove(look)
                queue.insert(0, look)

    def position_of(self, look: Look) -> int:
        """See `Look.position`."""
        with self._lock:
            queue = self._queues[look.step]
            return 1 + queue.index(look) if look in queue else 0

    def _start(self) -> None:
        self._fill("search")
        if not self._queues["search"] and not self._running["search"]:
            self._fill("weigh")

    def _fill(self, step: Step) -> None:
        queue, running = self._queues[step], self._running[step]
        while queue and len(running) < self._most[step]:
            look = queue.pop(0)
            running.add(look)
            look.begun.set()
