"""What it costs to parse strangers' files in a process of its own, beside parsing them here.

python -m benchmarks.reading_speed FOLDER [--rounds N]

All files of the folder are found, read and extracted, nothing is embedded or stored: in turns here
and there, the first of each left out, so that both are warm. By the clock, and by
processor time, which a busy machine does not change.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.common import header, tell
from rag.articles.extract import extract
from rag.errors import SourceError
from rag.reading import ConfinedReader
from rag.settings import Settings
from rag.sources import find
from rag.sources.parsers import DirectParsers, Parsers
from rag.types import Article, Failure, RawArticle


def main() -> None:
    """Prints articles a second of both, and the time that the process takes to start."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    header("reading here, and in a process of its own")
    settings = Settings.load(home=Path("no-library"))
    started = time.perf_counter()
    with ConfinedReader(settings) as reader:
        reader.document(b"Ready.", "text", path="ready")
        tell(f"start of the process: {time.perf_counter() - started:.2f} s")
        here, there = [], []
        for _ in range(given.rounds + 1):
            here.append(_rates(given.folder, settings, DirectParsers(), extract, None))
            there.append(_rates(given.folder, settings, reader, reader.article, reader.pid))
    for name, rates in (("here", here[1:]), ("process", there[1:])):
        wall, busy = (statistics.median(column) for column in zip(*rates, strict=True))
        tell(f"{name}: {wall:.1f} articles a second, {busy:.1f} a second of processor time")


def _rates(
    folder: Path,
    settings: Settings,
    parsers: Parsers,
    article: Callable[[RawArticle], Article],
    pid: int | None,
) -> tuple[float, float]:
    started, busy, read = time.perf_counter(), _busy(pid), 0
    for found in find([folder], settings, parsers):
        if isinstance(found, Failure):
            continue
        try:
            article(found.read())
        except SourceError:
            continue
        read += 1
    return read / (time.perf_counter() - started), read / (_busy(pid) - busy)


def _busy(pid: int | None) -> float:
    """Seconds of processor time of this process, and of the other one (Linux only)."""
    if pid is None:
        return time.process_time()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
