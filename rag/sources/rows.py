"""Table files -> their rows, one at a time. Knows nothing of articles or what columns mean.

A large file is never held in memory: lines, batches and JSON objects are read as they come.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import SourceError
from rag.sources.decode import SAMPLE_BYTES, encoding_of
from rag.types import Failure

PARQUET_BATCH_ROWS = 64
MAX_ROW_GROUP_BYTES = 4_000_000_000  # unpacked size that a parquet file declares for one group
_CHUNK_CHARS = 1 << 20
_GAP = re.compile(r"[\s,]*")
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """A row and where it stands ("line 7", "row 7"), counted from 1 as an editor does."""

    place: str
    values: dict[str, Any]


def jsonl_rows(path: Path, name: str, limit: int) -> Iterator[Row | Failure]:
    """One JSON object a line; empty lines are left out. `limit` is the longest line, in bytes."""
    with path.open("rb") as opened:
        number = 0
        while line := opened.readline(limit):
            number += 1
            if len(line) == limit and not line.endswith(b"\n"):
                yield _failure(name, f"line {number}", f"is longer than {limit // 1_000_000} MB")
                _skip_line(opened, limit)
                continue
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                yield _parsed(line, name, f"line {number}")


def json_rows(path: Path, name: str, limit: int) -> Iterator[Row | Failure]:
    """The objects of a JSON list, or of the list in {"articles": [...]}.

    Raises:
        SourceError: It is not JSON, or holds no list of objects.
    """
    encoding = _encoding(path, name)
    with path.open(encoding=encoding, errors="replace") as opened:
        text = opened.read(_CHUNK_CHARS)
        if text.lstrip("\ufeff \t\r\n").startswith("["):
            yield from _list_items(opened, text, name, limit)
            return
    if path.stat().st_size > limit:
        raise SourceError(name, f"is larger than {limit // 1_000_000} MB; save it as JSON lines")
    try:
        root = json.loads(path.read_text(encoding=encoding, errors="replace").lstrip("\ufeff"))
    except RecursionError as error:
        raise SourceError(name, "is nested too deeply") from error
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":  # JSON lines under another name
            yield from jsonl_rows(path, name, limit)
            return
        raise SourceError(name, f"is not JSON: {error.msg} in line {error.lineno}") from error
    yield from _object_rows(root, name)


def csv_rows(path: Path, name: str, known: Sequence[str]) -> Iterator[Row | Failure]:
    """Rows under the names of the first; the delimiter is the one that gives most `known` names."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # articles are longer than its 128 KB
    encoding = _encoding(path, name)
    # surrogateescape keeps broken bytes recognisable, so that their row alone fails.
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as opened:
        delimiter = _delimiter(opened.readline(_CHUNK_CHARS), known)
        opened.seek(0)
        reader = csv.reader(opened, delimiter=delimiter)
        columns: list[str] = []
        while True:
            line = reader.line_num + 1
            try:
                fields = next(reader, None)
            except csv.Error as error:
                yield _failure(name, f"line {line}", f"cannot be read ({error})")
                continue
            if fields is None:
                return
            if not any(field.strip() for field in fields):
                continue
            if not columns:
                columns = [field.lstrip("\ufeff").strip() for field in fields]
            else:
                yield _csv_row(columns, fields, name, f"line {line}")


def parquet_rows(path: Path, name: str, wanted: Sequence[str]) -> Iterator[Row | Failure]:
    """Rows with the `wanted` columns only.

    Raises:
        SourceError: It is not a parquet file that can be read.
    """
    # Imported here: a tenth of a second that most libraries never need.
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as opened:
            groups = range(opened.metadata.num_row_groups)
            sizes = (opened.metadata.row_group(group).total_byte_size for group in groups)
            if max(sizes, default=0) > MAX_ROW_GROUP_BYTES:
                raise SourceError(
                    name, "unpacks to row groups of more than 4 GB; write smaller ones"
                )
            columns = [column for column in opened.schema_arrow.names if column in wanted]
            number = 0
            for batch in opened.iter_batches(batch_size=PARQUET_BATCH_ROWS, columns=columns):
                for values in batch.to_pylist():
                    number += 1
                    yield Row(f"row {number}", values)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        reason = str(error).split("\n")[0][:150]
        raise SourceError(name, f"is a damaged parquet file ({reason})") from error


def parquet_columns(path: Path, name: str) -> tuple[str, ...]:
    """Names of the columns, from the file's footer.

    Raises:
        SourceError: It is not a parquet file that can be read.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        return tuple(parquet.read_schema(path).names)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        reason = str(error).split("\n")[0][:150]
        raise SourceError(name, f"is a damaged parquet file ({reason})") from error


def _failure(name: str, place: str, reason: str) -> Failure:
    return Failure(f"{name}#{place.replace(' ', '-')}", f"{place} {reason}")


def _parsed(line: bytes, name: str, place: str) -> Row | Failure:
    try:
        values = json.loads(line)
    except UnicodeDecodeError:
        return _failure(name, place, "is not UTF-8")
    except RecursionError:
        return _failure(name, place, "is nested too deeply")
    except ValueError as error:  # JSONDecodeError, and integers of more than 4,300 digits
        return _failure(name, place, f"is not JSON ({error})")
    if not isinstance(values, dict):
        return _failure(name, place, "is not a JSON object")
    return Row(place, values)


def _skip_line(opened: Any, limit: int) -> None:
    while (line := opened.readline(limit)) and not line.endswith(b"\n"):
        pass


def _object_rows(root: Any, name: str) -> Iterator[Row | Failure]:
    if not isinstance(root, dict):
        raise SourceError(name, "holds neither a JSON object nor a list of objects")
    lists = [
        value
        for value in root.values()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    ]
    rows = lists[0] if len(lists) == 1 else root.get("articles", [root])
    if not isinstance(rows, list):
        raise SourceError(name, 'its "articles" is not a list')
    for number, values in enumerate(rows, start=1):
        if isinstance(values, dict):
            yield Row(f"row {number}", values)
        else:
            yield _failure(name, f"row {number}", "is not a JSON object")


def _list_items(opened: Any, text: str, name: str, limit: int) -> Iterator[Row | Failure]:
    """Decodes one value after the other; holds no more than the value that is being read."""
    decoder = json.JSONDecoder()
    position, number = text.index("[") + 1, 0
    while True:
        position = _GAP.match(text, position).end()  # type: ignore[union-attr]  # always matches
        if text.startswith("]", position):
            return
        try:
            value, position = decoder.raw_decode(text, position)
        except RecursionError as error:
            raise SourceError(name, f"row {number + 1} is nested too deeply") from error
        except ValueError as error:
            # Perhaps only cut off: read as much again, so that long values cost no square.
            text, position = text[position:], 0
            more = opened.read(max(_CHUNK_CHARS, len(text)))
            if not more or len(text) > limit:
                raise SourceError(name, f"is not JSON in row {number + 1} ({error})") from error
            text += more
            continue
        number += 1
        if isinstance(value, dict):
            yield Row(f"row {number}", value)
        else:
            yield _failure(name, f"row {number}", "is not a JSON object")


def _csv_row(columns: list[str], fields: list[str], name: str, place: str) -> Row | Failure:
    if len(fields) > len(columns) and any(field.strip() for field in fields[len(columns) :]):
        reason = f"has {len(fields)} fields under {len(columns)} columns; quote fields with commas"
        return _failure(name, place, reason)
    if any("\ud800" <= character <= "\udfff" for field in fields for character in field):
        return _failure(name, place, "holds bytes that do not fit the file's encoding")
    return Row(place, dict(zip(columns, fields, strict=False)))


def _delimiter(header: str, known: Sequence[str]) -> str:
    def score(delimiter: str) -> tuple[int, int]:
        columns = next(csv.reader([header], delimiter=delimiter), [])
        return sum(column.strip().lower() in known for column in columns), len(columns)

    return max(_DELIMITERS, key=score)


def _encoding(path: Path, name: str) -> str:
    with path.open("rb") as opened:
        sample = opened.read(SAMPLE_BYTES)
        if opened.read(1):  # the sample may end inside a letter
            sample = sample[: sample.rfind(b"\n") + 1] or sample
    return encoding_of(sample, name=name)
