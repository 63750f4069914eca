"""What "how many" asks to be counted, and whether a text counts it. Pure text, English only.

"How many jobs will the plant create?" is answered where jobs are counted ("some 200 new jobs"), and
neither by a sum of money nor by a share; `rag.text.tolls` knows the dead and the hurt, who are
counted in many words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from rag.text.figures import Figure, figures
from rag.text.words import STOP_WORDS, stem, words

_HOW_MANY = re.compile(
    r"\bhow many\s+(?:more\s+|other\s+|of\s+(?:the|its|his|her|their|these|those)\s+)?"
    r"(?P<what>[^,.;?]+)",
    re.IGNORECASE,
)
_PLURALS = frozenset("people children men women police staff crew feet mice teeth aircraft".split())
_ALSO: dict[str, tuple[str, ...]] = {
    "people": ("persons", "residents", "men", "women", "others"),
    "aircraft": ("planes", "jets"),
    "planes": ("aircraft", "jets", "airliners"),
    "workers": ("employees", "staff", "people"),
    "employees": ("workers", "staff", "people"),
    "jobs": ("posts", "redundancies", "positions", "workers"),
    "countries": ("nations", "states"),
    "children": ("pupils", "girls", "boys"),
    "soldiers": ("troops",),
    "troops": ("soldiers",),
}
"""What else is said for it where it is counted."""

_OF_A_MAKE = tuple("vehicles cars trucks units phones devices models machines copies".split())
"""What a text may say for things that a question counts by their name."""

_REACH = 4
"""Words behind a figure among which what it counts is: "200 highly paid new jobs"."""

_WITHIN = frozenset("of the more other its his her their these those new".split())
"""Words that a phrase may have before its noun: "15 of the more than 90 other planes"."""

_MONEY = ("$", "£", "€", "¥", "₹")
_NAME_BEFORE = re.compile(r"[^\W\d][\w’'-]*[ ,]\s*(?:[A-ZÀ-Þ][\w’'-]*\s+)*[A-ZÀ-Þ][\w’'-]+\s+$")
_CLAUSE_END = re.compile(r"[.;:!?()]|,(?!\d)")


@lru_cache(maxsize=64)
def what_is_counted(question: str) -> frozenset[str]:
    """Stems of any of which a text counts what is asked; empty if nothing is to be counted.

    Money that is asked for as "how many pounds" is not counted.
    """
    match = _HOW_MANY.search(question)
    if match is None:
        return frozenset()
    phrase: list[str] = []
    for word in words(match["what"]):
        if word in STOP_WORDS:
            break
        phrase.append(word)
    noun = next((one for one in phrase[:3] if one in _PLURALS or one.endswith("s")), "")
    noun = noun or (phrase[0] if phrase else "")
    if not noun or re.fullmatch(r"(?:dollar|euro|pound|yen|rupee|crown|percent|point)s?", noun):
        return frozenset()
    also = _OF_A_MAKE if _is_a_make(noun, match["what"]) else _ALSO.get(noun, ())
    return frozenset(stem(one) for one in (noun, *also))


def _is_a_make(noun: str, phrase: str) -> bool:
    """Whether it is a name: "how many Corvellos" counts cars, or whatever else has a make."""
    return bool(re.search(rf"\b{noun}\b", phrase, re.I)) and not re.search(rf"\b{noun}\b", phrase)


def counting(text: str) -> tuple[Figure, ...]:
    """Figures that may count something: neither money, nor a share, a year, or "Boeing 787"."""
    return tuple(one for one in figures(text) if _counts(one) and not _is_of_a_name(one, text))


def counts(question: str, text: str) -> bool:
    """Whether a text has a figure right before what the question wants counted."""
    wanted = what_is_counted(question)
    return bool(wanted) and any(
        wanted & {stem(word) for word in _behind(figure, text)} for figure in counting(text)
    )


def _counts(figure: Figure) -> bool:
    readings = figure.means | figure.backs
    measured = any(one.startswith(_MONEY) or one.endswith("%") for one in readings)
    return figure.year is None and not measured


def _is_of_a_name(figure: Figure, text: str) -> bool:
    """Whether it ends a name: "a Boeing 787 crashed", and not "In Texas 40 people died"."""
    if not figure.text.isdigit() or not _NAME_BEFORE.search(text[: figure.start]):
        return False
    behind = words(text[figure.start + len(figure.text) :][:30])[:1]
    return not any(word in _PLURALS or word.endswith("s") for word in behind)


def _behind(figure: Figure, text: str) -> list[str]:
    """The words of the phrase that a figure opens: not "planes" of "60 airports with planes"."""
    rest = text[figure.start + len(figure.text) :][:80]
    end = _CLAUSE_END.search(rest)
    phrase = words(rest[: end.start()] if end else rest)[:_REACH]
    return list(takewhile(lambda word: word not in STOP_WORDS or word in _WITHIN, phrase))
