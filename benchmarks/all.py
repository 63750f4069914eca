"""The figures that the README quotes, one after another: `make bench`. Takes hours on two cores."""

from __future__ import annotations

import subprocess
import sys

SETS = ("own", "yes-no", "realtimeqa", "multihop", "ramdocs", "rgb")
COMMANDS = ("models_speed", "store_speed", "scale", "duplicates")


def main() -> None:
    """Runs each as its own process, so that each starts with fresh memory and models."""
    for name in SETS:
        command = [sys.executable, "-m", "rag.evaluation", name, *sys.argv[1:]]
        subprocess.run(command, check=True)
    for name in COMMANDS:
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
