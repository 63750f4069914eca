"""Where two texts on one matter differ in a figure, a date or a denial: what to mark in each.

For the eye only: what is marked helps a reader to see the difference, and decides nothing. Pure
text and calendar; a figure that only one text has is an addition and no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeVar

from rag.text.dates import without_dates
from rag.text.days import resolve
from rag.text.figures import Figure, backed_by, figures, is_backed
from rag.text.negation import denials
from rag.types import Precision

Range = tuple[int, int]

Marks = tuple[list[Range], list[Range]]

Kind = Literal["figure", "date", "denial"]

KINDS: tuple[Kind, ...] = ("figure", "date", "denial")

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and when its article was published: what "Tuesday" is seen from."""

    text: str
    published: datetime | None = None


def contrast(
    one: Said, other: Said, kinds: Collection[Kind] = KINDS
) -> tuple[list[Range], list[Range]]:
    """What to mark in each text: offsets in characters, in order, apart from each other.

    Args:
        one: A text.
        other: The text beside it.
        kinds: Differences that are looked for.

    Example: "7 people died" and "nine people died" -> [(0, 1)], [(0, 4)]
    """
    pairs = [_LOOKED_FOR[kind](one, other) for kind in KINDS if kind in kinds]
    return _apart([a for pair in pairs for a in pair[0]]), _apart(
        [b for pair in pairs for b in pair[1]]
    )


def _figured(one: Said, other: Said) -> Marks:
    return _differing(
        _figures(one),
        _figures(other),
        lambda figure, others: is_backed(figure, backed_by(each.text for each in others)),
        lambda figure: (figure.start, figure.start + len(figure.text)),
    )


def _dated(one: Said, other: Said) -> Marks:
    return _differing(_days(one), _days(other), _falls_on_one_of, lambda day: day[0])


def _figures(said: Said) -> list[Figure]:
    """Those that somebody states: words such as "one" and "both" are too common to be marked."""
    return [one for one in figures(without_dates(said.text)) if one.means]


def _days(said: Said) -> list[tuple[Range, date, Precision]]:
    found = resolve(said.text, said.published)
    return [((one.start, one.end), one.day, one.precision) for one in found]


def _falls_on_one_of(
    day: tuple[Range, date, Precision], others: list[tuple[Range, date, Precision]]
) -> bool:
    """Whether one of the others may be the same day, as far as both are known."""
    return any(_same(day, other) for other in others)


def _same(one: tuple[Range, date, Precision], other: tuple[Range, date, Precision]) -> bool:
    coarse = {one[2], other[2]}
    if "year" in coarse:
        return one[1].year == other[1].year
    if "month" in coarse:
        return (one[1].year, one[1].month) == (other[1].year, other[1].month)
    return one[1] == other[1]


def _differing(
    mine: list[Thing],
    theirs: list[Thing],
    is_among: Callable[[Thing, list[Thing]], bool],
    place: Callable[[Thing], Range],
) -> Marks:
    """What each has and the other has not, where both have such."""
    own = [place(one) for one in mine if not is_among(one, theirs)]
    others = [place(one) for one in theirs if not is_among(one, mine)]
    return (own, others) if own and others else ([], [])


def _denied(one: Said, other: Said) -> Marks:
    mine, theirs = denials(one.text), denials(other.text)
    return ([], []) if mine and theirs else (mine, theirs)


def _apart(ranges: list[Range]) -> list[Range]:
    """In order; of two that overlap, the first."""
    kept: list[Range] = []
    for start, end in sorted(ranges):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


_LOOKED_FOR: dict[Kind, Callable[[Said, Said], Marks]] = {
    "figure": _figured,
    "date": _dated,
    "denial": _denied,
}
