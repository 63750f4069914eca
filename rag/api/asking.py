"""Routes that find and write: search, ask."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from rag.api import shapes
from rag.api.bodies import AskBody, SearchBody
from rag.api.described import told, written
from rag.api.documents import Kind, deliver
from rag.api.face import Face
from rag.api.served import Remembered
from rag.api.streams import JsonLine, Said
from rag.contract import evidence_json, found_json, hits_json
from rag.types import Answer, ArticlesFound, Drafted, EvidenceFound
from rag.users import User

CACHE_HEADER = "dateline-cache"
"""`hit` on an answer that was given before to the same library, else `miss`."""


def asking_routes(face: Face) -> APIRouter:
    """The routes /api/v1/search and /api/v1/ask."""
    router = APIRouter()
    served = face.served

    @router.post(
        "/search",
        summary="The passages that fit best, by meaning and by words",
        responses=told(shapes.Hits, "Best first."),
    )
    def search(body: SearchBody, _user: User = Depends(face.asker)) -> Response:
        desk, without = served.desk, tuple(body.without)
        hits = desk.search(body.query, body.k, body.filters(), without=without)
        return JsonLine(hits_json(hits, desk.understood(body.query, without=without)))

    @router.post(
        "/ask",
        summary="A cited, checked answer, or that the articles do not say",
        responses=written(shapes.Answer, "The answer."),
    )
    async def ask(request: Request, body: AskBody, user: User = Depends(face.asker)) -> Response:
        asked = body.asked()
        known = served.remembers(asked)
        response = await deliver(
            face, request, user, ANSWER, lambda stop: served.ask(user.name, asked), body.format
        )
        response.headers[CACHE_HEADER] = "hit" if known else "miss"
        return response

    return router


def say(event: Any) -> Said | None:
    """What is sent of an event of asking, but for the answer."""
    if isinstance(event, ArticlesFound):
        return Said("found", found_json(event))
    if isinstance(event, EvidenceFound):
        return Said("evidence", evidence_json(event))
    if isinstance(event, Drafted):
        return Said("draft", {"text": event.text}, droppable=True) if event.text else None
    assert isinstance(event, Remembered)
    return None


ANSWER = Kind("answer", Answer, say)
