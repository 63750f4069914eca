"""What the benchmark commands share: options, a library of their own, a header line."""

from __future__ import annotations

import argparse
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from models.device import usable_cores
from rag.evaluation.datasets import SetMissingError
from rag.evaluation.library import library, read, tell
from rag.evaluation.places import DATA, REPOSITORY, SAMPLES

__all__ = (
    "DATA",
    "REPOSITORY",
    "SAMPLES",
    "header",
    "library",
    "options",
    "read",
    "skip_if_missing",
    "tell",
)


def options(description: str) -> argparse.ArgumentParser:
    """--data, --home, --out, --limit, with sensible defaults."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the data sets")
    parser.add_argument("--home", type=Path, help="library to keep between runs")
    parser.add_argument("--out", type=Path, help="JSON lines of the run")
    parser.add_argument("--limit", type=int, help="only so many questions")
    return parser


def header(what: str) -> None:
    """Says what is measured, where and when."""
    tell(f"# {what}")
    tell(
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {usable_cores()} cores, "
        f"Python {platform.python_version()}"
    )


def skip_if_missing(error: SetMissingError) -> None:
    """Ends the command in words where a data set is absent."""
    tell(f"skipped: {error}")
    sys.exit(0)
