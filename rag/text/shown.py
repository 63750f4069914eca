"""How counts, dates, titles, outlets and addresses are shown to people, the same on every face."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote, urlsplit

from rag.types import Article, ArticleSummary

_NOT_IN_ADDRESSES = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")


def count(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun.

    Example: count(1200, "article") -> "1,200 articles"
    """
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {noun}"


def day_words(day: date | None, *, short: bool = False) -> str:
    """A day, or the day of a moment; "undated" for None.

    Example: 24 November 2026, or 24 Nov 2026 if short.
    """
    if day is None:
        return "undated"
    return f"{day.day} {f'{day:%b}' if short else f'{day:%B}'} {day.year}"


def shortened(text: str, characters: int) -> str:
    """At most so many characters, cut at a blank where there is one.

    Example: shortened("the dam broke", 9) -> "the dam …"
    """
    if len(text) <= characters:
        return text
    blank = text.rfind(" ", 0, characters - 1)
    return f"{text[: blank if blank > 0 else characters - 2]} …"


def title_of(article: Article | ArticleSummary) -> str:
    """The title, or "Untitled"."""
    return article.title.strip() or "Untitled"


def outlet_of(article: Article | ArticleSummary) -> str:
    """The outlet, or that it is unknown."""
    return article.source.strip() or "Outlet unknown"


def web_link(url: str) -> str:
    """The address, fit to be a link; "" unless it is plain http or https.

    `javascript:`, `data:` and the like, and addresses that hide behind a user name, are no links.
    Characters that no address has are written as it has them: "a b" -> "a%20b".
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), url)
