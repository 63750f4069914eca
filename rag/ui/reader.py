"""The reader: one article over the page, opened from any headline; it can be summed up there."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from time import monotonic_ns
from typing import Any, cast

import gradio as gr

from rag.errors import DatelineError
from rag.types import Article, CitedSentence, Summary, SummaryLength, Waiting
from rag.ui.events import drawn, lasting, number_of, quick, text_of
from rag.ui.ports import ReadingDesk
from rag.ui.render import summary as draw
from rag.ui.render.article import Range, reader, unread
from rag.ui.render.html import Html
from rag.ui.saving import Saver
from rag.ui.stopping import Stopping
from rag.users import current_user

# The article is drawn into a hidden element and moved into a native <dialog>, which keeps the
# focus inside, closes on Escape and gives the focus back.
_SHOW = "window.datelineDialog(element, trigger, watch, 'reader');"

# A summary is drawn apart from the article, which would else come anew with every sentence.
_INSERT = "window.datelineSummary(element, watch);"

ACTS = ("remove", "summarise", "stop", "save", "closed")

CRASHED = "Something went wrong inside Dateline. The terminal that runs it says more."

log = logging.getLogger(__name__)


class Reader:
    """The dialog; `opens_from` makes drawn headlines open it."""

    def __init__(self, desk: ReadingDesk) -> None:
        self._desk = desk
        self._stopping = Stopping()
        self.panel = drawn(elem_id="reader", script=_SHOW, acts=ACTS)
        self.summary = drawn(elem_id="summary", script=_INSERT, acts=())
        self.saver = Saver("summary-saved")
        self.summed_up = gr.State(None)

    def opens_from(self, *components: Any) -> None:
        for component in components:
            quick(component.read, self._open, outputs=self.panel)

    def wire(self) -> None:
        """Connects what can be done with the article in view, but for its removal."""
        outputs = [self.summary, self.summed_up]
        lasting(self.panel.summarise, self._summarise, lane="generator", outputs=outputs)
        for trigger in (self.panel.stop, self.panel.closed):
            quick(trigger, self._stop)
        quick(self.panel.save, self._save, inputs=self.summed_up, outputs=self.saver.panel)

    def _open(self, event: gr.EventData) -> Html:
        opening = monotonic_ns()
        try:
            article = self._desk.article(text_of(event, "article"))
            sentences = self._desk.sentences(article.id)
        except DatelineError as error:
            return unread(str(error), opening=opening)
        quote = _range_in(article, number_of(event, "start"), number_of(event, "end"))
        return reader(article, quote, sentences, opening=opening, removable=current_user().edits)

    def _summarise(
        self, event: gr.EventData, request: gr.Request
    ) -> Iterator[tuple[Html, Summary | None]]:
        article_id, given = text_of(event, "article"), text_of(event, "length")
        known = next((one for one in draw.LENGTHS if one == given), "paragraph")
        length = cast("SummaryLength", known)
        self._stopping.forget(request)
        sentences: list[CitedSentence] = []
        yield draw.so_far(article_id, length, sentences), None
        try:
            events = cast("Any", self._desk.summarise(article_id, length))
            with closing(events):
                for one in events:
                    if isinstance(one, Summary):
                        yield draw.summed_up(one), one
                        return
                    if self._stopping.asked(request):
                        yield draw.stopped(article_id, length, sentences), None
                        return
                    if isinstance(one, Waiting):
                        yield draw.so_far(article_id, length, sentences, before=one.position), None
                        continue
                    sentences.append(one)
                    yield draw.so_far(article_id, length, sentences), None
        except DatelineError as error:
            yield draw.failed(article_id, str(error)), None
        except Exception:
            # Not Gradio's `failure` event: that one comes for a stopped summary, too.
            log.exception("summing up %r failed", article_id)
            yield draw.failed(article_id, CRASHED), None
        finally:
            self._stopping.forget(request)

    def _stop(self, request: gr.Request) -> None:
        self._stopping.ask(request)

    def _save(self, summary: Summary | None, event: gr.EventData) -> Html:
        title = f"{summary.article.title} summary" if summary else ""
        return self.saver.give(summary, title, text_of(event, "format"))


def _range_in(article: Article, start: int | None, end: int | None) -> Range | None:
    if start is None or end is None or not 0 <= start < end <= len(article.body):
        return None
    return start, end
