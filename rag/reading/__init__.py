"""Strangers' files are parsed in a process of its own, with limits on its time and memory."""

from rag.reading.confined import ConfinedReader

__all__ = ["ConfinedReader"]
