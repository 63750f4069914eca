"""SECURITY.md promises nothing that no test stands for."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISED = SECURITY.split("## What is promised\n")[1].split("\n## ")[0]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY)))
PATHS = sorted(set(re.findall(r"`((?:tests|benchmarks|deploy)/[\w/.]+)[:`]", SECURITY)))


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_a_named_test_exists(path, name):
    code = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^(?:async )?def {name}\(", code, re.MULTILINE)


@pytest.mark.parametrize("path", PATHS)
def test_a_named_file_exists(path):
    assert (ROOT / path).exists()


def test_every_promise_names_its_test():
    promises = [line for line in PROMISED.splitlines() if line.startswith("| ")]
    told = [line for line in promises if line not in ("| promise | test |",)]
    assert len(told) > 20
    assert [line for line in told if "::test_" not in line] == []
