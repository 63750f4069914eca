"""One job in a thread of its own: building, while something else goes on serving.

Knows nothing of what is built. A job that dies is told to the log and to `failed`, and leaves
everything as it was.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Builder:
    """Runs one job at a time. Safe to use from several threads."""

    def __init__(self, what: str) -> None:
        """`what` is being built, for the log and the name of the thread."""
        self._what = what
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._left = False
        self.failed = False

    def start(self, job: Callable[[], None]) -> bool:
        """Starts a job unless one is running; tells whether it did."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return False
            self.failed = False
            # A daemon: a program that is told to end does not wait for what can be built again.
            self._thread = threading.Thread(
                target=self._run, args=(job,), name=self._what, daemon=True
            )
            self._thread.start()
            return True

    def wait(self, seconds: float | None = None) -> bool:
        """Until no job is running, or for so long; tells whether none is."""
        thread = self._thread
        if thread is None or thread is threading.current_thread():
            return True
        thread.join(seconds)
        return not thread.is_alive()

    def leave(self) -> None:
        """Nobody waits any more for the job in hand: what it needs is closed under it."""
        self._left = True

    def _run(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception:  # noqa: BLE001 - nobody waits for a thread's exception: the log must have it
            self.failed = True
            if not self._left:
                _log.exception("%s failed; what was there goes on serving", self._what)
