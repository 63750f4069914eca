"""What can be reached without a user: signing in and out, and whether Dateline lives and is ready.

Says nothing about the library. The sign-in page is plain HTML: nothing of the web app, whose files
are behind the gate, is needed for it.
"""

from __future__ import annotations

from html import escape
from typing import Protocol
from urllib.parse import parse_qs

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from rag.api.failures import headers_of, http_json
from rag.api.gate import COOKIE, SIGN_IN, SIGN_OUT
from rag.api.rates import Rates
from rag.api.sessions import SESSION_SECONDS, Sessions
from rag.api.streams import JsonLine
from rag.errors import BusyError
from rag.types import ModelState
from rag.users import Users

TRIES_PER_MINUTE = 10
"""Passwords that may be tried for one name, and from one address."""

CHECKED_AT_ONCE = 2
"""Passwords that are hashed together: each takes 64 megabytes while it lasts."""

MAX_FORM_BYTES = 10_000

WRONG = "That is no user's name and password."

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sign in to Dateline</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin"><link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark; font: 16px/1.5 Georgia, serif; }}
main {{ max-width: 20rem; margin: 15vh auto 0; padding: 0 1rem; }}
h1 {{ font-size: 1.6rem; font-weight: 600; }}
label {{ display: block; margin-top: 1rem; }}
input, button {{ font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; }}
button {{ margin-top: 1.5rem; cursor: pointer; }}
[role=alert] {{ border-left: 3px solid #b3261e; padding-left: .75rem; }}
</style></head><body><main><h1>Dateline</h1>{said}
<form method="post" action="{action}"><input type="hidden" name="to" value="{to}">
<label>Name <input name="name" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password"
 required></label><button>Sign in</button></form></main></body></html>
"""


# Without the referrer's policy a form's post says "Origin: null", as a stranger's would.
SIGN_OUT_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sign out of Dateline</title>
<meta name="referrer" content="same-origin"><link rel="icon" href="data:,"></head>
<body><form method="post"><button>Sign out of Dateline</button></form></body></html>
"""


class ReadyDesk(Protocol):
    """The part of the desk that tells whether it can be asked."""

    def counts(self) -> dict[str, int]: ...

    def generator_state(self) -> ModelState: ...

    def embedder_state(self) -> ModelState: ...


class Doors:
    """The open paths; `app` answers them."""

    def __init__(self, users: Users, sessions: Sessions, desk: ReadyDesk) -> None:
        self._users = users
        self._sessions = sessions
        self._desk = desk
        self._tries = Rates(TRIES_PER_MINUTE, noun="tries to sign in")
        self._checking = anyio.CapacityLimiter(CHECKED_AT_ONCE)
        self.app = Starlette(
            routes=[
                Route(SIGN_IN, self._show, methods=["GET"]),
                Route(SIGN_IN, self._sign_in, methods=["POST"]),
                Route(SIGN_OUT, self._sign_out, methods=["GET", "POST"]),
                Route("/healthz", self._healthy, methods=["GET"]),
                Route("/readyz", self._ready, methods=["GET"]),
            ],
            exception_handlers={HTTPException: _told},
        )

    def _show(self, request: Request) -> Response:
        return _page(request.query_params.get("to", "/"))

    async def _sign_in(self, request: Request) -> Response:
        form = await _form(request)
        name, password, to = (form.get(key, "") for key in ("name", "password", "to"))
        try:
            self._tries.count(f"name {name}")
            self._tries.count(f"address {request.client.host if request.client else ''}")
        except BusyError as error:
            return _page(to, str(error), 429, headers_of(error))
        user = await to_thread.run_sync(
            self._users.with_password, name, password, limiter=self._checking
        )
        if user is None:
            return _page(to, WRONG, 401)
        response = RedirectResponse(_own(to), 303, {"cache-control": "no-store"})
        response.set_cookie(
            COOKIE,
            self._sessions.begin(user),
            max_age=SESSION_SECONDS,
            httponly=True,
            samesite="lax",  # strict would ask who comes by a link to sign in again
            secure=request.url.scheme == "https",
        )
        return response

    def _sign_out(self, request: Request) -> Response:
        if request.method == "POST":
            self._sessions.end(request.cookies.get(COOKIE, ""))
            response: Response = RedirectResponse(SIGN_IN, 303)
            response.delete_cookie(COOKIE)
            return response
        return HTMLResponse(SIGN_OUT_PAGE)

    def _healthy(self, _request: Request) -> Response:
        return JsonLine({"status": "alive"})

    def _ready(self, _request: Request) -> Response:
        """Whether questions can be answered: the library opens and the models are loaded."""
        states = {
            "embedder": self._desk.embedder_state().stage,
            "generator": self._desk.generator_state().stage,
        }
        self._desk.counts()
        ready = set(states.values()) == {"ready"}
        status = "ready" if ready else "not_ready"
        headers = {} if ready else {"retry-after": "5"}
        return JsonLine({"status": status, **states}, 200 if ready else 503, headers)


async def _form(request: Request) -> dict[str, str]:
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > MAX_FORM_BYTES:
            raise HTTPException(413, "the form is longer than a name and a password can be.")
    fields = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=9)
    return {name: values[0] for name, values in fields.items()}


def _page(
    to: str, said: str = "", status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    told = f'<p role="alert">{escape(said)}</p>' if said else ""
    html = PAGE.format(said=told, action=SIGN_IN, to=escape(_own(to), quote=True))
    return HTMLResponse(html, status, {"cache-control": "no-store", **(headers or {})})


def _own(to: str) -> str:
    """Where to go after signing in: a path of ours, whatever the link said."""
    ours = to.startswith("/") and not to.startswith(("//", "/\\"))
    return to if ours and to.isprintable() else "/"


async def _told(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JsonLine(http_json(error.status_code, str(error.detail)), error.status_code)
