"""From an engine that writes in its own thread to an iterator that stops it when closed.

Knows nothing of engines: it is given a function that produces pieces and one that stops it. While
nothing comes it yields empty pieces: whoever reads can close the iterator between two pieces only.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from collections.abc import Generator as Streamed
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import TypeVar

from rag.types import Piece

HEARTBEAT = Piece("")
HEARTBEAT_SECONDS = 0.25  # how long a reader who wants to leave has to wait at most

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


def pump(
    produce: Callable[[Callable[[Piece], None]], None], stop: Callable[[], None]
) -> Iterator[Piece]:
    """Yields what `produce` writes, and heartbeats while it writes nothing.

    Args:
        produce: Runs in a thread of its own and is given the function to write pieces to. What
            it raises is raised here.
        stop: Makes `produce` return soon; called from the reader's thread when it closes.
    """
    pieces: queue.SimpleQueue[Piece | _End] = queue.SimpleQueue()

    def run() -> None:
        try:
            produce(pieces.put)
        except BaseException as error:  # noqa: BLE001 - carried over to the reader's thread
            pieces.put(_End(error))
        else:
            pieces.put(_End(None))

    threading.Thread(target=run, daemon=True, name="dateline-generator").start()
    try:
        while True:
            try:
                piece = pieces.get(timeout=HEARTBEAT_SECONDS)
            except queue.Empty:
                yield HEARTBEAT
                continue
            if isinstance(piece, Piece):
                yield piece
                continue
            if piece.error is not None:
                raise piece.error
            return
    finally:
        stop()


def meanwhile(work: Callable[[], Value]) -> Streamed[Piece, None, Value]:
    """Yields heartbeats while `work` runs in a thread of its own; returns or raises what it does.

    Closing the iterator does not end the work: nobody waits for it any more.
    """
    future: Future[Value] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - carried over to the reader's thread
            future.set_exception(error)

    threading.Thread(target=run, daemon=True, name="dateline-meanwhile").start()
    while not wait([future], HEARTBEAT_SECONDS).done:
        yield HEARTBEAT
    return future.result()
