"""Nearly the same sentence with another cause, place or actor in it: in what two statements differ.

By words and capitals alone. What two did is two deeds, and who says the same of two says two
things.
"""

from __future__ import annotations

import re

from rag.statements.figures import Difference, share_figure
from rag.statements.mood import says_no
from rag.statements.reading import Reading
from rag.statements.roots import root, roots
from rag.text.dates import without_dates
from rag.text.naming import names_of
from rag.text.people import ROLES, TITLES
from rag.text.words import CALENDAR, words

PARTS_CLOSE = 0.68
"""For cause, place and actor: nearly the same sentence but for one part."""

CAUSES_CLOSE = 0.5
"""For a cause, which has words of its own to be told by."""

_CAUSE = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|thanks to|caused by|blamed on|blames?|blamed|"
    r"as a result of|the cause (?:was|is)|resulted from|stem(?:s|med) from|attributed to|"
    r"triggered by|the reason)\b(?P<cause>[^.;]{3,120})",
    re.IGNORECASE,
)
_ONCE_MORE = re.compile(r"\b(?:this time|once more|again)\b", re.IGNORECASE)
"""What happened before, too: each time may have a cause of its own."""
_PLACE = re.compile(
    r"\b(?:in|at|near|off|outside|inside|from|to|north of|south of|east of|west of|around)\s+"
    r"(?:the\s+)?(?P<place>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3})"
)


def parts(one: Reading, other: Reading, closeness: float) -> Difference | None:
    """Nearly the same sentence with another cause, place or actor in it."""
    cause = _causes(one, other, closeness)
    if cause or closeness < PARTS_CLOSE or one.denied or other.denied:
        return cause
    if one.figures and other.figures and not share_figure(one, other):
        return None  # another figure and another actor: another event
    if one.holder.voice == other.holder.voice:
        return None  # who says the same of two says two things
    places = _only(_places(one.text), _places(other.text))
    if places and _alike_without(one, other, places):
        return Difference("place", closeness, f"{places[0]} against {places[1]}")
    if one.phrase or other.phrase or says_no(one) != says_no(other):
        return None  # what two did is two deeds, and what one did another may not have done
    actors = _only(_actors(one.text), _actors(other.text))
    if actors and _alike_without(one, other, actors):
        return Difference("actor", closeness, f"{actors[0]} against {actors[1]}")
    return None


def _causes(one: Reading, other: Reading, closeness: float) -> Difference | None:
    if _ONCE_MORE.search(one.text) or _ONCE_MORE.search(other.text):
        return None
    mine, theirs = _CAUSE.search(one.text), _CAUSE.search(other.text)
    if not mine or not theirs or closeness < CAUSES_CLOSE:
        return None
    first, second = roots(mine["cause"]), roots(theirs["cause"])
    effects = roots(one.text) - first, roots(other.text) - second
    shared = len(effects[0] & effects[1])
    if not first or not second or first & second or shared < 2:
        return None
    # "It will be automatic because they know it", "they know it because they asked": a chain.
    chained = max(len(effects[0] & second), len(effects[1] & first))
    if chained > shared or 2 * shared < min(len(effects[0]), len(effects[1])):
        return None
    return Difference(
        "cause", closeness, f"{mine['cause'].strip()} against {theirs['cause'].strip()}"
    )


def _places(text: str) -> list[str]:
    """Names behind words that say where; "to the Speaker" is to a person."""
    return [name for name in _PLACE.findall(text) if not set(words(name)) <= TITLES | ROLES]


def _actors(text: str) -> list[str]:
    """Names before the first verb-like word, or behind "by"."""
    opening = " ".join(text.split()[:6])
    behind = re.findall(r"\bby\s+((?:the\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3})", text)
    return [*behind, *(one.text for one in names_of(opening)[:1])]


def _only(mine: list[str], theirs: list[str]) -> tuple[str, str] | None:
    """The one name of each that the other has not."""
    first = [name for name in mine if not _shares_word(name, theirs)]
    second = [name for name in theirs if not _shares_word(name, mine)]
    return (first[0], second[0]) if len(first) == 1 and len(second) == 1 else None


def _shares_word(name: str, others: list[str]) -> bool:
    own = {root(word) for word in set(words(name)) - CALENDAR}
    return not own or any(own & set(map(root, words(o))) or _initials(name, o) for o in others)


def _initials(one: str, other: str) -> bool:
    """Whether one is made of the first letters of the other, or of most: "EOC", "FSA"."""
    short, long = sorted((one.removeprefix("the ").strip(), other), key=len)
    first = "".join(word[0] for word in long.split() if word[0].isupper())
    return short.isupper() and len(first) > 1 and short.startswith(first)


def _alike_without(one: Reading, other: Reading, parts: tuple[str, str]) -> bool:
    """Whether the rest says nearly the same: three of four words."""
    first = roots(without_dates(one.text)) - roots(parts[0])
    second = roots(without_dates(other.text)) - roots(parts[1])
    every = first | second
    return len(first & second) >= 3 and len(first & second) >= 0.6 * len(every)
