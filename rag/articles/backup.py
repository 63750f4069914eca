"""A library's folder -> one checked file, while it is in use; and back into a folder that is not.

Knows the database and copies what else it is told by name; the archive's format is in `archive`.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from rag.articles import archive
from rag.articles.archive import Manifest
from rag.articles.check import check
from rag.articles.database import Database
from rag.errors import NotFoundError, StoreError

_DATABASE = "library.db"
_JOURNALS = ("library.db-wal", "library.db-shm", "library.db-journal")


def back_up(home: Path, target: Path, *, beside: Sequence[str] = ()) -> Manifest:
    """Writes the library of `home`, as it is at this moment, to the file `target`.

    Readers and writers of the library go on meanwhile: the copy is one read transaction.

    Args:
        home: The library's folder.
        target: The backup; replaced whole, or not at all.
        beside: Names of other files in `home` to keep, where they are there.

    Raises:
        NotFoundError: There is no library.
        StoreError: The library is damaged, or the backup cannot be written.
    """
    if not (home / _DATABASE).exists():
        raise NotFoundError(f"there is no library in {str(home)!r}. Name another with --home.")
    database = Database(home)
    try:
        with tempfile.TemporaryDirectory(dir=_folder_of(target), prefix=".backup-") as folder:
            copied = Path(folder) / _DATABASE
            # Compacted, so what was removed does not live on in unused pages of the copy.
            database.read("VACUUM INTO ?", (str(copied),))
            kept = {name: home / name for name in beside if (home / name).is_file()}
            articles, generation = _totals(copied)
            return archive.write(
                target,
                {_DATABASE: copied, **kept},
                made=datetime.now(UTC).isoformat(timespec="seconds"),
                articles=articles,
                generation=generation,
            )
    finally:
        database.close()


def restore(
    source: Path,
    home: Path,
    *,
    beside: Sequence[str] = (),
    derived: Sequence[str] = (),
    replace: bool = False,
) -> Manifest:
    """Puts the library of a backup into `home`, after all of it was unpacked and checked there.

    Args:
        source: The backup.
        home: A folder, made if need be.
        beside: Names of other files to put back, where `home` has none of that name: users who
            were removed since must not come back.
        derived: Names of folders in `home` that are made of the database, to be removed.
        replace: Whether a library with articles may be replaced.

    Raises:
        StoreError: The backup is damaged, foreign or of a newer Dateline, or holds a library that
            is not sound; `home` holds articles and may not be replaced, or is in use.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
            staged = Path(folder)
            with archive.reading(source) as (manifest, packed):
                if _DATABASE not in manifest.files:
                    raise archive.damaged(source, "it holds no library")
                wanted = [name for name in beside if name in manifest.files]
                for name in (_DATABASE, *wanted):
                    archive.unpack(packed, manifest, name, staged / name, source)
            _check_sound(staged, source)
            _make_way(home, replace=replace)
            for name in derived:
                shutil.rmtree(home / name, ignore_errors=True)
            for name in wanted:
                if not (home / name).exists():
                    (staged / name).replace(home / name)
            (staged / _DATABASE).replace(home / _DATABASE)
    except OSError as error:
        raise StoreError(
            f"the library cannot be put back into {str(home)!r}: {error.strerror or error}. Make "
            "room there, or choose another folder with --home."
        ) from error
    return manifest


def _folder_of(target: Path) -> Path:
    if not target.parent.is_dir():
        raise StoreError(f"there is no folder {str(target.parent)!r}. Make it, or choose another.")
    if target.is_dir():
        raise StoreError(f"{str(target)!r} is a folder. Give the backup the name of a file.")
    return target.parent


def _totals(path: Path) -> tuple[int, int]:
    """Current articles and generation of a copy that nobody else has open."""
    with closing(sqlite3.connect(path)) as connection:
        (articles,) = connection.execute("SELECT count(DISTINCT article) FROM places").fetchone()
        (generation,) = connection.execute("SELECT generation FROM meta").fetchone()
    return articles, generation


def _check_sound(staged: Path, source: Path) -> None:
    """Brings the unpacked database up to this Dateline's format and looks at all of it."""
    database = Database(staged)
    try:
        wrong = [one for one in check(database) if not one.ok]
    finally:
        database.close()
    if wrong:
        raise archive.damaged(source, f"{wrong[0].name}: {wrong[0].detail}")
    # Closing the last connection empties the journal into the file, which can be moved alone.
    if any((staged / name).exists() for name in _JOURNALS):
        raise archive.damaged(source, "its database could not be closed")


def _make_way(home: Path, *, replace: bool) -> None:
    """Makes sure that nobody uses the library of `home`, and that it may be replaced."""
    path = home / _DATABASE
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=1.0, isolation_level=None)) as connection:
            # Only whoever is alone with a database can take it out of WAL mode. It also empties
            # the journal, which would otherwise be taken for one of the database put back.
            connection.execute("PRAGMA journal_mode = DELETE")
            held = _held(connection)
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"the library {str(path)!r} is in use ({error}). Stop what uses it (`serve`, an "
            "ingest), then restore again."
        ) from error
    except sqlite3.DatabaseError:
        held = -1  # damaged: a common reason to restore, but no reason to do so unasked
    if held and not replace:
        what = f"holds {held} articles" if held > 0 else "cannot be read"
        raise StoreError(
            f"the library {str(path)!r} {what}. Restore into another folder with --home, or say "
            "--replace to lose what is there."
        )
    for name in _JOURNALS:
        (home / name).unlink(missing_ok=True)


def _held(connection: sqlite3.Connection) -> int:
    """Articles of any version; 0 for a database that has no tables yet."""
    tables = "SELECT count(*) FROM sqlite_master WHERE name = 'articles'"
    if connection.execute(tables).fetchone() == (0,):
        return 0
    (held,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    return int(held)
