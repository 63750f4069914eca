"""Long work that goes on without its caller: begun, looked at, stopped; one job at a time.

A job belongs to the user who began it; for everybody else it does not exist. Jobs live in memory:
what an ingest has stored stays when Dateline ends, and is recognised when it is begun again.
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
from typing import TYPE_CHECKING, Literal, cast

from rag.api.failures import bug_json, error_json
from rag.contract import Json, when_json
from rag.errors import BusyError, DatelineError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Generator

KEPT = 200
"""Finished jobs that can still be looked at."""

MOST_WAITING = 16
"""Jobs that may wait; more are told to come back."""

RETRY_SECONDS = 30
"""What who finds too many jobs waiting is told."""

CLOSE_SECONDS = 2.0
"""For the article in hand when Dateline ends."""

State = Literal["waiting", "running", "done", "failed", "stopped"]

Work = Callable[[threading.Event], Iterator[Json]]
"""Given the event that stops it, yields its progress; the last one is its result."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """One job, changing as it goes. `cleanup` is called once, whatever becomes of it."""

    id: str
    kind: str
    user: str
    work: Work
    cleanup: Callable[[], None]
    state: State = "waiting"
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    finished: datetime | None = None
    last: Json | None = None
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
            "progress": None if over else self.last,
            "result": self.last if over and self.error is None else None,
            "error": self.error["error"] if self.error else None,
        }


class Jobs:
    """All jobs, and the thread that does them. Safe to use from several threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._jobs: dict[str, Job] = {}
        self._waiting: deque[Job] = deque()
        self._thread: threading.Thread | None = None
        self._closed = False

    def begin(
        self, kind: str, user: str, work: Work, *, cleanup: Callable[[], None] = lambda: None
    ) -> Json:
        """Puts a job at the end of the line; how far it is.

        Raises:
            BusyError: Too many are waiting; `cleanup` was not called.
        """
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                raise BusyError(
                    f"{len(self._waiting)} jobs are waiting already. Begin this one when one of "
                    "them is done.",
                    RETRY_SECONDS,
                )
            job = Job(secrets.token_hex(8), kind, user, work, cleanup)
            self._jobs[job.id] = job
            self._waiting.append(job)
            self._start()
            self._changed.notify_all()
            return job.json()

    def look(self, job_id: str, user: str) -> Json:
        """How far a job of this user is; raises NotFoundError."""
        return self._of(job_id, user).json()

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
            if job in self._waiting:
                self._waiting.remove(job)
                self._over(job, "stopped")
        return job.json()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def close(self) -> None:
        """Stops all of them and waits a little for the one in hand."""
        with self._changed:
            self._closed = True
            for job in self._jobs.values():
                job.stop.set()
            while self._waiting:
                self._over(self._waiting.popleft(), "stopped")
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(CLOSE_SECONDS)

    def _of(self, job_id: str, user: str) -> Job:
        job = self._jobs.get(job_id)
        if job is None or job.user != user:
            raise NotFoundError(f"you have no job {job_id!r}. /api/v1/jobs lists those there are.")
        return job

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                job = self._waiting.popleft()
                job.state = "running"
            self._do(job)

    def _do(self, job: Job) -> None:
        state: State = "failed"
        try:
            with closing(cast("Generator[Json]", job.work(job.stop))) as steps:
                for job.last in steps:
                    pass
            state = "stopped" if job.stop.is_set() else "done"
        except DatelineError as error:
            job.error = error_json(error)
        except Exception:  # noqa: BLE001 - logged, and told by the job
            # A thread has no caller to tell; the next jobs go on.
            _log.exception("a job of kind %r failed", job.kind)
            job.error = bug_json()
        with self._changed:
            self._over(job, state)

    def _over(self, job: Job, state: State) -> None:
        job.state, job.finished = state, datetime.now(UTC)
        job.cleanup()
        over = [one.id for one in self._jobs.values() if one.finished is not None]
        for job_id in over[:-KEPT]:
            del self._jobs[job_id]
