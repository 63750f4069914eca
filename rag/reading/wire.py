"""What is said between Dateline and the process that parses for it: frames, and what is in them.

JSON, checked against the nouns' types on arrival: of a process that strangers' files may have taken
over, nothing is believed, and nothing is unpickled. Knows nothing of processes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO, Literal

from pydantic import TypeAdapter

from rag.sources.feed import Feed
from rag.sources.kinds import Kind
from rag.types import Article, Failure, RawArticle

MAX_ANSWER_BYTES = 100_000_000
"""Of one frame from the parsing process: the longest article, escaped, is half of this."""

_HEAD = struct.Struct(">cQ")  # what it is, and how many bytes follow


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with the bytes, or the file, that come with it.

    Attributes:
        task: "document", "feed" and "article" are of bytes (those of "article" are a `RawArticle`
            as JSON), "table" is of the file `path`, row by row.
        path: What to call it in messages; of a table, where it is.
        kind: Of a document or table.
        declared: The encoding that a document's or feed's carrier names.
        url: Where a feed was had.
        max_file_mb: The setting.
    """

    task: Literal["document", "feed", "article", "table"]
    path: str
    kind: Kind = "text"
    declared: str = ""
    url: str = ""
    max_file_mb: int = 0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A `SourceError`, or a `RefusedError`, on its way."""

    path: str
    reason: str
    refused: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """A `Found` of a table, read."""

    key: str
    path: str
    digest: str
    raw: RawArticle


JOB = TypeAdapter(Job)
UNREADABLE = TypeAdapter(Unreadable)
RAW_ARTICLE = TypeAdapter(RawArticle)
ARTICLE = TypeAdapter(Article)
FEED = TypeAdapter(Feed)
TABLE_ROW = TypeAdapter(TableRow)
FAILURE = TypeAdapter(Failure)

RESULT, ROW_FAILED, CANNOT, BUG, END = b"+", b"~", b"-", b"!", b"."
"""What a frame from the parsing process is; `CANNOT`, `BUG` and `END` are the last of a job."""

OUT_OF_MEMORY = 77
"""The exit code of a parsing process whose memory did not suffice."""


def send(stream: IO[bytes], what: bytes, content: bytes = b"") -> None:
    """Writes one frame; raises OSError if nobody reads any more."""
    stream.write(_HEAD.pack(what, len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes], limit: int) -> tuple[bytes, bytes]:
    """One frame.

    Raises:
        EOFError: The stream ended, also in its middle.
        ValueError: The frame is longer than `limit`.
    """
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    what, length = _HEAD.unpack(head)
    if length > limit:
        raise ValueError(f"a frame of {length:,} bytes is longer than {limit:,}")
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return what, content
