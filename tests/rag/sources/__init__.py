"""Tests of rag/sources."""
