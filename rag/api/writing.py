"""Routes that write documents, and what they are chosen by: summaries, briefings, comparisons."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from rag.api.bodies import (
    MAX_NAMES,
    BriefBody,
    ClaimBody,
    CompareBody,
    Name,
    StatementsBody,
    SummaryBody,
)
from rag.api.documents import Writing, deliver
from rag.api.face import Face
from rag.api.streams import JsonLine, Said
from rag.contract import citation_json, read_filters, sentence_json, statements_json
from rag.contract_documents import (
    briefing_json,
    groups_json,
    issue_json,
    stories_json,
)
from rag.types import (
    Briefing,
    BriefingSoFar,
    CitedSentence,
    ClaimCheck,
    Comparison,
    IssueFound,
    SourcesChosen,
    StatementsRead,
    Summary,
)
from rag.users import User


def writing_routes(face: Face) -> APIRouter:
    """The routes under /api/v1 for summaries, stories, briefings, comparisons and statements."""
    router = APIRouter()
    _summing_up(router, face)
    _comparing(router, face)
    return router


def _summing_up(router: APIRouter, face: Face) -> None:
    served = face.served

    @router.post("/summaries", summary="One article in a line, a paragraph or bullets")
    async def summarise(
        request: Request, body: SummaryBody, user: User = Depends(face.asker)
    ) -> Response:
        return await deliver(
            face,
            request,
            Writing(
                "summary",
                user.name,
                lambda stop: served.summarise(user.name, body.article, body.length),
                Summary,
                say_summary,
                body.format,
            ),
        )

    @router.get("/stories", summary="Clusters of articles on one event, the newest first")
    def stories(
        _user: User = Depends(face.asker),
        since: Annotated[str | None, Query(alias="from", max_length=100)] = None,
        until: Annotated[str | None, Query(alias="to", max_length=100)] = None,
        source: Annotated[list[Name], Query(max_length=MAX_NAMES)] = [],  # noqa: B006
    ) -> Response:
        return JsonLine(stories_json(served.desk.stories(read_filters(since, until, source))))

    @router.post("/briefings", summary="A page on a topic, a story, articles or a period")
    async def brief(
        request: Request, body: BriefBody, user: User = Depends(face.asker)
    ) -> Response:
        wanted = body.briefed()
        return await deliver(
            face,
            request,
            Writing(
                "briefing",
                user.name,
                lambda stop: served.brief(user.name, wanted, stop),
                Briefing,
                say_briefing,
                body.format,
            ),
        )


def _comparing(router: APIRouter, face: Face) -> None:
    served = face.served

    @router.post("/comparisons", summary="Who said what on a topic, issue by issue")
    async def compare(
        request: Request, body: CompareBody, user: User = Depends(face.asker)
    ) -> Response:
        filters = body.filters()
        return await deliver(
            face,
            request,
            Writing(
                "comparison",
                user.name,
                lambda stop: served.compare(user.name, body.topic, body.speakers, filters),
                Comparison,
                say_comparison,
                body.format,
            ),
        )

    @router.post("/claims", summary="Who backs a claim, and who contradicts it")
    async def check_claim(
        request: Request, body: ClaimBody, user: User = Depends(face.asker)
    ) -> Response:
        filters = body.filters()
        return await deliver(
            face,
            request,
            Writing(
                "claim",
                user.name,
                lambda stop: served.check_claim(user.name, body.claim, filters),
                ClaimCheck,
                lambda event: None,
                body.format,
            ),
        )

    @router.post("/statements", summary="Who said what, in all articles that pass")
    def statements(body: StatementsBody, _user: User = Depends(face.asker)) -> Response:
        chosen = served.desk.heard(body.topic, body.filters())
        found = served.desk.statements(chosen, speaker=body.speaker, topic=body.topic)
        return JsonLine(statements_json(found))


def say_summary(event: Any) -> Said | None:
    """What is sent of an event of summing up."""
    return Said("sentence", sentence_json(event)) if isinstance(event, CitedSentence) else None


def say_briefing(event: Any) -> Said | None:
    """What is sent of an event of briefing."""
    if isinstance(event, SourcesChosen):
        return Said("sources", groups_json(event.sources) | {"notes": list(event.notes)})
    if isinstance(event, BriefingSoFar):
        so_far = {"stage": event.stage, "fraction": round(event.fraction, 3)}
        return Said("draft", so_far | {"briefing": briefing_json(event.briefing)}, droppable=True)
    return None


def say_comparison(event: Any) -> Said | None:
    """What is sent of an event of comparing."""
    if isinstance(event, StatementsRead):
        return Said("read", {"done": event.done, "total": event.total}, droppable=True)
    if isinstance(event, IssueFound):
        cited = [citation_json(citation) for citation in event.citations]
        return Said("issue", issue_json(event.issue) | {"citations": cited})
    return None
