"""How many articles were found from each day, week, month or year: bars that can be chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rag.text.shown import count, day_words
from rag.ui.render.html import Html, tag

MOST_BARS = 40
"""Finer bars are taken as long as there are no more."""


@dataclass(frozen=True, slots=True)
class Bar:
    """From `first` to `last`, both within it, there are so many articles."""

    first: date
    last: date
    articles: int


def bars(days: Sequence[date]) -> list[Bar]:
    """Bars from the first day to the last, empty ones among them, as fine as they fit."""
    if not days:
        return []
    for step in ("day", "week", "month", "year"):
        found = _bars(days, step)
        if len(found) <= MOST_BARS:
            break
    return found


def histogram(days: Sequence[date]) -> Html | None:
    """A bar for each period, a button each; None where there are not two of them."""
    found = bars(days)
    if len(found) < 2:
        return None
    most = max(bar.articles for bar in found)
    ends = (found[0].first, found[-1].last)
    names = (tag("time", day_words(day, short=True), datetime=day.isoformat()) for day in ends)
    return tag(
        "div",
        tag("div", *(_drawn(bar, most) for bar in found), class_="bars"),
        tag("p", *names, class_="days"),
        class_="histogram",
    )


def _drawn(bar: Bar, most: int) -> Html:
    if not bar.articles:
        return tag("span", class_="bar empty")
    period = day_words(bar.first)
    if bar.last > bar.first:
        period += f" to {day_words(bar.last)}"
    told = f"{period}: {count(bar.articles, 'article')}"
    filled = tag("span", style=f"height: {max(6, round(100 * bar.articles / most))}%")
    return tag(
        "button", filled, type="button", class_="bar", title=told, aria_label=f"Only {told}",
        data_act="period", data_first=bar.first.isoformat(), data_last=bar.last.isoformat(),
    )  # fmt: skip


def _bars(days: Sequence[date], step: str) -> list[Bar]:
    counted = Counter(_first(day, step) for day in days)
    first, last = min(counted), max(counted)
    found = []
    while first <= last:
        following = _next(first, step)
        found.append(Bar(first, following - timedelta(days=1), counted[first]))
        first = following
        if len(found) > MOST_BARS and step != "year":
            break
    return found


def _first(day: date, step: str) -> date:
    if step == "week":
        return day - timedelta(days=day.weekday())
    if step == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if step == "year" else day


def _next(day: date, step: str) -> date:
    if step == "year":
        return day.replace(year=day.year + 1)
    if step == "month":
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=7 if step == "week" else 1)
