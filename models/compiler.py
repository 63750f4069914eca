"""The machine's compiler, run in words: what is compiled for this processor, and why it was not.

Knows nothing of what is compiled; see `models.kernels` and `models.encoder.build`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rag.errors import ModelError


class KernelsError(ModelError):
    """They cannot be compiled here; Dateline runs without, and more slowly."""


def run_tool(command: list[str], folder: Path, failure: str) -> None:
    """Runs a compiler, a linker or pip; what it leaves lying about goes to `folder`.

    Raises:
        KernelsError: It cannot be run, or failed; begins with `failure`, then its first error.
    """
    environment = os.environ | {"TMPDIR": str(folder)}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", env=environment, check=False
        )
    except OSError as error:
        raise KernelsError(f"{command[0]} cannot be run: {error.strerror}") from error
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if "rror" in line]
        raise KernelsError(f"{failure}: {(lines or ['no reason given'])[0][:200]}")


def c_compiler() -> str:
    """What compiles C: CC of the environment, or cc."""
    return os.environ.get("CC") or "cc"


def cxx_compiler() -> str:
    """What compiles C++: CXX of the environment, or c++."""
    return os.environ.get("CXX") or "c++"


def tell(words: str) -> None:
    """To whoever installs, at once."""
    sys.stderr.write(f"{words}\n")
