"""Starts Gradio's queue with the server, instead of by a request that anybody could send.

`launch` starts it with a GET to its own address, which carries no user and would not pass the
gate. Here that request is answered and goes no further.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PATH = "/gradio_api/startup-events"


class Startable(Protocol):
    """What is started of `gr.Blocks`."""

    def run_startup_events(self) -> None: ...

    async def run_extra_startup_events(self) -> None: ...


class Started:
    """ASGI middleware, the outermost; see the module."""

    def __init__(self, app: App, *, blocks: Startable) -> None:
        self._app = app
        self._blocks = blocks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self._blocks.run_startup_events()
            await self._blocks.run_extra_startup_events()
        elif scope["type"] == "http" and scope["path"] == PATH:
            headers = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"true"})
            return
        await self._app(scope, receive, send)
