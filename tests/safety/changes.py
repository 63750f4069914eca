"""A process that changes a library at random until it is killed; see test_killed.py.

python -m tests.safety.changes HOME WORK SEED, where WORK is "ingest", "remove", "backup" or
"rebuild". A line on stdout is an acknowledgement: "+ KEY WORDS" for what is stored, "- KEY" for
what is gone, "* FILE" for a backup, "." for a rebuilt index. What is about to be changed is told
before, after a "?".
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from index.kept import KeptFaissIndex
from rag.articles.backup import back_up
from rag.articles.store import SqliteStore
from rag.types import EmbedderFacts
from tests.fakes import make_article
from tests.rag.articles.library import EMBEDDER, open_store, put

FACTS = EmbedderFacts(EMBEDDER.name, EMBEDDER.weight_hash, EMBEDDER.dim)
KEYS = 12


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def add(store: SqliteStore, dice: random.Random) -> None:
    key, words = f"key{dice.randrange(KEYS)}", f"{dice.getrandbits(40):x}"
    say(f"? {key} {words}")
    body = " ".join(f"The dam broke {words} {step} times." for step in range(dice.randrange(1, 40)))
    put(store, make_article(body, title=f"{key} {words}"), key=key)
    say(f"+ {key} {words}")


def remove(store: SqliteStore, dice: random.Random) -> None:
    held = store.articles()
    if not held:
        return add(store, dice)
    chosen = dice.choice(held)
    key = chosen.title.split()[0]
    say(f"? {key} -")
    store.remove(chosen.id)
    say(f"- {key}")
    return None


def main(home: str, work: str, seed: str) -> None:
    dice = random.Random(seed)
    store = open_store(Path(home))
    index = KeptFaissIndex(Path(home) / "index", store, FACTS)
    step = 0
    while True:
        step += 1
        if work == "remove" and dice.random() < 0.5:
            remove(store, dice)
        else:
            add(store, dice)
        if work == "backup":
            target = Path(home).with_name(f"{seed}-{step}.backup")
            back_up(Path(home), target)
            say(f"* {target}")
        elif work == "rebuild":
            index.rebuild()
            say(".")
        else:
            index.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
