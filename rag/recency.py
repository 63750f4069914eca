"""How much it counts that an article is recent: news is asked about while it is news.

Pure arithmetic on days of publication; knows nothing of what an article is about.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from rag.types import Moments, Scores

DAYS = 30.0
"""After so many an article counts 1/e of one of today."""

_AHEAD = timedelta(1)  # outlets give their own time zones' days


def freshness(published: Moments, today: date) -> Scores:
    """From 1 for what was published today down to 0, by an exponential prior.

    Li and Croft, "Time-Based Language Models" (CIKM 2003). What has no day, or one that is still to
    come, has 0.

    Args:
        published: UTC, shape (n,); "not a time" where an article has none.
        today: What age is counted from.

    Returns:
        Shape (n,), float32.
    """
    age = (np.datetime64(today, "D") - published.astype("datetime64[D]")).astype(np.float64)
    age[np.isnat(published) | (age < -_AHEAD.days)] = np.inf
    return np.exp(-np.maximum(age, 0.0) / DAYS).astype(np.float32)
