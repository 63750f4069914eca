"""The process that parses strangers' files: takes jobs from standard input until it closes.

Run by `rag.reading.confined` as `python -m rag.reading.process MEMORY_MB TASK`, with a task that it
makes itself ready for: "table", "article" or "page". It may use that much memory more than it
starts with, and can write no file. It knows no library, no model, no setting.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rag.articles.extract import extract
from rag.errors import RefusedError, SourceError
from rag.reading import wire
from rag.settings import Settings
from rag.sources.parsers import DirectParsers
from rag.types import Failure, RawArticle

PAGES_MB = 256
"""What a process may take besides that has not loaded all it needs for pages, and may have to."""

_PARSERS = DirectParsers()


def main() -> None:
    """One job after the other; the last frame of each answer says how it ended."""
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    memory_mb, task = sys.argv[1:]
    if task != "table":
        warm_up(pages=task == "page")
    spare = 0 if task == "page" else PAGES_MB
    confine(int(memory_mb) + spare << 20)
    try:
        wire.send(answers, wire.END)  # ready
        while True:
            _, head = wire.receive(jobs, sys.maxsize)
            _, content = wire.receive(jobs, sys.maxsize)
            for what, answer in answered(wire.JOB.validate_json(head), content):
                wire.send(answers, what, answer)
    except EOFError:
        return
    except MemoryError:
        os._exit(wire.OUT_OF_MEMORY)  # what is left of the heap is not worth keeping


def answered(job: wire.Job, content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The frames that answer one job."""
    try:
        yield from _done(job, content)
    except SourceError as error:
        told = wire.Unreadable(error.path, error.reason, isinstance(error, RefusedError))
        yield wire.CANNOT, wire.UNREADABLE.dump_json(told)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - told to whoever asked, who knows which file it was
        yield wire.BUG, traceback.format_exc().encode("utf-8", "replace")
    else:
        yield wire.END, b""


def warm_up(*, pages: bool) -> None:
    """Loads what extraction needs: the language detector unpacks itself into a temporary file.

    Args:
        pages: Also what HTML needs, which takes longer than all the rest together.
    """
    words = "The council met on Tuesday, 3 March 2026, and voted to close the old bridge."
    extract(RawArticle(kind="text", content=words))
    if pages:
        extract(RawArticle(kind="html", content=f"<html><article><p>{words}</p></article></html>"))


def confine(memory_bytes: int) -> None:
    """Takes away what parsing does not need, where the system knows such limits."""
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    with suppress(OSError):  # only Linux tells, and only Linux keeps to it
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + memory_bytes
    for limit, value in limits.items():
        with suppress(OSError, ValueError):  # a lower one is set already
            resource.setrlimit(limit, (value, value))


def _done(job: wire.Job, content: bytes) -> Iterator[tuple[bytes, bytes]]:
    match job.task:
        case "document":
            raw = _PARSERS.document(content, job.kind, path=job.path, declared=job.declared)
            yield wire.RESULT, wire.RAW_ARTICLE.dump_json(raw)
        case "feed":
            feed = _PARSERS.feed(content, path=job.path, url=job.url, charset=job.declared)
            yield wire.RESULT, wire.FEED.dump_json(feed)
        case "article":
            article = extract(wire.RAW_ARTICLE.validate_json(content))
            yield wire.RESULT, wire.ARTICLE.dump_json(article)
        case "table":
            yield from _rows(job)


def _rows(job: wire.Job) -> Iterator[tuple[bytes, bytes]]:
    nowhere = Path(os.devnull)
    given = {"home": nowhere, "models_dir": nowhere, "max_file_mb": job.max_file_mb}
    settings = Settings.model_validate(given)
    for found in _PARSERS.table(Path(job.path), job.kind, settings):
        if isinstance(found, Failure):
            yield wire.ROW_FAILED, wire.FAILURE.dump_json(found)
        else:
            row = wire.TableRow(found.key, found.path, found.digest, found.read())
            yield wire.RESULT, wire.TABLE_ROW.dump_json(row)


if __name__ == "__main__":
    main()
