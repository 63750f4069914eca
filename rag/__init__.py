"""Dateline: answers, briefings and comparisons from stored articles, every sentence cited."""
