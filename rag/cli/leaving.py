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
from typing import NoReturn


def together(seconds: float, *closers: Callable[[], object]) -> None:
    """Calls all at once, and waits for them so long and no longer."""
    threads = [
        # Daemons: whoever is late is left behind, too.
        threading.Thread(target=closer, name="closing", daemon=True)
        for closer in closers
    ]
    for thread in threads:
        thread.start()
    ends = monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, ends - monotonic()))


def leave() -> NoReturn:
    """Ends the program at once, whatever its threads are at.

    Python would wait for those that step iterators for the faces (a comparison takes its time from
    one event to the next), and end those in the middle of a model's C++ in a way that aborts it.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
