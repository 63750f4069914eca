"""What of the web app a user may reach: the paths that its pages use, and the user's own session.

Gradio keeps a conversation, its files and its events under a session's name that the browser
chooses, and serves more paths than the pages need. Here, a session belongs to the user who used it
first, and every path that is not listed does not exist. Stands behind the gate that says who
asks; where there is none, everybody is the same.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from rag.users import ANYBODY, USER_KEY, User

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PATHS = frozenset(
    """/ /config /theme.css /favicon.ico /manifest.json /robots.txt /gradio_api/info
    /gradio_api/run/predict /gradio_api/queue/join /gradio_api/queue/data /gradio_api/cancel
    /gradio_api/reset /gradio_api/app_id /gradio_api/theme.css /gradio_api/upload
    /gradio_api/upload_progress""".split()
)
"""Paths that the pages and `gradio_client` use, as they are."""

PREFIXES = ("/static/", "/assets/", "/svelte/", "/gradio_api/heartbeat/")
"""Beginnings of such paths. Not `file=`, where whoever knows its name has an upload."""

UPLOADS = ("/gradio_api/upload", "/gradio_api/upload_progress")
"""For those who may add articles."""

MAX_EVENT_BYTES = 2_000_000
"""What a page sends with one event: fields, no files."""

SESSION_CHARS = 100
"""Of a session's name; Gradio's own have about ten. All that are used are remembered."""

KEPT = 50_000
"""Sessions whose user is remembered; the one longest unused goes first."""


class Owned:
    """ASGI middleware; see the module."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].rstrip("/") or "/"
        user: User = scope.get(USER_KEY, ANYBODY)
        if path not in PATHS and not path.startswith(PREFIXES):
            await _refuse(send, 404, "There is nothing here.")
            return
        if path in UPLOADS:
            if not user.edits:
                await _refuse(send, 403, f"{user.name!r} may not add articles. Ask an editor.")
                return
            await self._app(scope, receive, send)
            return
        body = await _read(receive) if scope["method"] == "POST" else b""
        if body is None:
            await _refuse(send, 413, f"An event may have {MAX_EVENT_BYTES:,} bytes.")
            return
        sessions = _sessions(scope, path, body)
        if any(len(session) > SESSION_CHARS for session in sessions):
            await _refuse(send, 400, f"A session's name may have {SESSION_CHARS} characters.")
            return
        if not all(self._owns(user, session) for session in sessions):
            await _refuse(send, 403, "This session is another user's. Reload the page.")
            return
        await self._app(scope, _again(body, receive) if body else receive, send)

    def _owns(self, user: User, session: str) -> bool:
        with self._lock:
            owner = self._owners.setdefault(session, user.name)
            self._owners.move_to_end(session)
            while len(self._owners) > KEPT:
                self._owners.popitem(last=False)
            return owner == user.name


def _sessions(scope: Scope, path: str, body: bytes) -> set[str]:
    """All names of sessions in a request, wherever Gradio may look for one."""
    found = set(parse_qs(scope.get("query_string", b"").decode("latin-1")).get("session_hash", ()))
    if path.startswith("/gradio_api/heartbeat/"):
        found.add(path.rpartition("/")[2])
    try:
        given = json.loads(body) if body else None
    except (ValueError, RecursionError):
        given = None  # Gradio will say so
    if isinstance(given, dict) and isinstance(given.get("session_hash"), str):
        found.add(given["session_hash"])
    return found


async def _read(receive: Receive) -> bytes | None:
    """The body, or None if it is longer than an event may be."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MAX_EVENT_BYTES:
            return None
        if not message.get("more_body", False):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives a body that was read to who comes next, and then what comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _refuse(send: Send, status: int, reason: str) -> None:
    body = json.dumps({"detail": reason}).encode()
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
