"""The steps of a write, each on a connection inside its transaction.

Holds the rule of what is current: an article is while some place points to it; the moment the last
place turns away it loses its chunks, and with them vectors and full-text rows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.articles import clusters, rows
from rag.errors import EmbedderMismatchError
from rag.types import Article, EmbedderFacts, Sentence, Span, Statement, Vectors


def claim(connection: sqlite3.Connection, facts: EmbedderFacts, path: Path) -> None:
    """Makes this embedder the library's own, if the library holds no vectors of another.

    Raises:
        EmbedderMismatchError: It does.
    """
    name, weight_hash, dim = connection.execute(
        "SELECT embedder, weight_hash, dim FROM meta"
    ).fetchone()
    if (weight_hash, dim) == (facts.weight_hash, facts.dim):
        return
    if connection.execute("SELECT 1 FROM vectors LIMIT 1").fetchone():
        raise EmbedderMismatchError(
            f"the library {str(path)!r} was made with the embedder {name!r} ({dim} dimensions, "
            f"weights {weight_hash[:12]}), not with {facts.name!r} ({facts.dim} dimensions, "
            f"weights {facts.weight_hash[:12]}). Set DATELINE_EMBEDDER={name} to use it, or give "
            "the other embedder a library of its own with --home."
        )
    connection.execute(
        "UPDATE meta SET embedder = ?, weight_hash = ?, dim = ?",
        (facts.name, facts.weight_hash, facts.dim),
    )


def count_up(connection: sqlite3.Connection) -> None:
    """Tells every process that what can be found has changed."""
    connection.execute("UPDATE meta SET generation = generation + 1")


def is_current(connection: sqlite3.Connection, number: int) -> bool:
    """Whether some place points to the article."""
    return (
        connection.execute("SELECT 1 FROM places WHERE article = ?", (number,)).fetchone()
        is not None
    )


def write_article(connection: sqlite3.Connection, article: Article) -> int:
    """The number of the article's row, written if this content was never stored.

    Raises:
        ValueError: Another text has the same id.
    """
    found = connection.execute(
        "SELECT number, body FROM articles WHERE id = ?", (article.id,)
    ).fetchone()
    if found is not None:
        number, body = found
        if body != article.body:
            raise ValueError(f"two different texts have the id {article.id!r}")
        return int(number)
    cursor = connection.execute(
        "INSERT INTO articles (id, title, source, source_folded, published, url, author, language, "
        "version, path, characters, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
        (
            article.id,
            article.title,
            article.source,
            article.source.casefold(),
            rows.moment_text(article.published),
            article.url,
            article.author,
            article.language,
            rows.storable(article.path),
            len(article.body),
            article.body,
        ),
    )
    return int(cursor.lastrowid or 0)


def write_parts(
    connection: sqlite3.Connection,
    number: int,
    sentences: Sequence[Sentence],
    spans: Sequence[Span],
    vectors: Vectors,
) -> None:
    """Sentences, chunks and vectors of an article that has no chunks; triggers add full text."""
    connection.execute("DELETE FROM sentences WHERE article = ?", (number,))
    connection.executemany(
        "INSERT INTO sentences (article, ordinal, start, stop) VALUES (?, ?, ?, ?)",
        [(number, sentence.index, sentence.start, sentence.end) for sentence in sentences],
    )
    for span, blob in zip(spans, rows.blobs(vectors), strict=True):
        cursor = connection.execute(
            "INSERT INTO chunks (article, ordinal, start, stop) VALUES (?, ?, ?, ?)",
            (number, span.ordinal, span.start, span.end),
        )
        connection.execute(
            "INSERT INTO vectors (row, vector) VALUES (?, ?)", (cursor.lastrowid, blob)
        )


def write_statements(
    connection: sqlite3.Connection, number: int, reader: str, statements: Sequence[Statement]
) -> None:
    """What a reader found in an article, in place of what was read before."""
    connection.execute("DELETE FROM readings WHERE article = ?", (number,))
    connection.execute("INSERT INTO readings VALUES (?, ?, ?)", (number, reader, len(statements)))
    marks = ", ".join("?" * (2 + len(rows.STATEMENT_COLUMNS.split(","))))
    connection.executemany(
        f"INSERT INTO statements (article, ordinal, {rows.STATEMENT_COLUMNS}) VALUES ({marks})",
        [(number, ordinal, *rows.statement_row(one)) for ordinal, one in enumerate(statements)],
    )


def point(connection: sqlite3.Connection, key: str, digest: str, number: int) -> bool:
    """Lets a key stand for an article; whether it stood for another one before."""
    before = connection.execute(
        "SELECT article, version FROM places WHERE key = ?", (key,)
    ).fetchone()
    if before is not None and before[0] == number:
        connection.execute("UPDATE places SET digest = ? WHERE key = ?", (digest, key))
        return False
    version = 1 if before is None else before[1] + 1
    connection.execute(
        "INSERT INTO places (key, article, digest, version) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET article = excluded.article, "
        "digest = excluded.digest, version = excluded.version",
        (key, number, digest, version),
    )
    connection.execute("INSERT INTO history VALUES (?, ?, ?)", (key, version, number))
    connection.execute(
        "UPDATE articles SET version = max(version, ?) WHERE number = ?", (version, number)
    )
    if before is not None:
        retire(connection, before[0])
    return before is not None


def retire(connection: sqlite3.Connection, number: int) -> None:
    """Takes an article out of the search, unless some place still points to it."""
    if not is_current(connection, number):
        connection.execute("DELETE FROM chunks WHERE article = ?", (number,))
        clusters.leave(connection, number)


def drop_versions(connection: sqlite3.Connection, number: int) -> list[str]:
    """Drops all versions that the keys of an article have stood for; the ids that are gone.

    A version that a key of another article stands or stood for stays there.
    """
    keys = _column(connection, "SELECT DISTINCT key FROM history WHERE article = ?", (number,))
    keyed = json.dumps(keys)
    versions = _column(
        connection,
        "SELECT DISTINCT article FROM history "
        "WHERE key IN (SELECT value FROM json_each(?)) ORDER BY article",
        (keyed,),
    )
    connection.execute("DELETE FROM places WHERE key IN (SELECT value FROM json_each(?))", (keyed,))
    return [name for version in versions for name in drop(connection, version)]


def drop(connection: sqlite3.Connection, number: int) -> list[str]:
    """Deletes an article that no key stands or stood for; its id, or nothing if one does."""
    retire(connection, number)
    if connection.execute("SELECT 1 FROM history WHERE article = ?", (number,)).fetchone():
        return []
    deleted = connection.execute(
        "DELETE FROM articles WHERE number = ? RETURNING id", (number,)
    ).fetchall()
    return [identity for (identity,) in deleted]


def _column(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> list[Any]:
    return [value for (value,) in connection.execute(sql, parameters)]
