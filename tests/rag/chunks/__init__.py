"""Tests of rag/chunks."""
