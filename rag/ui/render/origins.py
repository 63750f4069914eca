"""Sources by origin: each independent origin once, with its reprints, before and after writing."""

from __future__ import annotations

from collections.abc import Sequence

from rag.export.answers import spread
from rag.export.lines import opened
from rag.text.shown import count
from rag.types import ArticleSummary, Citation, Evidence, OriginGroup
from rag.ui.render.article import day, headline, kicker, outlet_of
from rag.ui.render.html import Html, join, jump, tag
from rag.ui.render.sources import card

SHOWN = 12
"""Origins that are listed at once; the others are folded."""


def chosen(groups: Sequence[OriginGroup], notes: Sequence[str]) -> Html:
    """What will be read, before a word is written."""
    articles = sum(1 + len(group.reprints) for group in groups)
    entries = [_entry(group) for group in groups]
    return tag(
        "div",
        tag("p", f"To be read: {spread(articles, len(groups))}", class_="pane-note"),
        *(tag("p", opened(note), class_="note") for note in notes),
        tag("div", *entries[:SHOWN], class_="cards"),
        _folded(entries[SHOWN:], "more"),
        class_="sources origins",
    )


def elsewhere(groups: Sequence[OriginGroup], *, to: str) -> Html:
    """How much will be read, and a link to the list of it; for where that is out of view."""
    articles = sum(1 + len(group.reprints) for group in groups)
    words = f"To be read: {spread(articles, len(groups))}"
    return tag("p", jump(words, to), class_="elsewhere", role="status")


def cited(
    place: str, groups: Sequence[OriginGroup], citations: Sequence[Citation], *, back: str
) -> Html:
    """Origins that a place cites, with their passages; those read without being cited folded."""
    by_article: dict[str, list[Citation]] = {}
    for citation in citations:
        by_article.setdefault(citation.article.id, []).append(citation)
    used, unused = [], []
    for group in groups:
        articles = (group.origin, *group.reprints)
        cards = [_card(place, by_article[one.id], back) for one in articles if one.id in by_article]
        if not cards:
            unused.append(_entry(group))
            continue
        others = [one for one in articles if one.id not in by_article]
        used.append(tag("div", *cards, also_in(others), class_="origin"))
    return tag(
        "div",
        tag("div", *used, class_="cards"),
        _folded(unused, "read, not cited"),
        class_="sources origins",
    )


def _card(place: str, citations: Sequence[Citation], back: str) -> Html:
    evidence = [Evidence(c.n, c.article, c.start, c.end, c.start, c.end) for c in citations]
    return card(place, citations[0].article, evidence, back=back)


def _entry(group: OriginGroup) -> Html:
    title = tag("h3", headline(group.origin))
    return tag("div", kicker(group.origin), title, also_in(group.reprints), class_="card origin")


def also_in(articles: Sequence[ArticleSummary], title: str = "") -> Html | None:
    """Other articles of an origin, each to be opened."""
    if not articles:
        return None
    entries = (
        tag(
            "li",
            tag("span", tag("bdi", outlet_of(one)), class_="outlet"),
            day(one.published, short=True),
            ": ",
            headline(one),
        )
        for one in articles
    )
    title = title or ("Reprint" if len(articles) == 1 else "Reprints")
    return tag("div", tag("p", title), tag("ul", *entries), class_="reprints")


def _folded(entries: Sequence[Html], what: str) -> Html | None:
    if not entries:
        return None
    summary = f"{count(len(entries), 'origin')} {what}"
    return tag("details", tag("summary", summary), join(entries), class_="uncited")
