"""A process of its own that stores articles until it is done or killed; see test_processes.py.

python -m tests.rag.articles.writer HOME NAME COUNT
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.fakes import make_article
from tests.rag.articles.library import open_store, put


def main(home: str, name: str, count: str) -> None:
    store = open_store(Path(home))
    for number in range(int(count)):
        body = " ".join(f"The dam broke {number} {step} times." for step in range(40))
        put(store, make_article(body, title=f"{name} {number}"), key=f"{name}-{number % 10}")
        sys.stdout.write("+")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
