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
from rag.api.served import Waiting
from rag.api.streams import JsonLine, Said, Say
from rag.contract import Json
from rag.contract_documents import Document, document_json
from rag.errors import QuestionError
from rag.export import Format, render

MEDIA = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Writing:
    """One document being asked for.

    Attributes:
        kind: Of its job: "briefing".
        user: Whose turn it takes, and whose job it is.
        begin: Starts the work; the event given stops it, for work that can end early.
        result: Class of the last event.
        say: What is sent of the events before it.
        format: Of the response.
    """

    kind: str
    user: str
    begin: Callable[[threading.Event], Iterator[Any]]
    result: type[Document]
    say: Say
    format: Format = "json"


async def deliver(face: Face, request: Request, writing: Writing) -> Response:
    """The response that the client asks for.

    Raises:
        QuestionError: Events in another format than JSON.
        DatelineError: What the work raises.
    """
    if wants_events(request):
        if writing.format != "json":
            raise QuestionError(f"events come as json, not as {writing.format!r}. Leave one out.")
        events = writing.begin(threading.Event())
        return await face.stepper.stream(request, events, lambda event: _said(writing, event))
    if wants_job(request):
        job = face.jobs.begin(writing.kind, writing.user, lambda stop: _work(writing, stop))
        headers = {
            "location": f"/api/v1/jobs/{job['id']}",
            "preference-applied": "respond-async",
        }
        return JsonLine(job, 202, headers)
    events = writing.begin(threading.Event())
    document = await face.stepper.last(request, events, writing.result)
    return document_response(document, writing.format)


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


def _said(writing: Writing, event: Any) -> Said | None:
    if isinstance(event, Waiting):
        return Said("waiting", {"position": event.position}, droppable=True)
    if isinstance(event, writing.result):
        return Said(writing.kind, document_json(event))
    return writing.say(event)


def _work(writing: Writing, stop: threading.Event) -> Iterator[Json | Finished]:
    """The document as a job; one that cannot end early is left where it is."""
    for event in writing.begin(stop):
        if isinstance(event, writing.result):
            yield Finished(document_json(event), event)
        else:
            said = _said(writing, event)
            if said is not None:
                yield {"event": said.name, **said.json}
            if stop.is_set() and (isinstance(event, Waiting) or writing.kind != "briefing"):
                return
