"""A timeline -> a small picture of it: SVG, every dot a link to its entry. Pure, no scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from rag.export.outline import Mark, Moment, Timeline
from rag.text.html import Html, tag
from rag.text.shown import day_words

WIDTH = 640
MARGIN = 12
RADIUS = 4.5
STEP = 2 * RADIUS + 2
"""From one dot to the next that lies above it because they are too close to lie side by side."""


def strip(timeline: Timeline, entry_id: Callable[[int], str]) -> Html | None:
    """The days along a line, from the first to the last; None if there is but one.

    A moment known by its month or year is a bar as long as that.

    Args:
        timeline: Its moments; the picture's colours are those of the text around it.
        entry_id: The id of the element that tells of moment number i (from 0).
    """
    spans = [(moment.day, _last_day(moment)) for moment in timeline.moments]
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    if first == last:
        return None

    def across(day: date) -> float:
        share = (day - first) / (last - first)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    places = [(across(a), across(b)) for a, b in spans]
    levels = _levels(places)
    height = 34 + STEP * max(levels)
    line = height - 22
    shapes = [
        tag(
            "a",
            tag("title", f"{moment.shown}: {_words(moment)}"),
            _shape(start, end, line - STEP * level),
            href=f"#{entry_id(index)}",
            tabindex="-1",
        )
        for index, (moment, (start, end), level) in enumerate(
            zip(timeline.moments, places, levels, strict=True)
        )
    ]
    return tag(
        "svg",
        tag("line", x1=MARGIN, y1=f"{line:g}", x2=WIDTH - MARGIN, y2=f"{line:g}", class_="axis"),
        *shapes,
        tag("text", day_words(first, short=True), x=MARGIN - RADIUS, y=f"{height - 2:g}"),
        tag("text", day_words(last, short=True), x=WIDTH - MARGIN + RADIUS, y=f"{height - 2:g}",
            text_anchor="end"),
        viewBox=f"0 0 {WIDTH} {height:g}", class_="strip", aria_hidden="true",
    )  # fmt: skip


def _last_day(moment: Moment) -> date:
    if moment.precision == "year":
        return date(moment.day.year, 12, 31)
    if moment.precision == "month":
        after = moment.day.replace(day=28) + timedelta(days=4)
        return after - timedelta(days=after.day)
    return moment.day


def _levels(places: list[tuple[float, float]]) -> list[int]:
    """The lowest level for each that keeps it clear of those before it; 0 is on the line."""
    ends: list[float] = []
    levels = []
    for start, end in places:
        level = next((n for n, taken in enumerate(ends) if start - taken >= STEP), len(ends))
        ends[level : level + 1] = [end]
        levels.append(level)
    return levels


def _shape(start: float, end: float, height: float) -> Html:
    if start == end:
        return tag("circle", cx=f"{start:g}", cy=f"{height:g}", r=RADIUS, class_="dot")
    return tag(
        "rect", x=f"{start:g}", y=f"{height - RADIUS:g}", width=f"{end - start:g}",
        height=2 * RADIUS, rx=RADIUS, class_="span",
    )  # fmt: skip


def _words(moment: Moment) -> str:
    return "".join(part.text for part in moment.line if not isinstance(part, Mark)).strip()
