"""Ends a server in seconds: what closes does so side by side, and a step in hand is left behind.

What a library has stored is whole whenever it is left, so nothing is lost but the step.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from time import monotonic


def together(seconds: float, *closers: Callable[[], object]) -> None:
    """Calls all at once, and waits for them so long and no longer."""
    threads = [
        # Daemons: whoever is late is left behind, too.
        threading.Thread(target=closer, name="closing", daemon=True)
        for closer in closers
    ]
    for thread in threads:
        thread.start()
    _joined(threads, seconds)


def leave_behind(seconds: float) -> None:
    """Ends the program if threads are at work still that Python would wait for.

    Those that step iterators for the faces are such: a comparison takes its time from one event to
    the next, and whoever asked for it has been told that it was cut off.
    """
    here = threading.current_thread()
    waited_for = [one for one in threading.enumerate() if one is not here and not one.daemon]
    if _joined(waited_for, seconds):
        return
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _joined(threads: list[threading.Thread], seconds: float) -> bool:
    """Whether all of them ended in time."""
    ends = monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, ends - monotonic()))
    return not any(thread.is_alive() for thread in threads)
