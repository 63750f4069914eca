"""Many drawn requests to every route: answers that are 5xx, or not as the API describes them.

    python -m benchmarks.fuzz --examples 300 --seed 1

The same as `tests/rag/api/test_fuzz.py`, which draws a few: requests that fit the OpenAPI document
and requests that do not, plainly, as events and as jobs, against the real API over a fake desk.
"""

from __future__ import annotations

import argparse
from collections import Counter

from benchmarks.common import header, tell
from tests.rag.api.fuzzing import wrong


def main() -> None:
    """Prints what is wrong with the answers of each route, each shrunk to its smallest request."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--examples", type=int, default=300, help="for each route and kind")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    header("drawn requests to every route")
    found = Counter[str]()
    for what in wrong(given.examples, given.seed):
        tell(f"WRONG {what}\n")
        found["wrong"] += 1
    tell(f"{given.examples} requests of each kind to each route; wrong: {found['wrong']}")


if __name__ == "__main__":
    main()
