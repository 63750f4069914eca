"""What day the dates of an article's text fall on, seen from the day it was published.

"Tuesday" in an article of Wednesday 25 August 2021 is 24 August; "will meet on Tuesday" is the
31st; "in 2018" is a year and no more. What cannot be pinned down ("a week earlier", "the next day")
is left out: a wrong date is worse than none. Pure text and calendar; publication days are in UTC,
so an article written after local midnight may be off by a day where it says "today".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from rag.text.dates import Dated, dates
from rag.text.quotation import without_quotations
from rag.types import Precision

_AHEAD = re.compile(
    r"\b(?:will|would(?! have)|shall|is to|are to|was to|were to|be to|due|set (?:to|for)|"
    r"scheduled|expected|expects?|plans?|planned|planning|promis\w+|invit\w+|takes? effect|"
    r"(?:goes|go|comes?) into (?:effect|force)|ends?(?= (?:on|in|by|at)\b)|expires?|begins?|"
    r"starts?|beginning|starting|(?<!-)opens?|meets?|plays|(?<!the )(?<!of )votes|heads?|hosts|"
    r"kick(?:s|ing) off|gets under ?way|resumes?|next|coming|ahead of|"
    r"extend(?:ing|s)?|extension|"
    r"(?:agreed|hopes?|wants?|intends?|prepar\w+|ready) to|"
    r"to (?:vote|meet|decide|appear|return|publish|visit|discuss|talks)|deadline)\b|[’']ll\b",
    re.IGNORECASE,
)
_SURELY_AHEAD = re.compile(
    r"\b(?:will|would(?! have)|shall|(?:is|are|was|were|be) to|due|set (?:to|for)|scheduled)\b|"
    r"[’']ll\b",
    re.IGNORECASE,
)
# "The plan to reopen it failed on Thursday": what is behind the plan has happened.
_HAPPENED = re.compile(
    r"(?<!\bbe )(?<!\bbeen )\b(?:was|were|had|did|fell|took|came|went|began|broke|died|rose|won|"
    r"lost|met|held|(?!(?:need|expect|plann|schedul|propos|unit|limit|promis|agre)ed\b)\w{3,}ed)\b",
    re.IGNORECASE,
)
# "Down to 95 litres from 120 on Wednesday" looks back: these count right before the date only.
_AHEAD_NEXT_TO = re.compile(
    r"\b(?:by|until|till|from|(?:go|head)ing into)\s+"
    r"(?:(?:the|late|early|end|start|middle|of|noon|midnight|midday)\s+)*$",
    re.IGNORECASE,
)
_AS_OF = re.compile(r"\bas of\s+(?:(?:early|late)\s+)?$", re.IGNORECASE)
# "From October through Christmas Day": a span, which may lie behind us.
_THROUGH = re.compile(r"\s+(?:through|to|until|till)\b")
# 'A "major speech" on Monday': a few quoted words are part of the clause.
_FEW_QUOTED = re.compile(r"[“\"]([^”\",.]{1,40})[”\"]")
_TOLD = r"\b(?:said|told|announced|warned|added|reported|confirmed|denied|admitted|promised)\b"
_TOLD_NEXT = re.compile(rf"\s+{_TOLD}", re.IGNORECASE)
# What stands before the last of these has nothing to do with the date behind it.
_CLAUSE_ENDS = re.compile(
    rf"[,;:—–“”\"]|\b(?:that|which|who|after|before|when|while|because|but)\b|{_TOLD}",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?P<today>today|tonight|this (?:morning|afternoon|evening))\b|"
    r"\b(?P<yesterday>yesterday|last night)\b|\b(?P<tomorrow>tomorrow)\b|"
    r"\b(?P<day_count>\d{1,2}|a|one|two|three|four|five|six) days? ago\b",
    re.IGNORECASE,
)
_MONTH_NEAR = re.compile(r"\b(?P<which>last|next|this) month\b", re.IGNORECASE)
_YEAR_NEAR = re.compile(
    r"\b(?P<which>last|next|this) year\b|"
    r"\b(?P<year_count>\d{1,3}|a|one|two|three|four|five|six|seven|eight|nine|ten|a dozen|twelve|"
    r"twenty) years? ago\b",
    re.IGNORECASE,
)
_OF_ANOTHER_YEAR = re.compile(r"\s+(?:of )?(?:that|the (?:same|following|previous|next)) year\b")
# "In June and July of 2009": the year holds for both months.
_YEAR_BEHIND = re.compile(
    r"(?:\s*(?:,|and|or|to|through|until|–|-)\s*(?:\d{1,2}\s+)?"
    r"(?:(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber)(?:\s+\d{1,2},)?)?\s+(?:of\s+|in\s+)?"
    r"(?P<year>(?:18|19|20)\d\d)\b"
)
_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|from|during|after|before|of|early|late|mid|around|through|"
    r"spring|summer|autumn|winter|fall|to)[\s-]+(?P<year>(?:18|19|20)\d\d)\b"
    r"(?!\s*(?:people|men|women|crowns|jobs|workers|homes|euros|dollars|pounds|households|"
    r"metres|meters|miles|kilomet|tonnes|tons|per cent|percent|%)|[,.]\d|-\w)"
)
_COUNTS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "a dozen": 12, "twelve": 12, "twenty": 20,
}  # fmt: skip
_ANNOUNCED = timedelta(days=300)  # how far ahead a clause about the future may reach
_MENTIONED = timedelta(days=60)  # how far ahead any other date without a year may lie
_MONTH_MENTIONED = timedelta(days=31)  # and a bare month: in December "in February" is the last one


@dataclass(frozen=True, slots=True)
class Resolved:
    """A date of a text on the calendar.

    Attributes:
        start: Offset of it in the text.
        end: Offset behind it.
        day: The first of the month or year where `precision` is coarser.
        precision: As far as the text goes.
    """

    start: int
    end: int
    day: date
    precision: Precision


def resolve(
    text: str, published: datetime | None, *, asked: bool = False, whole: str = ""
) -> list[Resolved]:
    """The dates of a text on the calendar, in reading order.

    Days of the week and words such as "yesterday" inside quotation marks are left out: nobody says
    when they were spoken.

    Args:
        text: A sentence of an article.
        published: Of the article; without it only dates that name their year are resolved.
        asked: Whether the text is a question of that moment, and no article, whose page may have
            been updated a day later.
        whole: All of the article: where that writes "January 6, 2021", its "January 6" is that
            day, however far back it lies.
    """
    today = published.date() if published else None
    spoken = without_quotations(text)
    known = _years_named(whole)
    found = [
        one
        for dated in dates(text)
        if (one := _on_calendar(_with_year(dated, text, known), text, spoken, today, asked))
    ]
    if today is not None:
        found += _near_days(spoken, today) + _near_months(spoken, today) + _near_years(text, today)
    found += _years(text, found)
    return _apart(found, text)


@lru_cache(maxsize=256)
def _years_named(whole: str) -> Mapping[tuple[int, int], int]:
    """The years of the days that a text names with one, where that is one year a day."""
    years: dict[tuple[int, int], set[int]] = {}
    for one in dates(whole):
        if one.month and one.day and one.year:
            years.setdefault((one.month, one.day), set()).add(one.year)
    return {day: found.pop() for day, found in years.items() if len(found) == 1}


def _with_year(dated: Dated, text: str, known: Mapping[tuple[int, int], int]) -> Dated:
    """With the year that the article gives the day elsewhere, unless its anniversary is to come."""
    if dated.year is not None or not dated.month or not dated.day or _ahead(dated, text):
        return dated
    return replace(dated, year=known.get((dated.month, dated.day)))


def _on_calendar(
    dated: Dated, text: str, spoken: str, today: date | None, asked: bool
) -> Resolved | None:
    span = dated.start, dated.end
    if dated.weekday is not None:
        if today is None or spoken[dated.start] == " ":
            return None
        day = _weekday(dated, text, today, asked)
        return Resolved(*span, day, "day") if day else None
    if dated.month is None:
        day = _nearest_of_days(dated.day, today, ahead=_ahead(dated, text)) if today else None
        return Resolved(*span, day, "day") if day else None
    if _OF_ANOTHER_YEAR.match(text, dated.end):
        return None
    year = dated.year or _year_behind(dated, text)
    if year is None and today:
        year = _nearest_year(dated, today, ahead=_ahead(dated, text))
    if year is None:
        return None
    try:
        return Resolved(
            *span,
            date(year, dated.month, dated.day or 1),
            "day" if dated.day else "month",
        )
    except ValueError:  # 31 June
        return None


def _year_behind(dated: Dated, text: str) -> int | None:
    """The year of the next month, if the two are named together."""
    match = _YEAR_BEHIND.match(text, dated.end)
    return int(match["year"]) if match else None


def _weekday(dated: Dated, text: str, today: date, asked: bool) -> date | None:
    """The day that a weekday means: the last one, unless the clause looks ahead.

    Of 136 entries of timelines read by eye, 7 named the day after publication in the past tense,
    and none the day six days before it.
    """
    before = text[: dated.start].rstrip().lower()
    if text[dated.start : dated.end].lower().endswith("s") or re.search(
        r"\b(?:every|each)$", before
    ):
        return None
    if re.match(r"\s+(?:following|after|before)\s+the\b", text[dated.end :]):
        return None
    if re.search(r"\b(?:previous|following|preceding|same|that|one|a)$", before):
        return None
    forward = (dated.weekday - today.weekday()) % 7 if dated.weekday is not None else 0
    if before.endswith("next"):
        return today + timedelta(forward or 7)
    if before.endswith("this"):
        return today + timedelta(forward)
    if before.endswith("last"):
        # No article calls yesterday "last Wednesday".
        return today + timedelta(forward - 7 if forward < 6 or asked else forward - 14)
    if _ahead(dated, text):
        return today + timedelta(forward)
    # Of a Thursday, "died Friday" is the day after: the page was updated, or its date is that of
    # another time zone. Nobody calls a day six days gone by its bare name.
    if forward == 0 or (forward == 1 and not asked):
        return today + timedelta(forward)
    return today + timedelta(forward - 7)


def _ahead(dated: Dated, text: str) -> bool:
    """Whether the clause that a date stands in tells of something to come."""
    text = _FEW_QUOTED.sub(lambda match: f" {match[1]} ", text)
    breaks = [match.end() for match in _CLAUSE_ENDS.finditer(text[: dated.start])]
    before = text[breaks[-1] if breaks else 0 : dated.start]
    if _AS_OF.search(before):
        return False
    if _AHEAD_NEXT_TO.search(before) and not _THROUGH.match(text, dated.end):
        # "There was agreement by Monday" looks back.
        told = before if before.strip().lower() != "by" else text[dated.end :]
        return not _HAPPENED.search(told) or bool(_AHEAD.search(told))
    if before.rstrip().lower().endswith("since"):
        return False
    cues = list(_AHEAD.finditer(before))
    if cues:
        behind = before[cues[-1].end() :]
        return bool(_SURELY_AHEAD.search(before)) or not _HAPPENED.search(behind)
    # "Lind on Friday said that it would close": the day is that of what comes right behind it.
    if _TOLD_NEXT.match(text, dated.end):
        return False
    # "Voters on Tuesday will decide", too.
    if re.match(r"[\s,]*(?:will|is to|are to)\b", text[dated.end :]):
        return True
    # "On Friday, the board will decide": a little further on.
    if breaks or len(before.split()) > 2:
        return False
    behind = text[dated.end : dated.end + 60].lstrip(" ,")
    # "Saturday marks the anniversary", too: of a day gone by, news says that it marked.
    return bool(
        re.match(r"(?:\S+\s+){0,5}?(?:will|is to|are to|would)\b|(?:marks|brings|sees)\b", behind)
    )


def _nearest_year(dated: Dated, today: date, *, ahead: bool) -> int | None:
    candidates: list[date] = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, dated.month or 1, dated.day or 1))
        except ValueError:  # 29 February
            continue
    # A month that has begun is this one, not that of next year.
    reached = today if dated.day else today.replace(day=1)
    coming = [one for one in candidates if reached <= one <= today + _ANNOUNCED]
    if ahead and coming:
        return coming[0].year
    mentioned = _MENTIONED if dated.day else _MONTH_MENTIONED
    possible = [one for one in candidates if one <= today + mentioned]
    if not possible:
        return None
    return min(possible, key=lambda one: (abs((one - today).days), one > today)).year


def _nearest_of_days(day: int | None, today: date, *, ahead: bool) -> date | None:
    """The 16th: of this month or of the one beside it, whichever is nearer."""
    if day is None:
        return None
    first = today.replace(day=1)
    months = [first, (first - timedelta(1)).replace(day=1), (first + timedelta(32)).replace(day=1)]
    days = [one + timedelta(day - 1) for one in months]
    days = [one for one, month in zip(days, months, strict=True) if one.month == month.month]
    if ahead:
        days = [one for one in days if one >= today] or days
    return min(days, key=lambda one: (abs((one - today).days), one > today)) if days else None


def _near_days(spoken: str, today: date) -> list[Resolved]:
    found = []
    for match in _NEAR.finditer(spoken):
        offset = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(match.lastgroup or "", 0)
        if count := match["day_count"]:
            offset = -_count(count)
        found.append(Resolved(*match.span(), today + timedelta(offset), "day"))
    return found


def _near_months(spoken: str, today: date) -> list[Resolved]:
    first = today.replace(day=1)
    months = {
        "last": (first - timedelta(1)).replace(day=1),
        "this": first,
        "next": (first + timedelta(32)).replace(day=1),
    }
    return [
        Resolved(*match.span(), months[match["which"].lower()], "month")
        for match in _MONTH_NEAR.finditer(spoken)
    ]


def _near_years(text: str, today: date) -> list[Resolved]:
    found = []
    for match in _YEAR_NEAR.finditer(text):
        offset = {"last": -1, "this": 0, "next": 1}.get((match["which"] or "").lower(), 0)
        if count := match["year_count"]:
            offset = -_count(count)
        if today.year + offset > 0:
            found.append(Resolved(*match.span(), date(today.year + offset, 1, 1), "year"))
    return found


def _years(text: str, found: list[Resolved]) -> list[Resolved]:
    return [
        Resolved(*match.span("year"), date(int(match["year"]), 1, 1), "year")
        for match in _YEAR.finditer(text)
        # "July of 2019" is told by its month.
        if not any(one.start <= match.start("year") <= one.end + len(" of ") for one in found)
    ]


def _apart(found: list[Resolved], text: str) -> list[Resolved]:
    """In reading order, "Tuesday, Aug. 24" counted once, by its more explicit half."""
    ordered = sorted(found, key=lambda one: (one.start, one.end))
    kept: list[Resolved] = []
    for one in ordered:
        if (
            kept
            and not re.search(r"\w", text[kept[-1].end : one.start])
            and kept[-1].precision == "day"
        ):
            # The second half names the day of the month; a bare weekday only leans on it.
            kept[-1] = Resolved(kept[-1].start, one.end, one.day, one.precision)
            continue
        kept.append(one)
    return kept


def _count(word: str) -> int:
    return _COUNTS.get(word.lower()) or int(word)
