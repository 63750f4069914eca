"""What filters look at, in memory: which of millions of rows pass, and of what day they are.

Follows the database by its generation. Changes nothing.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.articles import reads, rows
from rag.articles.database import Database
from rag.types import Filters, Moments, RowIds, RowMask

# The chunks of an article are written in one transaction, so their rows follow each other.
_ARTICLES = (
    "SELECT number, first, last, published, source_folded, language FROM "
    "(SELECT article, min(row) AS first, max(row) AS last FROM chunks WHERE row > ? "
    "GROUP BY article) JOIN articles ON number = article ORDER BY first"
)


@dataclass(frozen=True, slots=True)
class _Columns:
    """One entry for each current article, in order of their rows, as of one generation.

    Attributes:
        generation: The database's, when this was read.
        newest: The largest row that it has had until then.
        number: Of the article.
        first: Its first row.
        last: Its last row.
        published: UTC, "not a time" if it has none, which passes no comparison.
        source: Place of its folded name in `FilterColumns`.
        language: The same.
    """

    generation: int
    newest: int
    number: RowIds
    first: RowIds
    last: RowIds
    published: Moments
    source: NDArray[np.int32]
    language: NDArray[np.int32]


class FilterColumns:
    """Safe to use from several threads. Reads nothing before it is first asked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._places: dict[str, int] = {}  # of names of outlets and languages
        self._columns = _Columns(-1, 0, *_arrays([], self._places))

    def passing(self, filters: Filters) -> RowMask:
        """Which rows pass.

        Raises:
            ValueError: A time without zone.
        """
        now = self._current()
        passes = np.ones(len(now.number), dtype=bool)
        if filters.since is not None:
            passes &= now.published >= _moment(filters.since)
        if filters.until is not None:
            passes &= now.published <= _moment(filters.until)
        if filters.sources:
            passes &= self._is_one_of(now.source, (one.casefold() for one in filters.sources))
        if filters.languages:
            passes &= self._is_one_of(now.language, filters.languages)
        if filters.articles:
            passes &= np.isin(now.number, self._numbers(filters.articles))
        return _mask(now.first[passes], now.last[passes])

    def published_of(self, wanted: RowIds) -> Moments:
        """When the article of each row was published; "not a time" if it is gone or has no day."""
        now = self._current()
        held, places = _held(now, wanted)
        moments = np.full(len(wanted), "NaT", dtype="datetime64[us]")
        moments[held] = now.published[places]
        return moments

    def leads_of(self, wanted: RowIds) -> RowIds:
        """The first row of the article of each row; the row itself if it is gone."""
        now = self._current()
        held, places = _held(now, wanted)
        leads = wanted.copy()
        leads[held] = now.first[places]
        return leads

    def counts(self) -> dict[str, int]:
        """Current articles, and their chunks."""
        now = self._current()
        chunks = int((now.last - now.first + 1).sum())
        return {"articles": len(now.number), "chunks": chunks}

    def _is_one_of(self, column: NDArray[np.int32], names: Iterable[str]) -> RowMask:
        places = [self._places[name] for name in names if name in self._places]
        return np.isin(column, np.array(places, dtype=np.int32))

    def _numbers(self, article_ids: Sequence[str]) -> RowIds:
        return reads.row_ids(
            self._database.read(
                "SELECT number FROM articles WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(article_ids)),),
            )
        )

    def _current(self) -> _Columns:
        """The columns as of this call."""
        generation = reads.generation(self._database)
        with self._lock:
            now = self._columns
            if now.generation == generation:
                return now
            if not 0 <= now.generation < generation:
                now = _Columns(-1, 0, *_arrays([], self._places))
            self._columns = self._followed(now, generation)
            return self._columns

    def _followed(self, now: _Columns, generation: int) -> _Columns:
        added = _arrays(self._database.read(_ARTICLES, (now.newest,)), self._places)
        gone = reads.gone_since(self._database, now.generation)
        rows_of = (now.number, now.first, now.last)
        columns: tuple[Any, ...] = (*rows_of, now.published, now.source, now.language)
        joined = [np.concatenate(pair) for pair in zip(columns, added, strict=True)]
        stays = ~np.isin(joined[1], gone)
        newest = max(now.newest, int(added[2].max(initial=0)))
        return _Columns(generation, newest, *(column[stays] for column in joined))


def _held(now: _Columns, wanted: RowIds) -> tuple[RowMask, RowIds]:
    """Which rows are of a current article, and the place in the columns of each that is."""
    places = np.searchsorted(now.first, wanted, side="right") - 1
    held = places >= 0
    held[held] = wanted[held] <= now.last[places[held]]
    return held, places[held]


def _arrays(found: Sequence[Sequence[Any]], places: dict[str, int]) -> tuple[Any, ...]:
    """The columns of some articles; names without a place get one."""
    number, first, last, published, source, language = (
        zip(*found, strict=True) if found else [()] * 6
    )
    return (
        np.array(number, dtype=np.int64),
        np.array(first, dtype=np.int64),
        np.array(last, dtype=np.int64),
        np.array([_unzoned(text) for text in published], dtype="datetime64[us]"),
        np.array([places.setdefault(one, len(places)) for one in source], dtype=np.int32),
        np.array([places.setdefault(one, len(places)) for one in language], dtype=np.int32),
    )


def _unzoned(text: str | None) -> str:
    """A time as the database has it, without its "+00:00", which NumPy does not know."""
    return "NaT" if text is None else text.removesuffix("+00:00")


def _moment(published: datetime) -> np.datetime64:
    return np.datetime64(_unzoned(rows.moment_text(published)), "us")


def _mask(first: RowIds, last: RowIds) -> RowMask:
    """Rows from each first to its last: +1 where articles begin, -1 behind their ends, summed."""
    steps = np.zeros(int(last.max(initial=-1)) + 2, dtype=np.int8)
    steps[first] += 1
    steps[last + 1] -= 1
    return np.cumsum(steps[:-1], dtype=np.int8).astype(bool)
