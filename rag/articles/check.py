"""Whether a library's database is sound: what `doctor` asks of it. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from rag.articles import reads
from rag.articles.database import Database
from rag.articles.rows import UNIT_TOLERANCE
from rag.errors import StoreError
from rag.types import Check

_RESTORE = (
    "Put a copy of library.db back if you have one; otherwise move it away and ingest your "
    "articles again."
)
_AGAIN = "Remove these articles and ingest them again."
_COMPARE = "Run `python -m rag doctor --repair`: all articles are compared anew."
_SHOWN = 5  # ids named in a detail
_BATCH = 4096  # vectors looked at together

# Each finds what should not be: the id of an article, or a row.
_MISPLACED = """
    SELECT DISTINCT articles.id FROM articles JOIN {table} ON {table}.article = articles.number
    WHERE {table}.start < 0 OR {table}.stop <= {table}.start
       OR {table}.stop > length(articles.body)
"""
_MISREAD = """
    SELECT articles.id FROM readings JOIN articles ON articles.number = readings.article
    WHERE readings.statements <> (
        SELECT count(*) FROM statements WHERE statements.article = readings.article
    )
"""
_ASTRAY = """
    SELECT id FROM articles WHERE EXISTS (SELECT 1 FROM places WHERE article = number)
       AND NOT EXISTS (SELECT 1 FROM copies WHERE copies.article = number)
    UNION
    SELECT id FROM copies JOIN articles ON number = article
    WHERE origin NOT IN (SELECT article FROM copies WHERE article = origin)
"""
_UNSEARCHABLE = """
    SELECT id FROM articles WHERE EXISTS (SELECT 1 FROM places WHERE article = number)
       AND NOT EXISTS (SELECT 1 FROM chunks WHERE article = number)
"""
_LEFT_BEHIND = """
    SELECT id FROM articles WHERE NOT EXISTS (SELECT 1 FROM history WHERE article = number)
    UNION
    SELECT id FROM articles WHERE EXISTS (SELECT 1 FROM chunks WHERE article = number)
       AND NOT EXISTS (SELECT 1 FROM places WHERE article = number)
    UNION
    SELECT 'row ' || row FROM vectors WHERE row NOT IN (SELECT row FROM chunks)
    UNION
    SELECT 'row ' || row FROM chunks WHERE row NOT IN (SELECT row FROM vectors)
    UNION
    SELECT 'row ' || id FROM fulltext_docsize WHERE id NOT IN (SELECT row FROM chunks)
    UNION
    SELECT 'row ' || row FROM chunks WHERE row NOT IN (SELECT id FROM fulltext_docsize)
"""


def check(database: Database) -> list[Check]:
    """All that can be wrong inside the database, looked at in turn; the order is fixed."""
    found = [_file(database)]
    if not found[0].ok:
        return found  # of a damaged file nothing else can be believed
    found += [
        _counts(database),
        _none(database, "sentences lie in their articles", _MISPLACED.format(table="sentences")),
        _none(database, "chunks lie in their articles", _MISPLACED.format(table="chunks")),
        _none(database, "statements lie in their articles", _MISPLACED.format(table="statements")),
        _none(database, "no statement is missing", _MISREAD),
        _none(database, "every article has its place among its copies", _ASTRAY, _COMPARE),
        _none(database, "every article can be found", _UNSEARCHABLE),
        _none(database, "nothing is left behind", _LEFT_BEHIND),
        _vectors(database),
        _full_text(database),
    ]
    return found


def _file(database: Database) -> Check:
    name = "database file"
    try:
        said = [str(line) for (line,) in database.read("PRAGMA integrity_check(5)")]
        broken = database.read("PRAGMA foreign_key_check")
    except StoreError as error:
        return Check(name, False, str(error), _RESTORE)
    if said == ["ok"] and not broken:
        return Check(name, True, str(database.path))
    detail = "; ".join(said if said != ["ok"] else [f"{len(broken)} broken references"])
    return Check(name, False, detail, _RESTORE)


def _counts(database: Database) -> Check:
    totals = reads.totals(database)
    ok = totals["chunks"] == totals["vectors"] == totals["fulltext"]
    detail = (
        f"{totals['articles']} articles, {totals['chunks']} chunks, {totals['vectors']} vectors, "
        f"{totals['fulltext']} full-text rows, {totals['statements']} statements"
    )
    return Check("counts agree", ok, detail, "" if ok else _RESTORE)


def _none(database: Database, name: str, sql: str, remedy: str = _AGAIN) -> Check:
    wrong = [str(value) for (value,) in database.read(sql)]
    if not wrong:
        return Check(name, True, "all of them")
    shown = ", ".join(wrong[:_SHOWN])
    more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
    return Check(name, False, f"not so: {shown}{more}", remedy)


def _vectors(database: Database) -> Check:
    name = "vectors are unit rows"
    ((dim,),) = database.read("SELECT dim FROM meta")
    wrong = [str(row) for batch in _batches(database) for row in _unfit(batch, dim)]
    if wrong:
        return Check(name, False, f"not so: rows {', '.join(wrong[:_SHOWN])}", _AGAIN)
    return Check(name, True, f"{dim} dimensions" if dim else "none yet")


def _batches(database: Database) -> Iterator[list[tuple[Any, ...]]]:
    """All (row, vector) in batches, so that memory stays flat."""
    reached = -1
    while batch := database.read(
        "SELECT row, vector FROM vectors WHERE row > ? ORDER BY row LIMIT ?", (reached, _BATCH)
    ):
        yield batch
        reached = batch[-1][0]


def _unfit(batch: list[tuple[Any, ...]], dim: int) -> list[int]:
    short = [row for row, blob in batch if len(blob) != 4 * dim]
    sound = [(row, blob) for row, blob in batch if len(blob) == 4 * dim]
    matrix = np.frombuffer(b"".join(blob for _, blob in sound), dtype="<f4")
    norms = np.linalg.norm(matrix.reshape(len(sound), dim).astype(np.float64), axis=1)
    fits = np.abs(norms - 1.0) <= UNIT_TOLERANCE
    return short + [row for (row, _), fit in zip(sound, fits, strict=True) if not fit]


def _full_text(database: Database) -> Check:
    name = "full text agrees with the chunks"
    try:
        with database.transaction() as connection:
            # With rank 1 it compares what is indexed with the chunks' texts, word by word.
            connection.execute(
                "INSERT INTO fulltext (fulltext, rank) VALUES ('integrity-check', 1)"
            )
    except StoreError as error:
        remedy = "Run `python -m rag doctor --repair`: it is indexed anew from the articles."
        return Check(name, False, str(error), remedy)
    return Check(name, True, "word by word")
