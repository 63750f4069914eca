"""requirements.lock is what requirements.txt asks for, every file of it known by its hash."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINS = re.findall(r"^([\w.-]+)==([^ \n]+)([^\n]*\n(?:    --hash=.*\n)*)", LOCK, re.MULTILINE)
ASKED = [
    Requirement(line.split("#")[0].strip())
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    if line.split("#")[0].strip()
]
LEFT_OUT = {"torch"}  # its file differs by machine; see the Makefile


def test_every_line_of_the_lock_is_a_pin_or_a_hash():
    lines = [line for line in LOCK.splitlines() if not line.startswith("    --hash=sha256:")]
    assert [line for line in lines if not re.match(r"[\w.-]+==[\w.!+]+ (; .* )?\\$", line)] == []


@pytest.mark.parametrize(("name", "version", "rest"), PINS, ids=[pin[0] for pin in PINS])
def test_a_pin_has_hashes(name, version, rest):
    assert re.findall(r"--hash=sha256:[0-9a-f]{64}\b", rest)


@pytest.mark.parametrize("asked", ASKED, ids=[asked.name for asked in ASKED])
def test_what_is_asked_for_is_locked_at_a_version_that_fits(asked):
    locked = {canonicalize_name(name): version for name, version, _ in PINS}
    name = canonicalize_name(asked.name)
    if name in LEFT_OUT:
        assert name not in locked
        assert re.fullmatch(r"==[\d.]+", str(asked.specifier))
    else:
        assert name in locked, "run `make lock`"
        assert asked.specifier.contains(locked[name], prereleases=True), "run `make lock`"
