"""No request is read further than it may be long. ASGI, before anything looks at a body."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.api.failures import http_json
from rag.api.streams import JsonLine

MAX_JSON_BYTES = 1_000_000
"""A question, its conversation and its filters; files are another matter."""

UPLOADS = ("POST", "/api/v1/articles")
"""The one way in for files."""


class Limits:
    """ASGI middleware: 413 for what is longer, by its own word or as it comes."""

    def __init__(self, app: ASGIApp, *, max_upload_mb: int) -> None:
        self._app = app
        self._upload_bytes = max_upload_mb * 1_000_000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        upload = (scope["method"], scope["path"].rstrip("/")) == UPLOADS
        most = self._upload_bytes if upload else MAX_JSON_BYTES
        reason = f"the request has more than {most:,} bytes. Send less at once."
        if _declared(scope) > most:
            await JsonLine(http_json(413, reason), 413)(scope, receive, send)
            return
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > most:
                raise HTTPException(413, reason)
            return message

        await self._app(scope, counted, send)


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
