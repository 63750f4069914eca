"""Leaving: closing side by side, and no waiting for a step that nobody waits for."""

import subprocess
import sys
import threading
from time import monotonic

from rag.cli import leaving

STEP = """
import threading, time
from rag.cli import leaving
threading.Thread(target=time.sleep, args=(60,)).start()
print("closed")
leaving.leave()
"""


def test_all_close_side_by_side_and_who_is_late_is_not_waited_for():
    met, never, closed = threading.Barrier(2), threading.Event(), []

    def meets():
        met.wait(5)
        closed.append(threading.current_thread().name)

    started = monotonic()
    leaving.together(0.5, meets, meets, never.wait)
    assert (len(closed), monotonic() - started < 5) == (2, True)
    never.set()


def test_a_step_in_hand_is_left_behind():
    left = subprocess.run([sys.executable, "-c", STEP], capture_output=True, text=True, timeout=50)
    assert (left.returncode, left.stdout, left.stderr) == (0, "closed\n", "")
