"""Nouns of a question: what was read out of it that changes what is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rag.types.articles import Filters

UnderstoodKind = Literal["outlet", "period", "newest", "divided"]


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing that a question says about the articles it wants.

    Attributes:
        key: Its name, "outlet:The Verge": given back in `without`, it is left out.
        kind: "newest" asks for the latest articles, without bounds; "divided" says that it asks
            several things, each answered by itself.
        label: For people: "from The Verge", "published 1 to 31 August 2022".
        words: The words of the question that say it.
        filters: What passes; empty for "newest" and "divided".
        demanded: Only such articles are searched; else they only come sooner.
    """

    key: str
    kind: UnderstoodKind
    label: str
    words: str
    filters: Filters = field(default_factory=Filters)
    demanded: bool = False
