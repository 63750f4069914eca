"""What is said in a page's articles: read for who said what and for where accounts differ."""

from __future__ import annotations

from rag.brief.sources import Chosen
from rag.types import Article, Statement

MOST_READ = 60
"""Articles read for statements at most, some 0.2 s each if never read: the newest origins."""


def read_first(chosen: Chosen) -> list[Article]:
    """Origins, newest first, at most `MOST_READ`: what a reprint says its origin says."""
    return _own_origins(chosen)[:MOST_READ]


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


def _own_origins(chosen: Chosen) -> list[Article]:
    """The first article of each origin, in the page's language."""
    articles = [chosen.articles[group[0]] for group in chosen.groups]
    return [one for one in articles if one.language in (chosen.language, "")]
