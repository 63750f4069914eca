"""Counts that change from day to day: how many are dead, missing, hurt, aboard. Pure text.

"The toll rose to 15" and "twelve people are confirmed dead" count the same thing differently; of
two such sentences about one event the newer holds. Sentences that name a year tell of the past and
count nothing anew. English only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.text.dates import without_dates
from rag.text.figures import Figure, figures

Counted = Literal["dead", "missing", "hurt", "aboard"]

_BEHIND: dict[Counted, re.Pattern[str]] = {
    "missing": re.compile(r"(?:\W+[^\W\d]+){0,4}?\W+(?:missing|unaccounted)\b", re.IGNORECASE),
    "hurt": re.compile(r"(?:\W+[^\W\d]+){0,4}?\W+(?:injured|hurt|wounded)\b", re.IGNORECASE),
    "dead": re.compile(
        r"(?:\W+[^\W\d]+){0,5}?\W+(?:dead|died|killed|perished|deaths|fatalities|"
        r"lost their lives)\b",
        re.IGNORECASE,
    ),
    "aboard": re.compile(
        r"(?:\W+[^\W\d]+){0,4}?\W+(?:aboard|on board|passengers and crew)\b", re.IGNORECASE
    ),
}
_BEFORE: dict[Counted, re.Pattern[str]] = {
    "dead": re.compile(
        r"(?:\btoll|\b(?:have|had) died|\bdeaths)\b[^.;:]{0,110}?"
        r"\b(?:to|at|reach\w*|hits?|pass\w+|of|was|is)\s+(?:\w+\s+){0,2}$|"
        r"\b(?:kill(?:ed|ing|s)|claim(?:ed|ing|s)(?: the lives of)?|(?:with )?the loss of)\s+"
        r"(?:\w+\s+){0,2}$",
        re.IGNORECASE,
    ),
}
_NAMED: dict[Counted, re.Pattern[str]] = {
    "dead": re.compile(r"\b(?:die[ds]?|dead|deaths?|kill\w*|perished|fatal\w*|lives|toll)\b", re.I),
    "missing": re.compile(r"\b(?:missing|unaccounted)\b", re.IGNORECASE),
    "hurt": re.compile(r"\b(?:injured|hurt|wounded)\b", re.IGNORECASE),
    "aboard": re.compile(r"\b(?:aboard|on board)\b", re.IGNORECASE),
}
_GROWS = ("dead", "missing", "hurt")  # anew from day to day
_ASKS_HOW_MANY = re.compile(r"\bhow many\b|\bnumber of\b|\btoll\b", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:at least|more than|over|upwards of)\s+$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_AND = re.compile(
    r"\s+(?!(?:\w+\s+)?(?:dead|died|killed|hurt|injured|wounded|missing|aboard|others?)\b)"
    r"(?:\w+\s+){1,2}and\s+"
)
_BEFORE_AGE = re.compile(r"[^\W\d],\s+(?:(?:also|aged?)\s+)?$")
_CLAUSE_END = re.compile(r"[.;:]|,\s+(?:and|but|while|as)\b|\band\b")


@dataclass(frozen=True, slots=True)
class Toll:
    """One count: what of, how many, and whether there may be more."""

    of: Counted
    value: float
    at_least: bool


def tolls(text: str) -> list[Toll]:
    """The counts of a text, in reading order; none if it names a year."""
    if _YEAR.search(text):
        return []
    plain = without_dates(text)
    found = []
    for together in _joined([one for one in figures(plain) if _counts(one, plain)], plain):
        kinds = [kind for one in together if (kind := _kind(one, plain)) is not None]
        values = [value for one in together if (value := _value(one)) is not None]
        if kinds and len(values) == len(together):
            at_least = bool(_AT_LEAST.search(plain[: together[0].start]))
            found.append(Toll(kinds[0], sum(values), at_least))
    return found


def counted_in(question: str) -> Counted | None:
    """What a question wants counted; None if that is none of these, or more than one."""
    if not _ASKS_HOW_MANY.search(question):
        return None
    asked = [kind for kind, pattern in _NAMED.items() if pattern.search(question)]
    return asked[0] if len(asked) == 1 else None


def grows_in(question: str) -> Counted | None:
    """What a question wants counted as it stands now; None where it names a year or a day."""
    counted = counted_in(question)
    dated = _YEAR.search(question) or without_dates(question) != question
    return counted if counted in _GROWS and not dated else None


def tells_of(counted: Counted, text: str) -> bool:
    """Whether a text has a word for what is counted, however vaguely it counts."""
    return _NAMED[counted].search(text) is not None


def counts_anew(older: str, newer: str) -> bool:
    """Whether a newer text counts what an older one counts, and comes to another number."""
    return any(
        one.of == other.of
        and one.value != other.value
        and not (one.at_least and one.value <= other.value)
        for one in tolls(older)
        for other in tolls(newer)
    )


def _counts(figure: Figure, plain: str) -> bool:
    """Whether it may count anybody: no age between commas, and no half of "9/11"."""
    before, behind = plain[: figure.start], plain[figure.start + len(figure.text) :]
    aged = _BEFORE_AGE.search(before) is not None and behind.startswith(",")
    return not (aged or before.endswith("/") or behind.startswith("/"))


def _joined(found: Sequence[Figure], plain: str) -> list[list[Figure]]:
    """Figures that count together: "19 children and two teachers were killed" are 21."""
    joined: list[list[Figure]] = []
    for one in found:
        last = joined[-1][-1] if joined else None
        if last and _AND.fullmatch(plain, last.start + len(last.text), one.start):
            joined[-1].append(one)
        else:
            joined.append([one])
    return joined


def _kind(figure: Figure, plain: str) -> Counted | None:
    end = figure.start + len(figure.text)
    ended = _CLAUSE_END.search(plain, end)
    behind = plain[end : ended.start() if ended else len(plain)]
    matches = [
        (match.end(), kind) for kind, pattern in _BEHIND.items() if (match := pattern.match(behind))
    ]
    if matches:
        return min(matches)[1]
    before = plain[: figure.start]
    return next((kind for kind, pattern in _BEFORE.items() if pattern.search(before)), None)


def _value(figure: Figure) -> float | None:
    """The number that it is; None for shares, sums of money and times."""
    numbers = [reading for reading in figure.means if re.fullmatch(r"\d+(?:\.\d+)?", reading)]
    return float(numbers[0]) if len(numbers) == 1 else None
