"""Dates in a written sentence, and whether a quote with its day of publication backs them.

"On 16 June" is backed by "on Tuesday" in an article published on Wednesday 17 June; "on Monday" is
not backed by an article of Monday that says "on Sunday". Pure text and calendar.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

_MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
_WEEKDAYS = tuple("mon tue wed thu fri sat sun".split())
_FULL_MONTHS = tuple(
    """January February March April May June July August September October November
    December""".split()
)
_FULL_WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())

_MONTH = "(?:" + "|".join(_FULL_MONTHS) + ")"
# A short form is a month only beside a day, or with its stop: "Mar 3", "Sept.", not "Mar-a-Lago".
_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d\b"
_DATE = re.compile(
    rf"\b(?P<iso_year>{_YEAR})-(?P<iso_month>0\d|1[0-2])-(?P<iso_day>[0-3]\d)\b|"
    rf"(?<![\d.,])(?P<day_first>{_DAY})(?:\s+of)?\s+(?P<month_after>{_MONTH}\b|{_SHORT}\b\.?)"
    rf"(?:,?\s+(?P<year_after>{_YEAR}))?|"
    rf"\b(?P<month_first>{_MONTH}|{_SHORT}\.?)\s+(?P<day_after>{_DAY})\b"
    rf"(?:,?\s+(?P<year_last>{_YEAR}))?|"
    rf"\b(?P<month_only>{_MONTH}\b|{_SHORT}\.(?=\s|$))(?:,?\s+(?P<year_only>{_YEAR}))?|"
    rf"\b(?:on|by|until|since|before)\s+the\s+(?P<ordinal_day>\d\d?(?:st|nd|rd|th))\b"
    rf"(?!\s+(?:of\s+)?{_MONTH})(?!\s+(?-i:[A-ZÀ-Þ]))|"
    rf"\b(?P<weekday>{'|'.join(_FULL_WEEKDAYS)})s?\b",
    re.IGNORECASE,
)
_ON = re.compile(r"\s*\b(?:on|of|dated|for)\s+$", re.IGNORECASE)
_NEAR = re.compile(
    r"\b(?P<today>today|tonight|this (?:morning|afternoon|evening)|overnight|hours? ago|"
    r"earlier (?:on )?the day)\b|\b(?P<yesterday>yesterday|last night|the day before)\b|"
    r"\b(?P<tomorrow>tomorrow)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as far as a text gives it: January is 1, Monday is 0; None where it does not say.

    `start` and `end` are its offsets in the text.
    """

    start: int
    end: int
    month: int | None = None
    day: int | None = None
    year: int | None = None
    weekday: int | None = None

    def __str__(self) -> str:
        if self.weekday is not None:
            return _FULL_WEEKDAYS[self.weekday]
        month = _FULL_MONTHS[self.month - 1] if self.month else ""
        return " ".join(str(part) for part in (self.day, month, self.year) if part)


@lru_cache(maxsize=512)
def dates(text: str) -> tuple[Dated, ...]:
    """The dates of a text in reading order. Example: "Tuesday, Aug. 24" -> weekday 1; 24 August."""
    found = (_read(match, text) for match in _DATE.finditer(text))
    return tuple(dated for dated in found if dated is not None)


def without_dates(text: str) -> str:
    """The text with its dates blanked, same length: their numbers are no figures."""
    for dated in dates(text):
        if dated.weekday is None:
            text = text[: dated.start] + " " * (dated.end - dated.start) + text[dated.end :]
    return text


def without_day(question: str, published: datetime | None) -> str:
    """A question without the day of publication of what is read for an answer.

    "On 8 March, what did the ministry say?" asks of a paper of 8 March what the ministry said: that
    its report is of Saturday makes it no other day's.
    """
    if published is None:
        return question
    for dated in reversed(dates(question)):
        if dated.day is None or dated.month is None or not _is_on(dated, published.date()):
            continue
        before = _ON.sub("", question[: dated.start])
        behind = question[dated.end :]
        if not before.strip():
            behind = behind.lstrip(" ,")
            behind = behind[:1].upper() + behind[1:]
        question = f"{before}{behind}"
    return question


def backs_date(stated: Dated, quote: str, title: str, published: datetime | None) -> bool:
    """Whether a quote, with the title and the day of its article, has the stated date."""
    in_quote = dates(quote)
    if any(_covers(one, stated, published) for one in [*in_quote, *dates(title)]):
        return True
    days = _days_meant(quote, in_quote, published)
    return any(_is_on(stated, day) for day in days)


def years_of(text: str) -> set[int]:
    """Years that belong to dates of the text ("June 16, 2026")."""
    return {dated.year for dated in dates(text) if dated.year is not None}


def _read(match: re.Match[str], text: str) -> Dated | None:
    span = match.span()
    if match["weekday"]:
        return Dated(*span, weekday=_WEEKDAYS.index(match["weekday"][:3].lower()))
    if match["ordinal_day"]:
        return Dated(*span, day=_number(match["ordinal_day"]) or None)
    if match["iso_year"]:
        year, month = int(match["iso_year"]), int(match["iso_month"])
        return Dated(*span, month or None, int(match["iso_day"]) or None, year)
    written = match["month_after"] or match["month_first"] or match["month_only"]
    if match["month_only"] and not match["year_only"] and _is_other_word(match, text):
        return None
    day: str | None = match["day_first"] or match["day_after"]
    in_year: str | None = match["year_after"] or match["year_last"] or match["year_only"]
    return Dated(
        *span,
        _MONTHS.index(written[:3].lower()) + 1,
        _number(day) if day else None,
        int(in_year) if in_year else None,
    )


def _is_other_word(match: re.Match[str], text: str) -> bool:
    """May and march are verbs and nouns too: in small letters, or first; and "Women's March"."""
    word = match["month_only"]
    if word.lower() not in {"may", "march"}:
        return False
    before = text[: match.start()].rstrip()
    owned = before.endswith(("’s", "'s"))
    return word[0].islower() or not before or owned or before[-1] in '.!?:“"'


def _covers(quoted: Dated, stated: Dated, published: datetime | None) -> bool:
    """Whether a date of the quote says at least what is stated."""
    if stated.weekday is not None:
        return quoted.weekday == stated.weekday or _weekday(quoted, published) == stated.weekday
    if stated.month is not None and quoted.month != stated.month:
        return False
    if stated.day is not None and quoted.day != stated.day:
        return False
    if stated.year is None or quoted.year is not None:
        return stated.year in (None, quoted.year)
    return published is None or abs(published.year - stated.year) <= 1


def _weekday(quoted: Dated, published: datetime | None) -> int | None:
    """Weekday of a day and month, in its year or in that of the publication."""
    year = quoted.year or (published.year if published else None)
    if year is None or quoted.month is None or quoted.day is None:
        return None
    try:
        return date(year, quoted.month, quoted.day).weekday()
    except ValueError:
        return None


def _days_meant(quote: str, in_quote: Sequence[Dated], published: datetime | None) -> list[date]:
    """Days that the quote may speak of, seen from its publication; that day if it names none."""
    if published is None:
        return []
    today = published.date()
    offsets: set[int] = set()
    for near in _NEAR.finditer(quote):
        offsets.add({"today": 0, "yesterday": -1, "tomorrow": 1}[near.lastgroup or "today"])
    for one in in_quote:
        if one.weekday is not None:
            after = (one.weekday - today.weekday()) % 7
            offsets |= {after, after - 7}
    days = [today + timedelta(offset) for offset in sorted(offsets)]
    for one in in_quote:
        if one.month is None and one.day is not None:  # "on the 16th"
            days += _days_near(one.day, today)
    return days or ([] if any(one.month for one in in_quote) else [today])


def _days_near(day: int, today: date) -> list[date]:
    """That day of this month, of the one before and of the one after, where they have it."""
    months = {(today + timedelta(offset)).replace(day=1) for offset in (-28, 0, 28)}
    last = timedelta(days=day - 1)
    return sorted(first + last for first in months if (first + last).month == first.month)


def _is_on(stated: Dated, day: date) -> bool:
    return (
        stated.weekday in (None, day.weekday())
        and stated.month in (None, day.month)
        and stated.day in (None, day.day)
        and stated.year in (None, day.year)
    )


def _number(day: str) -> int:
    return int(re.sub(r"\D", "", day))
