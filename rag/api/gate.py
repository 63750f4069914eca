"""The one gate before everything that is served: who asks, and from whose page.

ASGI, around web app and API alike, so that no route, event, file or link of either can be reached
past it. It closes what it does not know: only the paths in `OPEN` need no user, and the gate hands
those to `rag.api.doors` alone, never to what is behind it.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.api.failures import error_json, http_json
from rag.api.measures import LOG_KEY
from rag.api.sessions import Sessions
from rag.api.streams import JsonLine
from rag.errors import DatelineError
from rag.users import ANYBODY, USER_KEY, User, Users, acting_as

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, wherever the request comes from."""

SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"

OPEN = frozenset({SIGN_IN, SIGN_OUT, "/healthz", "/readyz"})
"""Exactly these paths need no user."""

COOKIE = "dateline"
"""Of the session that signing in begins."""

STRANGER = (
    "the request comes from another site's page. Dateline is changed and asked from its own pages "
    "and from programs only."
)

NOT_SIGNED_IN = (
    f"this needs a user. Sign in at {SIGN_IN}, or send an API key as `Authorization: Bearer KEY`."
)

WRONG_KEY = "the API key is none of a user's, or was removed. `users key NAME` makes a new one."


class Gate:
    """ASGI middleware; see the module."""

    def __init__(self, app: ASGIApp, *, users: Users, sessions: Sessions, doors: ASGIApp) -> None:
        """Takes what is behind it and who may pass.

        Args:
            app: Behind the gate.
            users: Who there is.
            sessions: Of those that have signed in.
            doors: Answers the paths in `OPEN`.
        """
        self._app = app
        self._users = users
        self._sessions = sessions
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # Nothing here speaks websockets; what would, would pass unseen.
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope)
        try:
            refusal, user = self._look(request)
        except DatelineError as error:
            refusal, user = JsonLine(error_json(error), 503), None
        if refusal is not None:
            await refusal(scope, receive, send)
        elif user is None:
            await self._doors(scope, receive, send)
        else:
            scope.get(LOG_KEY, {})["user"] = user.name
            with acting_as(user):
                await self._app({**scope, USER_KEY: user}, receive, send)

    def _look(self, request: Request) -> tuple[Response | None, User | None]:
        """Why the request may not pass, or whose it is; neither for a path that needs no user."""
        if request.method not in SAFE_METHODS and is_foreign(request):
            return JsonLine(http_json(403, STRANGER), 403), None
        if request.scope["path"] in OPEN:
            return None, None
        if not self._users.any():
            return None, ANYBODY
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            user = self._users.with_key(key.strip())
            return (None, user) if user else (_unknown(WRONG_KEY), None)
        user = self._sessions.user(request.cookies.get(COOKIE, ""))
        return (None, user) if user else (_to_sign_in(request), None)


def is_foreign(request: Request) -> bool:
    """Whether a browser sent it for a page of another origin; programs send neither header."""
    site = request.headers.get("sec-fetch-site", "")  # not told over plain HTTP to other machines
    if site in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin", "")
    if origin:
        return urlsplit(origin).netloc != request.headers.get("host", "")
    return bool(site)


def _to_sign_in(request: Request) -> Response:
    """People are led to the sign-in page and back; programs are told."""
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        query = f"?{request.url.query}" if request.url.query else ""
        back = quote(request.scope["path"] + query, safe="")
        return RedirectResponse(f"{SIGN_IN}?to={back}", 303, {"cache-control": "no-store"})
    return _unknown(NOT_SIGNED_IN)


def _unknown(reason: str) -> Response:
    return JsonLine(http_json(401, reason), 401, {"www-authenticate": 'Bearer realm="Dateline"'})
