"""Briefings and summaries: where selecting, writing and comparing meet. Called by the desk."""
