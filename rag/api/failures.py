"""Failures as HTTP says them: a status, and one JSON shape that names the thing and the next step.

{"error": {"type": "not_found", "message": "...", "param": null, "code": null}} is also what clients
of the OpenAI protocol read.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from rag.contract import Json
from rag.errors import (
    AccessError,
    BusyError,
    DatelineError,
    ExportError,
    GeneratorError,
    LibraryFullError,
    ModelError,
    NotFoundError,
    QuestionError,
    SourceError,
)

STATUS: tuple[tuple[type[DatelineError], int, str], ...] = (
    (NotFoundError, 404, "not_found"),
    (QuestionError, 422, "invalid_request"),
    (SourceError, 422, "invalid_request"),
    (ExportError, 422, "invalid_request"),
    (AccessError, 403, "not_allowed"),
    (BusyError, 429, "busy"),
    (LibraryFullError, 507, "library_full"),
    (GeneratorError, 503, "generator"),
    (ModelError, 503, "model"),
    (DatelineError, 503, "library"),
)
"""Most special first: what the caller did is 4xx, what Dateline cannot do now 5xx, never 500."""

HTTP_TYPES = {
    401: "not_logged_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    429: "busy",
}

BUG = "Something went wrong inside Dateline. Its log says more; please report it."

RETRY_MODEL_SECONDS = 30
"""What a caller is told to wait for a model or a library that cannot be used now."""


def status_of(error: DatelineError) -> int:
    """The HTTP status of a deliberate failure."""
    return _row(error)[1]


def error_json(error: DatelineError) -> Json:
    """The body for a deliberate failure."""
    return _body(_row(error)[2], str(error))


def headers_of(error: DatelineError) -> dict[str, str]:
    """When to come back, where that is known."""
    if isinstance(error, BusyError):
        return {"retry-after": str(error.retry_after)}
    return {"retry-after": str(RETRY_MODEL_SECONDS)} if status_of(error) == 503 else {}


def http_json(status: int, reason: str) -> Json:
    """The body for a failure that HTTP itself found, such as a path that is none."""
    words = reason if reason != HTTPStatus(status).phrase else f"{reason}: see /api/v1/openapi.json"
    return _body(HTTP_TYPES.get(status, "invalid_request"), words)


def invalid_json(errors: Sequence[Any]) -> Json:
    """The body for a request that is not of the shape asked for; names the first thing wrong."""
    first = errors[0]
    place = [str(part) for part in first["loc"] if part not in ("body", "query", "path")]
    name = ".".join(place)
    if first["type"] == "model_attributes_type":
        first = {"msg": "send a JSON object, with the content-type application/json"}
    where = f"{name!r}: " if name else ""
    return _body("invalid_request", f"{where}{first['msg']}. See /api/v1/openapi.json.", name)


def bug_json() -> Json:
    """The body for everything that is not deliberate; says nothing of the inside."""
    return _body("internal", BUG)


def _row(error: DatelineError) -> tuple[type[DatelineError], int, str]:
    return next(row for row in STATUS if isinstance(error, row[0]))


def _body(kind: str, message: str, param: str = "") -> Json:
    return {"error": {"type": kind, "message": message, "param": param or None, "code": None}}
