"""Invariants that no single part can keep: what must hold of the whole tree."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = sorted(path for name in ("rag", "models", "index") for path in (ROOT / name).rglob("*.py"))
PICKLERS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}


def imported(tree):
    """Top-level names of every module that a file imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def keywords(tree):
    """Every keyword argument given as a constant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
            yield node.arg, node.value.value


@pytest.mark.parametrize("path", CODE, ids=[path.relative_to(ROOT).as_posix() for path in CODE])
def test_no_file_pickles_or_unpickles(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not PICKLERS & set(imported(tree))
    assert ("allow_pickle", True) not in keywords(tree)
    assert ("trust_remote_code", True) not in keywords(tree)


@pytest.mark.parametrize("path", CODE, ids=[path.relative_to(ROOT).as_posix() for path in CODE])
def test_a_file_says_first_what_it_does_and_then_stays_short(path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert len(text.splitlines()) <= 450  # 400 is the aim
