"""Comparisons: where retrieval, statements and the judge meet. Called by the desk."""
