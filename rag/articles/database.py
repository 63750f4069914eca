"""One SQLite file: a connection for each thread, transactions, and failures in plain words.

Knows nothing of articles; what the tables are is in `schema`.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rag.articles import schema
from rag.errors import LibraryFullError, StoreError

BUSY_SECONDS = 30.0
"""How long a writer waits for another program to finish its transaction."""

_SPARE_BYTES = 1 << 20  # with less than this on the disk, an input/output error means "full"
_WRONG_FILE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_TAKEN = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_BARRED = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_AUTH,
}

_NONE: Mapping[str, Callable[[int], int]] = MappingProxyType({})


class _Held:
    """A thread's connection, closed with the thread that held it.

    Connections are in reference cycles with their statement cache: left to themselves they would
    stay open until some garbage collection.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class Database:
    """`library.db` in the folder `home`, made if it is not there. Safe to use from any thread."""

    def __init__(self, home: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Opens the file and makes its tables.

        Raises:
            StoreError: The folder or file cannot be opened, is damaged, or is of a newer version.
        """
        self.path = home / "library.db"
        self._busy_seconds = busy_seconds
        self._local = threading.local()
        self._closed = False
        # Weak, so that the connection of a thread that ended is closed with it.
        self._held: weakref.WeakSet[_Held] = weakref.WeakSet()
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the folder {str(home)!r} cannot be made: {error.strerror}. "
                "Choose another with --home."
            ) from error
        with self.transaction() as connection:
            schema.create(connection)

    def read(
        self,
        sql: str,
        parameters: Sequence[Any] = (),
        functions: Mapping[str, Callable[[int], int]] = _NONE,
    ) -> list[tuple[Any, ...]]:
        """All rows of one query: a consistent view, whatever other programs write meanwhile.

        Args:
            sql: The query.
            parameters: In the order of its question marks.
            functions: What the query may call, by name.

        Raises:
            StoreError: The file cannot be read.
        """
        with self._translated():
            connection = self._connection()
            for name, function in functions.items():
                connection.create_function(name, 1, function)
            return connection.execute(sql, parameters).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: all that is done inside lands when it ends well, else nothing.

        Raises:
            LibraryFullError: No space is left on the disk.
            StoreError: The file is damaged, barred, or another program wrote for too long.
        """
        with self._translated():
            connection = self._connection()
            # IMMEDIATE: a reader that turns writer half-way could fail although it waits.
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # SQLite has already rolled back by itself after some failures.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Closes the connections of all threads; using the database afterwards is an error."""
        self._closed = True
        for held in list(self._held):
            held.connection.close()

    def _connection(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(f"the library {str(self.path)!r} has been closed. Open it again.")
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            held = _Held(self._connect())
            self._local.held = held
            self._held.add(held)
        return held.connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path,
            timeout=self._busy_seconds,
            isolation_level=None,  # transactions are begun here, never behind our back
            check_same_thread=False,  # each thread has its own; `close` closes them all
        )
        connection.create_function("folded", 1, str.casefold, deterministic=True)
        connection.execute("PRAGMA foreign_keys = ON")
        self._switch_to_wal(connection)
        # In WAL mode NORMAL survives any crash of Dateline; a power cut can lose the last
        # transactions but never damages the file, and the next ingest brings them back.
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _switch_to_wal(self, connection: sqlite3.Connection) -> None:
        """Readers and one writer at once. The switch itself does not wait for others: we do."""
        deadline = time.monotonic() + self._busy_seconds
        while True:
            try:
                if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                    connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if _code(error) not in _TAKEN or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise  # our own mistake, not the library's state
        except sqlite3.DatabaseError as error:
            raise self._in_words(error) from error

    def _in_words(self, error: sqlite3.DatabaseError) -> StoreError:
        path, code = str(self.path), _code(error)
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and self._disk_is_full()):
            return LibraryFullError(
                f"no space is left on the disk that holds {path!r}. Everything stored before is "
                "safe. Free some space and start the same ingest again: it goes on where it "
                "stopped."
            )
        if code in _WRONG_FILE:
            return StoreError(
                f"{path!r} is damaged or not a Dateline library ({error}). Put a copy of it back "
                "if you have one; otherwise move it away and ingest your articles again."
            )
        if code in _TAKEN:
            return StoreError(
                f"another program has been writing to {path!r} for more than "
                f"{self._busy_seconds:g} seconds. Wait until it is done, then try again."
            )
        if code in _BARRED:
            return StoreError(
                f"{path!r} cannot be opened or written ({error}). Check who owns the file and its "
                "folder, or choose another folder with --home."
            )
        return StoreError(
            f"{path!r} cannot be used ({error}). Run `python -m rag doctor` to find out more."
        )

    def _disk_is_full(self) -> bool:
        return shutil.disk_usage(self.path.parent).free < _SPARE_BYTES


def _code(error: sqlite3.Error) -> int:
    """The primary result code; the upper bits only refine it."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
