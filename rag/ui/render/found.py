"""What a search found: one result for each origin, and what it can be narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.export.answers import spread
from rag.types import ArticleSummary, Hit, Story
from rag.ui.render.article import headline, kicker
from rag.ui.render.excerpt import excerpt, matches, window
from rag.ui.render.histogram import histogram
from rag.ui.render.html import Html, jump, tag
from rag.ui.render.origins import also_in
from rag.ui.render.welcome import unfilled

OUTLETS_SHOWN = 12
STORIES_SHOWN = 6

NARROW = "narrow-title"
"""Of the heading above the facets."""


@dataclass(frozen=True, slots=True)
class Result:
    """The best passage of an origin, and the other articles of that origin."""

    hit: Hit
    others: tuple[ArticleSummary, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """What the articles found can be narrowed to.

    Attributes:
        outlets: With their number of articles, most first, whatever outlets are chosen.
        chosen: Outlets that are.
        days: When the articles were published, whatever dates are chosen.
        stories: Most articles first, whatever story is chosen.
        story: Id of the one that is, or "".
    """

    outlets: tuple[tuple[str, int], ...]
    chosen: tuple[str, ...]
    days: tuple[date, ...]
    stories: tuple[Story, ...] = ()
    story: str = ""


def results(found: Sequence[Result], wanted: set[str], *, near: int, shown: int) -> Html:
    """Results in order of rank.

    Args:
        found: All of them, those on the topic first.
        wanted: Stems of the words that are marked.
        near: How many are on the topic.
        shown: How many are drawn.
    """
    if not found:
        return tag(
            "p",
            "Nothing was found. Try other words, or take away a date or an outlet.",
            class_="hint",
            role="status",
        )
    on_it = found[:near]
    articles = len(on_it) + sum(len(one.others) for one in on_it)
    told = (
        f"Found: {spread(articles, near)}"
        if near
        else "Nothing is quite on this. What comes nearest:"
    )
    return tag(
        "div",
        tag("p", told, jump("Narrow down", NARROW), class_="pane-note", role="status"),
        tag("ol", *(_result(one, wanted) for one in found[:shown]), class_="results"),
        _more(len(found), near, shown),
    )


def _more(every: int, near: int, shown: int) -> Html | None:
    if shown >= every:
        return None
    words = "Show more" if shown < near or not near else f"Show {every - shown} that are less near"
    return tag("button", words, type="button", class_="quiet", data_act="more")


def facets(given: Facets) -> Html:
    """Outlets and stories as buttons that are pressed or not, and a histogram of dates."""
    outlets = None
    if given.outlets:
        buttons = (_outlet(name, number, given) for name, number in given.outlets[:OUTLETS_SHOWN])
        outlets = tag(
            "section",
            tag("h3", "Outlets"),
            tag("ul", *(tag("li", one) for one in buttons)),
        )
    drawn = histogram(given.days)
    dates = tag("section", tag("h3", "Dates"), drawn) if drawn else None
    return tag("div", outlets, _stories(given), dates, class_="facets")


def searching() -> Html:
    """The search is under way."""
    return tag("p", "Searching", class_="waiting")


def invitation(articles: int) -> Html:
    """Before the first search."""
    if not articles:
        return unfilled("Add articles first, then search them.")
    lede = (
        "For articles rather than answers: by meaning and by words, each independent origin "
        "once, with its reprints beside it. A headline opens the article at the passage."
    )
    heading = tag("h2", "Search the articles")
    return tag("section", heading, tag("p", lede, class_="lede"), class_="welcome")


def _result(result: Result, wanted: set[str]) -> Html:
    chunk = result.hit.chunk
    start, end = window(chunk.text, matches(chunk.text, wanted))
    title = headline(chunk.article, chunk.start + start, chunk.start + end)
    return tag(
        "li",
        kicker(chunk.article),
        tag("h3", title),
        tag("p", excerpt(chunk.text, wanted), class_="excerpt", dir="auto"),
        also_in(result.others, "Also in"),
        class_="card",
    )


def _stories(given: Facets) -> Html | None:
    """The largest, and the chosen one however small it is."""
    shown = list(given.stories[:STORIES_SHOWN])
    shown += [one for one in given.stories[STORIES_SHOWN:] if one.id == given.story]
    if not shown:
        return None
    buttons = (
        tag(
            "button",
            tag("bdi", one.headline),
            tag("span", f"{len(one.articles):,}", class_="number"),
            type="button",
            class_="facet",
            data_act="story",
            data_story=one.id,
            aria_pressed="true" if one.id == given.story else "false",
        )
        for one in shown
    )
    return tag("section", tag("h3", "Stories"), tag("ul", *(tag("li", one) for one in buttons)))


def _outlet(name: str, number: int, given: Facets) -> Html:
    pressed = name.casefold() in {one.casefold() for one in given.chosen}
    return tag(
        "button", tag("bdi", name or "Outlet unknown"), tag("span", f"{number:,}", class_="number"),
        type="button", class_="facet", data_act="facet", data_outlet=name,
        aria_pressed="true" if pressed else "false", disabled=not name,
    )  # fmt: skip
