"""From an engine that writes in its own thread to an iterator that stops it when closed.

Knows nothing of engines: it is given a function that produces pieces and one that stops it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rag.types import Piece


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


def pump(
    produce: Callable[[Callable[[Piece], None]], None], stop: Callable[[], None]
) -> Iterator[Piece]:
    """Yields what `produce` writes.

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
            piece = pieces.get()
            if isinstance(piece, Piece):
                yield piece
                continue
            if piece.error is not None:
                raise piece.error
            return
    finally:
        stop()
