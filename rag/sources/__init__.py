"""The outside world, read into raw articles: files, folders, tables, feeds and web pages."""

from rag.sources.walk import count, find

__all__ = ["count", "find"]
