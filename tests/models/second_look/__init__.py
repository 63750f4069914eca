"""Tests of models.second_look."""
