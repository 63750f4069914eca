"""Which event a figure is of, and which day's: tolls of two accidents, or of two days, are two.

Told by kinds of events, places, names and days, and by words that say that a count goes on. Knows
nothing of how alike two figures are.
"""

from __future__ import annotations

import re
from datetime import timedelta

from rag.statements.events import events
from rag.statements.extents import extent
from rag.statements.measured import Quantity
from rag.statements.reading import Reading
from rag.statements.roots import roots
from rag.text.days import resolve
from rag.text.naming import names_of
from rag.text.places import PLACES, STATES

ONE_EVENT = timedelta(days=7)
"""Within it, tolls of places of two names may be one event's."""
COUNTED_ANEW = timedelta(days=3)
"""Behind it a toll is another day's."""
COUNTED_ON = timedelta(hours=12)
"""The same for who is saved, found or arrested "so far": of that all count on."""
_RISING = re.compile(
    r"\b(?:climb(?:s|ed|ing)?|ris(?:es|en|ing)|rose|gr(?:ows|ew|own|owing)|mount(?:s|ed|ing)|"
    r"jump(?:s|ed)|up from|increased)\b",
    re.IGNORECASE,
)
_SO_FAR = re.compile(r"\b(?:so far|to date|as of|since|have|has)\b", re.IGNORECASE)
_GROWS = frozenset(("dead", "hurt"))
_GOES_ON = frozenset(("saved", "found", "arrested"))
_TOLLS = _GROWS | {"missing"}
_OF_A_BODY = frozenset(("employed", "cut"))
_LISTED = re.compile(r"[;:.,]\s|\d")
_OF_AN_EVENT = frozenset("dead hurt missing aboard saved found moved arrested".split())
_ARRESTS = frozenset(("arrested",))
_ON_BOARD = frozenset(("aboard",))
_OF_A_DAY = frozenset(("per barrel", "per gallon", "per ounce", "per bushel"))
"""What is quoted on markets and pumps holds for a day: another day's contradicts nothing."""
_COMPARED_WITH = re.compile(
    r",?\s+(?:(?:up|down) (?:\w+ )?from|compared (?:with|to)|versus|than|double|from|against)\s+"
    r"[^;:]*",
    re.IGNORECASE,
)
_OF_A_TIME = frozenset(("money", "percent"))
_PRICES = frozenset(("price", "cost"))
_COUNTY = re.compile(
    r"\b(?:[A-Z][\w’'-]+\s+){1,3}(?:County|Parish)\b|\bin (?:the|that|this) county\b"
)
"""A part of where it happened: not all who died, died in Lee County."""

_ONE_FIRE = re.compile(r"\b(?:[A-Z][\w’'-]+\s+){1,3}[Ff]ire\b")
_FIRES = re.compile(r"\b(?:wild)?fires\b", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:other|another|earlier|previous|separate|unrelated)\s+(?:[\w-]+\s+){0,2}(?:incidents?|"
    r"shootings?|attacks?|crash(?:es)?|fires?|accidents?|floods?|explosions?|(?:earth)?quakes?|"
    r"storms?|disasters?)\b",
    re.IGNORECASE,
)
_AS_LONG = 5  # letters that a country and its people have in common: "Ukraine", "Ukrainian"
_STATE = re.compile(rf"\b(?:{'|'.join(STATES)})\b")
_COUNTRIES = frozenset(place[:_AS_LONG] for place in PLACES)
_OF_MANY = roots(
    "air airline airlines airport airways international national city county state police fire "
    "north south east west new department departments agency ministry office service "
    "administration university hospital flight street river lake"
)
"""Words of many names: what has no other in common has no name in common."""


def within(one: Reading, other: Reading, span: timedelta) -> bool:
    """Whether the two were published so near each other; an undated one may have been."""
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= span


def has_risen(one: Reading, mine: Quantity, other: Reading, theirs: Quantity) -> bool:
    """A toll of days later that is higher disputes nobody's; a speaker's own one replaces his."""
    shared = mine.aspects & theirs.aspects
    goes_on = shared & _GOES_ON and _SO_FAR.search(one.text) and _SO_FAR.search(other.text)
    if not (goes_on or shared & _GROWS) or one.holder.voice == other.holder.voice:
        return False
    higher, lower, text = (
        (theirs, mine, other.text) if theirs.high > mine.high else (mine, theirs, one.text)
    )
    if higher.low > lower.high and _RISING.search(text):
        return True  # it says itself that it was less
    # "At least 25" is a count that goes on, and so is what is saved "so far".
    counted_on = goes_on or not theirs.exact
    return theirs.high > mine.high and not within(
        one, other, COUNTED_ON if counted_on else COUNTED_ANEW
    )


def of_two_events(one: Reading, mine: Quantity, other: Reading, theirs: Quantity) -> bool:
    """Two accidents of two kinds, of two places long apart: each has its own dead."""
    if not mine.aspects & theirs.aspects & _OF_AN_EVENT:
        return False
    first, second = events(one.whole), events(other.whole)
    if first and second and not first & second:
        return True
    if bool(_ANOTHER.search(one.text)) != bool(_ANOTHER.search(other.text)):
        return True
    if one.article == other.article and (one.plain or other.plain):
        return True  # no outlet's article disputes itself: it tells of several
    if mine.aspects & theirs.aspects & _ARRESTS and not (
        within(one, other, COUNTED_ANEW) and (one.names & other.names) - _OF_MANY
    ):
        return True  # police arrest many people, here and there
    if mine.aspects & theirs.aspects & _ON_BOARD and _named_apart(one, other):
        return True
    places = extent(one), extent(other)
    toll = mine.aspects & theirs.aspects & _TOLLS
    if toll and _is_of_a_county(one) != _is_of_a_county(other):
        return True
    if toll and (_is_of_one_fire(one, other) or _is_of_one_fire(other, one)):
        return True
    if toll and set(_STATE.findall(one.text)) != set(_STATE.findall(other.text)):
        return True  # one state's dead, and all
    if toll and all(places) and not places[0] & places[1]:
        return True  # a county's toll and its state's
    if within(one, other, ONE_EVENT):
        return False
    # Of two tolls weeks apart only a name in common tells that they are of one event: no country's.
    shared = (one.names & other.names) - _OF_MANY
    return not any(name[:_AS_LONG] not in _COUNTRIES for name in shared)


def _is_of_a_county(reading: Reading) -> bool:
    return bool(_COUNTY.search(reading.text) or _COUNTY.search(reading.holder.name))


def _is_of_one_fire(one: Reading, other: Reading) -> bool:
    """Whether one counts the dead of the Eaton Fire alone, and the other those of the fires."""
    return bool(
        len(set(_ONE_FIRE.findall(one.text))) == 1
        and not _ONE_FIRE.search(other.text)
        and _FIRES.search(other.whole)
    )


def of_two_bodies(one: Reading, mine: Quantity, other: Reading, theirs: Quantity) -> bool:
    """Two employers, or two rounds of dismissals: each has figures of its own."""
    if not mine.aspects & theirs.aspects & _OF_A_BODY:
        return False
    if "cut" in mine.aspects & theirs.aspects and not within(one, other, ONE_EVENT):
        return True
    first, second = _body(one, mine), _body(other, theirs)
    whole = _bodies(one.target), _bodies(other.target)
    return bool(
        (first and second and not first & second)
        or (first and whole[1] and not first & whole[1])
        or (second and whole[0] and not second & whole[0])
    )


def _body(reading: Reading, figure: Quantity) -> frozenset[str]:
    """Words of the names right behind a figure: "187 in the Energy Department"."""
    behind = _LISTED.split(reading.target[figure.start + len(figure.text) :], maxsplit=1)[0]
    return _bodies(f"of {behind}")


def _bodies(text: str) -> frozenset[str]:
    return roots(" ".join(word for name in names_of(text) for word in name.words)) - _OF_MANY


def of_two_days(one: Reading, mine: Quantity, other: Reading, theirs: Quantity) -> bool:
    """Quotations of a market on two days; prices and shares of two months or years."""
    if (mine.aspects | theirs.aspects) & _OF_A_DAY and days_apart(one, other):
        return True
    priced = mine.aspects & theirs.aspects & _PRICES
    if not priced and not {mine.unit, theirs.unit} & _OF_A_TIME:
        return False
    first, second = _times(one), _times(other)
    return bool(first and second) and not any(_may_be_one(a, b) for a in first for b in second)


def _times(reading: Reading) -> set[tuple[int, int]]:
    """Year and month of what a text names; month 0 where it names a year alone.

    What it only compares with is none: "up from $3 at the same time last year".
    """
    text = _COMPARED_WITH.sub(" ", reading.text)
    return {
        (one.day.year, 0 if one.precision == "year" else one.day.month)
        for one in resolve(text, reading.published)
    }


def _may_be_one(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] == other[0] and (one[1] == other[1] or not (one[1] and other[1]))


def days_apart(one: Reading, other: Reading) -> bool:
    """Whether the two were published on different days, or may have been."""
    first, second = one.published, other.published
    return first is None or second is None or first.date() != second.date()


def _named_apart(one: Reading, other: Reading) -> bool:
    """Each names a ship, a flight or a carrier, and not the same."""
    first, second = one.names - _OF_MANY, other.names - _OF_MANY
    return bool(first and second) and not first & second
