"""Tests of the package `rag`, one folder or file for each of its own."""
