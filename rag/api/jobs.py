"""Long work that goes on without its caller: begun, looked at, stopped; a few at a time.

A job belongs to the user who began it; for everybody else it does not exist. Jobs live in memory:
what an ingest has stored stays when Dateline ends, and is recognised when it is begun again. That a
job was cut off by an end, whoever began it is told by the next start; see `rag.api.journal`.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Literal, cast

from rag.api.failures import bug_json, error_json
from rag.api.journal import Journal, Noted
from rag.contract import Json, when_json
from rag.contract_documents import Document, document_json
from rag.errors import BusyError, DatelineError, ModelError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Generator

KEPT = {"ingest": 200, "writing": 50}
"""Finished jobs of each lane that can still be looked at. What is written holds whole articles, a
large comparison megabytes of them."""

MOST_WAITING = 16
"""Jobs of one lane that may wait; more are told to come back."""

MOST_EACH = 8
"""Of these, how many of one user."""

AT_ONCE = {"ingest": 1, "writing": 4}
"""Lanes of jobs, and how many of each run together; those that write still take turns."""

LOOK_SECONDS = 0.25
"""Between two looks at a job that is watched."""

RETRY_SECONDS = 30
"""What who finds too many jobs waiting is told."""

CLOSE_SECONDS = 2.0
"""For the article in hand when Dateline ends."""

State = Literal["waiting", "running", "done", "failed", "stopped", "interrupted"]

INTERRUPTED = ModelError(
    "Dateline was ended while this was under way. What it had stored stays; begin the rest again."
)


@dataclass(frozen=True, slots=True)
class Finished:
    """The last step of a job: the document that it wrote, or else what it reports."""

    result: Document | Json

    @property
    def document(self) -> Document | None:
        return None if isinstance(self.result, dict) else self.result

    @property
    def json(self) -> Json:
        """Made when it is asked for: that of a large comparison takes megabytes."""
        return self.result if isinstance(self.result, dict) else document_json(self.result)


Work = Callable[[threading.Event], Iterator[Json | Finished]]
"""Given the event that stops it, yields its progress, and then what it came to."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """One job, changing as it goes; `work` is let go of once it is over.

    `cleanup` is called once, whatever becomes of it.
    """

    id: str
    kind: str
    user: str
    work: Work | None
    cleanup: Callable[[], None]
    state: State = "waiting"
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    finished: datetime | None = None
    last: Json | None = None
    result: Finished | None = None
    error: Json | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def json(self) -> Json:
        """How far it is; `progress` while it runs, `result` once it is done or was stopped."""
        over = self.finished is not None
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "created": when_json(self.created),
            "finished": when_json(self.finished),
            "progress": self.last,
            "result": self.result.json if over and self.result else None,
            "error": self.error["error"] if self.error else None,
        }


class Jobs:
    """All jobs, and the threads that do them. Safe to use from several threads."""

    def __init__(self, journal: Journal | None = None) -> None:
        """Takes over from the journal what the last end cut off."""
        self._changed = threading.Condition()
        self._journal = journal
        self._jobs: dict[str, Job] = {}
        self._waiting: dict[str, deque[Job]] = {lane: deque() for lane in AT_ONCE}
        self._threads: list[threading.Thread] = []
        self._closed = False
        for noted in journal.read() if journal else ():
            self._jobs[noted.id] = _cut_off(noted)

    def begin(
        self, kind: str, user: str, work: Work, *, cleanup: Callable[[], None] = lambda: None
    ) -> Json:
        """Puts a job at the end of its lane; how far it is.

        Raises:
            BusyError: Too many are waiting; `cleanup` was not called.
        """
        with self._changed:
            waiting = self._waiting[_lane(kind)]
            mine = sum(job.user == user for job in waiting)
            if len(waiting) >= MOST_WAITING or mine >= MOST_EACH:
                raise BusyError(
                    f"{len(waiting)} jobs are waiting already, {mine} of them yours. Begin this "
                    "one when one of them is done.",
                    RETRY_SECONDS,
                )
            job = Job(secrets.token_hex(8), kind, user, work, cleanup)
            self._jobs[job.id] = job
            waiting.append(job)
            self._note()
            self._start()
            self._changed.notify_all()
            return job.json()

    def look(self, job_id: str, user: str) -> Json:
        """How far a job of this user is; raises NotFoundError."""
        return self._of(job_id, user).json()

    def document(self, job_id: str, user: str) -> Document:
        """What a job of this user has written; raises NotFoundError."""
        result = self._of(job_id, user).result
        if result is None or result.document is None:
            raise NotFoundError(f"job {job_id!r} has written no document, or not yet.")
        return result.document

    def watch(self, job_id: str, user: str) -> Iterator[Json]:
        """How far a job of this user is, until it is over; raises NotFoundError."""
        job = self._of(job_id, user)
        while job.finished is None:
            yield job.json()
            with self._changed:
                self._changed.wait_for(lambda: job.finished is not None, LOOK_SECONDS)
        yield job.json()

    def all_of(self, user: str) -> list[Json]:
        """The user's jobs, newest first."""
        with self._changed:
            mine = [job for job in self._jobs.values() if job.user == user]
        return [job.json() for job in reversed(mine)]

    def stop(self, job_id: str, user: str) -> Json:
        """Asks a job to end after the article in hand; one that waits ends at once.

        Raises:
            NotFoundError: The user has no such job.
        """
        job = self._of(job_id, user)
        job.stop.set()
        with self._changed:
            waiting = self._waiting[_lane(job.kind)]
            if job in waiting:
                waiting.remove(job)
                self._over(job, "stopped")
        return job.json()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(len(waiting) for waiting in self._waiting.values())

    def close(self) -> None:
        """Cuts all of them off and waits a little for those in hand."""
        with self._changed:
            self._closed = True
            for job in self._jobs.values():
                job.stop.set()
            for waiting in self._waiting.values():
                while waiting:
                    self._over(waiting.popleft(), "interrupted")
            self._changed.notify_all()
        ends = monotonic() + CLOSE_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, ends - monotonic()))

    def _of(self, job_id: str, user: str) -> Job:
        job = self._jobs.get(job_id)
        if job is None or job.user != user:
            raise NotFoundError(f"you have no job {job_id!r}. /api/v1/jobs lists those there are.")
        return job

    def _start(self) -> None:
        if not self._threads:
            for lane, at_once in AT_ONCE.items():
                for number in range(at_once):
                    name = f"jobs-{lane}-{number}"
                    run = threading.Thread(target=self._run, args=(lane,), name=name, daemon=True)
                    self._threads.append(run)
                    run.start()

    def _run(self, lane: str) -> None:
        waiting = self._waiting[lane]
        while True:
            with self._changed:
                self._changed.wait_for(lambda: waiting or self._closed)
                if self._closed:
                    return
                job = waiting.popleft()
                job.state = "running"
            self._do(job)

    def _do(self, job: Job) -> None:
        state: State = "failed"
        assert job.work is not None  # only what is over has none
        try:
            with closing(cast("Generator[Json | Finished]", job.work(job.stop))) as steps:
                for step in steps:
                    if isinstance(step, Finished):
                        job.result = step
                    else:
                        job.last = step
            state = "stopped" if job.stop.is_set() else "done"
            if state == "stopped" and self._closed:
                state = "interrupted"
        except DatelineError as error:
            job.error = error_json(error)
        except Exception:  # noqa: BLE001 - logged, and told by the job
            # A thread has no caller to tell; the next jobs go on.
            _log.exception("a job of kind %r failed", job.kind)
            job.error = bug_json()
        with self._changed:
            self._over(job, state)

    def _over(self, job: Job, state: State) -> None:
        # First: who sees that a job is over may take all of it to be over.
        job.cleanup()
        job.state, job.finished, job.last = state, datetime.now(UTC), None
        if state == "interrupted":
            job.error = error_json(INTERRUPTED)
        job.work = None
        for lane, kept in KEPT.items():
            over = [one for one in self._jobs.values() if one.finished and _lane(one.kind) == lane]
            for old in over[:-kept]:
                del self._jobs[old.id]
        self._note()
        self._changed.notify_all()

    def _note(self) -> None:
        """What the next start is to tell of, as it is; once all are cut off, as it was then."""
        if self._journal is None or self._closed:
            return
        self._journal.write(
            [
                Noted(job.id, job.kind, job.user, job.created.isoformat())
                for job in self._jobs.values()
                if job.finished is None or job.state == "interrupted"
            ]
        )


def _cut_off(noted: Noted) -> Job:
    """A job of the last time, of which nothing but that is known."""
    job = Job(noted.id, noted.kind, noted.user, None, lambda: None, "interrupted")
    job.created = datetime.fromisoformat(noted.created)
    job.finished = datetime.now(UTC)
    job.error = error_json(INTERRUPTED)
    return job


def _lane(kind: str) -> str:
    return "ingest" if kind == "ingest" else "writing"
