"""What the C library's allocator is asked for."""

import ctypes
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from rag.cli import memory

BLOCK = 32 << 20


@pytest.fixture
def asked(monkeypatch):
    found = []
    library = SimpleNamespace(
        mallopt=lambda *given: found.append(given), malloc_trim=lambda pad: found.append(pad)
    )
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: library)
    monkeypatch.setattr(memory.sys, "platform", "linux")
    for name in ("MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(memory.os, "environ", dict(os.environ))  # what is set here ends here
    return found


def test_there_are_few_heaps_and_large_blocks_are_outside_them(asked):
    memory.keep_together()
    assert asked == [(-8, 2), (-3, 1 << 20)]


def test_the_environment_has_the_last_word(asked, monkeypatch):
    monkeypatch.setenv("MALLOC_ARENA_MAX", "5")
    memory.keep_together()
    assert asked == []


def test_few_kernels_are_kept_unless_the_environment_says_else(asked):
    name, few = memory.KERNELS
    memory.os.environ.pop(name, None)
    memory.keep_together()
    assert memory.os.environ[name] == few
    memory.os.environ[name] = "1024"
    memory.keep_together()
    assert memory.os.environ[name] == "1024"


def test_what_is_free_is_given_back(asked):
    memory.give_back()
    assert asked == [0]


def test_another_c_library_has_nothing_to_ask_and_stops_nobody(asked, monkeypatch):
    looked = []
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: looked.append(name) or object())
    memory.keep_together()
    memory.give_back()
    assert (looked, asked) == ([None, None], [])


def test_on_another_system_no_library_is_opened(asked, monkeypatch):
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    memory.keep_together()
    memory.give_back()
    assert asked == []


def test_holes_in_the_heap_really_go_back():
    library = ctypes.CDLL(None)
    if not hasattr(library, "malloc_trim"):
        pytest.skip("not glibc")
    library.malloc.restype = ctypes.c_void_p
    library.malloc.argtypes = [ctypes.c_size_t]
    library.free.argtypes = [ctypes.c_void_p]
    library.memset.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t]
    # Small blocks with one kept at the end: what lies below it is a hole, and stays without asking.
    blocks = [library.malloc(4096) for _ in range(BLOCK // 4096)]
    for block in blocks:
        library.memset(block, 1, 4096)
    for block in blocks[:-1]:
        library.free(block)
    before = _resident()
    memory.give_back()
    given = before - _resident()
    library.free(blocks[-1])
    assert given > BLOCK // 2


def _resident() -> int:
    """Bytes of memory that this process takes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096
