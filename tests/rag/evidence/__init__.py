"""Tests of rag.evidence."""
