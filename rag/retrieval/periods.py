"""The periods that a question names, as days of publication. Pure text and calendar.

"In May 2022" is that month, "last week" the week before this one, "on 3 March" the latest 3 March
that has been. What cannot be placed ("before the election") is left out: a wrong period is worse
than none. Days in an article's own text are `rag.text.days`, which this builds on.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from rag.text.days import Resolved, resolve
from rag.text.kinds import asks_of_what_is_to_come
from rag.types import Filters

LAG_DAYS = {"day": 2, "month": 4, "year": 14}
"""How long after an event of that precision its reports appear."""

_COUNT = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "couple of": 2, "few": 3, "": 1,
}  # fmt: skip
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NUMBER = (
    r"(?P<count>\d{1,3}|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|couple of|few)"
)
_WEEK = re.compile(r"\b(?P<which>this|last|past)\s+(?P<unit>week(?:end)?)\b(?!\s+ago)", re.I)
_THIS_YEAR = re.compile(r"\bthis\s+(?P<unit>month|year)\b", re.I)
_PAST = re.compile(
    rf"\b(?:in|over|during|within|for)\s+the\s+(?:past|last)\s+(?:{_NUMBER}\s+)?"
    r"(?P<unit>day|week|month|year)s?\b",
    re.I,
)
_AGO = re.compile(rf"\b{_NUMBER}\s+(?P<unit>week|month)s?\s+ago\b", re.I)
_RECENTLY = re.compile(
    r"\b(?:(?:most|very)\s+)?recently\b(?!\s+as\b)|\blately\b|"
    r"\bin\s+recent\s+(?:days|weeks|months)\b",
    re.I,
)
_RECENT_DAYS = 45
_LAST = re.compile(r"\b(?:last|past)\s+(?:the\s+)?$", re.I)
_FROM = re.compile(
    r"\b(?:since|after|from)\s+(?:the\s+)?(?:(?:start|end|beginning)\s+of\s+)?$", re.I
)
_UNTIL = re.compile(
    r"\b(?:until|till|before|by|up\s+to)\s+(?:the\s+)?(?:(?:start|end)\s+of\s+)?$", re.I
)
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.I)
_AND = re.compile(r"\s*(?:,\s*)?(?:and|to|until|till|through|[–—-])\s*(?:the\s+)?", re.I)
_NOT = re.compile(r"\b(?:other\s+than|except|not\s+(?:on|in))\s+(?:\w+\s+)?$", re.I)
_PIECES = (
    r"\b(?:articles?|reports?|stor(?:y|ies)|coverage|reporting|pieces?|editions?|headlines?|"
    r"reviews?)"
)
_OF_PUBLICATION = re.compile(
    rf"{_PIECES}\b[^;?.]{{0,150}}\b(?:published|printed|posted|dated)\s+(?:\w+\s+){{0,2}}$|"
    rf"(?:{_PIECES}|\bnews)\s+(?:that\s+(?:is|are|was|were)\s+)?"
    r"(?:from|of|on|in|since|between|before|after)\s+(?:the\s+)?$",
    re.I,
)
# "The Jan. 6 committee" sat in July: part of a name, as in "Anna May Wong".
_IN_NAME_BEFORE = re.compile(r"\b(?:the|a)\s+$", re.I)
_IN_NAME_BEHIND = re.compile(r"\s+(?!and\b|or\b|to\b|in\b|at\b|with\b|when\b|was\b|is\b)[a-z]")
_TO_MONTH = re.compile(
    r"\b(?:in|of|during|since|last|past|this|before|after|until|till|by|late|early|mid|from|"
    r"between|and|to|through|for|around|throughout)[\s-]+$",
    re.I,
)
_MONTHS = """January February March April May June July August September October November
December""".split()


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a question asks about.

    Attributes:
        start: Offset in the question of the words that name it.
        end: Offset behind them.
        first: First day; None if it has no beginning ("before 3 March").
        last: Last day; None if it has no end ("since May").
        lag: Days after `last` in which articles on its events still appear.
        published: The words speak of when articles were published, not of when things happened.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    lag: int = 0
    published: bool = False

    @property
    def label(self) -> str:
        """For people: "published 1 to 31 May 2022"."""
        if self.first is None and self.last is not None:
            return f"published until {_day(self.last)}"
        if self.first is not None and self.last is None:
            return f"published since {_day(self.first)}"
        first, last = self.first or date.min, self.last or date.max
        if first == last:
            return f"published {'' if self.published else 'around '}{_day(first)}"
        if (first.year, first.month) == (last.year, last.month):
            return f"published {first.day} to {_day(last)}"
        return f"published {_day(first)} to {_day(last)}"

    def filters(self) -> Filters:
        """The moments of publication that fit, UTC."""
        since = datetime.combine(self.first, time.min, UTC) if self.first else None
        if self.last is None:
            return Filters(since, None)
        lag = 0 if self.published else self.lag
        until = min(self.last, date.max - timedelta(lag)) + timedelta(lag)
        return Filters(since, datetime.combine(until, time.max, UTC))

    def parts(self, oldest: date, newest: date) -> bool:
        """Whether it lets some of the articles of these days pass and not all."""
        window = self.filters()
        since = window.since.date() if window.since else date.min
        until = window.until.date() if window.until else date.max
        return since <= newest and until >= oldest and (since > oldest or until < newest)


def periods(question: str, today: date) -> list[Period]:
    """The periods of a question in reading order, none overlapping another.

    Args:
        question: As asked.
        today: What "yesterday" is seen from.
    """
    moment = datetime.combine(today, time(12), UTC)
    found = [*_weeks(question, today), *_spans_back(question, today)]
    for one in resolve(question, moment, asked=True):
        if not any(other.start < one.end and one.start < other.end for other in found):
            found += _of_resolved(one, question, today)
    if not found:
        found += _recently(question, today)
    found.sort(key=lambda one: (one.start, -one.end))
    joined = _joined(found, question)
    return [_bounded(one, question) for one in joined if not _NOT.search(question[: one.start])]


def _weeks(question: str, today: date) -> Iterator[Period]:
    """This week is the seven days up to today: news asks on a Monday about what was on Friday."""
    for match in _WEEK.finditer(question):
        monday = today - timedelta(today.weekday())
        if match["unit"].lower() == "weekend":
            saturday = monday - timedelta(2) if today.weekday() < 5 else monday + timedelta(5)
            yield Period(*match.span(), saturday, saturday + timedelta(1), LAG_DAYS["day"])
        elif match["which"].lower() == "this":
            yield Period(*match.span(), today - timedelta(7), today)
        else:
            yield Period(
                *match.span(), monday - timedelta(7), monday - timedelta(1), LAG_DAYS["day"]
            )
    for match in _THIS_YEAR.finditer(question):
        first = today.replace(day=1)
        if match["unit"].lower() == "year":
            first = first.replace(month=1)
        yield Period(*match.span(), first, today)


def _spans_back(question: str, today: date) -> Iterator[Period]:
    for match in _PAST.finditer(question):
        days = _counted(match["count"]) * _UNIT_DAYS[match["unit"].lower()]
        yield Period(*match.span(), _back(today, days), today)
    for match in _AGO.finditer(question):
        unit = _UNIT_DAYS[match["unit"].lower()]
        day = _back(today, _counted(match["count"]) * unit)
        yield Period(*match.span(), day - timedelta(unit // 2), day + timedelta(unit // 2))


def _recently(question: str, today: date) -> Iterator[Period]:
    """What says no more than that it was not long ago."""
    for match in _RECENTLY.finditer(question):
        yield Period(*match.span(), _back(today, _RECENT_DAYS), today)


def _of_resolved(one: Resolved, question: str, today: date) -> Iterator[Period]:
    """A date on the calendar as the days it covers; the latest that has been, if it has no year."""
    first = one.day
    if first > today:
        words = question[one.start : one.end]
        if re.search(r"\b(?:18|19|20)\d\d\b", words) or asks_of_what_is_to_come(question):
            return  # nothing has been published on it yet
        if not re.search(r"[A-Za-z]{3}", words) or first.year <= 1:
            return
        try:
            first = first.replace(year=first.year - 1)
        except ValueError:  # 29 February
            return
    lag = LAG_DAYS[one.precision]
    last = first
    if one.precision == "month":
        last = first.replace(day=monthrange(first.year, first.month)[1])
    elif one.precision == "year":
        last = first.replace(month=12, day=31)
    start = one.start
    if _is_in_name(one, question):
        return
    if before := _LAST.search(question[: one.start]):
        start = before.start()
    yield Period(start, one.end, first, last, lag)


def _is_in_name(one: Resolved, question: str) -> bool:
    before, words, behind = (
        question[: one.start],
        question[one.start : one.end],
        question[one.end :],
    )
    if one.precision == "month" and words.isalpha():
        return not _TO_MONTH.search(before)
    named = _IN_NAME_BEFORE.search(before) and _IN_NAME_BEHIND.match(behind)
    return bool(one.precision == "day" and named)


def _joined(found: list[Period], question: str) -> list[Period]:
    """Two dates that bound one period are one: "between 3 and 9 March", "from May to July"."""
    joined: list[Period] = []
    for one in found:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.first is not None
            and one.last is not None
            and before.first <= one.last
            and _BETWEEN.search(question[: before.start])
            and _AND.fullmatch(question[before.end : one.start])
        ):
            joined[-1] = Period(before.start, one.end, before.first, one.last, one.lag)
        elif before is None or one.start >= before.end:
            joined.append(one)
    return joined


def _bounded(one: Period, question: str) -> Period:
    """With the words before it: since, until, and whether they speak of publication."""
    before = question[: one.start]
    first, last = one.first, one.last
    lead = before
    if first != last and _BETWEEN.search(before) and _AND.search(question[one.start : one.end]):
        pass
    elif match := _FROM.search(before):
        lead = before[: match.start()] + " "
        if not match.group().lower().startswith("from"):
            last = None
    elif match := _UNTIL.search(before):
        lead = before[: match.start()] + " "
        if first is not None and match.group().lower().startswith("before"):
            last = first - timedelta(1)
        first = None
    spoken = _OF_PUBLICATION.search(lead) or _OF_PUBLICATION.search(before)
    return Period(one.start, one.end, first, last, one.lag, bool(spoken))


def _counted(count: str | None) -> int:
    word = (count or "").lower()
    return int(word) if word.isdigit() else _COUNT[word]


def _back(today: date, days: int) -> date:
    return today - timedelta(min(days, (today - date.min).days))


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
