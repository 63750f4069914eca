"""The larger queries of the store, each on an open database. Changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from rag.articles import fulltext, rows
from rag.articles.database import Database
from rag.errors import NotFoundError
from rag.types import (
    Article,
    ArticleSummary,
    Chunk,
    OriginGroup,
    RowIds,
    RowMask,
    Statement,
    Vectors,
)

MIN_PREFIX = 6
"""Characters of an id that can stand for the whole."""

_READ_ALONG = 1000
"""Rows read where several filters are searched within: more are seldom worth a second query."""

_TITLE_WEIGHT = 2.0  # of a word in the title against one in the text
_BATCH = 8192  # rows of one query, so that no parameter grows without bound


def number_of(database: Database, article_id: str) -> int:
    """The row number of the article that an id, or a unique beginning of one, names.

    Raises:
        NotFoundError: No such article, or several begin so.
    """
    found = database.read("SELECT number FROM articles WHERE id = ?", (article_id,))
    if not found and len(article_id) >= MIN_PREFIX:
        # The first condition finds the place in the index, the second ends the walk at once.
        found = database.read(
            "SELECT number FROM (SELECT number, id FROM articles WHERE id > ? ORDER BY id LIMIT 2) "
            "WHERE substr(id, 1, ?) = ?",
            (article_id, len(article_id), article_id),
        )
    if not found:
        raise no_such(article_id)
    if len(found) > 1:
        raise NotFoundError(f"several articles begin with {article_id!r}. Give more of the id.")
    return int(found[0][0])


def no_such(article_id: str) -> NotFoundError:
    """What to raise where an id names nothing."""
    return NotFoundError(f"no article has the id {article_id!r}. `python -m rag list` shows all.")


def chunks(database: Database, wanted: Sequence[int]) -> list[Chunk]:
    """In the order of the rows given; rows that are gone are left out."""
    cut = database.read(
        "SELECT row, article, ordinal, start, stop FROM chunks "
        "WHERE row IN (SELECT value FROM json_each(?))",
        (_json(wanted),),
    )
    texts = database.read(
        f"SELECT number, {rows.ARTICLE_COLUMNS} FROM articles "
        "WHERE number IN (SELECT value FROM json_each(?))",
        (_json({article for _, article, *_ in cut}),),
    )
    articles = {number: rows.article_from(rest) for number, *rest in texts}
    found = {
        row: Chunk(row, articles[article], ordinal, start, stop)
        for row, article, ordinal, start, stop in cut
        if article in articles  # removed between the two queries
    }
    return [found[int(row)] for row in wanted if int(row) in found]


def statements(database: Database, article: Article, reader: str) -> list[Statement] | None:
    """What this reader found in an article, in order; None if it has not read it."""
    found = database.read(
        f"SELECT {rows.STATEMENT_COLUMNS} FROM statements "
        "WHERE article = (SELECT number FROM articles JOIN readings "
        "ON readings.article = articles.number WHERE id = ? AND reader = ?) ORDER BY ordinal",
        (article.id, reader),
    )
    if found:
        return [rows.statement_from(article, row) for row in found]
    was_read = database.read(
        "SELECT 1 FROM articles JOIN readings ON readings.article = articles.number "
        "WHERE id = ? AND reader = ?",
        (article.id, reader),
    )
    return [] if was_read else None


def unread(database: Database, reader: str) -> list[str]:
    """Ids of the current articles that a reader has not read, newest first, undated last."""
    found = database.read(
        f"SELECT id FROM articles WHERE {rows.CURRENT} AND NOT EXISTS (SELECT 1 FROM readings "
        "WHERE readings.article = articles.number AND readings.reader = ?) "
        "ORDER BY published DESC, number DESC",
        (reader,),
    )
    return [identity for (identity,) in found]


def first_rows(database: Database, article_ids: Sequence[str] | None) -> dict[str, int]:
    """The row of the first chunk of each current article, by its id; of all if None."""
    named, parameters = "", list[str]()
    if article_ids is not None:
        named = "AND articles.id IN (SELECT value FROM json_each(?))"
        parameters = [json.dumps(list(article_ids))]
    return dict(
        database.read(
            "SELECT articles.id, chunks.row FROM articles JOIN chunks "
            f"ON chunks.article = articles.number WHERE chunks.ordinal = 0 {named}",
            parameters,
        )
    )


def rows_of(database: Database, article_ids: Sequence[str]) -> dict[str, list[int]]:
    """The rows of all chunks of each article named, in order, by its id."""
    found: dict[str, list[int]] = {}
    for identity, row in database.read(
        "SELECT articles.id, chunks.row FROM articles JOIN chunks "
        "ON chunks.article = articles.number "
        "WHERE articles.id IN (SELECT value FROM json_each(?)) "
        "ORDER BY articles.id, chunks.ordinal",
        (json.dumps(list(article_ids)),),
    ):
        found.setdefault(identity, []).append(row)
    return found


def outlets(database: Database) -> list[tuple[str, int]]:
    """Outlets with their number of current articles, most first; spellings by case are one."""
    return database.read(
        "SELECT min(source), count(*) AS articles FROM articles "
        f"WHERE {rows.CURRENT} AND source <> '' "
        "GROUP BY source_folded ORDER BY articles DESC, source_folded"
    )


def dated(database: Database) -> tuple[datetime, datetime] | None:
    """When the oldest and the newest current article were published; None if none is dated."""
    ends = [
        rows.moment(published)
        for order in ("ASC", "DESC")
        for (published,) in database.read(
            "SELECT published FROM articles WHERE published IS NOT NULL "
            f"AND {rows.CURRENT} ORDER BY published {order} LIMIT 1"
        )
    ]
    return (ends[0], ends[1]) if len(ends) == 2 and ends[0] and ends[1] else None


def groups(database: Database, article_ids: Sequence[str]) -> list[OriginGroup]:
    """The articles' groups of near-duplicates, each once, in the order of the ids."""
    asked = database.read(
        "SELECT articles.id, ifnull(copies.origin, articles.number) FROM articles "
        "LEFT JOIN copies ON copies.article = articles.number "
        "WHERE articles.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(article_ids)),),
    )
    origin_of = dict(asked)
    wanted = list(dict.fromkeys(origin_of[one] for one in article_ids if one in origin_of))
    # An article without a place among copies (no longer current, or not compared yet) is alone.
    found = database.read(
        f"SELECT number, ifnull(copies.origin, number), {rows.SUMMARY_COLUMNS} FROM articles "
        "LEFT JOIN copies ON copies.article = articles.number WHERE number IN "
        "(SELECT value FROM json_each(?1) UNION SELECT article FROM copies "
        "WHERE origin IN (SELECT value FROM json_each(?1))) ORDER BY published, number",
        (_json(wanted),),
    )
    heads = {number: rows.summary_from(row) for number, origin, *row in found if number == origin}
    reprints: dict[int, list[ArticleSummary]] = {number: [] for number in heads}
    for number, origin, *row in found:
        if number != origin:
            reprints[origin].append(rows.summary_from(row))
    return [OriginGroup(heads[one], tuple(reprints[one])) for one in wanted if one in heads]


def search_text(
    database: Database, query: str, k: int, within: Sequence[RowMask | None]
) -> list[tuple[int, float]]:
    """BM25 over title and text: (row, score), best first, of the k best that pass each mask.

    Where one of the masks lets all pass, the others' best are mostly among its first ones, and no
    further query is needed.
    """
    match = fulltext.match_query(query)
    if not match or k < 1:
        return []
    every: list[tuple[int, float]] = []
    found: dict[int, float] = {}
    if any(passing is None for passing in within):
        most = k if len(within) == 1 else max(k, _READ_ALONG)
        every = _best_by_words(database, match, most, None)
        found.update(every[:k])
        whole = len(every) < most
    for passing in within:
        if passing is None:
            continue
        passed = [(row, score) for row, score in every if row < len(passing) and passing[row]]
        if not every or not (whole or len(passed) >= k):
            passed = _best_by_words(database, match, k, passing)
        found.update(passed[:k])
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _best_by_words(
    database: Database, match: str, k: int, passing: RowMask | None
) -> list[tuple[int, float]]:
    among, parameters, functions = "", list[Any](), dict[str, Callable[[int], int]]()
    if passing is not None:
        # A look into memory for each row found, where a join would read its article's page.
        # A row that has come since is beyond the mask.
        bits = passing.tobytes()
        among, parameters = "AND fulltext.rowid < ? AND passes(fulltext.rowid) ", [len(bits)]
        functions = {"passes": bits.__getitem__}
    found = database.read(
        f"SELECT fulltext.rowid, bm25(fulltext, {_TITLE_WEIGHT}, 1.0) AS badness "
        f"FROM fulltext WHERE fulltext MATCH ? {among}"
        "ORDER BY badness, fulltext.rowid LIMIT ?",
        (match, *parameters, k),
        functions,
    )
    return [(row, -badness) for row, badness in found]


def document_frequency(database: Database, words: Sequence[str]) -> dict[str, int]:
    """In how many chunks the full-text search finds each word."""
    frequency = dict.fromkeys(words, 0)
    for word in frequency:
        match = fulltext.any_of([fulltext.words(word)])
        if match:
            ((frequency[word],),) = database.read(
                "SELECT count(*) FROM fulltext WHERE fulltext MATCH ?", (match,)
            )
    return frequency


def vectors(database: Database, wanted: RowIds, dim: int) -> Vectors:
    """Stored vectors in the order of the rows given, shape (n, dim).

    Raises:
        NotFoundError: Some of the rows are gone.
    """
    stacked = np.empty((len(wanted), dim), dtype=np.float32)
    for begin in range(0, len(wanted), _BATCH):
        batch = wanted[begin : begin + _BATCH].tolist()
        found = dict(
            database.read(
                "SELECT row, vector FROM vectors WHERE row IN (SELECT value FROM json_each(?))",
                (json.dumps(batch),),
            )
        )
        gone = [row for row in batch if row not in found]
        if gone:
            raise NotFoundError(f"no vectors are stored for the rows {gone[:10]}. Ask anew.")
        joined = b"".join(found[row] for row in batch)
        matrix = np.frombuffer(joined, dtype="<f4").reshape(len(batch), dim)
        stacked[begin : begin + len(batch)] = matrix
    return stacked


def all_rows(database: Database) -> RowIds:
    """All chunk rows of current articles, sorted."""
    # A range for each article: the chunks of one are written together, so their rows follow.
    found = database.read("SELECT min(row), max(row) FROM chunks GROUP BY article")
    if not found:
        return np.empty(0, dtype=np.int64)
    first, last = np.array(found, dtype=np.int64).T
    order = np.argsort(first)
    first, many = first[order], (last - first + 1)[order]
    begins = np.cumsum(many) - many
    return np.repeat(first - begins, many) + np.arange(int(many.sum()))


def rows_since(database: Database, newest: int) -> RowIds:
    """Chunk rows after this one, sorted."""
    return row_ids(database.read("SELECT row FROM chunks WHERE row > ? ORDER BY row", (newest,)))


def gone_since(database: Database, generation: int) -> RowIds:
    """Chunk rows that later changes took away, sorted."""
    found = database.read("SELECT row FROM gone WHERE generation > ? ORDER BY row", (generation,))
    return row_ids(found)


def generation(database: Database) -> int:
    """Counts up with every change of what can be found, by any process."""
    ((counted,),) = database.read("SELECT generation FROM meta")
    return int(counted)


def totals(database: Database) -> dict[str, int]:
    """Of everything, counted and not noted: seconds for a large library."""
    (totals,) = database.read(
        "SELECT (SELECT count(DISTINCT article) FROM places), "
        "(SELECT count(*) FROM articles), (SELECT count(*) FROM sentences), "
        "(SELECT count(*) FROM chunks), (SELECT count(*) FROM vectors), "
        # The full-text table itself would count its content, not what it has indexed.
        "(SELECT count(*) FROM fulltext_docsize), (SELECT count(*) FROM statements)"
    )
    names = ("articles", "versions", "sentences", "chunks", "vectors", "fulltext", "statements")
    return dict(zip(names, totals, strict=True))


def row_ids(found: list[tuple[Any, ...]]) -> RowIds:
    """The only column of a query, as int64."""
    return np.fromiter((row for (row,) in found), dtype=np.int64, count=len(found))


def _json(numbers: Iterable[int]) -> str:
    """A JSON list, because one parameter can carry any number of numbers."""
    return json.dumps([int(number) for number in numbers])
