"""Tests of models.judge."""
