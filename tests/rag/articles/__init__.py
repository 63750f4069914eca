"""Tests of rag/articles."""
