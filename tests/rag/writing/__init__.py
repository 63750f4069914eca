"""Tests of rag.writing."""
