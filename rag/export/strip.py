"""A timeline -> a small picture of it: SVG, every dot a link to its entry. Pure, no scripts.

Places across are shares of the picture's width, so that its letters are as large on a phone as on
paper. A stretch without news that is many times as long as the others is cut short and dashed: one
look back to 2011 would else push a week's events into one dot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from types import MappingProxyType

from rag.export.outline import Mark, Moment, Timeline
from rag.text.html import Html, tag
from rag.text.shown import day_words

MARGIN = 2.0
"""Per cent of the width left free on either side."""

RADIUS = 4.5
STEP = 2 * RADIUS + 2
"""Pixels from one dot to the next that lies above it because they are too close side by side."""

NARROW = 360
"""Pixels: a picture of this width has no dots that overlap; a wider one has more room."""

LONG = 7
"""A stretch so many times as long as the middling one is cut short..."""

SHORT = 3
"""... to so many times."""

APART = 26.0
"""Per cent of the width that a day's name takes."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one day to the next at which something begins or ends; `cut` if drawn too short."""

    start: date
    end: date
    left: float
    right: float
    cut: bool


def stretches(spans: Sequence[tuple[date, date]]) -> list[Stretch]:
    """The line of time, `left` and `right` in per cent of the picture's width.

    Example: days 1, 6 and 11 of a month -> two stretches, 2 to 50 and 50 to 98.
    """
    days = sorted({day for span in spans for day in span})
    lengths = [(b - a).days for a, b in pairwise(days)]
    if not lengths:
        return []
    middling = median(lengths)
    shown = [one if one <= LONG * middling else SHORT * middling for one in lengths]
    found, left = [], MARGIN
    for place, length in enumerate(shown):
        right = left + length / sum(shown) * (100 - 2 * MARGIN)
        cut = length < lengths[place]
        found.append(Stretch(days[place], days[place + 1], left, right, cut))
        left = right
    return found


def strip(timeline: Timeline, entry_id: Callable[[int], str]) -> Html | None:
    """The days along a line, from the first to the last; None if there is but one.

    A moment known by its month or year is a bar as long as that.

    Args:
        timeline: Its moments; the picture's colours are those of the text around it.
        entry_id: The id of the element that tells of moment number i (from 0).
    """
    spans = [(moment.day, _last_day(moment)) for moment in timeline.moments]
    line_of_time = stretches(spans)
    if not line_of_time:
        return None
    across = {one.start: one.left for one in line_of_time}
    across[line_of_time[-1].end] = line_of_time[-1].right
    places = [(across[a], across[b]) for a, b in spans]
    levels = _levels(places)
    height = 34 + STEP * max(levels)
    line = height - 22
    dots = (
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
    )
    return tag(
        "svg",
        *(axis(one, line) for one in line_of_time),
        *dots,
        *day_names(line_of_time, height - 4, _known(timeline.moments)),
        width="100%", height=f"{height:g}", class_="strip", aria_hidden="true",
    )  # fmt: skip


def axis(stretch: Stretch, height: float) -> Html:
    """A piece of the line."""
    return tag(
        "line", x1=percent(stretch.left), y1=f"{height:g}", x2=percent(stretch.right),
        y2=f"{height:g}", class_="axis cut" if stretch.cut else "axis",
    )  # fmt: skip


def day_names(
    line_of_time: Sequence[Stretch], height: float, known: Mapping[date, str] = MappingProxyType({})
) -> list[Html]:
    """The first and the last day, and those where a cut ends if there is room for their names.

    Args:
        line_of_time: At least one stretch.
        height: Where the letters stand, in pixels.
        known: Names of days that are known by their month or year only.
    """
    first, last = line_of_time[0].start, line_of_time[-1].end

    def name(day: date, place: float, anchor: str) -> Html:
        shown = known.get(day) or day_words(day, short=True)
        return tag("text", shown, x=percent(place), y=f"{height:g}", text_anchor=anchor)

    names = [name(first, 0, "start"), name(last, 100, "end")]
    free = APART
    for before in line_of_time[:-1]:
        if before.cut and free <= before.right <= 100 - 1.5 * APART:
            names.append(name(before.end, before.right, "middle"))
            free = before.right + APART
    return names


def percent(share: float) -> str:
    """A place across, of 0 to 100: 12.5 -> "12.5%"."""
    return f"{round(share, 2):g}%"


def _known(moments: Sequence[Moment]) -> dict[date, str]:
    coarse = [moment for moment in moments if moment.precision != "day"]
    return {day: one.shown for one in coarse for day in (one.day, _last_day(one))}


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
        clear = STEP / NARROW * 100
        level = next((n for n, taken in enumerate(ends) if start - taken >= clear), len(ends))
        ends[level : level + 1] = [end]
        levels.append(level)
    return levels


def _shape(start: float, end: float, height: float) -> Html:
    if start == end:
        return tag("circle", cx=percent(start), cy=f"{height:g}", r=RADIUS, class_="dot")
    return tag(
        "rect", x=percent(start), y=f"{height - RADIUS:g}", width=percent(end - start),
        height=2 * RADIUS, rx=RADIUS, class_="span",
    )  # fmt: skip


def _words(moment: Moment) -> str:
    return "".join(part.text for part in moment.line if not isinstance(part, Mark)).strip()
