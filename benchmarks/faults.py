"""Kills a process again and again while it changes a library; counts what was lost or left broken.

    python -m benchmarks.faults --times 200

Works: adding and replacing articles, removing, writing backups, rebuilding the index. After each
kill the library is opened, `doctor`'s checks are made, and what was acknowledged must be there.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.common import tell
from tests.safety.killed import WORKS, wrong_after_a_kill

LIBRARY_KILLS = 10
"""Kills that one library sees, one after the other, before a new one is begun."""


def main() -> None:
    """Prints a line for each thing that is wrong, and the counts after each library."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=200, help="how often to kill")
    parser.add_argument("--seed", type=int, default=0, help="of the works and the moments")
    given = parser.parse_args()
    dice = random.Random(given.seed)
    kills: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    for begun in range(0, given.times, LIBRARY_KILLS):
        known: dict[str, str] = {}
        with tempfile.TemporaryDirectory(prefix="dateline-faults-") as folder:
            for number in range(begun, min(begun + LIBRARY_KILLS, given.times)):
                work = dice.choice(WORKS)
                seed = dice.randrange(1 << 30)
                wrong = wrong_after_a_kill(Path(folder) / "home", work, seed, known)
                kills[work] += 1
                broken[work] += bool(wrong)
                for what in wrong:
                    tell(f"kill {number} ({work}, seed {seed}): {what}")
        counted = [f"{work} {kills[work]}/{broken[work]}" for work in WORKS]
        tell(f"kills/libraries wrong afterwards: {', '.join(counted)}")


if __name__ == "__main__":
    main()
