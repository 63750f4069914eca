"""The OpenAI protocol: chat completions and the list of models, so that chat clients work as is.

The last message of the user is the question, earlier ones are its conversation; what a client
tells the model to be is not heeded, because answers rest on articles alone. Marks such as [2] are
annotations. Only checked text is sent: the protocol cannot take a draft back.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, cast

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from rag.api import shapes
from rag.api.bodies import MAX_TURNS, Text
from rag.api.described import told
from rag.api.face import Face
from rag.api.failures import http_json
from rag.api.served import Asked
from rag.api.streams import JsonLine, Said
from rag.contract import Json, citation_json
from rag.errors import QuestionError
from rag.types import Answer, Citation, Turn
from rag.users import User

if TYPE_CHECKING:
    from collections.abc import Generator

MODEL = "dateline"
"""The one model there is: the library with whatever writes for it."""

MAX_MESSAGES = 2 * MAX_TURNS + 20

_MARK = re.compile(r"\[(\d+)\]")


class Part(BaseModel):
    """A part of a message; only text can be answered."""

    model_config = ConfigDict(extra="ignore")

    type: str
    text: Text = ""


class ChatMessage(BaseModel):
    """One message of the conversation."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: Text | list[Part] | None = None

    def text(self) -> str:
        """Its text, the parts joined; raises QuestionError for an image and the like."""
        if self.content is None or isinstance(self.content, str):
            return self.content or ""
        foreign = [part.type for part in self.content if part.type != "text"]
        if foreign:
            raise QuestionError(f"a message has a part of type {foreign[0]!r}: send text only.")
        return "\n".join(part.text for part in self.content)


class ChatBody(BaseModel):
    """A request of the protocol; what has no meaning here, such as a temperature, is ignored."""

    model_config = ConfigDict(extra="ignore")

    model: str = MODEL
    messages: list[ChatMessage] = Field(min_length=1, max_length=MAX_MESSAGES)
    stream: bool = False
    n: Literal[1] | None = None

    def asked(self) -> Asked:
        """The question with its conversation; raises QuestionError if no user asks."""
        turns, question = [], ""
        for message in self.messages:
            if message.role == "user":
                question = message.text()
            elif message.role == "assistant" and question:
                turns.append(Turn(question, message.text()))
                question = ""
        if not question.strip():
            raise QuestionError("the last message is not a question of the user's: send one.")
        return Asked(question, tuple(turns[-MAX_TURNS:]))


@dataclass(frozen=True, slots=True)
class Head:
    """What all pieces of one response have in common."""

    id: str
    created: int

    @classmethod
    def new(cls) -> Head:
        return cls(f"chatcmpl-{secrets.token_hex(12)}", int(datetime.now(UTC).timestamp()))

    def piece(self, delta: Json, finish: str | None = None) -> Json:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return self._json("chat.completion.chunk", choice)

    def whole(self, message: Json) -> Json:
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return self._json("chat.completion", choice)

    def _json(self, kind: str, choice: Json) -> Json:
        return {
            "id": self.id,
            "object": kind,
            "created": self.created,
            "model": MODEL,
            "choices": [{**choice, "logprobs": None}],
        }


def openai_routes(face: Face) -> APIRouter:
    """The routes /v1/models and /v1/chat/completions."""
    router = APIRouter()
    started = Head.new().created
    model = {"id": MODEL, "object": "model", "created": started, "owned_by": "dateline"}

    @router.get("/models", summary="The models: one", responses=told(shapes.Models, "One."))
    def models(_user: User = Depends(face.reader)) -> Response:
        return JsonLine({"object": "list", "data": [model]})

    @router.get("/models/{name}", summary="One model", responses=told(shapes.Model, "It."))
    def one_model(name: str, _user: User = Depends(face.reader)) -> Response:
        return JsonLine(model) if name == MODEL else _unknown(name)

    @router.post(
        "/chat/completions",
        summary="A cited answer to the last message",
        responses=told(shapes.Completion, "The answer, marks as annotations.", events=True),
    )
    async def complete(
        request: Request, body: ChatBody, user: User = Depends(face.asker)
    ) -> Response:
        if body.model != MODEL:
            return _unknown(body.model)
        events = face.served.ask(user.name, body.asked())
        head = Head.new()
        if body.stream:
            pieces = _pieces(head, events)
            return await face.stepper.stream(request, pieces, _say, done="[DONE]")
        answer = await face.stepper.last(request, events, Answer)
        content = {"content": answer.text, "refusal": None, "annotations": cited_marks(answer)}
        return JsonLine(head.whole({"role": "assistant", **content}))

    return router


def cited_marks(answer: Answer) -> list[Json]:
    """One for every mark in the text; `dateline` is the citation as the REST face has it."""
    cited = {citation.n: citation for citation in answer.citations}
    return [
        _annotation(match, cited[number])
        for match in _MARK.finditer(answer.text)
        if (number := int(match[1])) in cited
    ]


def _annotation(match: re.Match[str], citation: Citation) -> Json:
    article = citation.article
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": match.start(),
            "end_index": match.end(),
            "url": article.url or f"dateline://articles/{article.id}",
            "title": article.title,
        },
        "dateline": citation_json(citation),
    }


def _pieces(head: Head, events: Iterator[Any]) -> Iterator[Json | None]:
    """The answer piece by piece once it is checked; None is a sign that it is being written."""
    with closing(cast("Generator[Any]", events)):
        begun = False
        for event in events:
            if not begun:
                yield head.piece({"role": "assistant", "content": ""})
                begun = True
            if isinstance(event, Answer):
                for words in re.findall(r"\S+\s*|\s+", event.text):
                    yield head.piece({"content": words})
                yield head.piece({"annotations": cited_marks(event)})
                yield head.piece({}, "stop")
            else:
                yield None


def _say(piece: Json | None) -> Said | None:
    return None if piece is None else Said("", piece)


def _unknown(name: str) -> Response:
    body = http_json(404, f"there is no model {name[:100]!r}. Ask for {MODEL!r}.")
    body["error"] |= {"code": "model_not_found", "param": "model"}
    return JsonLine(body, 404)
