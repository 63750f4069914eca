"""Tests of rag.text."""
