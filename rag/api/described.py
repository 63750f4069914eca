"""What the OpenAPI document says of a route's responses: shapes, files, events, jobs, failures."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from rag.api.documents import MEDIA
from rag.api.shapes import Failed, Job

Responses = dict[int | str, dict[str, Any]]
"""As FastAPI takes them."""

FAILURES: Responses = {
    "4XX": {"model": Failed, "description": "What the caller did, and what to do instead."},
    "5XX": {"model": Failed, "description": "What Dateline cannot do now, and when it may."},
}
"""Of every route. A range each, because the gate and the limits answer before the routes do."""

_EVENTS = {"text/event-stream": {"schema": {"type": "string"}}}

_FILES = {
    kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
    for name, kind in MEDIA.items()
    if name != "json"
}


def told(shape: type[BaseModel], description: str, *, events: bool = False) -> Responses:
    """Of a route that answers with one object, or, if `events`, with what leads up to it."""
    content = _EVENTS if events else {}
    return {200: {"model": shape, "description": description, "content": content}}


def begun(description: str) -> Responses:
    """Of a route that answers with a job."""
    return {202: {"model": Job, "description": description}}


def document(description: str) -> Responses:
    """Of a route that answers with a document of any kind."""
    anything = {"application/json": {"schema": {"type": "object"}}}
    return {200: {"description": description, "content": anything | _FILES}}


def written(shape: type[BaseModel], description: str) -> Responses:
    """Of a route that writes a document: as an object, as a file, as events, or by a job."""
    whole = {"model": shape, "description": description, "content": _EVENTS | _FILES}
    return {200: whole, **begun("A job that writes it, as `Prefer: respond-async` asks.")}
