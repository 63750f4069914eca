"""A figure with what it measures, and whether two such can be compared. Pure arithmetic.

Two figures are worth comparing only if they measure the same thing of the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

MOST_APART = 8.0
"""Ratio of two figures from which they are no two accounts of one thing."""
_OF_ONE_BODY = frozenset(("employed", "voted", "present"))
"""Aspects that two figures share only where words around them say that it is of one thing."""
_NEVER_TACIT = frozenset(("change", "dead", "hurt", "missing", "saved", "arrested"))
"""Aspects that a figure has only if its own words say so."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure and what it measures.

    Attributes:
        text: As written, with its unit where that stands behind it.
        start: Offset in the text that it was read from.
        readings: Normal forms; two figures that share one are the same.
        low: Least value that it may stand for.
        high: Greatest.
        unit: "people", "money", "%", "clock", a noun's stem, or "" where no unit is given.
        aspects: What of it is measured ("dead", "aboard"), as far as a table knows.
        thing: Roots of the words around it.
        partial: It is a part of what its own text has named: "eight of them".
        of_whom: Stem of the noun behind it that tells some people from others ("adults"); or "".
    """

    text: str
    start: int
    readings: frozenset[str]
    low: float
    high: float
    unit: str
    aspects: frozenset[str]
    thing: frozenset[str]
    partial: bool = False
    of_whom: str = ""

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def is_bare(self) -> bool:
        """Nothing near it says what it is of."""
        return not self.aspects and not self.unit


def compatible(one: Quantity, other: Quantity) -> bool:
    """Whether both can be true of one thing: "at least 12" and 15, "about 100" and 94."""
    if one.readings & other.readings:
        return True
    return one.low <= other.high and other.low <= one.high


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two figures may measure one thing: units fit, and what is measured of it."""
    units = {one.unit, other.unit}
    if _far_apart(one, other):
        return False
    if len(units) == 2 and ("" not in units or "clock" in units or "%" in units):
        return False
    if one.aspects or other.aspects:
        same = one.readings & other.readings or one.thing & other.thing
        if one.aspects & other.aspects & _OF_ONE_BODY and not same:
            return False
        if not one.readings & other.readings and (
            one.of_whom != other.of_whom or one.partial != other.partial
        ):
            return False  # 217 adults of 242 passengers, two of the three soldiers
        # Of those on board, some are dead: only the same of the same compares.
        return one.aspects == other.aspects or (
            not (one.aspects and other.aspects)
            and not (one.aspects ^ other.aspects) & _NEVER_TACIT
            and len(one.thing & other.thing) >= 2
        )
    return bool(one.thing & other.thing) and (
        one.unit == other.unit or len(one.thing & other.thing) > 1
    )


def _far_apart(one: Quantity, other: Quantity) -> bool:
    """A price a share and a price of all shares: nobody errs by so much about one thing."""
    least, most = sorted((one.low or one.high, other.low or other.high))
    return least > 0 and not math.isinf(most) and most / least > MOST_APART
