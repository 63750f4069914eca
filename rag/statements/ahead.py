"""Reading who said what before anybody asks: one article after another, while nobody waits.

A thread of its own, beside what is served. What it has read lies in the store, so a restart goes
on where the last one ended. Knows nothing of who is served; it is told how to find out.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from filelock import FileLock, Timeout

from rag.errors import ModelMissingError, NotFoundError, StoreError
from rag.ports import ArticleStore
from rag.statements.kept import KeptStatements
from rag.types import Check, Readings

LOCK = "reading.lock"
"""In the library's folder: of several programs that serve one library, one reads ahead."""

BUSY_SECONDS = 0.5
"""Between two looks whether somebody still waits for something."""

SETTLE_SECONDS = 2.0
"""The library must have stayed as it is for so long: reading would slow an ingest."""

IDLE_SECONDS = 5.0
"""Between two looks at a library of which everything has been read, or that another one reads."""

RETRY_SECONDS = 300.0
"""After a failure that is none of the article's: no parser, no space on the disk."""

STOPPING_SECONDS = 2.0
"""For the article in hand when it is to end."""

_log = logging.getLogger(__name__)


class ReadingAhead:
    """Reads all articles of a library, newest first. `start` and `close` it from one thread.

    It takes turns with rest, as long as the work: the interpreter runs one thread at a time, and a
    thread of lower priority that holds it would hold up all others.
    """

    def __init__(self, store: ArticleStore, statements: KeptStatements, home: Path) -> None:
        """Begins nothing.

        Args:
            store: Of the library.
            statements: What reads an article and stores what it says.
            home: The library's folder, where programs agree on which of them reads.
        """
        self._store = store
        self._statements = statements
        # Not bound to a thread: `close` lets go of what the reading thread took.
        self._lock = FileLock(home / LOCK, thread_local=False)
        self._busy: Callable[[], bool] = lambda: False
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._generation = -1
        self._elsewhere = False  # another program reads
        self._listed = False
        self._due: deque[str] = deque()
        self._unreadable: set[str] = set()
        self._problem = ""

    @property
    def state(self) -> Readings:
        """How far it is."""
        articles = self._store.counts()["articles"]
        known = self._listed and self._generation == self._store.generation
        due = len(self._due) if known else len(self._statements.unread())
        read = articles - due - (len(self._unreadable) if known else 0)
        going = self._thread is not None and due > 0 and not (self._elsewhere or self._problem)
        return Readings(max(0, read), articles, going, self._problem)

    def check(self) -> Check:
        """The same for `doctor`: what is not read yet is no fault."""
        unread = len(self._statements.unread())
        articles = self._store.counts()["articles"]
        rest = "; the rest is read while it is served, or when it is compared" if unread else ""
        return Check("who said what", True, f"read in {articles - unread} of {articles}{rest}")

    def start(self, busy: Callable[[], bool]) -> None:
        """Begins to read behind what else is done.

        Args:
            busy: Whether somebody waits for something just now; reading waits for them.
        """
        self._busy = busy
        self._thread = threading.Thread(target=self._run, name="reading ahead", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends it, after the article in hand if that takes no longer than a moment.

        Once asked, it is not waited for again.
        """
        asked_before = self._stop.is_set()
        self._stop.set()
        if self._thread is not None and not asked_before:
            self._thread.join(STOPPING_SECONDS)
        self._lock.release()

    def step(self) -> float:
        """Reads one article if one is due and nobody waits; the seconds to rest then."""
        try:
            return self._step()
        except (ModelMissingError, StoreError, OSError) as error:
            if str(error) != self._problem and not self._stop.is_set():
                _log.warning("reading ahead who said what: %s", error)
            self._problem = str(error)
            return RETRY_SECONDS

    def _step(self) -> float:
        if self._busy():
            return BUSY_SECONDS
        if not self._is_mine():
            return IDLE_SECONDS
        if self._changes():
            return SETTLE_SECONDS
        if not self._listed:
            self._list()
        if not self._due:
            return IDLE_SECONDS
        started = perf_counter()
        self._read(self._due[0])
        self._due.popleft()
        self._problem = ""
        return perf_counter() - started

    def _run(self) -> None:
        rest = 0.0
        while not self._stop.wait(rest):
            rest = self.step()

    def _is_mine(self) -> bool:
        """Whether it is this program that reads ahead; from then on it is until it ends."""
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            self._elsewhere = True
            return False
        except NotImplementedError:  # a file system without locks: at worst it is read twice
            pass
        self._elsewhere = False
        return True

    def _changes(self) -> bool:
        """Whether articles came or went since the last look."""
        generation = self._store.generation
        if generation == self._generation:
            return False
        self._generation = generation
        self._listed = False
        return True

    def _list(self) -> None:
        unread = self._statements.unread()
        self._unreadable.intersection_update(unread)  # the others were removed
        self._due = deque(one for one in unread if one not in self._unreadable)
        self._listed = True

    def _read(self, article_id: str) -> None:
        try:
            self._statements.statements(self._store.article(article_id))
        except NotFoundError:
            return  # removed since
        except (ModelMissingError, StoreError):
            raise
        except Exception:  # noqa: BLE001 - nobody waits for a thread's exception: the log must have it
            if not self._stop.is_set():
                _log.exception("who said what in %s cannot be read; the others are", article_id)
            self._unreadable.add(article_id)
