"""From `--home` to an open desk, and from failures to messages and exit codes.

Exit codes: 0 done, 1 a failure that is told, 2 wrong usage, 130 stopped with Ctrl-C.
Heavy parts are imported here and only when a command needs them, so that `--help` is instant.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import typer

from rag.cli import terminal
from rag.contract import to_line
from rag.errors import DatelineError
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.desk import Desk


def open_desk(settings: Settings) -> Desk:
    """The one place of the command line where the real desk is built."""
    from rag.assemble import assemble

    return assemble(settings)


@contextmanager
def desk_at(
    home: Path | None, *, as_json: bool = False, patience: float | None = None, **given: Any
) -> Iterator[Desk]:
    """The desk of the library at `home`, closed afterwards; failures end the command with code 1.

    Args:
        home: The library's folder; None for the one that the settings name.
        as_json: Failures are told as {"error": ...} on stdout instead of on stderr.
        patience: Seconds that closing may take over a larger index; the desk's own if not given.
        given: Settings that the command line overrides; None counts as not given.
    """
    with failures_told(as_json=as_json):
        desk = open_desk(Settings.load(home=home, **given))
        try:
            yield desk
        finally:
            if patience is None:
                desk.close()
            else:
                desk.close(patience)


@contextmanager
def failures_told(*, as_json: bool = False) -> Iterator[None]:
    """Turns deliberate failures into a message and exit code 1; bugs pass through."""
    try:
        yield
    except DatelineError as error:
        if as_json:
            terminal.put_line(to_line({"error": str(error)}))
        else:
            terminal.put_error(str(error))
        raise typer.Exit(1) from error


@contextmanager
def interrupt_as_event(after: str = "the article in hand") -> Iterator[threading.Event]:
    """While open, the first Ctrl-C sets the event; the second interrupts as usual.

    `after` says what is still finished.
    """
    stop = threading.Event()

    def handle(signum: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        # Raw, because a handler may not enter a stream that the interrupted code is writing to.
        os.write(2, f"\nStopping after {after}. Ctrl-C again stops at once.\n".encode())

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
