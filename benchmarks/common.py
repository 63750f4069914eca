"""What the benchmark commands share: options, a library of their own, a header line."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from models.device import usable_cores
from rag.assemble import Parts, assemble_parts
from rag.desk import Desk
from rag.evaluation.datasets import SetMissingError
from rag.settings import Settings
from rag.types import IngestReport

REPOSITORY = Path(__file__).parents[1]
DATA = REPOSITORY.parent / "shared" / "data"
SAMPLES = REPOSITORY / "tests" / "articles"


def options(description: str) -> argparse.ArgumentParser:
    """--data, --home, --out, --limit, with sensible defaults."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the data sets")
    parser.add_argument("--home", type=Path, help="library to keep between runs")
    parser.add_argument("--out", type=Path, help="JSON lines of the run")
    parser.add_argument("--limit", type=int, help="only so many questions")
    return parser


@contextmanager
def library(home: Path, inputs: Sequence[str | Path] = (), **given: object) -> Iterator[Parts]:
    """The parts of a library in `home`, with `inputs` read into it and the models loaded."""
    parts = assemble_parts(Settings.load(home=home, **given))
    try:
        if inputs:
            tell(f"ingest: {read(parts.desk, inputs)}")
        parts.desk.start_models()
        yield parts
    finally:
        parts.desk.close()


def read(desk: Desk, inputs: Sequence[str | Path]) -> IngestReport:
    """Ingests and returns the report; failures are told."""
    report: IngestReport | None = None
    for event in desk.ingest(inputs):
        if isinstance(event, IngestReport):
            report = event
    assert report is not None
    for failure in report.failed[:10]:
        tell(f"failed: {failure.path}: {failure.reason}")
    return report


def header(what: str) -> None:
    """Says what is measured, where and when."""
    tell(f"# {what}")
    tell(
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {usable_cores()} cores, "
        f"Python {platform.python_version()}"
    )


def tell(line: str) -> None:
    """To the terminal, at once."""
    print(line, flush=True)


def skip_if_missing(error: SetMissingError) -> None:
    """Ends the command in words where a data set is absent."""
    tell(f"skipped: {error}")
    sys.exit(0)
