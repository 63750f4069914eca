"""A web server on the loopback address for the tests, with pages given as a dictionary."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    content: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    status: int = 200
    write: Callable[[BaseHTTPRequestHandler], None] | None = None  # instead of all the rest


@dataclass
class Served:
    """What the server was asked: (path, Host header) of each request."""

    port: int
    requests: list[tuple[str, str]]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextmanager
def serving(pages: dict[str, Page]) -> Iterator[Served]:
    requests: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append((self.path, self.headers["Host"]))
            page = pages.get(self.path, Page(status=404))
            if page.write is not None:
                page.write(self)
                return
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # the client may have seen enough
                self.wfile.write(page.content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield Served(server.server_address[1], requests)
    finally:
        server.shutdown()
        server.server_close()


def redirect(target: str) -> Page:
    return Page(status=302, headers={"Location": target})
