"""A gate before the app: only our own page talks to it, and the page talks to nobody else.

Whatever an article may contain, the browser is told to load from our own origin only; and a
stranger's page that points its host name at this machine (DNS rebinding) is turned away.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from ipaddress import ip_address
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio compiles its templates and injects its styles in the page.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)

REFUSAL = (
    b"Dateline answers on this machine only, and was asked under another name. Open it as "
    b"http://127.0.0.1, or set DATELINE_HOST to the address it should be reached at.\n"
)


class Guard:
    """ASGI middleware. `local` is true where the app is bound to this machine only."""

    def __init__(self, app: App, *, local: bool) -> None:
        self._app = app
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._local and not is_local(_host_of(scope)):
            await send({"type": "http.response.start", "status": 403, "headers": list(HEADERS)})
            await send({"type": "http.response.body", "body": REFUSAL})
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        await self._app(scope, receive, guarded)


def is_local(host: str) -> bool:
    """Whether a host name, without its port, can only mean this machine."""
    name = host.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _host_of(scope: Scope) -> str:
    headers: dict[bytes, bytes] = dict(scope.get("headers", ()))
    host = headers.get(b"host", b"").decode("latin-1")
    if host.startswith("["):
        return host.partition("]")[0]
    return host.partition(":")[0]
