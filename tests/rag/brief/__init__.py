"""Tests of the pipelines of summaries and briefings."""
