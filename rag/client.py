"""A Python client for a Dateline that is served: `with Client(url, key=...) as dateline`.

Typed where code is written against it (answers, citations, articles, hits, jobs); documents come
as the JSON of `rag.contract_documents`. Needs httpx only, and nothing of the rest of Dateline.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import httpx

Json = dict[str, Any]

TIMEOUT_SECONDS = 330.0
"""Longer than Dateline lets an answer take."""

POLL_SECONDS = 0.5
"""Between two looks at a job."""


class ClientError(Exception):
    """Dateline refused or failed; `str` of it says why and what to do.

    Attributes:
        status: Of HTTP.
        kind: As `error.type` names it: "not_found", "busy".
        retry_after: Seconds to wait before trying again, where Dateline tells.
    """

    def __init__(self, message: str, status: int, kind: str, retry_after: float | None) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Citation:
    """What a mark stands for: `quote` is `body[start:end]` of the article."""

    n: int
    article_id: str
    title: str
    source: str
    published: str | None
    url: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `json` is all of it, `remembered` whether it was given before."""

    question: str
    text: str
    abstained: bool
    citations: tuple[Citation, ...]
    remembered: bool
    json: Json


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found."""

    rank: int
    score: float
    article_id: str
    title: str
    source: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Job:
    """Long work: `state` is "waiting", "running", "done", "failed", "stopped" or "interrupted"."""

    id: str
    kind: str
    state: str
    progress: Json | None
    result: Json | None
    error: Json | None

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed", "stopped", "interrupted")


@dataclass(frozen=True, slots=True)
class Only:
    """What narrows a request: dates as 2026-03-02 or ISO 8601, outlets by name."""

    since: str | None = None
    until: str | None = None
    sources: Sequence[str] = ()

    def json(self) -> Json:
        """As the API takes it."""
        dates = {"from": self.since, "to": self.until, "sources": list(self.sources)}
        return {name: value for name, value in dates.items() if value}


ALL = Only()


class Client:
    """Speaks to one Dateline. Every call raises ClientError, or httpx's own when nobody answers."""

    def __init__(
        self,
        url: str = "http://127.0.0.1:7860",
        *,
        key: str = "",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Opens nothing yet.

        Args:
            url: Where Dateline is served, without a path.
            key: An API key; none where there are no users.
            transport: In place of the network, for tests.
        """
        headers = {"authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(
            base_url=url, headers=headers, timeout=TIMEOUT_SECONDS, transport=transport
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    # The library

    def articles(self, only: Only = ALL, *, text: str = "", limit: int = 100) -> list[Json]:
        """Articles without their bodies, newest first."""
        given = only.json()
        params = {"source": given.pop("sources", []), **given, "text": text, "limit": limit}
        listed: list[Json] = self._get("/api/v1/articles", params)["articles"]
        return listed

    def article(self, article_id: str) -> Json:
        """One article with its body."""
        return self._get(f"/api/v1/articles/{article_id}")

    def add(self, files: Sequence[Path] = (), urls: Sequence[str] = ()) -> Job:
        """Begins to read files and pages into the library; for editors. See `wait`."""
        sent = [("files", (path.name, path.read_bytes())) for path in files]
        response = self._http.post("/api/v1/articles", files=sent or None, data={"urls": [*urls]})
        return _job(_json(response))

    def remove(self, article_id: str) -> list[str]:
        """Removes an article with all its versions; for editors. The ids removed."""
        removed: list[str] = _json(self._http.delete(f"/api/v1/articles/{article_id}"))["removed"]
        return removed

    # Asking

    def search(self, query: str, only: Only = ALL, *, k: int = 10) -> list[Hit]:
        """The passages that fit best."""
        found = self._post("/api/v1/search", {"query": query, "k": k, **only.json()})
        return [Hit(**_chosen(Hit, hit)) for hit in found["hits"]]

    def ask(
        self, question: str, only: Only = ALL, *, history: Sequence[tuple[str, str]] = ()
    ) -> Answer:
        """A cited answer, or that the articles do not say; `history` is (question, answer)."""
        turns = [{"question": asked, "text": told} for asked, told in history]
        body = {"question": question, "history": turns, **only.json()}
        response = self._http.post("/api/v1/ask", json=body)
        return _answer(_json(response), response.headers.get("dateline-cache") == "hit")

    def ask_events(self, question: str, only: Only = ALL) -> Iterator[tuple[str, Json]]:
        """(name, JSON) of "found", "evidence", any number of "draft" and "waiting", and "answer".

        An answer that was given before comes with its evidence, without what was "found".
        Closing the iterator ends the work.
        """
        body = {"question": question, **only.json()}
        headers = {"accept": "text/event-stream"}
        with self._http.stream("POST", "/api/v1/ask", json=body, headers=headers) as response:
            if response.is_error:
                response.read()
            _raise_for(response)
            name = ""
            for line in response.iter_lines():
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    event = json.loads(value)
                    if name == "error":
                        raise _error(event["error"], response)
                    yield name, event

    # Documents

    def summarise(
        self, article_id: str, length: Literal["line", "paragraph", "bullets"] = "paragraph"
    ) -> Json:
        """One article, every sentence cited."""
        return self._post("/api/v1/summaries", {"article": article_id, "length": length})

    def stories(self, only: Only = ALL) -> list[Json]:
        """Clusters of articles on one event."""
        given = only.json()
        params = {"source": given.pop("sources", []), **given}
        found: list[Json] = self._get("/api/v1/stories", params)["stories"]
        return found

    def brief(
        self,
        topic: str = "",
        only: Only = ALL,
        *,
        story: str = "",
        length: Literal["paragraph", "half", "page"] = "page",
    ) -> Job:
        """Begins to write a page on a topic or a story; see `wait` and `document`."""
        body = {"topic": topic, "story": story, "length": length, **only.json()}
        return self._begin("/api/v1/briefings", body)

    def compare(self, topic: str, only: Only = ALL, *, speakers: Sequence[str] = ()) -> Job:
        """Begins to compare who said what; see `wait` and `document`."""
        body = {"topic": topic, "speakers": list(speakers), **only.json()}
        return self._begin("/api/v1/comparisons", body)

    def check_claim(self, claim: str, only: Only = ALL) -> Json:
        """Who backs a claim, and who contradicts it."""
        return self._post("/api/v1/claims", {"claim": claim, **only.json()})

    def statements(self, only: Only = ALL, *, speaker: str = "", topic: str = "") -> list[Json]:
        """Who said what, each with its quote."""
        body = {"speaker": speaker, "topic": topic, **only.json()}
        found: list[Json] = self._post("/api/v1/statements", body)["statements"]
        return found

    # Jobs

    def job(self, job_id: str) -> Job:
        """How far it is."""
        return _job(self._get(f"/api/v1/jobs/{job_id}"))

    def stop(self, job_id: str) -> Job:
        """Asks it to end with what there is."""
        return _job(_json(self._http.delete(f"/api/v1/jobs/{job_id}")))

    def wait(self, job: Job) -> Job:
        """The job once it is over; raises ClientError if it failed."""
        while not job.over:
            time.sleep(POLL_SECONDS)
            job = self.job(job.id)
        if job.error:
            raise ClientError(job.error["message"], 200, job.error["type"], None)
        return job

    def document(self, job: Job, format: Literal["md", "html", "docx", "pdf", "json"]) -> bytes:
        """What the job has written, as a file."""
        params = {"format": format}
        response = self._http.get(f"/api/v1/jobs/{job.id}/document", params=params)
        _raise_for(response)
        return response.content

    def _get(self, path: str, params: Mapping[str, Any] | None = None) -> Json:
        return _json(self._http.get(path, params=params))

    def _post(self, path: str, body: Json) -> Json:
        return _json(self._http.post(path, json=body))

    def _begin(self, path: str, body: Json) -> Job:
        headers = {"prefer": "respond-async"}
        return _job(_json(self._http.post(path, json=body, headers=headers)))


def _json(response: httpx.Response) -> Json:
    _raise_for(response)
    told: Json = response.json()
    return told


def _raise_for(response: httpx.Response) -> None:
    if not response.is_error:
        return
    try:
        told = response.json()["error"]
    except (ValueError, KeyError, TypeError):
        told = {"type": "http", "message": f"{response.url} answered {response.status_code}"}
    raise _error(told, response)


def _error(told: Json, response: httpx.Response) -> ClientError:
    wait = response.headers.get("retry-after", "")
    retry_after = float(wait) if wait.isdigit() else None
    return ClientError(told["message"], response.status_code, told["type"], retry_after)


def _answer(told: Json, remembered: bool) -> Answer:
    citations = tuple(Citation(**_chosen(Citation, one)) for one in told["citations"])
    return Answer(told["question"], told["text"], told["abstained"], citations, remembered, told)


def _job(told: Json) -> Job:
    return Job(**_chosen(Job, told))


def _chosen(kind: type, told: Json) -> Json:
    """The fields that a class has: a later Dateline may tell more."""
    return {name: told[name] for name in kind.__dataclass_fields__}  # type: ignore[attr-defined]
