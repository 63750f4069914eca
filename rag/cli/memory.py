"""Has the C libraries under a server keep less: the allocator, and what computes for the models.

By itself the allocator (glibc's only) keeps what was freed in as many heaps as there are threads,
and hours of work then take hundreds of megabytes more than minutes of it (`benchmarks/soak.py`
measures it).
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

ARENAS = 2
"""Heaps of the allocator. By itself it gives nearly every thread one and keeps in each what was
freed there: the same work in ever other threads then takes hundreds of megabytes more."""

BLOCK_BYTES = 1 << 20
"""Blocks from here on are the system's, and go back to it when they are freed. By itself the
allocator raises this to 32 megabytes, and a model's work then leaves holes in its heaps."""

SECONDS_BETWEEN = 60.0
"""Holes that are left all the same are given back as often as this; it takes milliseconds."""

KERNELS = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64")
"""Machine code that oneDNN, inside torch, keeps: one piece for each shape of a layer's input, and
ever other questions have ever other lengths. By itself it keeps 1,024; a batch needs some ten, and
making one again takes well under a millisecond."""

M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
"""Of glibc's `mallopt`."""


def keep_together() -> None:
    """Few heaps, large blocks outside them, few kernels; for what is begun after this.

    Unless the environment says else.
    """
    os.environ.setdefault(*KERNELS)
    if any(name.startswith("MALLOC_") for name in os.environ):
        return
    if library := _library():
        with suppress(AttributeError):  # another C library
            library.mallopt(M_ARENA_MAX, ARENAS)
            library.mallopt(M_MMAP_THRESHOLD, BLOCK_BYTES)


def give_back() -> None:
    """Whole pages that are free inside the heaps go back to the system."""
    if library := _library():
        with suppress(AttributeError):
            library.malloc_trim(0)


def _library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None
