"""Tests of rag/reading."""
