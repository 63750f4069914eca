"""The checkable facts of a sentence: figures, dates, names, and whether it denies. Pure text.

A fact is compared in a normal form: "1.2 million" = "1,200,000", "forty per cent" = "40%".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.words import words

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "dozen": 12,
}  # fmt: skip
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_SPELLED = "|".join(sorted(_UNITS, key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?<![\w.])(?P<digits>\d[\d,]*(?:\.\d+)?)(?:st|nd|rd|th)?"
    rf"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|[mk](?![\w])|bn|mn|tn))?"
    rf"(?P<percent>\s?(?:%|per\s?cent\b))?|"
    rf"\b(?P<spelled>(?:{_SPELLED})(?:-(?:{_SPELLED}))?)\b"
    rf"(?:[\s-](?P<spelled_scale>hundred|thousand|million|billion|trillion))?"
    rf"(?P<spelled_percent>\s?(?:%|per\s?cent\b))?",
    re.IGNORECASE,
)
_MONTHS = tuple(
    """january february march april may june july august september october november
    december""".split()
)
_WEEKDAYS = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTH = re.compile(
    r"\b(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = re.compile(r"\b(" + "|".join(_WEEKDAYS) + r")\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|without|cannot|den(?:y|ies|ied|ying)|"
    r"refus\w+|reject\w*|rul\w+ out|fail\w*|false|untrue|unable|unlikely|un\w+ed|lack\w*|"
    r"contradict\w*|dismiss\w*|halt\w*|stop\w*|cancel\w*|dis\w+)\b|n[’']t\b",
    re.IGNORECASE,
)
_PLAIN_NEGATION = re.compile(
    r"\b(?:not|never|no longer|neither|nobody|cannot|den(?:y|ies|ied))\b|n[’']t\b", re.IGNORECASE
)
_CAPITALISED = re.compile(r"[A-Z][\w’'-]*(?:\.[A-Z]\.?)*")
_SPEECH = r"(?:said|says|told|added|warned|denied|claimed|announced|confirmed|argued|wrote)"
_NOT_NAMES = frozenset(
    """the a an i he she it they we you his her its their this that these those there in on at by
    for from of to and but or if when while as after before since during no not all some many most
    both one two three mr mrs ms dr however according also yes monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october
    november december""".split()
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What must occur in the quotes of a sentence, in normal form.

    Attributes:
        figures: Values with their kind, such as "40%" and "1200000"; "1" is no figure ("one of").
        dates: Month and weekday names, lower case.
        names: Words of names, lower case, without possessive.
    """

    figures: frozenset[str]
    dates: frozenset[str]
    names: frozenset[str]


def facts(sentence: str) -> Facts:
    """The facts of one written sentence."""
    return Facts(frozenset(figures(sentence)), frozenset(dates(sentence)), _names(sentence))


def figures(text: str) -> set[str]:
    """Normal forms of all figures: "about 1.2 million, or 40 percent" -> {"1200000", "40%"}."""
    found = set()
    for match in _FIGURE.finditer(text):
        value = _value(match)
        percent = "%" if match["percent"] or match["spelled_percent"] else ""
        if value == 1 and match["spelled"]:
            continue
        found.add(f"{value:.6g}{percent}" if value < 1e6 else f"{value:.0f}{percent}")
    return found


def dates(text: str) -> set[str]:
    """Months and weekdays in full, lower case: "Tuesday, Aug. 24" -> {"tuesday", "august"}."""
    months = {
        next(month for month in _MONTHS if month.startswith(match.group(1)[:3].lower()))
        for match in _MONTH.finditer(text)
    }
    return months | {match.group().lower() for match in _WEEKDAY.finditer(text)}


def names_in(text: str) -> set[str]:
    """Lower-case words of a quote, against which names are looked up, possessives removed."""
    return set(words(text))


def has_name(name: str, quoted: set[str]) -> bool:
    """Whether a name, or a form of it ("Russia" and "Russian"), is among the words of a quote."""
    if name in quoted:
        return True
    parts = [part for part in re.split(r"[-.']", name) if part]
    if len(parts) > 1 and all(part in quoted for part in parts):
        return True
    if name.replace(".", "") in {word.replace(".", "") for word in quoted}:
        return True
    return len(name) > 4 and any(
        len(word) > 4 and abs(len(word) - len(name)) <= 3 and _shared_prefix(word, name) >= 5
        for word in quoted
    )


def denies(text: str) -> bool:
    """Whether a text has any word of denial, refusal or absence; generous."""
    return bool(_NEGATION.search(text))


def plainly_denies(text: str) -> bool:
    """Whether a text says "not", "never" or "denied" in so many words; strict."""
    return bool(_PLAIN_NEGATION.search(text))


def _value(match: re.Match[str]) -> float:
    if match["digits"]:
        digits = match["digits"].replace(",", "").rstrip(".")
        scale = _SCALES[match["scale"].lower()] if match["scale"] else 1.0
        return float(digits) * scale
    spelled = sum(_UNITS[part] for part in match["spelled"].lower().split("-"))
    scale = _SCALES[match["spelled_scale"].lower()] if match["spelled_scale"] else 1.0
    return spelled * scale


def _names(sentence: str) -> frozenset[str]:
    """Words of names; the first word counts only if it behaves like one."""
    found = set()
    for match in _CAPITALISED.finditer(sentence):
        word = match.group().lower().replace("’", "'").removesuffix("'s").strip(".'-")
        if word in _NOT_NAMES or len(word) < 2:
            continue
        before = sentence[: match.start()].rstrip()
        opens = not before or before[-1] in '.!?:“"‘('
        if opens and not _first_is_name(sentence[match.end() :]):
            continue
        found.add(word)
    return frozenset(found)


def _first_is_name(rest: str) -> bool:
    return bool(re.match(rf"\s+(?:[A-Z][a-z]|{_SPEECH}\b)|[’']s\s", rest))


def _shared_prefix(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
