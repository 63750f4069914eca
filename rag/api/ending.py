"""What callers are told who still wait when Dateline ends: why, and what to do; not a broken line.

ASGI, around the faces for machines. The server cancels what is under way once its time for ending
is over, and would answer 500 itself. Whatever was asked for goes on to its next moment at which it
can be stopped, without anybody who waits for it.
"""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.api.failures import error_json, headers_of, status_of
from rag.api.streams import JsonLine, Said, event_bytes
from rag.errors import ModelError

ENDED = ModelError("Dateline is being stopped, and this was cut off. Ask again once it is back.")


class Ending:
    """ASGI middleware; see the module."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        over = False

        async def noted(message: Message) -> None:
            nonlocal start
            if over:
                return
            if message["type"] == "http.response.start":
                start = message
            await send(message)

        # A task of its own, so that being cancelled can be told before it has ended.
        answering = asyncio.ensure_future(self._app(scope, receive, noted))
        try:
            await asyncio.shield(answering)
        except asyncio.CancelledError:
            over = True
            answering.cancel()
            await _tell(start, scope, receive, send)


async def _tell(start: Message | None, scope: Scope, receive: Receive, send: Send) -> None:
    """The failure: as a response of its own, or as the last event of one that has begun."""
    body = error_json(ENDED)
    if start is None:
        response = JsonLine(body, status_of(ENDED), headers_of(ENDED))
        await response(scope, receive, send)
        return
    events = Headers(raw=start["headers"]).get("content-type", "").startswith("text/event-stream")
    last = event_bytes(Said("error", body)) if events else b""
    await send({"type": "http.response.body", "body": last, "more_body": False})
