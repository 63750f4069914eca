"""A question in anybody's words -> a full-text query that cannot be anything but words.

Knows the syntax of FTS5 queries; knows nothing of the database or of articles.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_TERMS = 64
"""Longer questions are cut here: each term costs a scan, and FTS5 limits the depth of a query."""

STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be because been before being between both but by
    can could d did do does doing done down during each few for from further get got had has have
    having he her here hers herself him himself his how i if in into is it its itself just ll m many
    me might more most much must my myself no nor not now of off on once only or other our ours
    ourselves out over own per re s said same say says shall she should so some such t tell than
    that the their theirs them themselves then there these they this those through to too under
    until up upon us ve very was we were what when where whether which while who whom whose why will
    with would you your yours yourself yourselves
    """.split()
)

# Dots inside "U.S." and "3.5" and commas inside "1,200" hold one word together.
_JOINED = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|\d+(?:[.,]\d+)+")
_CAPITALS = re.compile(r"\b[A-Z]{2,3}\b")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-–/][^\W_]+)+")


def words(text: str) -> list[str]:
    """Runs of letters, digits and their marks, lower case, as the full-text index cuts them.

    Example: "Who's Müller?" -> ["who", "s", "müller"].
    """
    kept = (character if _in_word(character) else " " for character in text.lower())
    return "".join(kept).split()


def match_query(question: str) -> str:
    """The FTS5 query that finds any of the question's words; "" if it holds none.

    Stop words are left out unless there is nothing else. What belongs together ("U.S.", "1,200",
    "covid-19") is also, or only, searched as a phrase.

    Example: "Who leads the U.S. army?" -> '"u s" OR "us" OR "leads" OR "army"'.
    """
    joined = [words(match.group()) for match in _JOINED.finditer(question)]
    rest = _JOINED.sub(" ", question)
    compounds = [words(match.group()) for match in _HYPHENATED.finditer(rest)]
    singles = words(rest)
    telling = [word for word in singles if word not in STOP_WORDS]
    phrases = _spellings(joined) + _acronyms(rest) + compounds
    if not telling and not phrases:
        telling = singles
    return any_of([*phrases, *([word] for word in telling)])


def _spellings(joined: list[list[str]]) -> list[list[str]]:
    """Dotted letters are also written without dots: "U.S." is "US" elsewhere."""
    both: list[list[str]] = []
    for phrase in joined:
        both.append(phrase)
        if all(word.isalpha() for word in phrase):
            both.append(["".join(phrase)])
    return both


def _acronyms(question: str) -> list[list[str]]:
    """Capitals that look like a stop word ("US", "IT", "WHO") are names, unless all is capitals."""
    if question.isupper():
        return []
    found = (match.group().lower() for match in _CAPITALS.finditer(question))
    return _spellings([list(word) for word in found if word in STOP_WORDS])


def any_of(phrases: Iterable[list[str]]) -> str:
    """OR of quoted phrases, each once: inside quotes nothing is syntax, and no word has quotes."""
    quoted = dict.fromkeys(f'"{" ".join(phrase)}"' for phrase in phrases if phrase)
    return " OR ".join(list(quoted)[:MAX_TERMS])


def _in_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LN" or category in {"Mn", "Mc", "Co"}
