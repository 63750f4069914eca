"""All faces for machines around one desk, and their place before the web app."""

from __future__ import annotations

import os
from collections.abc import Sequence
from ipaddress import ip_address

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.api.agents import Agents, agents_of
from rag.api.asking import asking_routes
from rag.api.described import FAILURES
from rag.api.doors import Doors
from rag.api.ending import Ending
from rag.api.face import Face
from rag.api.failures import (
    bug_json,
    error_json,
    headers_of,
    http_json,
    invalid_json,
    status_of,
)
from rag.api.gate import Gate
from rag.api.jobs import Jobs
from rag.api.journal import Journal
from rag.api.library import library_routes
from rag.api.limits import Limits
from rag.api.line import Line
from rag.api.measures import Measured, Measures, log_requests
from rag.api.openai import openai_routes
from rag.api.people import PeoplesDesk
from rag.api.ports import MachineDesk
from rag.api.queries import PREFIX, only_described
from rag.api.rates import Rates
from rag.api.served import ServedDesk
from rag.api.sessions import Sessions
from rag.api.streams import GONE, GoneError, JsonLine, Stepper
from rag.api.traces import Traced, Traces
from rag.api.writing import writing_routes
from rag.errors import DatelineError, SettingsError
from rag.settings import Settings
from rag.users import User, Users

PREFIXES = ("/api/", "/v1/", "/metrics/")
"""Beginnings of paths that are answered here, with a slash put at their end; `AGENTS` is, too."""

AGENTS = "/mcp/"
"""Where agents ask."""

WATCH_SECONDS = 3600.0
"""For one response that tells how far a job is; who wants to know more asks again."""

DESCRIPTION = """\
Ask a library of news articles; every sentence of an answer is cited. `quote` is always
`body[start:end]` of the article, in characters. Failures are `{"error": {"type", "message", ...}}`.
What writes can be had as it grows, with `Accept: text/event-stream`, or as a job, with
`Prefer: respond-async`.
"""


class Machines:
    """What machines may ask of a desk, and the gate before them and the web app.

    `close` it before the desk. `desk` is what the web app behind the gate is to call.
    """

    def __init__(self, desk: MachineDesk, traces: Traces | None = None) -> None:
        """Takes the desk that all faces share.

        Args:
            desk: Of the library.
            traces: Where spans go; as the environment says if not given.

        Raises:
            SettingsError: Users that cannot be understood, or an address that needs some.
        """
        settings = desk.settings
        self._users = users = Users(settings.users, settings.home)
        self._loopback = is_loopback(settings.host)
        check_address(settings, users)
        line = Line(waiting=settings.max_waiting, waiting_each=settings.max_waiting_each)
        measures = Measures()
        self._traces = traces or Traces.from_environment(os.environ)
        self._face = Face(
            served=ServedDesk(desk, line, measures, self._traces),
            stepper=Stepper(settings.answer_seconds),
            watcher=Stepper(WATCH_SECONDS),
            jobs=Jobs(Journal.of(settings.home, settings.port)),
            rates=Rates(settings.asks_per_minute),
        )
        _watch(measures, self._face, desk)
        self.agents = agents_of(self._face)
        self.app = _api(self._face, measures)
        self.desk = PeoplesDesk(self._face.served)
        self._max_upload_mb = settings.max_upload_mb
        sessions = Sessions(users)
        doors = Doors(users, sessions, desk)
        self._measured = Middleware(Measured, measures=measures, logged=settings.log_requests)
        if settings.log_requests:
            log_requests()
        self._gate = Middleware(Gate, users=users, sessions=sessions, doors=doors.app)

    def middleware(self) -> Sequence[Middleware]:
        """What goes around the web app: the gate first, then these faces."""
        return [
            self._measured,
            Middleware(Traced, traces=self._traces),
            self._gate,
            Middleware(
                Beside, other=self.app, agents=self.agents, max_upload_mb=self._max_upload_mb
            ),
        ]

    def who_may(self) -> str:
        """For whoever starts Dateline: who can get in."""
        if self._users.any():
            return "Users sign in; machines send an API key."
        if self._loopback:
            return "There are no users: whoever works on this machine may do everything."
        return "There are no users: whoever reaches this address can read and change the library."

    def busy(self) -> bool:
        """Whether somebody waits for what takes long, so that what can wait should."""
        return self._face.served.busy

    def close(self) -> None:
        """Stops the jobs, and sends the last spans."""
        self._face.jobs.close()
        self._traces.close()


class Beside:
    """ASGI middleware: the API and the agents' tools beside the web app, on the same address."""

    def __init__(self, app: ASGIApp, *, other: ASGIApp, agents: Agents, max_upload_mb: int) -> None:
        self._app = app
        self._other = Ending(Limits(other, max_upload_mb=max_upload_mb))
        self._agents = agents
        self._limited_agents = Ending(Limits(agents.handle, max_upload_mb=max_upload_mb))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            async with self._agents.running():
                await self._app(scope, receive, send)
            return
        path = f"{scope['path']}/"
        if path in (AGENTS, f"{AGENTS}/"):
            await self._limited_agents(scope, receive, send)
        elif path.startswith(PREFIXES):
            await self._other(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _watch(measures: Measures, face: Face, desk: MachineDesk) -> None:
    line = face.served.line
    measures.watch("dateline_waiting", "Who waits for the generator.", lambda: line.waiting)
    measures.watch("dateline_writing", "Who is having a turn with it.", lambda: line.running)
    comparing = face.served.comparing
    measures.watch("dateline_comparing_waiting", "Who waits to compare.", lambda: comparing.waiting)
    measures.watch("dateline_jobs_waiting", "Jobs not yet begun.", lambda: face.jobs.waiting)
    measures.watch("dateline_articles", "In the library.", lambda: desk.counts()["articles"])
    measures.watch("dateline_chunks", "In the library.", lambda: desk.counts()["chunks"])
    measures.watch("dateline_articles_read", "For who said what.", lambda: desk.reading.state.read)
    measures.watch(
        "dateline_generator_ready",
        "1 once the generator is loaded.",
        lambda: desk.generator_state().stage == "ready",
    )


def check_address(settings: Settings, users: Users) -> None:
    """Whether it may be bound to: beyond this machine only with users, or if told so in words.

    Raises:
        SettingsError: It may not.
    """
    if is_loopback(settings.host) or settings.open_to_all or users.any():
        return
    raise SettingsError(
        f"{settings.host!r} can be reached from other machines, and there are no users: whoever "
        "finds it could read and change the library. Add one with `python -m rag users add NAME`, "
        "or set DATELINE_USERS, or say DATELINE_OPEN_TO_ALL=true if that is what you want."
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _api(face: Face, measures: Measures) -> FastAPI:
    app = FastAPI(
        title="Dateline",
        version="1",
        description=DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        responses=FAILURES,
    )
    rest = APIRouter(prefix=PREFIX, dependencies=[Depends(only_described)])
    rest.include_router(library_routes(face))
    rest.include_router(asking_routes(face))
    rest.include_router(writing_routes(face))
    app.include_router(rest)
    app.include_router(openai_routes(face), prefix="/v1")

    @app.get("/metrics", include_in_schema=False)  # the words of Prometheus, not of this API
    def metrics(_user: User = Depends(face.reader)) -> Response:
        return measures.response()

    _tell_failures(app, face.served)
    return app


def _tell_failures(app: FastAPI, served: ServedDesk) -> None:
    @app.exception_handler(DatelineError)
    async def deliberate(request: Request, error: Exception) -> Response:
        assert isinstance(error, DatelineError)
        return JsonLine(error_json(error), status_of(error), headers_of(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        body = http_json(error.status_code, str(error.detail))
        return JsonLine(body, error.status_code, dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return JsonLine(invalid_json(error.errors()), 422)

    @app.exception_handler(GoneError)
    async def gone(request: Request, error: Exception) -> Response:
        return Response(status_code=GONE)

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:
        # It is logged in either case: whoever handles `Exception` is asked after that.
        early = served.too_early()
        if early is not None:
            return JsonLine(error_json(early), status_of(early), headers_of(early))
        return JsonLine(bug_json(), 500)
