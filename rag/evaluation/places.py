"""Where question sets and our own articles lie, unless told otherwise."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
DATA = REPOSITORY.parent / "shared" / "data"
SAMPLES = REPOSITORY / "tests" / "articles"
