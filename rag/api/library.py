"""Routes of the library: list, show, add, remove; and the jobs that add."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from starlette.responses import Response

from rag.api import shapes
from rag.api.bodies import queried
from rag.api.described import begun, document, told
from rag.api.documents import document_response, wants_events
from rag.api.face import Face
from rag.api.jobs import Finished, Work
from rag.api.ports import MachineDesk
from rag.api.streams import JsonLine, Said
from rag.contract import (
    Json,
    article_json,
    list_json,
    progress_json,
    report_json,
    statements_json,
)
from rag.errors import QuestionError
from rag.export import Format
from rag.sources.links import links_in
from rag.sources.uploads import received, safe_name
from rag.types import Failure, Filters, IngestEvent, IngestProgress
from rag.users import User

FAR = 10**9
"""No library has so many articles."""


def library_routes(face: Face) -> APIRouter:
    """The routes under /api/v1/articles and /api/v1/jobs."""
    router = APIRouter()
    _reading(router, face)
    _changing(router, face)
    _jobs(router, face)
    return router


def _reading(router: APIRouter, face: Face) -> None:
    desk = face.served.desk

    @router.get(
        "/articles",
        summary="Articles, newest first",
        responses=told(shapes.Articles, "Without their bodies."),
    )
    def list_articles(
        _user: User = Depends(face.reader),
        filters: Filters = Depends(queried),
        text: Annotated[str, Query(max_length=500, description="In title, outlet, author.")] = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        offset: Annotated[int, Query(ge=0, le=FAR)] = 0,
    ) -> Response:
        return JsonLine(list_json(desk.articles(filters, text=text, limit=limit, offset=offset)))

    @router.get(
        "/articles/{article_id}",
        summary="One version of an article, whole",
        responses=told(shapes.Article, "With its body."),
    )
    def show_article(article_id: str, _user: User = Depends(face.reader)) -> Response:
        return JsonLine(article_json(desk.article(article_id)))

    @router.get(
        "/articles/{article_id}/statements",
        summary="Who says what in it",
        responses=told(shapes.Statements, "In the order of the text."),
    )
    def show_statements(
        article_id: str,
        _user: User = Depends(face.asker),
        speaker: Annotated[str, Query(max_length=500)] = "",
        topic: Annotated[str, Query(max_length=500)] = "",
    ) -> Response:
        found = desk.statements([article_id], speaker=speaker, topic=topic)
        return JsonLine(statements_json(found))


def _changing(router: APIRouter, face: Face) -> None:
    desk = face.served.desk

    @router.post(
        "/articles",
        status_code=202,
        summary="Add files and pages, as a job",
        responses=begun("The job that reads them."),
    )
    def add_articles(
        user: User = Depends(face.editor),
        files: Annotated[list[UploadFile], File(max_length=1000)] = [],  # noqa: B006
        urls: Annotated[list[str], Form(max_length=1000)] = [],  # noqa: B006
    ) -> Response:
        links, refused = links_in("\n".join(urls))
        if refused:
            raise QuestionError(f"{refused[0].path[:200]!r} {refused[0].reason}.")
        if not files and not links:
            raise QuestionError("nothing to add: send `files`, or `urls` of pages or feeds.")
        folder = Path(tempfile.mkdtemp(prefix="dateline-"))

        def cleanup() -> None:
            shutil.rmtree(folder, ignore_errors=True)

        try:
            paths = [_saved(file, folder / str(number)) for number, file in enumerate(files)]
            job = face.jobs.begin("ingest", user.name, _ingest(desk, paths, links), cleanup=cleanup)
        except BaseException:
            cleanup()
            raise
        return JsonLine(job, 202, {"location": f"/api/v1/jobs/{job['id']}"})

    @router.delete(
        "/articles/{article_id}",
        summary="Remove an article with all its versions",
        responses=told(shapes.Removed, "It is gone."),
    )
    def remove_article(article_id: str, _user: User = Depends(face.editor)) -> Response:
        return JsonLine({"removed": desk.remove(article_id)})


def _jobs(router: APIRouter, face: Face) -> None:
    @router.get(
        "/jobs",
        summary="Your jobs, newest first",
        responses=told(shapes.Jobs, "Those under way, and those over not long ago."),
    )
    def list_jobs(user: User = Depends(face.reader)) -> Response:
        return JsonLine({"jobs": face.jobs.all_of(user.name)})

    @router.get(
        "/jobs/{job_id}",
        summary="How far a job is; as events, until it is over",
        responses=told(shapes.Job, "How far it is.", events=True),
    )
    async def show_job(
        request: Request, job_id: str, user: User = Depends(face.reader)
    ) -> Response:
        if wants_events(request):
            steps = face.jobs.watch(job_id, user.name)
            return await face.watcher.stream(request, steps, lambda step: Said("job", step))
        return JsonLine(face.jobs.look(job_id, user.name))

    @router.get(
        "/jobs/{job_id}/document",
        summary="What a job has written, as a file",
        responses=document("What it has written, in the shape of its kind."),
    )
    def job_document(
        job_id: str, user: User = Depends(face.reader), format: Format = "json"
    ) -> Response:
        return document_response(face.jobs.document(job_id, user.name), format)

    @router.delete(
        "/jobs/{job_id}",
        summary="Stop a job; what it has stored stays",
        responses=told(shapes.Job, "It is asked to end."),
    )
    def stop_job(job_id: str, user: User = Depends(face.reader)) -> Response:
        return JsonLine(face.jobs.stop(job_id, user.name))


def _saved(file: UploadFile, folder: Path) -> Path:
    """A copy that outlives the request, alone in its folder, under its own name."""
    folder.mkdir()
    path = folder / safe_name(file.filename or "")
    with path.open("wb") as kept:
        shutil.copyfileobj(file.file, kept)
    return path


def _ingest(desk: MachineDesk, files: Sequence[Path], links: Sequence[str]) -> Work:
    """The work of a job: files are known by their names, as in the web app."""

    def work(stop: threading.Event) -> Iterator[Json | Finished]:
        with received(files, desk.settings.home) as uploads:
            folder = uploads.paths[0].parent if uploads.paths else None
            for event in desk.ingest([*uploads.paths, *links], stop=stop):
                failed = (*uploads.failed, *(_named(one, folder) for one in event.failed))
                event = replace(event, failed=failed)
                yield _event_json(event)

    return work


def _event_json(event: IngestEvent) -> Json | Finished:
    if isinstance(event, IngestProgress):
        return progress_json(event)
    return Finished(report_json(event))


def _named(failure: Failure, folder: Path | None) -> Failure:
    """Without the place that an upload had on this machine, which is nobody else's business."""
    path = Path(failure.path)
    return replace(failure, path=path.name) if path.parent == folder else failure
