"""Routes that write documents, and what they are chosen by: summaries, briefings, comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from rag.api import shapes, shapes_documents
from rag.api.bodies import (
    BriefBody,
    ClaimBody,
    CompareBody,
    StatementsBody,
    SummaryBody,
    queried,
)
from rag.api.described import told, written
from rag.api.documents import Kind, deliver
from rag.api.face import Face
from rag.api.streams import JsonLine, Said
from rag.contract import citation_json, sentence_json, statements_json
from rag.contract_documents import briefing_json, groups_json, issue_json, stories_json
from rag.types import (
    Briefing,
    BriefingSoFar,
    CitedSentence,
    ClaimCheck,
    Comparison,
    Filters,
    IssueFound,
    PassagesRead,
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

    @router.post(
        "/summaries",
        summary="One article in a line, a paragraph or bullets",
        responses=written(shapes_documents.Summary, "The summary."),
    )
    async def summarise(
        request: Request, body: SummaryBody, user: User = Depends(face.asker)
    ) -> Response:
        def begin(_stop: Event) -> Iterator[Any]:
            return served.summarise(user.name, body.article, body.length)

        return await deliver(face, request, user, SUMMARY, begin, body.format)

    @router.get(
        "/stories",
        summary="Clusters of articles on one event, the newest first",
        responses=told(shapes_documents.Stories, "The one last in the news first."),
    )
    def stories(_user: User = Depends(face.asker), filters: Filters = Depends(queried)) -> Response:
        return JsonLine(stories_json(served.desk.stories(filters)))

    @router.post(
        "/briefings",
        summary="A page on a topic, a story, articles or a period",
        responses=written(shapes_documents.Briefing, "The page."),
    )
    async def brief(
        request: Request, body: BriefBody, user: User = Depends(face.asker)
    ) -> Response:
        wanted = body.briefed()

        def begin(stop: Event) -> Iterator[Any]:
            return served.brief(user.name, wanted, stop)

        return await deliver(face, request, user, BRIEFING, begin, body.format)


def _comparing(router: APIRouter, face: Face) -> None:
    served = face.served

    @router.post(
        "/comparisons",
        summary="Who said what on a topic, issue by issue",
        responses=written(shapes_documents.Comparison, "All issues."),
    )
    async def compare(
        request: Request, body: CompareBody, user: User = Depends(face.asker)
    ) -> Response:
        filters = body.filters()

        def begin(_stop: Event) -> Iterator[Any]:
            return served.compare(user.name, body.topic, body.speakers, filters)

        return await deliver(face, request, user, COMPARISON, begin, body.format)

    @router.post(
        "/claims",
        summary="Who backs a claim, and who contradicts it",
        responses=written(shapes_documents.ClaimCheck, "Passages on either side."),
    )
    async def check_claim(
        request: Request, body: ClaimBody, user: User = Depends(face.asker)
    ) -> Response:
        filters = body.filters()

        def begin(_stop: Event) -> Iterator[Any]:
            return served.check_claim(user.name, body.claim, filters)

        return await deliver(face, request, user, CLAIM, begin, body.format)

    @router.post(
        "/statements",
        summary="Who said what, in all articles that pass",
        responses=told(shapes.Statements, "Article by article."),
    )
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
    """What is sent of an event of comparing, or of checking a claim."""
    if isinstance(event, StatementsRead):
        return Said("read", {"done": event.done, "total": event.total}, droppable=True)
    if isinstance(event, PassagesRead):
        return Said("weighed", {"done": event.done, "total": event.total}, droppable=True)
    if isinstance(event, IssueFound):
        cited = [citation_json(citation) for citation in event.citations]
        return Said("issue", issue_json(event.issue) | {"citations": cited})
    return None


SUMMARY = Kind("summary", Summary, say_summary)
BRIEFING = Kind("briefing", Briefing, say_briefing, stops_itself=True)
COMPARISON = Kind("comparison", Comparison, say_comparison)
CLAIM = Kind("claim", ClaimCheck, say_comparison)
