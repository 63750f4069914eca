"""A timeline of positions: each holder a line, each position on it the number of its issue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.export.comparisons import holder_of
from rag.export.lines import holding, opened
from rag.export.strip import Stretch, percent, stretches
from rag.text.shown import day_words, shortened
from rag.types import Position
from rag.ui.render.html import Html, tag
from rag.ui.render.matrix import Numbered

CLEAR = 8.0
"""Per cent of a line that a number takes; one that is nearer to the last stands below it."""

ROW_REM = 1.9
"""Height of a row of numbers."""

Placed = tuple[Numbered, int, Position, date]


def positions(issues: Sequence[Numbered]) -> Html | None:
    """Who said something when; None if there are not two days to tell apart."""
    dated = [
        (one, place, position, position.since.date())
        for one in issues
        for place, position in enumerate(one.issue.positions)
        if position.since is not None
    ]
    line = stretches([(day, day) for *_, day in dated])
    if not line:
        return None
    across = {one.start: one.left for one in line} | {line[-1].end: line[-1].right}
    holders: dict[str, list[Placed]] = {}
    for placed in sorted(dated, key=lambda placed: placed[3]):
        holders.setdefault(placed[2].holder, []).append(placed)
    rows = (_row(placed, across) for placed in holders.values())
    return tag("div", _days(line), tag("ul", *rows), class_="positions")


def _days(line: Sequence[Stretch]) -> Html:
    ends = (line[0].start, line[-1].end)
    names = (tag("time", day_words(day, short=True), datetime=day.isoformat()) for day in ends)
    return tag("p", *names, class_="days")


def _row(placed: Sequence[Placed], across: dict[date, float]) -> Html:
    levels = _levels([across[day] for *_, day in placed])
    numbers = (
        _number(one, across[one[3]], level) for one, level in zip(placed, levels, strict=True)
    )
    name = tag("bdi", holder_of(placed[0][2]))
    height = f"height: {(max(levels) + 1) * ROW_REM:g}rem"
    return tag(
        "li", tag("span", name, class_="holder"), tag("div", *numbers, class_="track", style=height)
    )


def _number(placed: Placed, left: float, level: int) -> Html:
    one, place, position, day = placed
    said = shortened(opened(holding(position)), 160)
    replaced = any(r.relation == "supersede" and r.b == place for r in one.issue.relations)
    disputed = any(
        r.relation in ("contradict", "differ") and place in (r.a, r.b) for r in one.issue.relations
    )
    sign = "→" if replaced else ""
    told = f"{day_words(day)}, issue {one.number}{', a changed line' if replaced else ''}: {said}"
    return tag(
        "button",
        f"{sign}{one.number}{'≠' if disputed else ''}",
        type="button",
        class_="at",
        style=f"left: {percent(left)}; top: {level * ROW_REM:g}rem",
        title=told,
        aria_label=told,
        data_act="cell",
        data_issue=one.number,
        data_position=place,
    )


def _levels(places: Sequence[float]) -> list[int]:
    """The topmost row for each that keeps it clear of those before it."""
    ends: list[float] = []
    levels = []
    for place in places:
        level = next((n for n, taken in enumerate(ends) if place - taken >= CLEAR), len(ends))
        ends[level : level + 1] = [place]
        levels.append(level)
    return levels
