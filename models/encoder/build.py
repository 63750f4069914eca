"""The forward pass of embedder and judge, compiled for the processor of this machine.

`encoder.c` beside this file is compiled once, by `make setup` (`python -m models.kernels`); that
takes a second and asks nobody outside. Where it cannot be, or the processor does not multiply
bfloat16, `models.embedder` and `models.judge` compute with torch: slower, and nothing else changes.
"""

from __future__ import annotations

import hashlib
import platform
import sys
import tempfile
from pathlib import Path

from models.compiler import KernelsError, c_compiler, run_tool, tell
from models.device import cpu_flags

SOURCE = Path(__file__).with_name("encoder.c")

NEEDED = frozenset({"avx512f", "avx512bw", "avx512_bf16"})
"""What the processor must know, in the system's words: AMD's do since Zen 4, some of Intel's."""

TILES = frozenset({"amx_tile", "amx_bf16"})
"""With these it multiplies whole tiles, about twice as fast."""


def compiled() -> Path | None:
    """The library for this processor and source; None if it was not built, or cannot be."""
    place = _place()
    return place if place is not None and place.is_file() else None


def build() -> Path:
    """Compiles the library and puts it where `compiled` finds it.

    Raises:
        KernelsError: With the reason: no compiler, a processor that does not multiply bfloat16.
        OSError: It cannot be written.
    """
    place = _place()
    if place is None:
        raise KernelsError("this processor does not multiply bfloat16")
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix="building-") as scratch:
        library = Path(scratch) / "encoder.so"
        flags = ["-std=gnu11", "-O3", "-fPIC", "-shared", "-march=native"]
        flags += ["-DTILES"] if cpu_flags() >= TILES else []
        command = [c_compiler(), *flags, "-o", str(library), str(SOURCE)]
        run_tool(command, Path(scratch), f"{SOURCE.name} does not compile")
        # Whole or not at all: an embedder may be loading.
        library.replace(place)
    return place


def main() -> None:
    """Builds what is missing and says so; nothing on a processor for which there is nothing."""
    if _place() is None or compiled() is not None:
        return
    try:
        build()
    except (KernelsError, OSError) as error:
        tell(f"not compiled: {error}. Dateline runs without, and reads articles more slowly")
    else:
        tell("compiled the embedder's kernels for this processor")


def _place() -> Path | None:
    """Where the library lies, or would; None if this machine cannot run it."""
    flags = cpu_flags()
    if sys.platform != "linux" or platform.machine() != "x86_64" or not flags >= NEEDED:
        return None
    headers = sorted(SOURCE.parent.glob("*.h"))
    told = b"".join(one.read_bytes() for one in (SOURCE, *headers))
    told += " ".join(sorted(flags)).encode()
    key = hashlib.sha256(told).hexdigest()[:12]
    return Path(sys.prefix) / "share/dateline" / f"encoder-{key}.so"
