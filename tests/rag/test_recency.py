"""What being recent counts."""

from datetime import date

import numpy as np
import pytest

from rag.recency import DAYS, freshness

TODAY = date(2026, 3, 31)


def of(*moments: str) -> list[float]:
    return freshness(np.array(moments, dtype="datetime64[us]"), TODAY).tolist()


def test_it_falls_by_e_in_a_month():
    today, month_ago, two = of("2026-03-31T23:00", "2026-03-01T01:00", "2026-01-30")
    assert DAYS == 30
    assert today == 1.0
    assert month_ago == pytest.approx(np.exp(-1))
    assert two == pytest.approx(np.exp(-2))


def test_what_has_no_day_or_one_to_come_is_not_recent():
    assert of("NaT", "2026-04-01T01:00", "2026-04-02T01:00") == [0.0, 1.0, 0.0]


def test_none_of_none():
    assert of() == []
