"""Routes that find and write: search, ask."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from rag.api.bodies import AskBody, SearchBody
from rag.api.face import Face
from rag.api.served import Remembered, Waiting
from rag.api.streams import JsonLine, Said
from rag.api.users import User
from rag.contract import answer_json, evidence_json, hits_json
from rag.types import Answer, Drafted, EvidenceFound

CACHE_HEADER = "dateline-cache"
"""`hit` on an answer that was given before to the same library, else `miss`."""


def asking_routes(face: Face) -> APIRouter:
    """The routes /api/v1/search and /api/v1/ask."""
    router = APIRouter()

    @router.post("/search", summary="The passages that fit best, by meaning and by words")
    def search(body: SearchBody, _user: User = Depends(face.asker)) -> Response:
        desk, without = face.served.desk, tuple(body.without)
        hits = desk.search(body.query, body.k, body.filters(), without=without)
        return JsonLine(hits_json(hits, desk.understood(body.query, without=without)))

    @router.post("/ask", summary="A cited, checked answer, or that the articles do not say")
    async def ask(request: Request, body: AskBody, user: User = Depends(face.asker)) -> Response:
        asked = body.asked()
        headers = {CACHE_HEADER: "hit" if face.served.remembers(asked) else "miss"}
        events = face.served.ask(user.name, asked)
        if wants_events(request):
            response = await face.stepper.stream(request, events, say)
            response.headers.update(headers)
            return response
        answer = await face.stepper.last(request, events, Answer)
        return JsonLine(answer_json(answer), headers=headers)

    return router


def wants_events(request: Request) -> bool:
    """Whether the client asks for server-sent events instead of one object."""
    return "text/event-stream" in request.headers.get("accept", "")


def say(event: Any) -> Said | None:
    """What is sent of an event of asking."""
    if isinstance(event, EvidenceFound):
        return Said("evidence", evidence_json(event))
    if isinstance(event, Waiting):
        return Said("waiting", {"position": event.position}, droppable=True)
    if isinstance(event, Drafted):
        return Said("draft", {"text": event.text}, droppable=True) if event.text else None
    if isinstance(event, Answer):
        return Said("answer", answer_json(event))
    assert isinstance(event, Remembered)
    return None
