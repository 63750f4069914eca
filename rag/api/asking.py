"""Routes that find and write: search, ask."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from rag.api.bodies import AskBody, SearchBody
from rag.api.documents import Writing, deliver
from rag.api.face import Face
from rag.api.served import Remembered
from rag.api.streams import JsonLine, Said
from rag.contract import evidence_json, hits_json
from rag.types import Answer, Drafted, EvidenceFound
from rag.users import User

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
        known = face.served.remembers(asked)
        writing = Writing(
            "answer",
            user.name,
            lambda stop: face.served.ask(user.name, asked),
            Answer,
            say,
            body.format,
        )
        response = await deliver(face, request, writing)
        response.headers[CACHE_HEADER] = "hit" if known else "miss"
        return response

    return router


def say(event: Any) -> Said | None:
    """What is sent of an event of asking, but for the answer."""
    if isinstance(event, EvidenceFound):
        return Said("evidence", evidence_json(event))
    if isinstance(event, Drafted):
        return Said("draft", {"text": event.text}, droppable=True) if event.text else None
    assert isinstance(event, Remembered)
    return None
