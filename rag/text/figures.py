"""The figures of a text in normal forms that compare: "1.2 million" = "1,200,000". Pure text.

A figure can be read in more than one way ("10m", "4:05", "six in ten"), so it has readings: those
that it asks for when somebody states it, and those that it backs when it stands in a quote. Knows
nothing of dates; whoever minds blanks them first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "trillion": 10**12, "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "quarter": 4,
}  # fmt: skip
_WORDS_THAT_COUNT = {
    "both": 2, "pair": 2, "couple": 2, "twice": 2, "double": 2, "doubled": 2, "duo": 2, "twin": 2,
    "twins": 2, "trio": 3, "triple": 3, "tripled": 3, "triplets": 3, "no": 0, "none": 0,
    "nobody": 0, "nothing": 0, "nil": 0, "neither": 0,
}  # fmt: skip
_MONEY_WORDS = {"dollar": "$", "buck": "$", "pound": "£", "euro": "€", "yen": "¥", "rupee": "₹"}

_NUMBER = "|".join(sorted(_UNITS, key=len, reverse=True))
_SCALE = "dozen|hundred|thousand|million|billion|trillion"
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_TIME = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?)"
_CLOCK = r"(?P<clock>(?:[01]?\d|2[0-4])[:h][0-5]\d)(?!\d)"
_SHARE = (
    rf"\b(?P<part>{_NUMBER}|\d+)\s+(?:in|out\s+of)\s+(?:every\s+)?"
    rf"(?P<whole>{_NUMBER}|hundred|\d|10|20|100|1,?000)\b"
    rf"(?![.,]?\d|\s*(?:{_SCALE}|%|(?:second|minute|hour|day|week|month|year)s))"
)
_DIGITS = (
    r"(?P<money>(?:US|A|C|NZ|HK)?\$|[£€¥₹])?\s?"
    r"(?P<digits>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d\d)+,\d{3}|"
    r"\d+(?:\.\d+)?)(?P<ordinal>st|nd|rd|th)?"
    rf"(?:[\s-]?(?P<scale>{_SCALE}|bn|mn|tn)(?![a-z])|(?P<letter>[mk])(?![a-z]))?"
    r"(?P<percent>\s?(?:%|per\s?cent(?!age)|pct\b|pc\b))?"
)
_SPELLED = (
    rf"\b(?P<spelled>(?:half\s+an?\s+(?:{_SCALE})|an?\s+(?:{_SCALE})|(?:{_NUMBER}))"
    rf"(?:(?:[\s-]+|\s+and\s+)(?:{_NUMBER}|{_SCALE})\b)*)\b(?P<and_half>\s+and\s+a\s+half"
    rf"(?:\s+(?P<half_scale>{_SCALE}))?)?(?P<spelled_percent>\s?(?:%|per\s?cent(?!age)))?"
)
_FRACTION = (
    rf"\b(?:(?P<parts>{_NUMBER}|\d)[\s-](?P<of_many>{_ORDINAL})s\b|"
    rf"(?P<one_of>an?|one)[\s-](?P<of>{_ORDINAL})\b(?!-))"
)
_WORD = (
    rf"\b(?P<nth>{_ORDINAL})s?\b|"
    rf"\b(?P<vague>dozens|hundreds|thousands|millions|billions|trillions)\b|"
    rf"\b(?:(?:several|few|many|some)\s+(?P<some>dozen|hundred|thousand|million))\b|"
    rf"\b(?P<word>half|halved|noon|midday|midnight|{'|'.join(_WORDS_THAT_COUNT)})\b"
)
# What is longer comes first; a digit must not be the tail of another word or number.
_FIGURE = re.compile(
    rf"(?<![\w.,:])(?:{_SHARE}|{_TIME}|{_CLOCK}|{_DIGITS})|{_FRACTION}|{_SPELLED}|{_WORD}",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:-|–|—|to|and|or)\s*", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"\b[A-Z][A-Za-z]*[-–]$")
_DATED_PREFIX = re.compile(r"^(?:mid|pre|post)-$", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:more than|over|at least|upwards of|above)\s+$", re.IGNORECASE)
_NEARLY = re.compile(r"\b(?:nearly|almost|close to|just under|up to)\s+$", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|some|roughly|approximately|an estimated)\s+$", re.IGNORECASE
)
_MONEY_AFTER = re.compile(rf"\s(?:US\s|Australian\s)?({'|'.join(_MONEY_WORDS)})s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        text: As written.
        start: Offset of it.
        means: Any of these readings in a quote backs it; empty for words that are too common in
            other senses to be demanded ("one", "half", "both").
        backs: Readings that it backs when it stands in a quote.
        year: The year that it may be, if it looks like one.
        between: Values that round to it, where it is given as round ("more than 60,000").
    """

    text: str
    start: int
    means: frozenset[str]
    backs: frozenset[str]
    year: int | None = None
    between: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with what stands around it, before it becomes readings."""

    start: int
    end: int
    value: float
    factor: float = 1.0
    percent: bool = False
    money: str = ""
    literal: bool = True
    more: frozenset[str] = frozenset()


@lru_cache(maxsize=512)  # an answer asks for those of the same few quotes again and again
def figures(text: str) -> tuple[Figure, ...]:
    """All figures in reading order. Example: "40 per cent of $1.2bn" -> 40%, $1200000000."""
    amounts: list[_Amount] = []
    found: list[Figure] = []
    for match in _FIGURE.finditer(text):
        if match["digits"]:
            if not _is_part_of_name(text, match.start("digits")):
                amounts.append(_from_digits(match, text))
        elif match["spelled"]:
            amounts += _from_spelled(match, text)
        else:
            found.append(_from_word(match))
    found += [_figure(amount, text) for amount in _with_shared_units(amounts, text)]
    return tuple(sorted(found, key=lambda figure: figure.start))


def backed_by(texts: Iterable[str]) -> set[str]:
    """All readings that the figures of these texts back; one ("a man") always is."""
    held = {"1", "=1"}
    for text in texts:
        for figure in figures(text):
            held |= figure.backs
    return held


def is_backed(figure: Figure, held: set[str]) -> bool:
    """Whether readings that texts back (see `backed_by`) back a figure, rounded if it is round."""
    if figure.means & held:
        return True
    if figure.between is None:
        return False
    low, high = figure.between
    # "=" stands before what is neither money nor a percentage.
    return any(low <= float(one[1:]) <= high for one in held if one.startswith("="))


def values(text: str) -> set[str]:
    """What a text states in figures, one reading each; to see whether two texts differ.

    The longest reading: "1.4m" is what "1.4 million" is, before it is a length.
    """
    return {
        max(figure.means, key=lambda reading: (len(reading), reading[0] != "=", reading))
        for figure in figures(text)
        if figure.means
    }


def _is_part_of_name(text: str, start: int) -> bool:
    """COVID-19 and F-16 are names; mid-2024 is a figure."""
    before = _NAME_BEFORE.search(text[max(0, start - 30) : start])
    return before is not None and not _DATED_PREFIX.match(before.group())


def _from_digits(match: re.Match[str], text: str) -> _Amount:
    plain = re.sub(r"[,\u00a0\u2009\u202f]", "", match["digits"])
    scale = (match["scale"] or match["letter"] or "").lower()
    money = (match["money"] or "").upper().lstrip("USACNZHK")
    after = _MONEY_AFTER.match(text, match.end())
    more = set()
    if match["letter"]:  # "10m" is ten million, or ten metres
        more.add(_plain(float(plain)))
    measured = money or after or scale or match["percent"]
    if not measured and re.fullmatch(r"\d{1,2}\.[0-5]\d", plain):
        # "18.40" is a time in British papers, "$4.17" is none anywhere.
        hour, minute = plain.split(".")
        more.add(f"{int(hour)}:{minute}")
    return _Amount(
        match.start("digits"),
        match.end(),
        float(plain),
        float(_SCALES.get(scale, 1)),
        bool(match["percent"]),
        money or (_MONEY_WORDS[after[1].lower()] if after else ""),
        "," not in match["digits"],
        frozenset(more),
    )


def _from_spelled(match: re.Match[str], text: str) -> list[_Amount]:
    spelled = match["spelled"].lower()
    numbers = _added_up(re.findall(r"[a-z]+", spelled))
    if match["and_half"]:
        numbers[-1] = (numbers[-1] + 0.5) * _SCALES.get((match["half_scale"] or "").lower(), 1)
    after = _MONEY_AFTER.match(text, match.end())
    money = _MONEY_WORDS[after[1].lower()] if after else ""
    last = len(numbers) - 1
    return [
        _Amount(
            match.start(),
            match.end(),
            number,
            percent=bool(match["spelled_percent"]) and place == last,
            money=money if place == last else "",
            literal=False,
        )
        for place, number in enumerate(numbers)
    ]


def _added_up(parts: list[str]) -> list[float]:
    """Number words added up; several numbers where they do not make one ("two three-year")."""
    numbers: list[float] = []
    total, group = 0.0, None
    if parts[0] == "half":  # "half a million"
        parts, group = parts[2:], 0.5
    for part in parts:
        if part in {"a", "an"}:
            continue
        if part == "and":
            ended = group is None or group % 100 == 0
            if not ended:
                numbers, total, group = [*numbers, total + (group or 0)], 0.0, None
        elif part in {"hundred", "dozen"}:
            group = (group or 1) * _SCALES[part]
        elif part in _SCALES:
            total, group = total + (group or 1) * _SCALES[part], None
        elif group is None:
            group = float(_UNITS[part])
        elif _joins(group, _UNITS[part]):
            group += _UNITS[part]
        else:
            numbers, total, group = [*numbers, total + group], 0.0, float(_UNITS[part])
    return [*numbers, total + (group or 0)]


def _joins(group: float, unit: int) -> bool:
    """Twenty joins four, two hundred joins twenty; two does not join three."""
    if group >= 100 and group % 100 == 0:
        return unit < 100
    return group % 100 >= 20 and group % 10 == 0 and 0 < unit < 10


def _with_shared_units(amounts: list[_Amount], text: str) -> list[_Amount]:
    """In "between $3 and 5 million" both are millions of dollars."""
    shared = list(amounts)
    for place in range(len(shared) - 1):
        low, high = shared[place], shared[place + 1]
        if not _RANGE.fullmatch(text[low.end : high.start].replace("$", "").replace("£", "")):
            continue
        more = set(low.more)
        if high.factor > low.factor and low.factor == 1 and low.value < 1000:
            more.add(_plain(low.value * high.factor))
            if low.money or high.money:
                more.add(f"{low.money or high.money}{_plain(low.value * high.factor)}")
        if high.percent and not low.percent:
            more.add(f"{_plain(low.value)}%")
        if low.money and not high.money:
            shared[place + 1] = replace(high, money=low.money)
        shared[place] = replace(low, more=frozenset(more))
    return shared


def _figure(amount: _Amount, text: str) -> Figure:
    value = _plain(amount.value * amount.factor)
    backs = {value, *amount.more}
    if amount.percent:
        means = {f"{value}%"}
        backs |= means
    elif amount.money:
        # A bare figure may be money too; another currency's may not.
        means = {f"{amount.money}{value}", f"={value}", *amount.more}
        backs.add(f"{amount.money}{value}")
    else:
        means = {value, *amount.more}
        backs.add(f"={value}")
    if not amount.literal and amount.value == 1 and not amount.percent:
        means = set()
    is_year = amount.literal and amount.factor == 1 and not (amount.percent or amount.money)
    year = int(amount.value) if is_year and 1900 <= amount.value < 2100 else None
    if year is None and not amount.percent:
        backs |= _vaguely(amount.value * amount.factor)
    written = text[amount.start : amount.end].strip()
    between = None
    if not (amount.percent or amount.money or year):
        between = _rounded(amount.value * amount.factor, text[: amount.start])
    return Figure(written, amount.start, frozenset(means), frozenset(backs), year, between)


def _rounded(value: float, before: str) -> tuple[float, float] | None:
    """What a round figure of a hundred or more may stand for; small numbers are exact."""
    if value < 100:
        return None
    if _AT_LEAST.search(before):
        return value, 1.1 * value
    if _NEARLY.search(before):
        return 0.95 * value, value
    return (0.95 * value, 1.05 * value) if _ABOUT.search(before) else None


def _from_word(match: re.Match[str]) -> Figure:
    means, backs = _readings_of_word(match)
    return Figure(match.group().strip(), match.start(), frozenset(means), frozenset(backs | means))


def _readings_of_word(match: re.Match[str]) -> tuple[set[str], set[str]]:
    if match["whole"]:
        return _share(match)
    if match["half"] or match["clock"]:
        return _time(match)
    if match["of_many"] or match["of"]:
        return _fraction(match)
    if match["nth"]:
        return _rank(match["nth"].lower())
    if vague := match["vague"] or match["some"]:
        return {vague.lower().rstrip("s") + "s"}, set()
    word = match["word"].lower()
    if word in {"half", "halved"}:
        return set(), {"50%", "0.5", "2"}
    if word in {"noon", "midday"}:
        return {"12:00"}, {"12"}
    if word == "midnight":
        return {"0:00"}, {"12", "24:00"}
    return set(), {str(_WORDS_THAT_COUNT[word])}


def _share(match: re.Match[str]) -> tuple[set[str], set[str]]:
    part, whole = _small(match["part"]), _small(match["whole"])
    if not part or part >= whole:
        return {str(part), str(whole)}, set()
    exact = 100 * part / whole
    return {f"{part}/{whole}", f"{_plain(round(exact))}%", f"{exact:.3g}%"}, {str(part), str(whole)}


def _time(match: re.Match[str]) -> tuple[set[str], set[str]]:
    """Minutes are exact; "4:05" may be morning or afternoon, "4:05 p.m." may not."""
    if match["clock"]:
        hour, minute = re.split(r"[:hH]", match["clock"])
        readings = {f"{int(hour)}:{minute}"}
        if 0 < int(hour) < 12:
            readings.add(f"{int(hour) + 12}:{minute}")
        return readings, {str(int(hour)), str(int(minute))}
    hour_of_day = int(match["hour"]) % 12 + (12 if match["half"][0] in "pP" else 0)
    reading = f"{hour_of_day}:{match['minute'] or '00'}"
    return {reading}, {match["hour"], *([] if match["minute"] else [str(hour_of_day)])}


def _fraction(match: re.Match[str]) -> tuple[set[str], set[str]]:
    """Two-thirds, three quarters; "a third" may be a rank too, so it is not demanded."""
    if match["of"]:
        whole = _ORDINALS[match["of"].lower()]
        return set(), {f"1/{whole}", f"{100 / whole:.0f}%", str(whole)}
    part, whole = _small(match["parts"]), _ORDINALS[match["of_many"].lower()]
    percent = 100 * part / whole
    return {f"{part}/{whole}", f"{percent:.0f}%", f"{int(percent)}%"}, {str(part), str(whole)}


def _rank(word: str) -> tuple[set[str], set[str]]:
    """Third is 3rd; "first", "second" and "quarter" have too many other senses to demand."""
    rank = str(_ORDINALS[word])
    return ({rank} if word not in {"first", "second", "quarter"} else set()), {rank}


def _small(word: str) -> int:
    word = word.lower().replace(",", "")
    return int(word) if word.isdigit() else 100 if word == "hundred" else _UNITS[word]


def _vaguely(value: float) -> set[str]:
    """Fourteen is not "dozens"; 240 is "hundreds" and "dozens"."""
    floors = {"dozens": 24, "hundreds": 200, "thousands": 2e3, "millions": 2e6, "billions": 2e9}
    return {word for word, floor in floors.items() if value >= floor}


def _plain(value: float) -> str:
    return f"{value:.6g}" if abs(value) < 1e5 else f"{value:.0f}"
