"""Commands about the machine: serve opens the web app."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli import terminal
from rag.cli.options import Home
from rag.cli.session import desk_at, failures_told
from rag.errors import DatelineError, SettingsError
from rag.settings import Settings
from rag.types import IngestReport

if TYPE_CHECKING:
    from rag.desk import Desk

SAMPLES = Path(__file__).parents[2] / "tests" / "articles"
"""Our own articles, fictional: the demo and the gold test."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


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
    with failures_told():
        settings = Settings.load(home=home, host=host, port=port)
        chosen = free_port(settings.host, settings.port)
    with desk_at(home, host=host, port=chosen) as desk:
        if settings.host not in LOOPBACK:
            terminal.put_note(
                f"Bound to {settings.host}: whoever reaches it can read and change this library."
            )
        with _samples_read(desk) if samples else nullcontext():
            from rag.ui import launch

            launch(desk, desk.settings, open_browser=open_browser and has_display())


def free_port(host: str, port: int) -> int:
    """The port itself if it can be bound to, or a free one for 0.

    Raises:
        SettingsError: The port is taken, or the address is not one of this machine.
    """
    try:
        # The same choice of address family and flags as servers make, or the answer is another.
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, proto) as probe:
            if os.name == "posix":
                # Without it, a port is refused for a minute after an app on it was closed.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            chosen: int = probe.getsockname()[1]
            return chosen
    except OSError as error:
        raise SettingsError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}. Is Dateline running "
            f"already? Else choose another with --port (0 takes any free one) or DATELINE_PORT."
        ) from error


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
    reading = threading.Thread(target=_read_samples, args=(desk, stop), name="samples")
    reading.start()
    try:
        yield
    finally:
        stop.set()
        reading.join()


def _read_samples(desk: Desk, stop: threading.Event) -> None:
    try:
        for event in desk.ingest([SAMPLES], stop=stop):
            if isinstance(event, IngestReport):
                terminal.put_note(f"{event.added} sample articles are in the library.")
    except DatelineError as error:
        terminal.put_error(f"the sample articles could not be read: {error}")
