"""Kills a process that changes a library, and says what is wrong with the library afterwards."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from index.kept import KeptFaissIndex
from rag.articles.backup import restore
from rag.errors import StoreError
from rag.types import Check
from tests.rag.articles.library import open_store
from tests.safety.changes import FACTS

ROOT = Path(__file__).parents[2]
WORKS = ("ingest", "remove", "backup", "rebuild")


def wrong_after_a_kill(home: Path, work: str, seed: int, known: dict[str, str]) -> list[str]:
    """Starts the work on the library of `home`, kills it at a moment chosen by `seed`.

    Args:
        home: Of a library, which may be there from an earlier call.
        work: See `tests.safety.changes`.
        seed: Of the work and of the moment.
        known: The words stored under each key, as acknowledged; brought up to date.

    Returns:
        What `doctor` finds, what was acknowledged and is not there, backups that do not restore.
    """
    said = _killed(home, work, seed)
    pending, backups = _heeded(said, known)
    store = open_store(home)
    try:
        index = KeptFaissIndex(home / "index", store, FACTS)
        wrong = _unsound([*store.check(), *index.check()])
        held = dict(one.title.split() for one in store.articles())
        for key in {*held, *known}:
            there, told = held.get(key, ""), known.get(key, "")
            # What was announced may have been done, and the process killed before it said so.
            if there not in (told, pending.get(key, told)):
                wrong.append(f"{key} holds {there!r}, acknowledged was {told!r}")
            known[key] = there
    finally:
        store.close()
    return wrong + [told for backup in backups if (told := _unrestorable(backup))]


def _killed(home: Path, work: str, seed: int) -> list[str]:
    dice = random.Random(seed)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.safety.changes", str(home), work, str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    lines = [child.stdout.readline() for _ in range(dice.randrange(1, 12))]  # well under way
    time.sleep(dice.random() * 0.05)
    child.kill()
    rest, _ = child.communicate()
    assert child.returncode == -signal.SIGKILL, "it came to its end by itself"
    whole = "".join(lines) + rest
    return [line for line in whole.split("\n")[:-1] if line]


def _heeded(said: list[str], known: dict[str, str]) -> tuple[dict[str, str], list[Path]]:
    """What the last announcement would have made, if it was not acknowledged; all backups."""
    pending: dict[str, str] = {}
    backups = []
    for line in said:
        what, *words = line.split()
        if what == "?":
            pending = {words[0]: words[1].replace("-", "")}
        elif what == "+":
            known[words[0]], pending = words[1], {}
        elif what == "-":
            known[words[0]], pending = "", {}
        elif what == "*":
            backups.append(Path(words[0]))
    return pending, backups


def _unsound(checks: list[Check]) -> list[str]:
    return [f"{check.name}: {check.detail}" for check in checks if not check.ok]


def _unrestorable(backup: Path) -> str:
    try:
        restore(backup, backup.with_suffix(".restored"))
    except StoreError as error:
        return str(error)
    return ""
