"""Steps an iterator in a thread of its own, so that whoever waits for an event can turn away.

Some steps take seconds and tell nothing meanwhile. Knows nothing of pages.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextvars import copy_context
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

LOOK_SECONDS = 0.2
"""After which whoever waits is told that there is nothing yet."""

Event = TypeVar("Event")


@dataclass(frozen=True, slots=True)
class _Told(Generic[Event]):
    event: Event


@dataclass(frozen=True, slots=True)
class _Over:
    """The end, and what it was raised by, if anything."""

    error: BaseException | None = None


def waited(events: Iterator[Event]) -> Generator[Event | None, None, None]:
    """The events, and None whenever the next one is not there yet.

    Closing this closes `events` after the step in hand, which is not waited for.
    """
    steps: SimpleQueue[_Told[Event] | _Over] = SimpleQueue()
    gone = threading.Event()
    # Who is asking is known by the context, which a new thread does not have of itself.
    work = (copy_context().run, _step, events, steps, gone)
    threading.Thread(target=work[0], args=work[1:], daemon=True, name="waited").start()
    try:
        while True:
            try:
                step = steps.get(timeout=LOOK_SECONDS)
            except Empty:
                yield None
                continue
            if isinstance(step, _Told):
                yield step.event
            elif step.error is None:
                return
            else:
                raise step.error
    finally:
        gone.set()


def _step(
    events: Iterator[Event], steps: SimpleQueue[_Told[Event] | _Over], gone: threading.Event
) -> None:
    try:
        try:
            for event in events:
                steps.put(_Told(event))
                if gone.is_set():
                    break
        finally:
            close = getattr(events, "close", None)
            if close is not None:
                close()
    except BaseException as error:  # noqa: BLE001 - carried over to whoever waits
        steps.put(_Over(error))
    else:
        steps.put(_Over())
