"""Commands about the machine: serve opens the web app."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, cast

import typer

from rag.cli import leaving, memory, terminal
from rag.cli.options import Home
from rag.cli.session import desk_at
from rag.errors import DatelineError
from rag.types import IngestReport

if TYPE_CHECKING:
    from rag.desk import Desk
    from rag.ui.ports import ReadingDesk

SAMPLES = Path(__file__).parents[2] / "tests" / "articles" / "news"
"""Our own articles, fictional: the demo and the gold test."""

CLOSING_SECONDS = 2.5
"""For answers, jobs and readings that are under way when serving ends."""

INDEX_SECONDS = 1.0
"""For a larger index that is just being built: the next start begins with it again."""

STOPPING_SECONDS = 2.0
"""For the article in hand; it is not waited for longer, as it may wait for a model itself."""


def serve(
    home: Home = None,
    host: Annotated[
        str | None, typer.Option(help="Address to bind to.  [default: 127.0.0.1]")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port; 0 takes any free one.  [default: 7860]"),
    ] = None,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser, if there is a display.")
    ] = False,
    samples: Annotated[
        bool, typer.Option("--samples", help="If the library is empty, read the sample articles.")
    ] = False,
) -> None:
    """Open the web app; Ctrl-C ends it."""
    memory.keep_together()
    # Being asked to end is how serving is meant to end, from its first moment on.
    with (
        asked_to_end_is_ctrl_c() as asked,
        suppress(KeyboardInterrupt),
        desk_at(home, patience=INDEX_SECONDS, host=host, port=port) as desk,
    ):
        from rag.api.app import Machines
        from rag.ui.web import launch, shut

        machines = Machines(desk)
        page = launch(
            # Forwards what it does not line up; see its own words.
            cast("ReadingDesk", machines.desk),
            samples=SAMPLES,
            open_browser=open_browser and has_display(),
            around=machines.middleware(),
        )
        try:
            desk.start_models()
            if desk.settings.read_ahead:
                desk.reading.start(machines.busy)
            terminal.put_note(f"Dateline is at {page.local_url} (Ctrl-C ends it)")
            terminal.put_note(machines.who_may())
            with _samples_read(desk) if samples else nullcontext():
                wait_for_interrupt()
        finally:
            leaving.together(
                CLOSING_SECONDS, machines.close, lambda: shut(page), desk.reading.close
            )
    if asked.is_set():
        leaving.leave()


def wait_for_interrupt() -> None:
    """Waits until a KeyboardInterrupt comes, and lets it pass; gives back memory meanwhile."""
    while True:
        threading.Event().wait(memory.SECONDS_BETWEEN)
        memory.give_back()


@contextmanager
def asked_to_end_is_ctrl_c() -> Iterator[threading.Event]:
    """While open, the system's request to end (SIGTERM) interrupts just as Ctrl-C does.

    The event tells whether either came.

    So does SIGINT where it was ignored: a shell ignores it for what it starts in the background.
    """
    asked = threading.Event()

    def interrupt(signum: int, frame: FrameType | None) -> None:
        asked.set()
        raise KeyboardInterrupt

    before = {one: signal.signal(one, interrupt) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def has_display() -> bool:
    """Whether a browser window could open: not on a server, where a text browser would start."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def _samples_read(desk: Desk) -> Iterator[None]:
    """Reads the sample articles behind the page, if the library is empty; stops with it."""
    if desk.counts()["articles"]:
        yield
        return
    stop = threading.Event()
    reading = threading.Thread(target=_read_samples, args=(desk, stop), name="samples", daemon=True)
    reading.start()
    try:
        yield
    finally:
        stop.set()
        reading.join(STOPPING_SECONDS)


def _read_samples(desk: Desk, stop: threading.Event) -> None:
    try:
        for event in desk.ingest([SAMPLES], stop=stop):
            if isinstance(event, IngestReport):
                terminal.put_note(f"{event.added} sample articles are in the library.")
    except DatelineError as error:
        terminal.put_error(f"the sample articles could not be read: {error}")
