"""The Brief page: what is asked for, what will be read, the page, its sources. Wiring only."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, cast

import gradio as gr

from rag.errors import DatelineError
from rag.types import (
    BriefEvent,
    Briefing,
    BriefingLength,
    BriefingSoFar,
    Filters,
    SourcesChosen,
    Story,
)
from rag.ui.events import drawn, lasting, paced, quick, text_of
from rag.ui.filters import FilterFields, read
from rag.ui.ports import ReadingDesk
from rag.ui.render import briefing as draw
from rag.ui.render import origins as draw_origins
from rag.ui.render.html import Html, pane_title
from rag.ui.saving import Saver
from rag.ui.stopping import Stopping
from rag.ui.stories import StoryChoice

CRASHED = (
    "Something went wrong inside Dateline. What you asked for is still there; the terminal that "
    "runs Dateline says more."
)
UNREAD = '<p class="hint">The articles that a page will rest on appear here.</p>'
SOURCES = "brief-sources-title"
PACE_SECONDS = 0.3

Updates = dict[Any, Any]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked for."""

    topic: str
    filters: Filters
    story: str
    length: BriefingLength


class BriefPage:
    """Components of the page as attributes; `wire` connects them.

    Briefing and chosen story live in the session's own state, never in this object.
    """

    def __init__(self, desk: ReadingDesk) -> None:
        self._desk = desk
        self._stopping = Stopping()
        self.briefing = gr.State(None)
        self.showing = gr.State(False)  # a page, or one that is being written
        with gr.Row(elem_id="brief-page", elem_classes="reading-page", equal_height=False):
            with gr.Column(scale=7, min_width=320, elem_classes="reading"):
                with gr.Column(elem_classes="asking") as self.composer:
                    self._draw_composer()
                self.progress = drawn(elem_id="brief-progress")
                self.page = drawn(elem_id="briefing")
                self.saver = Saver("brief-saved")
                self.stories.draw_listing()
            with gr.Column(
                scale=5, min_width=320, elem_id="brief-pane", elem_classes="pane"
            ) as self.pane:
                gr.HTML(pane_title("Sources", SOURCES), apply_default_css=False)
                self.sources = drawn(UNREAD, elem_id="brief-sources")

    def _draw_composer(self) -> None:
        self.filters = FilterFields("brief-")
        self.filters.draw_chips()
        self.stories = StoryChoice(self._desk)
        with gr.Row(elem_classes="asking-row", equal_height=True):
            self.topic = gr.Textbox(
                value="",
                label="Topic",
                show_label=False,
                placeholder="A topic, in words",
                max_lines=1,
                max_length=self._desk.settings.max_question_chars,
                elem_id="topic",
                elem_classes="words",
                scale=8,
                min_width=160,
                container=False,
            )
            self.write_button = gr.Button(
                "Write", variant="primary", elem_id="write", scale=0, min_width=96
            )
            self.stop_button = gr.Button(
                "Stop", variant="stop", elem_id="brief-stop", scale=0, min_width=96, visible=False
            )
        with gr.Row(elem_classes="choices"):
            self.length = gr.Radio(
                [(name, length) for length, name in draw.LENGTHS.items()],
                value="page",
                label="Length",
                show_label=False,
                elem_id="length",
                elem_classes="either",
                container=False,
            )
            self.look_button = gr.Button(
                "Show what it will read", size="sm", elem_id="look", elem_classes="texty",
                scale=0, min_width=0,
            )  # fmt: skip
            self.new_button = gr.Button(
                "Other stories", size="sm", elem_id="brief-new", elem_classes="texty",
                scale=0, min_width=0, visible=False,
            )  # fmt: skip
        self.filters.draw_fields()

    def wire(self) -> list[Any]:
        """Connects the components; returns the writing events, to be followed by others."""
        asked = [self.topic, *self.filters.inputs, self.stories.story, self.length]
        looking = {"inputs": [*asked, self.showing], "outputs": [self.sources, self.progress]}
        writing = [
            lasting(
                trigger,
                self._write,
                lane="generator",
                inputs=asked,
                outputs=self._outputs(),
            )
            for trigger in (self.write_button.click, self.topic.submit)
        ]
        quick(self.stop_button.click, self._stop)
        choosing = self.stories.wire(self.filters, self.showing)
        for trigger in (self.look_button.click, *(one.then for one in choosing)):
            begun = quick(trigger, self._look_begin, inputs=self.showing, outputs=self.progress)
            quick(begun.then, self._look, **looking)
        cleared = quick(self.new_button.click, self._clear, outputs=self._outputs())
        quick(
            cleared.then,
            self.stories.clear,
            inputs=self.filters.inputs,
            outputs=self.stories.outputs,
        )
        quick(self.page.save, self._save, inputs=self.briefing, outputs=self.saver.panel)
        return writing

    def refreshed(self) -> list[Any]:
        """What `refresh` returns new values for."""
        return [self.composer, self.pane, self.filters.outlets]

    def refresh(self) -> Updates:
        """Draws what depends on the library, but for its stories, see `StoryChoice.listed_at`."""
        shown = bool(self._desk.counts()["articles"])
        return {
            self.composer: gr.Column(visible=shown),
            self.pane: gr.Column(visible=shown),
            self.filters.outlets: self.filters.choices(self._desk),
        }

    def _outputs(self) -> list[Any]:
        return [
            self.progress, self.page, self.sources, self.stories.listing, self.saver.panel,
            self.write_button, self.stop_button, self.look_button, self.new_button,
            self.briefing, self.showing,
        ]  # fmt: skip

    def _write(
        self, topic: str, since: str, until: str, outlets: list[str], story: Story | None,
        length: str, request: gr.Request,
    ) -> Iterator[Updates]:  # fmt: skip
        try:
            asked = _asked(topic, since, until, outlets, story, length)
        except DatelineError as error:
            yield {self.progress: draw.problem(str(error))}
            return
        self._stopping.forget(request)
        yield self._begin()
        latest: Briefing | None = None
        try:
            with closing(paced(self._events(asked), BriefingSoFar, PACE_SECONDS)) as events:
                for event in events:
                    if self._stopping.asked(request):
                        yield self._stopped(latest, asked.filters)
                        return
                    yield self._draw(event, latest)
                    latest = event.briefing if isinstance(event, BriefingSoFar) else latest
        except DatelineError as error:
            yield self._failed(str(error), latest, asked.filters)
        except Exception:
            # Not Gradio's `failure` event: that one comes for a stopped page, too.
            log.exception("a briefing failed")
            yield self._failed(CRASHED, latest, asked.filters)
        finally:
            self._stopping.forget(request)

    def _events(self, asked: Asked) -> Iterator[BriefEvent]:
        return self._desk.brief(
            asked.topic, filters=asked.filters, story=asked.story, length=asked.length
        )

    def _begin(self) -> Updates:
        return {
            self.progress: draw.beginning(),
            self.page: "",
            self.sources: "",
            self.stories.listing: "",
            self.saver.panel: "",
            self.write_button: gr.Button(visible=False),
            self.stop_button: gr.Button(visible=True),
            self.look_button: gr.Button(visible=False),
            # What is being written is stopped first: it would be drawn over them.
            self.new_button: gr.Button(visible=False),
            self.briefing: None,
            self.showing: True,
        }

    def _draw(self, event: BriefEvent, latest: Briefing | None) -> Updates:
        if isinstance(event, SourcesChosen):
            return {self.sources: draw_origins.chosen(event.sources, event.notes)}
        if isinstance(event, Briefing):
            return self._done(event)
        told = {self.progress: draw.working(event.stage, event.fraction)}
        if latest is not None and _same(event.briefing, latest):
            return told
        # Before the first point there is nothing to see of the page, and the list of what will be
        # read is more use than an empty column.
        if not event.briefing.lead:
            return told
        return {
            **told,
            self.page: draw.page(event.briefing, busy=True),
            self.sources: _sources(event.briefing),
        }

    def _done(self, briefing: Briefing) -> Updates:
        return {
            self.progress: "",
            self.page: draw.page(briefing),
            self.sources: _sources(briefing),
            self.briefing: briefing,
            self.new_button: gr.Button(visible=True),
            **self._idle(),
        }

    def _stopped(self, latest: Briefing | None, filters: Filters) -> Updates:
        """What is written stays; where nothing is, all is as before it was asked for."""
        if latest is not None and latest.lead:
            return self._done(replace(latest, stopped=True))
        listing = {self.stories.listing: self.stories.listed(filters)}
        return {**self._clear(), **listing, self.progress: draw.nothing_written()}

    def _failed(self, message: str, latest: Briefing | None, filters: Filters) -> Updates:
        return {**self._stopped(latest, filters), self.progress: draw.problem(message)}

    def _idle(self) -> Updates:
        return {
            self.write_button: gr.Button(visible=True),
            self.stop_button: gr.Button(visible=False),
        }

    def _stop(self, request: gr.Request) -> None:
        self._stopping.ask(request)

    def _look_begin(self, showing: bool) -> Html | Any:
        return gr.skip() if showing else draw.beginning()

    def _look(
        self, topic: str, since: str, until: str, outlets: list[str], story: Story | None,
        length: str, showing: bool,
    ) -> Updates:  # fmt: skip
        if showing:
            return {}  # its marks lead to the sources that are there
        try:
            asked = _asked(topic, since, until, outlets, story, length)
            if not asked.topic and not asked.story and asked.filters.empty:
                return {self.sources: UNREAD, self.progress: ""}
            # The first event alone is asked for: nothing is written.
            events = cast("Any", self._events(asked))
            with closing(events):
                first = next(events)
        except DatelineError as error:
            return {self.progress: draw.problem(str(error))}
        return {
            self.sources: draw_origins.chosen(first.sources, first.notes),
            self.progress: draw_origins.elsewhere(first.sources, to=SOURCES),
        }

    def _clear(self) -> Updates:
        return {
            self.progress: "",
            self.page: "",
            self.sources: UNREAD,
            self.saver.panel: "",
            self.look_button: gr.Button(visible=True),
            self.new_button: gr.Button(visible=False),
            self.briefing: None,
            self.showing: False,
            **self._idle(),
        }

    def _save(self, briefing: Briefing | None, event: gr.EventData) -> Html:
        title = briefing.headline if briefing else ""
        return self.saver.give(briefing, title, text_of(event, "format"))


def _asked(
    topic: str, since: str, until: str, outlets: list[str], story: Story | None, length: str
) -> Asked:
    """What the fields ask for; a length that there is not, as a browser may send, is a page."""
    wanted = next((known for known in draw.LENGTHS if known == length), "page")
    filters = read(since, until, outlets)
    return Asked(topic.strip(), filters, story.id if story else "", cast("BriefingLength", wanted))


def _same(one: Briefing, other: Briefing) -> bool:
    """Whether there is nothing new to be seen."""
    return replace(one, timings=other.timings) == other


def _sources(briefing: Briefing) -> Html:
    return draw_origins.cited(
        draw.PLACE, briefing.sources, briefing.citations, back="Back to the page"
    )
