"""Figures: metrics, data sets, runs. Drives the desk from outside, as a user would."""
