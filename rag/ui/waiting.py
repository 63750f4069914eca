"""Waits for work that tells nothing until it is done, so that whoever waits can turn away.

The work itself goes on to its end in a thread, a few seconds at most, and what comes of it is
dropped. Knows nothing of pages.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import Future, wait
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

LOOK_SECONDS = 0.2
"""Between two looks at whether it is done."""

Made = TypeVar("Made")


def waited(work: Callable[[], Made]) -> Generator[None, None, Made]:
    """Yields while the work goes on, and returns what it made or raises what it raised."""
    outcome: Future[Made] = Future()
    # Who is asking is known by the context, which a new thread does not have of itself.
    context = copy_context()

    def run() -> None:
        try:
            outcome.set_result(context.run(work))
        except BaseException as error:  # noqa: BLE001 - carried over to whoever waits
            outcome.set_exception(error)

    Thread(target=run, daemon=True, name="waited").start()
    while not wait([outcome], LOOK_SECONDS).done:
        yield
    return outcome.result()
