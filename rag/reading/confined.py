"""Parsers and extraction that run in a process with limits; Dateline's side of it.

A file that crashes, outgrows or outlasts that process fails alone, with its reason: the process is
ended, and the next file gets another. Knows nothing of how anything is parsed.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Literal, Self

import rag
from rag.errors import RefusedError, SourceError
from rag.reading import wire
from rag.settings import Settings
from rag.sources.feed import Feed
from rag.sources.kinds import Kind
from rag.types import Article, Failure, Found, RawArticle

_ROOT = Path(rag.__file__).parents[1]  # Dateline is run from its folder
_PASSED = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "SYSTEMROOT", "VIRTUAL_ENV")
_ENVIRONMENT = {
    # One thread, because each would reserve memory that counts against the limit.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}

_Task = Literal["table", "article", "page"]
"""What a process makes itself ready for; see `rag.reading.process`."""

_START_SECONDS = 300.0
"""For the process to get ready: a second or two, unless the machine is busy with other things."""

_log = logging.getLogger(__name__)


class ConfinedReader:
    """Implements `rag.sources.parsers.Parsers`. One process for all files, begun when first needed.

    Safe to use from several threads: they wait for each other. A table, which is read while other
    things are, gets a process of its own.
    """

    def __init__(self, settings: Settings) -> None:
        """Begins nothing yet; uses `parse_seconds` and `parse_memory_mb`."""
        self._settings = settings
        self._taking_turns = threading.Lock()
        self._process: _Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process."""
        with self._taking_turns:
            if self._process is not None:
                self._process.end()
                self._process = None

    @property
    def pid(self) -> int | None:
        """Of the process, if there is one just now."""
        return self._process.pid if self._process is not None else None

    def document(self, content: bytes, kind: Kind, *, path: str, declared: str = "") -> RawArticle:
        """As `rag.sources.files.read_content`."""
        job = wire.Job("document", path, kind=kind, declared=declared)
        return wire.RAW_ARTICLE.validate_json(self._one(job, content))

    def feed(self, content: bytes, *, path: str, url: str = "", charset: str = "") -> Feed:
        """As `rag.sources.feed.parse_feed`."""
        job = wire.Job("feed", path, url=url, declared=charset)
        return wire.FEED.validate_json(self._one(job, content))

    def article(self, raw: RawArticle) -> Article:
        """As `rag.articles.extract.extract`."""
        job = wire.Job("article", raw.path or raw.url or raw.title)
        return wire.ARTICLE.validate_json(self._one(job, wire.RAW_ARTICLE.dump_json(raw)))

    def table(self, path: Path, kind: Kind, settings: Settings) -> Iterator[Found | Failure]:
        """As `rag.sources.tables.find_in_table`."""
        job = wire.Job("table", str(path.absolute()), kind=kind, max_file_mb=settings.max_file_mb)
        process = _Process(self._settings, "table")
        self._begin("article")  # its rows will be made articles of: both get ready at once
        try:
            for what, content in process.answers(job, b""):
                if what == wire.ROW_FAILED:
                    yield wire.FAILURE.validate_json(content)
                else:
                    row = wire.TABLE_ROW.validate_json(content)
                    yield Found(row.key, row.path, row.digest, partial(_same, row.raw))
        finally:
            process.end()

    def _one(self, job: wire.Job, content: bytes) -> bytes:
        with self._taking_turns:
            answers = list(self._begun("page").answers(job, content))
        return answers[0][1]

    def _begin(self, task: _Task) -> None:
        with self._taking_turns:
            self._begun(task)

    def _begun(self, task: _Task) -> _Process:
        """The process, which is made ready for the task if there is none yet."""
        if self._process is None or not self._process.alive:
            self._process = _Process(self._settings, task)
        return self._process


class _Process:
    """One parsing process, and the clock that ends it."""

    def __init__(self, settings: Settings, task: _Task) -> None:
        self._seconds = settings.parse_seconds
        self._memory_mb = settings.parse_memory_mb
        self._overdue = False
        self._ready = False
        self._child = subprocess.Popen(
            [sys.executable, "-m", "rag.reading.process", str(self._memory_mb), task],
            cwd=_ROOT,
            # No keys, no passwords: of the environment only what a program needs to start.
            env={name: os.environ[name] for name in _PASSED if name in os.environ} | _ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def alive(self) -> bool:
        return self._child.poll() is None

    def end(self) -> None:
        """Ends it, whatever it does just now."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def answers(self, job: wire.Job, content: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The frames of the answer but for the last.

        Raises:
            SourceError: As the parser says, or because the process came to its end over it.
        """
        try:
            if not self._ready:
                with self._timed(_START_SECONDS):
                    self._received()
                self._ready = True
            with self._timed(self._seconds):
                assert self._child.stdin is not None
                wire.send(self._child.stdin, wire.RESULT, wire.JOB.dump_json(job))
                wire.send(self._child.stdin, wire.RESULT, content)
            while True:
                with self._timed(self._seconds):
                    what, answer = self._received()
                if what == wire.END:
                    return
                if what == wire.CANNOT:
                    raise _unreadable(answer)
                if what == wire.BUG:
                    raise self._bug(job, answer)
                yield what, answer
        except (EOFError, OSError, ValueError) as error:
            self.end()
            raise SourceError(job.path, self._ended_because()) from error

    def _received(self) -> tuple[bytes, bytes]:
        assert self._child.stdout is not None
        return wire.receive(self._child.stdout, wire.MAX_ANSWER_BYTES)

    @contextlib.contextmanager
    def _timed(self, seconds: float) -> Iterator[None]:
        """Kills the process when it takes too long: a pipe has no time-out of its own."""
        clock = threading.Timer(seconds, self._give_up)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def _give_up(self) -> None:
        self._overdue = True
        self._child.kill()

    def _ended_because(self) -> str:
        if self._overdue:
            return (
                f"took longer than {self._seconds:g} s to read; raise the setting parse_seconds, "
                "or split it"
            )
        if self._child.returncode == wire.OUT_OF_MEMORY:
            return (
                f"needs more than {self._memory_mb} MB to be read; raise the setting "
                "parse_memory_mb, or split it"
            )
        return "cannot be read: the program that reads it crashed over it; save its text only"

    @staticmethod
    def _bug(job: wire.Job, told: bytes) -> SourceError:
        lines = told.decode("utf-8", "replace").strip().splitlines() or ["no word"]
        _log.error("reading %s\n%s", job.path, "\n".join(lines))
        reason = f"it could not be read ({lines[-1][:200]}); please report this"
        return SourceError(job.path, reason)


def _unreadable(answer: bytes) -> SourceError:
    told = wire.UNREADABLE.validate_json(answer)
    return (RefusedError if told.refused else SourceError)(told.path, told.reason)


def _same(raw: RawArticle) -> RawArticle:
    return raw
