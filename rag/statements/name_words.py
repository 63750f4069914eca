"""The words of a speaker's name, as they are compared across articles. Pure text."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.text.naming import fold

_TITLES = frozenset(
    """mr mrs ms miss dr sir dame lord lady prof professor president vice prime minister premier
    chancellor king queen prince princess pope bishop archbishop senator sen rep governor gov mayor
    general gen lt lieutenant col colonel capt captain sgt sergeant major admiral judge justice
    chief chairman chairwoman chair director ambassador sheriff inspector deputy former acting
    spokesman spokeswoman spokesperson boss""".split()
)
_LEGAL = frozenset("the of for and ltd limited inc plc corp co company llc gmbh ag sa nv".split())
DOMAIN = re.compile(r"^(?:www\.)?(?P<name>[\w-]+(?:\.[\w-]+)*?)\.[a-z]{2,8}(?:\.[a-z]{2})?$")
"""An outlet or a press office under the address of its page; lower case."""


@lru_cache(maxsize=16384)
def words_of(name: str) -> tuple[str, ...]:
    """Lower-case words of a name, folded, without titles and articles; a domain's as words."""
    domain = DOMAIN.match(name.strip().lower())
    plain = fold(domain["name"].replace("-", " ") if domain else name)
    tokens = [token.strip(".,'\"").lower() for token in re.split(r"[\s/]+", plain)]
    tokens = [token.removesuffix("'s") for token in tokens if token]
    kept = [token for token in tokens if token not in _TITLES | _LEGAL]
    return tuple(kept or tokens)
