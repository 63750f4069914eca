"""A library to measure on: its parts, with articles read into it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rag.assemble import Parts, assemble_parts
from rag.desk import Desk
from rag.settings import Settings
from rag.types import IngestReport


def tell(line: str) -> None:
    """To the terminal, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def library(
    home: Path, inputs: Sequence[str | Path] = (), *, models: bool = True, **given: Any
) -> Iterator[Parts]:
    """The parts of a library in `home`, with `inputs` read into it.

    Args:
        home: Its folder.
        inputs: What to ingest.
        models: Whether all models are loaded; without, each is when it is first needed.
        given: Settings.
    """
    parts = assemble_parts(Settings.load(home=home, **given))
    try:
        if inputs:
            tell(f"ingest: {read(parts.desk, inputs)}")
        if models:
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
