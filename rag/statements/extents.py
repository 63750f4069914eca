"""Over which places a count is taken: of a county, of a town, by one town's police."""

from __future__ import annotations

import re

from rag.statements.reading import Reading
from rag.statements.roots import roots
from rag.text.words import CALENDAR, words

_EXTENT = re.compile(
    r"\b(?i:in|into|across|through|throughout|at|near|around|from|of)\s+(?:the\s+|all\s+)?"
    r"(?:(?:[a-z]+\s){0,3}?(?P<name>(?:[A-ZÀ-Þ][\w’'-]+\s?)+)|(?:[a-z]+\s)?(?P<part>count(?:y|ies)|"
    r"states?|cit(?:y|ies)|towns?|provinces?|regions?|villages?|districts?|country)\b)"
)
# "Greyfell officials", "Selwick police": they count their own.
_LOCAL = re.compile(
    r"^(?:the\s+)?(?P<name>(?:[A-ZÀ-Þ][\w’'-]+\s)+)(?:county\s|city\s|state\s)?"
    r"(?:officials?|police|authorities|sheriff|hospitals?|firefighters|residents)\b"
)
# "Lee County: 6 deaths", a line of a list.
_COUNTY = re.compile(r"^(?:the\s+)?(?P<name>(?:[A-ZÀ-Þ][\w’'-]+\s)+)(?:County|Parish)$")
_KINDS = frozenset("county counties parish state states city cities town towns province".split())


def extent(reading: Reading) -> frozenset[str]:
    """Roots of the places that a count is of: "in Lee County", "Selwick police"; empty for none."""
    text = reading.passage or reading.text
    found = [match["name"] or match["part"] for match in _EXTENT.finditer(text)]
    if local := _LOCAL.match(reading.holder.name) or _COUNTY.match(reading.holder.name):
        found.append(local["name"])
    named = {word for place in found for word in words(place)} - CALENDAR
    # Two counties have no place in common for being counties.
    own = named - _KINDS
    return roots(" ".join(sorted(own or named)))
