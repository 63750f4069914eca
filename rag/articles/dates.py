"""Dates as outlets write them -> aware UTC. Knows nothing of articles, files or pages.

A wrong date is worse than none: relative words ("yesterday"), dates without a year and dates
whose day and month could be exchanged ("06/07/2022") give None.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EARLIEST_YEAR = 1600  # before the first newspapers
MAX_AHEAD = timedelta(days=2)  # clocks and time zones differ; more than this is a mistake
_MAX_CHARS = 100

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_DATE_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
        rf"\b{_MONTH}\s*{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_DAY}[\s.-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}(?!\d)",
        rf"(?<!\d){_DAY}\s+{_MONTH}\s+(?P<year>\d\d)(?=\s+\d\d:\d\d)",  # RSS 2.0 as first written
        rf"(?<!\d)(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}(?!\d)",
    )
)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?Z?)?")
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?|\d{12,13}")
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?|\s*(?P<half2>[ap]\.?m\b\.?))",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:GMT|UTC)?\s*(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?(?!\d)")
_ZONE_NAMES = {
    "z": "UTC", "utc": "UTC", "gmt": "UTC", "ut": "UTC",
    "et": "America/New_York", "ct": "America/Chicago",
    "mt": "America/Denver", "pt": "America/Los_Angeles",
}  # fmt: skip
_ZONE_HOURS = {
    "est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0,
    "pst": -8.0, "pdt": -7.0, "bst": 1.0, "cet": 1.0, "cest": 2.0, "eet": 2.0, "eest": 3.0,
    "msk": 3.0, "jst": 9.0, "aest": 10.0, "aedt": 11.0,
}  # fmt: skip
_WINTER_HOURS = {"ET": -5, "CT": -6, "MT": -7, "PT": -8}
_ZONE = re.compile(
    r"(?<![a-z])(" + "|".join(sorted(_ZONE_NAMES | _ZONE_HOURS, key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|published|posted|updated|last|first|date|on|at|of|the)\b",
    re.IGNORECASE,
)
# Before dateparser is asked: a month's name, a year, a day.
_NEEDED = (r"[^\W\d_]{3}|[月월]", r"(?<!\d)\d{4}(?!\d)", r"(?<!\d)\d{1,2}(?!\d)")
_LANGUAGES = (
    "fr de es it pt nl sv da nb fi pl cs sk hu ro bg el tr ru uk hr id vi ar fa he hi ja ko zh"
).split()


def parse_published(text: str, *, now: datetime) -> datetime | None:
    """The moment that `text` names, aware, in UTC; midnight UTC if it names only a day.

    Args:
        text: "2022-06-16T10:00:00+02:00", "Thu, 16 Jun 2022 10:00:00 GMT", "2022/06/16",
            "1655373600", "June 16, 2022 4:05 PM ET", "16.06.2022", "16 juin 2022".
        now: Aware; what lies more than two days after it is a mistake, and gives None.

    Returns:
        None where the text does not name day, month and year beyond doubt.
    """
    text = text.strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    try:
        moment = _numeric(text) if text.lstrip("-")[:1].isdigit() else None
        moment = moment or _written(text) or _other_languages(text, now)
        return _plausible(moment, now)
    except (ValueError, OverflowError, OSError):  # "2022-13-45", epoch out of the platform's range
        return None


def _plausible(moment: datetime | None, now: datetime) -> datetime | None:
    if moment is None:
        return None
    moment = moment.astimezone(UTC)
    return moment if moment.year >= EARLIEST_YEAR and moment <= now + MAX_AHEAD else None


def _numeric(text: str) -> datetime | None:
    """Epoch seconds or milliseconds, "20220616", "20220616120000"."""
    if _EPOCH.fullmatch(text):
        seconds = float(text)
        return datetime.fromtimestamp(
            seconds / 1000 if len(text) > 11 and "." not in text else seconds, UTC
        )
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return None


def _written(text: str) -> datetime | None:
    """A date, perhaps a time and a zone, in any order, with nothing but filler words around."""
    day, rest = _take_date(text)
    if day is None:
        return None
    # "2022-06-16T10:00": the T is no zone and no word.
    rest = re.sub(r"(?<=\s)T(?=\d)", " ", rest)
    time = _TIME.search(rest)
    if time:
        rest = rest[: time.start()] + " " + rest[time.end() :]
        day = day + _since_midnight(time)
    zone, rest = _take_zone(rest, day) if time else (UTC, rest)
    if re.search(r"[^\W_]", _FILLER.sub(" ", rest)):
        return None
    return day.replace(tzinfo=zone)


def _take_date(text: str) -> tuple[datetime | None, str]:
    """The date as a naive midnight, and the text without it."""
    for form in _DATE_FORMS:
        if found := form.search(text):
            month = found["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS[month]
            year = int(found["year"])
            year += 0 if year > 99 else 1900 if year >= 70 else 2000
            day = datetime(year, number, int(found["day"]))  # noqa: DTZ001 - zone follows
            return day, text[: found.start()] + " " + text[found.end() :]
    if found := _SLASHED.search(text):
        first, second = int(found[1]), int(found[3])
        if first > 12 or second > 12 or first == second:
            month, date = (second, first) if first > 12 else (first, second)
            day = datetime(int(found[4]), month, date)  # noqa: DTZ001 - zone follows
            return day, text[: found.start()] + " " + text[found.end() :]
    return None, text


def _since_midnight(time: re.Match[str]) -> timedelta:
    hour, half = int(time["hour"]), (time["half"] or time["half2"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(f"no such hour: {time[0]!r}")
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    minute, second = int(time["minute"] or 0), int(time["second"] or 0)
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError(f"no such time: {time[0]!r}")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _take_zone(rest: str, moment: datetime) -> tuple[tzinfo, str]:
    """The zone named in `rest`, UTC if none is, and `rest` without it."""
    if found := _OFFSET.search(rest):
        offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        zone: tzinfo = timezone(-offset if found["sign"] == "-" else offset)
    elif found := _ZONE.search(rest):
        zone = _named_zone(found[1].lower(), moment)
    else:
        return UTC, rest
    # "-0400 (EDT)": the name only repeats the offset.
    return zone, _ZONE.sub(" ", rest[: found.start()] + " " + rest[found.end() :])


def _named_zone(name: str, moment: datetime) -> tzinfo:
    if name in _ZONE_HOURS:
        return timezone(timedelta(hours=_ZONE_HOURS[name]))
    key = _ZONE_NAMES[name]
    if key == "UTC":
        return UTC
    try:
        return timezone(ZoneInfo(key).utcoffset(moment) or timedelta())
    except ZoneInfoNotFoundError:  # a system without time-zone data; off by an hour in summer
        return timezone(timedelta(hours=_WINTER_HOURS[name.upper()]))


def _other_languages(text: str, now: datetime) -> datetime | None:
    """Month names of other languages, through dateparser; it must find day, month and year."""
    if not all(re.search(part, text) for part in _NEEDED):
        return None
    # Imported here: it takes a third of a second, and most dates never need it.
    import dateparser

    return dateparser.parse(
        text,
        # Without this list, a text that is no date is tried in 200 languages, for seconds.
        languages=_LANGUAGES,
        settings={
            "STRICT_PARSING": True,
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PARSERS": ["absolute-time"],
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": True,
            "RELATIVE_BASE": now.astimezone(UTC).replace(tzinfo=None),
        },
    )
