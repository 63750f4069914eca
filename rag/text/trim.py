"""Cuts clutter from an article's sentence without changing what it says. Pure text.

Datelines, "Meanwhile,", capitals of a tabloid's first words; and, where a sentence is too long,
clauses that trail behind it. What says who says it, denies it or makes it depend on something is
never cut, and no word is added: what is left stands in the article.
"""

from __future__ import annotations

import re

_AGENCY = r"(?:CNN(?: Business)?|AP|AFP|Reuters|REUTERS|UPI|DPA|dpa|PTI|ANI|Xinhua|TASS)"
_DATELINE = re.compile(
    # "PORT SELWICK, March 8 (VNA) - ", "(CNN) ", "Madrid (CNN) ", "London, CNN Business — "
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{2,40}(?:,[^\n—–()“”\"]{1,40}?)?(?:\s*\([^()\n]{2,40}\))?"
    r"\s*[—–\u2212-]+\s+|"
    r"\([A-Z][\w. ]{1,20}\)\s*[—–\u2212-]*\s*|"
    rf"[A-ZÀ-Þ][^\n—–()“”\"]{{1,40}}\({_AGENCY}\)\s*[—–\u2212-]*\s*|"
    rf"(?:[A-ZÀ-Þ][^\n—–()“”\"]{{1,40}}\b)?{_AGENCY}\s*[—–\u2212-]+\s+|"
    # a label before the lead
    r"AI-assisted summary\s+|"
    # what a list puts before its items
    r"(?:--?|[–—\u2212•·*])\s+)(?=[A-ZÀ-Þ0-9“‘\"])"
)
_ASIDE = re.compile(
    r",\s+(?:\w+\s+){0,3}(?:after|before|while|when|as|who|whose|which|where)\b[^,;.]*", re.I
)
# Not within a word: the stars of "f***ing" are the speaker's.
_EMPHASIS = re.compile(
    r"(?<![\w*])\*{1,3}(?!\*)|(?<=[^\s*])\*{1,3}(?![\w*])|^#+\s*|(?<!\w)_{1,2}|_{1,2}(?!\w)"
)
_OPENER = re.compile(
    r"^(?:(?:and|but|so|yet)\s+(?=[A-Z]|the\b|a\b|an\b)|(?:and|but|yet),?\s+|"
    r"(?:meanwhile|however|moreover|also|in addition|separately|still|now|furthermore|"
    r"nevertheless|nonetheless),\s+)",
    re.IGNORECASE,
)
_LOUD = re.compile(r"^(?:[A-ZÀ-Þ][A-ZÀ-Þ’'-]+\s+)+(?=\S*[a-zà-ÿ0-9])")
_TRAILING = re.compile(
    r",\s+(?:and\s+)?(?:(?:[\w-]+\s+){0,3}(?:after|before)|as|while|which|who|whose|when|where|because|"
    r"since|ending|bringing|leaving|making|adding|taking|topping|in what|in which|of which|with|"
    r"including|one of|the (?:first|last|latest|largest|biggest|worst))\b(?P<clause>[^,;“”\"]*)[.]$"
)
_NEVER_CUT = re.compile(
    r"\b(?:said|says?|saying|told|according|claim\w*|alleg\w*|accus\w*|den(?:y|ies|ied|ying)|"
    r"reject\w*|disput\w*|dismiss\w*|not|never|no|unless|until|if|although|though|but|except|"
    r"without|could|may|might|would|reported\w*)\b|n[’']t\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z]{2,5}")
_COMMON = frozenset(
    """THE A AN AT IN ON OF OR AND BUT FOR TO LEAST MORE THAN IT IS HE SHE THEY WE ALL NO NOT ONE
    TWO SIX TEN MEN WAS ARE AS BY WITH FROM THIS THAT NEW OLD HIS HER ITS OUR UP SOME""".split()
)
_KEPT = frozenset("USA UK EU UN BBC CNN NBC CBS ABC AP AFP NATO FBI CIA NHS GOP NBA NFL".split())
"""Acronyms among other shouted words; "US" is "us" as well."""

SHORTEST = 45
"""No sentence is cut to fewer characters."""


def without_asides(text: str) -> str:
    """The text without clauses behind a comma: ", days after he called it a joke"."""
    return _ASIDE.sub("", text)


def dateline_end(text: str) -> int:
    """Where a text goes on behind the dateline, or the bullet, that it opens with; 0 without."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def without_dateline(text: str) -> str:
    """The text without "PORT SELWICK, March 8 (VNA) - ", "(CNN) " or "-- " before it: no words."""
    return text[dateline_end(text) :]


def trimmed(text: str) -> str:
    """One line without dateline, emphasis, empty openers and shouted first words.

    Example: "But THE wall fell." stays as it is, "But the wall fell." -> "The wall fell.".
    """
    text = " ".join(_EMPHASIS.sub("", text).split())
    text = without_dateline(text)
    text = _OPENER.sub("", text, count=1)
    text = _LOUD.sub(lambda match: _spoken(match.group()), text)
    return text[:1].upper() + text[1:]


def shortened(text: str, characters: int) -> str:
    """The text, trimmed, and without trailing clauses while it is longer than `characters`."""
    text = trimmed(text)
    while len(text) > characters:
        cuts = [match for match in _TRAILING.finditer(text) if match.start() >= SHORTEST]
        if not cuts or _NEVER_CUT.search(cuts[-1].group()):
            break
        text = f"{text[: cuts[-1].start()]}."
    return text


def _spoken(shouted: str) -> str:
    """Capitals as they are spoken: "AT LEAST " -> "At least ", "ORISON " -> "Orison "."""
    words = shouted.split()
    if len(words) == 1 and _ACRONYM.fullmatch(words[0]) and words[0] not in _COMMON:
        return shouted
    spoken = [
        word if word in _KEPT else word.lower() if place and word in _COMMON else word.capitalize()
        for place, word in enumerate(words)
    ]
    return " ".join(spoken) + " "
