"""How a document reaches who asked for it: whole, as events while it is written, or by a job.

The client chooses: `Accept: text/event-stream` for events, `Prefer: respond-async` for a job.
Knows documents only as something with a shape and a file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from rag.api.face import Face
from rag.api.jobs import Finished
from rag.api.streams import JsonLine, Said, Say
from rag.contract import Json
from rag.contract_documents import Document, document_json
from rag.errors import QuestionError
from rag.export import Format, render
from rag.types import Waiting
from rag.users import User

MEDIA = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document, and how it is told of.

    Attributes:
        name: Of its job and of its last event: "briefing".
        result: Class of the desk's last event.
        say: What is sent of the events before it.
        stops_itself: Whether the work heeds being stopped, and ends with what there is.
    """

    name: str
    result: type[Document]
    say: Say
    stops_itself: bool = False


Begin = Callable[[threading.Event], Iterator[Any]]
"""Starts the work; the event given stops it, where the work heeds one."""


async def deliver(
    face: Face, request: Request, user: User, kind: Kind, begin: Begin, format: Format
) -> Response:
    """The response that the client asks for.

    Args:
        face: Of all routes.
        request: Says how the client wants to have it.
        user: Whose turn it takes, and whose job it is.
        kind: Of the document.
        begin: Starts writing it.
        format: Of the response.

    Raises:
        QuestionError: Events in another format than JSON.
        DatelineError: What the work raises.
    """
    if wants_events(request):
        if format != "json":
            raise QuestionError(f"events come as json, not as {format!r}. Leave one out.")
        events = begin(threading.Event())
        return await face.stepper.stream(request, events, lambda event: _said(kind, event))
    if wants_job(request):
        job = face.jobs.begin(kind.name, user.name, lambda stop: _work(kind, begin, stop))
        headers = {
            "location": f"/api/v1/jobs/{job['id']}",
            "preference-applied": "respond-async",
        }
        return JsonLine(job, 202, headers)
    document = await face.stepper.last(request, begin(threading.Event()), kind.result)
    return document_response(document, format)


def document_response(document: Document, format: Format) -> Response:
    """A document as a response; all but JSON is for saving, not for a browser to show."""
    if format == "json":
        return JsonLine(document_json(document))
    saved = {"content-disposition": f'attachment; filename="dateline.{format}"'}
    return Response(render(document, format), media_type=MEDIA[format], headers=saved)


def wants_events(request: Request) -> bool:
    """Whether the client asks for server-sent events instead of one object."""
    return "text/event-stream" in request.headers.get("accept", "")


def wants_job(request: Request) -> bool:
    """Whether the client would rather come back than wait (RFC 7240)."""
    return "respond-async" in request.headers.get("prefer", "")


def _said(kind: Kind, event: Any) -> Said | None:
    if isinstance(event, Waiting):
        return Said("waiting", {"position": event.position}, droppable=True)
    if isinstance(event, kind.result):
        return Said(kind.name, document_json(event))
    return kind.say(event)


def _work(kind: Kind, begin: Begin, stop: threading.Event) -> Iterator[Json | Finished]:
    """The document as a job; one that cannot end early is left where it is."""
    for event in begin(stop):
        if isinstance(event, kind.result):
            yield Finished(event)
        else:
            said = _said(kind, event)
            if said is not None:
                yield {"event": said.name, **said.json}
            if stop.is_set() and (isinstance(event, Waiting) or not kind.stops_itself):
                return
