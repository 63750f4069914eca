"""Figures: metrics, data sets, runs."""
