"""Outline -> one HTML file that needs no other: opens offline, prints, asks nobody for anything.

All words are text (`rag.text.html` escapes them), and a policy in the page forbids scripts,
pictures, fonts and styles other than the one that is written into it. Knows no other format.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rag.export.outline import (
    Block,
    Footnote,
    Heading,
    Line,
    Link,
    Listing,
    Mark,
    Outline,
    Paragraph,
    Run,
    Table,
    Timeline,
)
from rag.export.plain import plain
from rag.export.strip import strip
from rag.text.html import Html, escape, join, tag
from rag.text.shown import day_words, outlet_of, title_of, web_link
from rag.types import Precision

STYLE = Path(__file__).with_name("page.css")

KNOWN: dict[Precision, int] = {"year": 4, "month": 7, "day": 10}
"""Characters of "2026-03-08" that are known."""

LOOKS = {"strong": "strong", "emphasis": "em", "quiet": "span", "flag": "span", "raised": "sup"}


def page(outline: Outline) -> str:
    """The whole file."""
    style = STYLE.read_text(encoding="utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="generator", content="Dateline"),
        tag("title", plain(outline.title)),
        tag("style", Html(style)),
    )
    body = tag("body", _Writer().body(outline))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang=outline.language)}\n"


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


class _Writer:
    """Counts how often each footnote has been marked so far, so that each mark has its own id."""

    def __init__(self) -> None:
        self._marked: Counter[int] = Counter()
        self._moments = 0

    def body(self, outline: Outline) -> Html:
        title = tag("h1", tag("bdi", plain(outline.title)))
        header = tag("header", tag("p", outline.kind, class_="kind"), title)
        blocks = [self._block(block) for block in outline.blocks]
        about = (tag("p", plain(line), dir="auto") for line in outline.about)
        return tag(
            "main",
            tag("article", header, *blocks),
            self._notes(outline.footnotes),
            tag("footer", *about),
        )

    def _block(self, block: Block) -> Html:
        match block:
            case Heading(text, level):
                return tag(f"h{level}", tag("bdi", plain(text)))
            case Paragraph(line, look):
                role = "note" if look == "note" else None
                return tag("p", self._line(line), class_=look, dir="auto", role=role)
            case Listing(entries):
                return tag("ul", *(self._entry(one.line, one.under) for one in entries))
            case Timeline():
                return self._timeline(block)
            case Table():
                return self._table(block)

    def _entry(self, line: Line, under: Iterable[Line]) -> Html:
        drawn = self._line(line)
        lower = [tag("li", self._line(one), dir="auto") for one in under]
        return tag("li", drawn, tag("ul", *lower) if lower else None, dir="auto")

    def _timeline(self, timeline: Timeline) -> Html:
        first = self._moments
        self._moments += len(timeline.moments)
        picture = strip(timeline, lambda index: f"moment-{first + index + 1}")
        entries = [
            tag(
                "li",
                tag(
                    "time", moment.shown, datetime=moment.day.isoformat()[: KNOWN[moment.precision]]
                ),
                tag("div", self._line(moment.line), dir="auto"),
                id=f"moment-{first + index + 1}",
            )
            for index, moment in enumerate(timeline.moments)
        ]
        return tag("div", picture, tag("ol", *entries), class_="timeline")

    def _table(self, table: Table) -> Html:
        heads = (tag("th", tag("bdi", plain(name)), scope="col") for name in table.columns)
        rows = [
            tag(
                "tr",
                tag("th", tag("bdi", plain(row.head)), scope="row"),
                *(self._cell(cell) for cell in row.cells),
            )
            for row in table.rows
        ]
        drawn = tag(
            "table",
            tag("caption", table.caption),
            tag("thead", tag("tr", tag("th", table.corner, scope="col"), *heads)),
            tag("tbody", *rows),
        )
        return tag("div", drawn, class_="matrix")

    def _cell(self, cell: tuple[Line, ...]) -> Html:
        if not cell:
            nothing = tag("span", "—", title="Says nothing on this", class_="quiet")
            return tag("td", nothing, class_="silent")
        return tag("td", *(tag("p", self._line(line), dir="auto") for line in cell))

    def _line(self, line: Line) -> Html:
        return join(self._inline(part) for part in line)

    def _inline(self, part: Run | Mark | Link) -> Html:
        match part:
            case Mark(n):
                self._marked[n] += 1
                address = tag(
                    "a", str(n), href=f"#note-{n}", id=mark_id(n, self._marked[n]),
                    role="doc-noteref", aria_label=f"Note {n}",
                )  # fmt: skip
                return tag("sup", address)
            case Link(text, url):
                return _outward(plain(text), url) if url else escape(plain(text))
            case Run(text, "plain"):
                return escape(plain(text))
            case Run(text, look):
                return tag(LOOKS[look], plain(text), class_=look)

    def _notes(self, footnotes: tuple[Footnote, ...]) -> Html | None:
        if not footnotes:
            return None
        notes = (self._note(footnote) for footnote in footnotes)
        return tag(
            "section", tag("h2", "Notes"), tag("ol", *notes), class_="notes", role="doc-endnotes"
        )

    def _note(self, footnote: Footnote) -> Html:
        article = footnote.article
        url = web_link(article.url)
        reference = tag(
            "p",
            tag("bdi", plain(outlet_of(article)), class_="outlet"),
            ", ",
            tag("time", day_words(article.published), datetime=article.published.isoformat())
            if article.published
            else "undated",
            ": ",
            tag("cite", tag("bdi", plain(title_of(article)))),
            ". ",
            _outward(url, url) if url else None,
            *self._back(footnote.n),
            class_="reference",
        )
        quote = tag(
            "blockquote", plain(footnote.quote), dir="auto", lang=article.language or None,
            cite=url or None,
        )  # fmt: skip
        return tag("li", reference, quote, id=f"note-{footnote.n}", value=footnote.n)

    def _back(self, n: int) -> list[Html]:
        times = self._marked[n]
        return [
            tag(
                "a", "↩", tag("sup", str(time)) if times > 1 else None,
                href=f"#{mark_id(n, time)}", role="doc-backlink", class_="back",
                aria_label=f"Back to mark {n}" + (f", place {time}" if times > 1 else ""),
            )
            for time in range(1, times + 1)
        ]  # fmt: skip


def mark_id(n: int, time: int) -> str:
    """Where footnote n is marked for the first, second, ... time.

    Example: mark_id(3, 1) -> "mark-3", mark_id(3, 2) -> "mark-3-2"
    """
    return f"mark-{n}" if time == 1 else f"mark-{n}-{time}"


def _outward(text: str, url: str) -> Html:
    return tag("a", text, href=plain(url), rel="noopener noreferrer nofollow", class_="out")
