"""The one gate before everything that is served: who asks, and from whose page.

ASGI, around web app and API alike, so that no route, event, file or link of either can be reached
past it. It closes what it does not know: only the paths in `OPEN` need no user.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.api.face import USER_KEY
from rag.api.failures import http_json
from rag.api.streams import JsonLine
from rag.api.users import ANYBODY

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, wherever the request comes from."""

STRANGER = (
    "the request comes from another site's page. Dateline is changed and asked from its own pages "
    "and from programs only."
)


class Gate:
    """ASGI middleware; see the module."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if request.method not in SAFE_METHODS and is_foreign(request):
            await JsonLine(http_json(403, STRANGER), 403)(scope, receive, send)
            return
        await self._app({**scope, USER_KEY: ANYBODY}, receive, send)


def is_foreign(request: Request) -> bool:
    """Whether a browser sent it for a page of another origin: "Origin" names who asks for it."""
    origin = request.headers.get("origin", "")
    if not origin:
        return request.headers.get("sec-fetch-site", "") == "cross-site"
    return urlsplit(origin).netloc != request.headers.get("host", "")
