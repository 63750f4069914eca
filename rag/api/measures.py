"""What is counted and timed of everything served, for Prometheus; and a line a request, if wanted.

Neither holds a question, an article's text or a secret: a request is told by its path without the
query, its status, its time and its user.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.contract import to_line
from rag.types import Answer

LOG_KEY = "dateline.log"
"""Under which those behind `Measured` may leave what is known of a request: its user."""

SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320)

FACES = (
    ("/api/v1/", "rest"),
    ("/v1/", "openai"),
    ("/mcp", "mcp"),
    ("/gradio_api/queue/", "events"),
)
"""Beginnings of paths, and what their requests are counted as; all others are "page"."""

_log = logging.getLogger("dateline.requests")


class Measures:
    """All figures of one running Dateline. Safe to use from several threads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "dateline_requests",
            "Requests by face, method and status.",
            ("face", "method", "status"),
            registry=self.registry,
        )
        self._request_seconds = self._seconds(
            "dateline_request_seconds", "From a request to the end of its response.", ("face",)
        )
        self._answers = Counter(
            "dateline_answers",
            "Answers by outcome: answered, abstained, or given before.",
            ("outcome",),
            registry=self.registry,
        )
        self._words = Counter(
            "dateline_answer_words", "Words of answers that were written.", registry=self.registry
        )
        self._evidence_seconds = self._seconds(
            "dateline_evidence_seconds", "From a question to its evidence."
        )
        self._first_seconds = self._seconds(
            "dateline_first_word_seconds", "From a question to the first word of its answer."
        )
        self._answer_seconds = self._seconds(
            "dateline_answer_seconds", "From a question to its checked answer, waiting included."
        )

    def _seconds(self, name: str, told: str, labels: tuple[str, ...] = ()) -> Histogram:
        return Histogram(name, told, labels, registry=self.registry, buckets=SECONDS)

    def watch(self, name: str, told: str, value: Callable[[], float]) -> None:
        """A figure that is looked up whenever it is asked for."""
        Gauge(name, told, registry=self.registry).set_function(value)

    def request(self, face: str, method: str, status: int, seconds: float) -> None:
        """Counts a request that is over."""
        known = method if method in ("GET", "HEAD", "POST", "PUT", "DELETE") else "other"
        self._requests.labels(face, known, str(status)).inc()
        self._request_seconds.labels(face).observe(seconds)

    def answer(self, answer: Answer, *, remembered: bool) -> None:
        """Counts an answer, and times it if it was written now."""
        if remembered:
            self._answers.labels("remembered").inc()
            return
        self._answers.labels("abstained" if answer.abstained else "answered").inc()
        self._words.inc(len(answer.text.split()))
        timings = answer.timings
        self._evidence_seconds.observe(timings.retrieve_ms / 1000)
        self._answer_seconds.observe(timings.total_ms / 1000)
        if timings.first_token_ms is not None:
            self._first_seconds.observe(timings.first_token_ms / 1000)

    def response(self) -> Response:
        """All of it, as Prometheus reads it."""
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


class Measured:
    """ASGI middleware: counts, times, and logs if `logged`."""

    def __init__(self, app: ASGIApp, *, measures: Measures, logged: bool) -> None:
        self._app = app
        self._measures = measures
        self._logged = logged

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = perf_counter(), 500
        known: dict[str, Any] = {}

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app({**scope, LOG_KEY: known}, receive, noted)
        finally:
            seconds = perf_counter() - started
            face = face_of(scope["path"])
            self._measures.request(face, scope["method"], status, seconds)
            if self._logged:
                line = {"method": scope["method"], "path": scope["path"], "status": status}
                took = {"ms": round(1000 * seconds, 1), "user": known.get("user")}
                _log.info("%s", to_line(line | took))


def face_of(path: str) -> str:
    """Which face a path belongs to."""
    return next((face for start, face in FACES if path.startswith(start)), "page")


def log_requests() -> None:
    """Sends the lines of requests to standard error, each with its time."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
