"""The reader: one article over the page, opened from a citation or from the table."""

from __future__ import annotations

from time import monotonic_ns
from typing import Any

import gradio as gr

from rag.errors import DatelineError
from rag.types import Article
from rag.ui.events import drawn, number_of, quick, text_of
from rag.ui.ports import ReadingDesk
from rag.ui.render.article import Range, reader, unread
from rag.ui.render.html import Html

# The article is drawn into a hidden element and moved into a native <dialog>, which keeps the
# focus inside, closes on Escape and gives the focus back.
_SHOW = "window.datelineReader(element, trigger, watch);"


class Reader:
    """The dialog; `opens_from` makes drawn headlines open it."""

    def __init__(self, desk: ReadingDesk) -> None:
        self._desk = desk
        self.panel = drawn(elem_id="reader", script=_SHOW, acts=("remove",))

    def opens_from(self, *components: Any) -> None:
        for component in components:
            quick(component.read, self._open, outputs=self.panel)

    def _open(self, event: gr.EventData) -> Html:
        opening = monotonic_ns()
        try:
            article = self._desk.article(text_of(event, "article"))
        except DatelineError as error:
            return unread(str(error), opening=opening)
        quote = _range_in(article, number_of(event, "start"), number_of(event, "end"))
        return reader(article, quote, opening=opening)


def _range_in(article: Article, start: int | None, end: int | None) -> Range | None:
    if start is None or end is None or not 0 <= start < end <= len(article.body):
        return None
    return start, end
