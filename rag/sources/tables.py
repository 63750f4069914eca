"""Tables of articles (jsonl, json, csv, parquet) -> Found, one a row.

Knows which columns mean what; `rows` knows the formats.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from rag.errors import SourceError
from rag.settings import Settings
from rag.sources.files import shown
from rag.sources.kinds import Kind
from rag.sources.rows import (
    Row,
    csv_rows,
    json_rows,
    jsonl_rows,
    parquet_columns,
    parquet_rows,
)
from rag.types import Failure, Found, RawArticle

# First come, first served: a row with "text" and "content" is read from "text".
COLUMNS: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article", "fulltext", "articletext", "articlebody", "maintext",
    ),
    "title": ("title", "headline"),
    "source": ("source", "outlet", "publisher", "site", "sourcename", "publication", "newspaper"),
    "published": (
        "published", "publishedat", "publisheddate", "publishdate", "datepublished", "pubdate",
        "date", "datetime", "time", "timestamp",
    ),
    "url": ("url", "link", "weburl"),
    "author": ("author", "authors", "byline"),
    "language": ("language", "lang"),
    "id": ("id", "docid", "articleid", "uuid", "guid"),
}  # fmt: skip
_KNOWN = frozenset(name for names in COLUMNS.values() for name in names)
_HTML = re.compile(r"</(?:p|div|article|body|html|section)\s*>", re.IGNORECASE)
_MAX_KEY_CHARS = 500


def find_in_table(path: Path, kind: Kind, settings: Settings) -> Iterator[Found | Failure]:
    """The rows of a table as they are read; each bad one is a Failure with its line.

    Keys are the rows' URLs; without one, the file's path with the row's id, title or content hash.
    A key that repeats within the file gets "#2", "#3".
    """
    name, seen, missing = shown(path), Counter[str](), _Missing()
    try:
        for row in _rows(path, kind, name, settings):
            if isinstance(row, Failure):
                yield row
                continue
            columns = _columns(row.values)
            if "text" not in columns:
                yield from missing.note(row, name)
                continue
            yield from missing.settle(name)
            yield _found(row, columns, path, seen)
    except SourceError as error:
        yield Failure(name, error.reason)
    except (OSError, UnicodeError) as error:
        yield Failure(name, f"cannot be read ({error})")
    yield from missing.at_end(name)


def _rows(path: Path, kind: Kind, name: str, settings: Settings) -> Iterator[Row | Failure]:
    limit = settings.max_file_mb * 1_000_000
    if kind == "jsonl":
        return jsonl_rows(path, name, limit)
    if kind == "json":
        return json_rows(path, name, limit)
    if kind == "csv":
        return csv_rows(path, name, sorted(_KNOWN))
    columns = parquet_columns(path, name)
    wanted = [column for column in columns if _plain(column) in _KNOWN]
    if not any(_plain(column) in COLUMNS["text"] for column in columns):
        raise SourceError(name, _no_text(columns))
    return parquet_rows(path, name, wanted)


class _Missing:
    """Rows without a text column: one failure if all are so, else one for each."""

    def __init__(self) -> None:
        self._places: list[str] = []
        self._columns: tuple[str, ...] = ()
        self._settled = False

    def note(self, row: Row, name: str) -> Iterator[Failure]:
        if self._settled:
            yield _row_failure(name, row.place)
        elif not self._places:
            self._columns = tuple(row.values)
            self._places.append(row.place)
        else:
            self._places.append(row.place)

    def settle(self, name: str) -> Iterator[Failure]:
        """The table does have a text column: the rows noted so far are each a failure."""
        if not self._settled:
            self._settled = True
            yield from (_row_failure(name, place) for place in self._places)

    def at_end(self, name: str) -> Iterator[Failure]:
        if self._places and not self._settled:
            yield Failure(name, _no_text(self._columns))


def _row_failure(name: str, place: str) -> Failure:
    return Failure(f"{name}#{place.replace(' ', '-')}", f"{place} has no text")


def _no_text(columns: Sequence[str]) -> str:
    there = ", ".join(repr(shown(column)[:60]) for column in columns[:20]) or "none"
    return f"has no column named text, body, content or article; its columns are {there}"


def _plain(column: str) -> str:
    """As columns are compared: "Published_At" and "publishedAt" are the same."""
    return re.sub(r"[^a-z0-9]", "", str(column).lower())


def _columns(values: dict[str, Any]) -> dict[str, str]:
    """For each of our columns, the name it has in this row, if it has one."""
    there = {_plain(name): name for name in reversed(values)}
    return {
        column: there[alias]
        for column, aliases in COLUMNS.items()
        for alias in reversed(aliases)
        if alias in there and (column == "text" or _text(values[there[alias]]))
    }


def _found(row: Row, columns: dict[str, str], path: Path, seen: Counter[str]) -> Found | Failure:
    name = shown(path)
    fields = {column: _text(row.values[there]) for column, there in columns.items()}
    text = fields.pop("text")
    if not text.strip():
        return _row_failure(name, row.place)
    written = json.dumps([fields, text], sort_keys=True)
    digest = hashlib.sha256(written.encode()).hexdigest()
    record = fields.pop("id", "")
    own = record or fields.get("title", "") or digest
    key = fields.get("url") or f"{shown(path.absolute())}#{own[:_MAX_KEY_CHARS]}"
    seen[key] += 1
    if seen[key] > 1:
        key = f"{key}#{seen[key]}"
    where = f"{name}#{row.place.replace(' ', '-')}"
    raw = RawArticle(
        kind="html" if _HTML.search(text) else "text", content=text, path=where, **fields
    )
    return Found(key, where, digest, partial(_same, raw))


def _same(raw: RawArticle) -> RawArticle:
    return raw


def _text(value: Any) -> str:
    """A cell as text: dates in ISO form, lists joined, of {"name": ...} the name."""
    if value is None or value != value:  # NaN, the empty cell of data frames
        return ""
    if isinstance(value, str):
        return value if len(value) > 100 else value.strip()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("text"))
    if isinstance(value, list | tuple):
        parts = [part for item in value if (part := _text(item))]
        return ("\n\n" if any(len(part) > 60 for part in parts) else ", ").join(parts)
    return str(value)
