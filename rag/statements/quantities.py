"""Texts -> figures with what they measure: "86 passengers and crew aboard" -> 86 people, aboard.

Each is read with its unit, the words around it and what these make of it (dead, aboard, price ...),
and with how exact it claims to be. Pure text; dates are blanked first. Knows nothing of speakers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from rag.statements.bounds import bounds
from rag.statements.measured import Quantity
from rag.statements.measures import (
    ASPECTS,
    MONEY,
    OF_MONEY,
    OF_PEOPLE,
    PEOPLE,
    SAME_UNIT,
)
from rag.statements.numbered import (
    counts_each,
    counts_nothing,
    is_of_them,
    names_a_part,
    of_whom,
    speaks_of_next,
)
from rag.statements.roots import root, roots
from rag.text.dates import without_dates
from rag.text.figures import Figure, figures
from rag.text.words import CALENDAR, STOP_WORDS, stem

REACH = 9
"""Words on either side of a figure, within its clause, that may say what it measures."""


_TO = re.compile(r"\s*(?:-|–|to)\s*")
_CLAUSE = re.compile(r"[;:.!?—()]\s|,\s+(?:and|but|while|which|who|after|as|with|of which)\b|\n")
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_BEFORE = re.compile(
    r"\b(?:from|instead of|compared with|against|not|beats?|beating|topp(?:ed|ing)|tops|"
    r"(?<!more )(?<!less )(?<!fewer )than)\s+(?:only\s+)?(?:the\s+|its\s+)?[$£€]?$",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"\s+of\s+(?:the\s+|its\s+|their\s+)?(?:[\w-]+[’']s\s+)?")
FREE = re.compile(
    r"\b(?:is|are|was|were|be|remains?|stays?)\s+(?:always\s+)?(?P<free>free)(?: of charge)?"
    r"(?=\s*(?:[,.;]|$)|\s+(?:and always|for (?:all|every|children|residents|pupils)))",
    re.IGNORECASE,
)
"""A price of nothing."""

_AND = re.compile(r"(?:\s+[\w-]+){1,3},?\s+and\s+(?:the\s+)?(?:other\s+)?")
_OTHERS = re.compile(
    r"\S+\s+(?:(?:[\w-]+\s+)?others?\b|(?:more|other)\s+(?:people|men|women|children)\b)",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"-([^\W\d_]+)")  # "a 77-minute video" counts minutes
_TO_SPEND = re.compile(
    r"\b(?:to|would|will|should|must|can|could) (?:\w+ly )?spend\b(?:\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[,;(]|\b(?:and|but|while|or)\b")
_SOFT_BREAK = re.compile(r"\b(?:from|to|than|with|against|of)\b")
_VERB = re.compile(r"\b(?:were|was|are|is)\b")
_RATE = re.compile(
    r"^(?:\s+[\w-]+){0,3}?\s+(?:a|an|per|each|every)\s+(share|day|week|month|year|hour|second|"
    r"minute|person|head|tonne|litre|seat|crossing|family|trip|barrel|gallon|ounce|bushel)\b",
    re.IGNORECASE,
)
_CHANGE_BEFORE = re.compile(r"\b(?:by|another|a further|an extra)\s+(?:about\s+)?$", re.IGNORECASE)
_CHANGE_AFTER = re.compile(r"\s+(?:[\w-]+\s+)?(?:more|fewer|less|higher|lower|extra)\b(?! than \d)")


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of a text that measure something, in reading order; years are none.

    What a value was before ("up from 71") is left out: nobody states it as it is.
    """
    plain = without_dates(text)
    every = [one for one in figures(plain) if one.year is None and one.means]
    found: list[Quantity] = []
    for place, one in enumerate(every):
        value = _value(one, plain)
        start, end = one.start, one.start + len(one.text)
        if (
            value is None
            or _BEFORE.search(plain[:start])
            or counts_nothing(plain[:start], plain[end:])
        ):
            continue
        before = every[place - 1] if place else None
        after = every[place + 1] if place + 1 < len(every) else None
        low, high = _clause(plain, start, end)
        if before:
            low = max(low, _cut(plain, before.start + len(before.text), start))
        of = after is not None and _PART_OF.fullmatch(plain[end : after.start]) is not None
        if after and not of:
            high = min(high, _cut(plain, end, after.start))
        tells = after.start if of and after else high
        counted = _quantity(plain, one, value, low, max(end, high), max(end, tells))
        if of and after and not counted.unit:
            # "Three of the six fires": of fires.
            behind = after.start + len(after.text)
            counted = replace(counted, unit=_unit(after, plain[behind : max(behind, high)])[0])
        if not counted.aspects and counts_each(plain[:end], plain[end:]):
            counted = replace(counted, of_whom=counted.of_whom or "each")
        found.append(counted)
    if free := FREE.search(plain):
        nothing = Figure("free", free.start("free"), frozenset({"0"}), frozenset({"0"}))
        low, high = _clause(plain, nothing.start, free.end())
        bare = _quantity(plain, nothing, 0.0, low, high, high)
        found.append(replace(bare, unit="money", aspects=frozenset({"cost"})))
    whole = _counted_together(_ranges(found, plain), plain)
    return tuple(_with_one_more(one, plain) for one in whole)


def _ranges(found: Sequence[Quantity], plain: str) -> list[Quantity]:
    """“350 to 400 protesters” as one figure that may be either and all between."""
    kept: list[Quantity] = []
    for one in found:
        last = kept[-1] if kept else None
        gap = plain[last.start + len(last.text) : one.start] if last else ""
        if last and last.is_bare and one.low >= last.low and _TO.fullmatch(gap):
            text = plain[last.start : one.start + len(one.text)]
            readings = last.readings | one.readings
            kept[-1] = replace(one, text=text, start=last.start, low=last.low, readings=readings)
        else:
            kept.append(one)
    return kept


def _counted_together(found: Sequence[Quantity], plain: str) -> list[Quantity]:
    """People told in parts as one figure: "killed 19 children and two teachers" is 21, and 19.

    Of "21 people, including 19 children" the part says no other thing than the whole. What either
    could be read as, the figure may be: rather a difference missed than one invented.
    """
    kept: list[Quantity] = []
    for one in found:
        last = kept[-1] if kept else None
        if last and _goes_on(last, one, plain):
            kept[-1] = _together(last, one, plain)
        elif not _OTHERS.match(plain[one.start :]):
            kept.append(one)
        elif last and last.unit == "people" and last.exact and one.exact:
            # "Nine died in one fire, while 16 others died in another": 25, and nine.
            kept[-1] = replace(
                last,
                readings=last.readings | {f"{last.low + one.low:g}"},
                high=last.high + one.high,
            )
    return kept


def _with_one_more(one: Quantity, plain: str) -> Quantity:
    """Who counts five and speaks of "the sixth victim" counts six as well."""
    if one.unit != "people" or not one.exact or not speaks_of_next(plain, int(one.low)):
        return one
    more = frozenset((f"{one.low + 1:g}",))
    return replace(one, readings=one.readings | more, high=one.high + 1)


def _goes_on(last: Quantity, one: Quantity, plain: str) -> bool:
    """Whether a figure of people is a part of, or is counted with, the one before it."""
    if not (last.unit == one.unit == "people"):
        return False
    if names_a_part(plain[: one.start]):
        return True
    gap = plain[last.start + len(last.text) : one.start]
    # The unit stands within the figure's own text, as far as it is known.
    beside = _AND.fullmatch(f" {last.text.split()[-1]}{gap}") is not None
    return beside and one.aspects in (last.aspects, frozenset())


def _together(last: Quantity, one: Quantity, plain: str) -> Quantity:
    """A whole of two figures, or a whole that has the second as its part."""
    part = names_a_part(plain[: one.start])
    total = () if part or not (last.exact and one.exact) else (f"{last.low + one.low:g}",)
    text = last.text if part else plain[last.start : one.start + len(one.text)]
    return replace(
        last,
        text=text,
        readings=last.readings | one.readings | frozenset(total),
        low=min(last.low, one.low),
        high=max(last.high, one.high, last.low + one.low),
    )


def _cut(plain: str, start: int, end: int) -> int:
    """Where, between two figures, the words of the first end and those of the second begin."""
    gap = plain[start:end]
    for pattern in (_BREAK, _SOFT_BREAK, _VERB):
        if breaks := [match.start() for match in pattern.finditer(gap)]:
            return start + breaks[-1]
    return start


def in_context(quantity: Quantity, before: str) -> Quantity:
    """What a bare figure is of, where only the sentences before it say so, and say one thing."""
    if not quantity.is_bare or quantity.partial:
        return quantity
    lowered = [word.lower() for word in _WORD.findall(before)]
    aspects = _aspects(lowered, quantity.unit)
    thing = quantity.thing | roots(before)
    if len(aspects) != 1:
        return replace(quantity, thing=thing)
    unit = quantity.unit or ("people" if aspects & OF_PEOPLE else "money")
    return replace(quantity, aspects=frozenset(aspects), thing=thing, unit=unit)


def _value(figure: Figure, plain: str) -> float | None:
    """The number that it most likely is; None for ranks, shares in words and vague ones."""
    if re.match(r"\d*(?:st|nd|rd|th)\b", plain[figure.start + len(figure.text) :]):
        return None
    values = []
    for reading in figure.means:
        bare = reading.lstrip("=$£€¥₹").rstrip("%")
        if ":" in bare:
            hour, minute = bare.split(":")
            values.append(60.0 * int(hour) + int(minute))
            continue
        try:
            values.append(float(bare))
        except ValueError:
            continue
    # "10m" is ten million more often than ten metres; "18.40" a sum more often than a time.
    if not values or re.match(r"[a-z]+(?:th|rd|nd|st|ird|cond|irst)$", figure.text.lower()):
        return None
    return max(values)


def _quantity(
    plain: str, figure: Figure, value: float, start: int, stop: int, tells: int
) -> Quantity:
    """A figure with its words: its unit stands before `stop`, what it is of before `tells`."""
    end = figure.start + len(figure.text)
    if compound := _COMPOUND.match(plain, end):
        word = compound[1].lower()
        unit, unit_end = _known_unit(word) or stem(word), compound.end() - end
    else:
        unit, unit_end = _unit(figure, plain[end:stop])
    low, high = bounds(plain[: figure.start], plain[end:], value)
    around = [
        *_WORD.findall(plain[start : figure.start])[-REACH:],
        *_WORD.findall(plain[end:tells])[:REACH],
    ]
    lowered = [word.lower().replace("’", "'").removesuffix("'s") for word in around]
    aspects = _aspects(lowered, unit)
    if "spent" in aspects and _TO_SPEND.search(plain[: figure.start]):
        aspects = aspects - {"spent"} | {"cost"}  # what is yet to be spent is what it will cost
    if rate := _RATE.search(plain[end:stop][:60]):
        aspects.add(f"per {rate[1].lower()}")
    if _CHANGE_BEFORE.search(plain[: figure.start]) or _CHANGE_AFTER.match(plain[end:]):
        aspects.add("change")
    if not unit and aspects & OF_PEOPLE:
        unit = "people"
    thing = frozenset(
        root(word)
        for word in lowered
        if word not in STOP_WORDS | CALENDAR
        and len(word) > 2
        and not word[0].isdigit()
        and not _known_unit(word)
    )
    text = plain[figure.start : end + unit_end].strip(" ,.")
    partial = is_of_them(plain[: figure.start], plain[end:])
    return Quantity(
        text,
        figure.start,
        figure.means,
        low,
        high,
        unit,
        frozenset(aspects),
        thing,
        partial,
        of_whom=of_whom(plain[: figure.start], plain[end:]),
    )


def _aspects(words_around: Iterable[str], unit: str) -> set[str]:
    """What a figure of this unit is of; people are not spent and money is not rescued."""
    found = {ASPECTS[word] for word in words_around if word in ASPECTS}
    if unit == "people":
        # Who is laid off was employed: what is counted is who goes.
        return (found & OF_PEOPLE) - ({"employed"} if "cut" in found else set())
    if unit == "money":
        return found & OF_MONEY
    return found if not unit else set()


def _clause(plain: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the clause around a figure."""
    before = [match.end() for match in _CLAUSE.finditer(plain, 0, start)]
    after = _CLAUSE.search(plain, end)
    return (before[-1] if before else 0), (after.start() if after else len(plain))


def _unit(figure: Figure, after: str) -> tuple[str, int]:
    """The unit and how far behind the figure it reaches."""
    if any(":" in reading for reading in figure.means) and not re.match(
        r"\s*(?:crowns?|dollars?|pounds?|euros?)", after
    ):
        return "clock", 0
    if any(reading.endswith("%") for reading in figure.means):
        return "%", 0
    if any(reading[0] in "$£€¥₹" for reading in figure.means):
        return "money", 0
    last = ("", 0)
    for count, match in enumerate(_WORD.finditer(after)):
        word = match.group().lower()
        gap = after[last[1] if count else 0 : match.start()]
        if count >= 4 or gap.strip(" -") or (word in STOP_WORDS and word != "more"):
            break
        unit = _known_unit(word)
        if unit:
            return unit, match.end()
        if word.endswith(("ed", "ing", "ly")) or word in {"dead", "more", "were", "had"}:
            break
        last = (stem(word), match.end())
    if re.match(r"\s*(?:dead|killed|injured|missing|hurt|wounded|aboard|survivors)\b", after):
        return "people", 0
    return last


def _known_unit(word: str) -> str:
    singular = word if word in PEOPLE | MONEY else word.removesuffix("s")
    if singular in PEOPLE:
        return "people"
    if singular in MONEY or word.split("-")[-1] in MONEY:
        return "money"
    return SAME_UNIT.get(singular, "")
