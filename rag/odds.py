"""Probabilities as log odds, for adding up what several judges say. Pure arithmetic."""

from __future__ import annotations

import math

SUREST = 0.99
"""Beyond it, and below its complement, no estimate is believed: one voice must not drown all."""


def log_odds(probability: float) -> float:
    """Natural log of p / (1 - p), with p kept within 1 - SUREST and SUREST; about -4.6 to 4.6."""
    inside = min(SUREST, max(1 - SUREST, probability))
    return math.log(inside / (1 - inside))
