"""An article on the page: its kicker, a passage of it, and all of it for the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from rag.text.shown import day_words, outlet_of, title_of
from rag.types import Article, ArticleSummary, Sentence
from rag.ui.render.html import Html, escape, join, link, tag
from rag.ui.render.summary import summarising

__all__ = [
    "LANGUAGES", "Range", "day", "headline", "kicker", "outlet_of", "paragraphs", "passage",
    "reader", "title_of", "unread",
]  # fmt: skip

CONTEXT = 420
"""Characters of a paragraph shown before and after a quote at most."""

LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
    "it": "Italian", "ja": "Japanese", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese",
    "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip

Range = tuple[int, int]


def day(published: datetime | None, *, short: bool = False) -> Html:
    """A date as a <time>. Example: 24 November 2026, or 24 Nov 2026 if short."""
    if published is None:
        return tag("span", "Undated", class_="undated")
    shown = day_words(published, short=short)
    exact = published.isoformat()
    return tag("time", shown, datetime=exact, title=f"{published:%Y-%m-%d %H:%M} UTC")


def kicker(article: Article | ArticleSummary) -> Html:
    """The line above a headline: outlet and date."""
    outlet = tag("bdi", outlet_of(article), class_="outlet")
    return tag("p", outlet, day(article.published), class_="kicker")


def headline(
    article: Article | ArticleSummary, start: int | None = None, end: int | None = None
) -> Html:
    """The title as a button that opens the article, at body[start:end] if given."""
    return tag(
        "button", tag("bdi", title_of(article)), type="button", class_="headline", data_act="read",
        data_article=article.id, data_start=start, data_end=end,
    )  # fmt: skip


def paragraphs(body: str) -> list[Range]:
    r"""Where the paragraphs of a body are, offsets in characters, blank ones left out.

    Blank lines separate paragraphs where there are any; else every line is one.

    Example: "a\nb" -> [(0, 1), (2, 3)]; "a\nb\n\nc" -> [(0, 3), (5, 6)]
    """
    gap = r"\n[^\S\n]*\n\s*" if re.search(r"\S[^\S\n]*\n[^\S\n]*\n\s*\S", body) else r"\n\s*"
    ranges, start = [], 0
    for match in re.finditer(gap, body):
        ranges.append((start, match.start()))
        start = match.end()
    ranges.append((start, len(body)))
    return [(start, end) for start, end in ranges if body[start:end].strip()]


def passage(body: str, quote: Range, focus: Range | None = None) -> Html:
    """The quote marked inside its paragraph(s), the focus stronger than the rest of it.

    A paragraph that goes on for long is cut at a space, with an ellipsis.
    """
    start, end = quote
    around = [(a, b) for a, b in paragraphs(body) if a < end and start < b]
    first = min([start, *(a for a, _ in around)])
    last = max([end, *(b for _, b in around)])
    before, after = first, last
    if start - first > CONTEXT:
        space = body.find(" ", start - CONTEXT, start)
        before = space + 1 if space >= 0 else start - CONTEXT
    if last - end > CONTEXT:
        space = body.rfind(" ", end, end + CONTEXT)
        after = space if space >= 0 else end + CONTEXT
    return join(
        [
            "… " if before > first else "",
            body[before:start],
            _marked(body, quote, focus),
            body[end:after],
            " …" if after < last else "",
        ]
    )


def reader(
    article: Article,
    quote: Range | None = None,
    sentences: Sequence[Sentence] = (),
    *,
    opening: int = 0,
    removable: bool = True,
) -> Html:
    """All of an article, the quote marked.

    Args:
        article: To be read.
        quote: body[start:end] of it.
        sentences: What a summary's marks can lead to.
        opening: Makes two readings of the same article differ.
        removable: Whether whoever reads it may remove it.
    """
    heading = tag("h2", tag("bdi", title_of(article)), id="reader-title")
    head = tag("header", kicker(article), heading, _byline(article), _version(article))
    body = join(
        tag("p", _with_mark(article.body, part, quote, sentences), dir="auto")
        for part in paragraphs(article.body)
    )
    return tag(
        "article",
        tag("button", "Close", type="button", class_="quiet close", data_act="close"),
        head,
        summarising(article.id),
        tag("div", body, class_="body", lang=article.language or None),
        _removal(article) if removable else None,
        class_="reader",
        data_opening=opening,
        data_article=article.id,
    )


def unread(message: str, *, opening: int = 0) -> Html:
    """The reader when the article cannot be shown."""
    return tag(
        "article",
        tag("button", "Close", type="button", class_="quiet close", data_act="close"),
        tag("h2", "This article cannot be opened", id="reader-title"),
        tag("p", message, class_="failure", role="alert"),
        class_="reader",
        data_opening=opening,
    )


def _marked(body: str, quote: Range, focus: Range | None) -> Html:
    start, end = quote
    if focus is None or focus == quote:
        return tag("mark", tag("span", body[start:end], class_="focus"))
    inner = tag("span", body[focus[0] : focus[1]], class_="focus")
    return tag("mark", body[start : focus[0]], inner, body[focus[1] : end])


def _with_mark(body: str, part: Range, quote: Range | None, sentences: Sequence[Sentence]) -> Html:
    start, end = part
    inside = [one for one in sentences if one.start < end and start < one.end]
    if quote is None or quote[0] >= end or quote[1] <= start:
        return _sentences(body, part, inside)
    lit = (max(start, quote[0]), min(end, quote[1]))
    inner = tag("mark", tag("span", _sentences(body, lit, inside), class_="focus"))
    return join(
        [
            _sentences(body, (start, lit[0]), inside),
            inner,
            _sentences(body, (lit[1], end), inside),
        ]
    )


def _sentences(body: str, part: Range, sentences: Sequence[Sentence]) -> Html:
    """body[start:end], each sentence an element that says where it stands."""
    start, end = part
    pieces: list[str] = []
    for one in sentences:
        first, last = max(start, one.start), min(end, one.end)
        if first >= last:
            continue
        span = tag(
            "span", body[first:last], class_="sentence", data_start=one.start, data_end=one.end,
            tabindex="-1",
        )  # fmt: skip
        pieces += [body[start:first], span]
        start = last
    return join([*pieces, body[start:end]])


def _byline(article: Article) -> Html | None:
    language = LANGUAGES.get(article.language, article.language)
    parts = [
        tag("bdi", f"By {article.author}") if article.author.strip() else None,
        escape(language) if language else None,
        escape(f"{len(article.body):,} characters"),
        link("Original page", article.url),
    ]
    return tag("p", *(tag("span", part) for part in parts if part is not None), class_="byline")


def _version(article: Article) -> Html | None:
    if not article.current:
        text = f"This is version {article.version}; a newer one has replaced it in the library."
        return tag("p", text, class_="note")
    if article.version > 1:
        return tag("p", f"Version {article.version} of this article.", class_="note")
    return None


def _removal(article: Article) -> Html:
    return tag(
        "details",
        tag("summary", "Remove from the library"),
        tag("p", "The article, all its versions and its place in the index will be deleted."),
        tag(
            "button", "Remove this article", type="button", class_="danger", data_act="remove",
            data_article=article.id,
        ),
        class_="removal",
    )  # fmt: skip
