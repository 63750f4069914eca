"""The stories of a library as a list to choose from, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rag.text.shown import count, day_words
from rag.types import Story
from rag.ui.render.html import Html, tag
from rag.ui.render.welcome import unfilled

SHOWN = 30
"""Stories listed at most; a search for a topic finds the others."""

OUTLETS = 3
"""Names of outlets in a line at most."""


def invitation(found: Sequence[Story]) -> Html:
    """What stands where the page will be: what a briefing is, and the stories to choose from."""
    return tag(
        "section",
        tag("h2", "One page on what the articles say"),
        tag(
            "p",
            "Choose a story, or name a topic or dates. You see what will be read before a word "
            "is written; then every line carries a mark that opens the sentence it rests on.",
            class_="lede",
        ),
        _listing(found),
        class_="welcome",
    )


def looking() -> Html:
    """Before the stories have been looked for."""
    return tag("p", "Looking for stories", class_="waiting")


def empty() -> Html:
    """Instead of it, while the library has no articles."""
    return unfilled("Add articles first, then come back for a page on them.")


def chip(story: Story) -> Html:
    """The chosen story, as a button that lets go of it."""
    cross = tag("span", "×", aria_hidden="true")
    button = tag(
        "button", tag("bdi", f"Story: {story.headline}"), cross, type="button", class_="chip",
        data_act="story", data_story="", aria_label=f"Do not limit it to: {story.headline}",
    )  # fmt: skip
    return tag("div", button, class_="chips")


def dates(since: datetime | None, until: datetime | None) -> str:
    """From when to when, what both share said once.

    Example: "8 to 12 March 2026", "28 February to 2 March 2026", "undated"
    """
    if since is None or until is None:
        return "undated"
    if since.date() == until.date():
        return day_words(until)
    if since.year != until.year:
        return f"{day_words(since)} to {day_words(until)}"
    month = "" if since.month == until.month else f" {since:%B}"
    return f"{since.day}{month} to {day_words(until)}"


def _listing(found: Sequence[Story]) -> Html | None:
    if not found:
        return None
    entries = (tag("li", _story(one)) for one in found[:SHOWN])
    return tag("div", tag("p", "In the news"), tag("ul", *entries), class_="examples stories")


def _story(story: Story) -> Html:
    names = ", ".join(story.sources[:OUTLETS])
    more = len(story.sources) - OUTLETS
    names += f" and {more} more" if more > 0 else ""
    facts = (count(len(story.articles), "article"), dates(story.since, story.until), names)
    return tag(
        "button",
        tag("bdi", story.headline, class_="title"),
        tag("span", *(tag("span", fact) for fact in facts), class_="meta"),
        type="button",
        data_act="story",
        data_story=story.id,
    )
