"""What is said in a page's articles: read for who said what and for where accounts differ."""

from __future__ import annotations

import re

from rag.brief.sources import Chosen
from rag.text.swapped import swapped
from rag.types import Article, Statement

MOST_COMPARED = 40
"""Sentences of a reprint that its origin has not, compared with those of the origin."""

_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"']*\s+")

MOST_READ = 60
"""Articles read for statements at most, some 0.2 s each if never read: the newest origins."""


def read_first(chosen: Chosen) -> list[Article]:
    """Origins, newest first, at most `MOST_READ`, each with its reprints that say something else.

    What a reprint says its origin says, but for the name or the figure that one of them has wrong.
    """
    origins = _own_origins(chosen)[:MOST_READ]
    reprints = {chosen.articles[group[0]].id: group[1:] for group in chosen.groups}
    read: list[Article] = []
    for origin in origins:
        copies = [chosen.articles[place] for place in reprints[origin.id]]
        read += [origin, *(one for one in copies if _says_otherwise(one.body, origin.body))]
    return read


def left_unread(chosen: Chosen) -> str:
    """A note on what is not read; "" where all of it is."""
    count = len(_own_origins(chosen))
    if count <= MOST_READ:
        return ""
    return (
        f"who said what, and where accounts differ: read in the newest {MOST_READ} of {count:,} "
        "origins"
    )


def is_read(statement: Statement, chosen: Chosen) -> bool:
    """Whether it stands in what the page reads of its article."""
    spans = chosen.within.get(statement.article.id)
    start, end = statement.sentence
    return spans is None or any(first <= start and end <= last for first, last in spans)


def _says_otherwise(copy: str, origin: str) -> bool:
    """Whether a sentence of the copy is one of the origin's but for one name or figure."""
    told = set(_SENTENCE_END.split(origin))
    other = [one for one in _SENTENCE_END.split(copy) if one not in told][:MOST_COMPARED]
    return any(swapped(one, own) for one in other for own in told if _alike(one, own))


def _alike(one: str, other: str) -> bool:
    """Whether most of their words are the same: else they need not be aligned."""
    mine, theirs = set(one.split()), set(other.split())
    return 2 * len(mine & theirs) > max(len(mine), len(theirs))


def _own_origins(chosen: Chosen) -> list[Article]:
    """The first article of each origin, in the page's language."""
    articles = [chosen.articles[group[0]] for group in chosen.groups]
    return [one for one in articles if one.language in (chosen.language, "")]
