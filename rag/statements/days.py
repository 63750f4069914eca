"""The days and years that a text names, as seen from the day of its article.

"On Monday" in an article of Wednesday 11 March is 9 March; with "will" before it, 16 March. Pure
text and calendar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from rag.text.dates import Dated, dates, without_dates

_AHEAD = re.compile(
    r"\b(?:will|would|shall|due|next|to be|until|till|by|plans?|planned|expect\w*|before|from|"
    r"scheduled|promis\w+|is to|are to)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d,.])\b((?:19|20)\d\d)\b(?![,.]?\d)")


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as it can be told; None where it cannot."""

    text: str
    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> str:
        return "day" if self.day else "month" if self.month else "year"


def days(text: str, published: datetime | None) -> tuple[When, ...]:
    """Dates of a text in reading order, weekdays and missing years filled from the publication."""
    found = [(one.start, when) for one in dates(text) if (when := _when(one, text, published))]
    plain = without_dates(text)
    found += [(match.start(), When(match[1], int(match[1]))) for match in _YEAR.finditer(plain)]
    return tuple(when for _, when in sorted(found, key=lambda pair: pair[0]))


def differ(one: When, other: When) -> bool:
    """Whether two dates of the same precision cannot be the same."""
    if one.precision != other.precision:
        return False
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _when(dated: Dated, text: str, published: datetime | None) -> When | None:
    written = text[dated.start : dated.end]
    if dated.weekday is not None:
        return _of_weekday(dated, written, text, published)
    year = dated.year or (published.year if published and dated.month else None)
    if dated.month is None and (published is None or dated.day is None):
        return None
    month = dated.month or (published.month if published else None)
    return When(written, year, month, dated.day)


def _of_weekday(dated: Dated, written: str, text: str, published: datetime | None) -> When | None:
    if published is None or dated.weekday is None:
        return None
    today = published.date()
    back = (today.weekday() - dated.weekday) % 7
    ahead = _AHEAD.search(text, max(0, dated.start - 60), dated.start) is not None
    day = today + timedelta(7 - back) if ahead and back else today - timedelta(back)
    return When(written, day.year, day.month, day.day)
