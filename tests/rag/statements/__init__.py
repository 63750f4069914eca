"""Tests of rag.statements: who said what, and how statements stand to each other."""
