"""Tests of rag.users."""
