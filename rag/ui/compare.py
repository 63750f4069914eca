"""The Compare page: who said what on a topic, or who backs a claim. Layout and wiring only."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from time import monotonic_ns
from typing import Any

import gradio as gr

from rag.errors import DatelineError
from rag.types import (
    ClaimCheck,
    ClaimEvent,
    CompareEvent,
    Comparison,
    Filters,
    IssueFound,
    PassagesRead,
    StatementsRead,
    Waiting,
)
from rag.ui.events import drawn, lasting, number_of, paced, quick, text_of
from rag.ui.filters import FilterFields, read
from rag.ui.ports import ReadingDesk
from rag.ui.render import comparison as draw
from rag.ui.render import quotes as draw_quotes
from rag.ui.render.briefing import problem
from rag.ui.render.claims import claim as drawn_claim
from rag.ui.render.html import Html
from rag.ui.saving import Saver
from rag.ui.stopping import Stopping
from rag.ui.waiting import waited

TOPIC, CLAIM = "topic", "claim"

PLACEHOLDERS = {TOPIC: "A topic, in words", CLAIM: "A claim, as one sentence"}

STOPPED = "Stopped before the end: more could have come"

GONE = "The comparison is not here any more. Compare again."

CRASHED = (
    "Something went wrong inside Dateline. What you asked for is still there; the terminal that "
    "runs Dateline says more."
)
_DIALOG = "window.datelineDialog(element, trigger, watch, 'quotes');"

Updates = dict[Any, Any]

Told = CompareEvent | ClaimEvent | Waiting

log = logging.getLogger(__name__)


class ComparePage:
    """Components of the page as attributes; `wire` connects them.

    What was found lives in the session's own state, never in this object.
    """

    def __init__(self, desk: ReadingDesk) -> None:
        self._desk = desk
        self._stopping = Stopping()
        self.found = gr.State(None)
        with gr.Column(elem_id="compare-page", elem_classes="wide-page"):
            with gr.Column(elem_classes="asking") as self.composer:
                self._draw_composer()
            self.ahead = drawn(elem_id="compare-ahead")
            self.progress = drawn(elem_id="compare-progress")
            self.result = drawn(elem_id="comparison")
            self.saver = Saver("compare-saved")
        self.quotes = drawn(elem_id="quotes", script=_DIALOG, acts=("read", "closed"))

    def _draw_composer(self) -> None:
        self.mode = gr.Radio(
            [("Compare what was said", TOPIC), ("Check a claim", CLAIM)],
            value=TOPIC,
            label="What to do",
            show_label=False,
            elem_id="compare-mode",
            elem_classes="either",
            container=False,
        )
        self.filters = FilterFields("compare-")
        self.filters.draw_chips()
        with gr.Row(elem_classes="asking-row", equal_height=True):
            self.topic = gr.Textbox(
                value="",
                label="Topic or claim",
                show_label=False,
                placeholder=PLACEHOLDERS[TOPIC],
                max_lines=1,
                max_length=self._desk.settings.max_question_chars,
                elem_id="compare-topic",
                elem_classes="words",
                scale=8,
                min_width=160,
                container=False,
            )
            self.compare_button = gr.Button(
                "Compare", variant="primary", elem_id="compare", scale=0, min_width=110
            )
            self.stop_button = gr.Button(
                "Stop", variant="stop", elem_id="compare-stop", scale=0, min_width=110,
                visible=False,
            )  # fmt: skip
        with gr.Row(elem_classes="choices"):
            self.speakers = gr.Textbox(
                value="",
                label="Only these speakers",
                placeholder="Anybody; commas between names",
                max_lines=1,
                max_length=400,
                elem_id="speakers",
                elem_classes="narrow",
                scale=3,
                min_width=220,
            )
            self.disputed = gr.Checkbox(
                value=False, label="Contradictions only", elem_id="disputed", scale=1,
                min_width=180, container=False,
            )  # fmt: skip
        self.filters.draw_fields()

    def wire(self) -> list[Any]:
        """Connects the components; returns the comparing events, to be followed by others."""
        asked = [self.mode, self.topic, self.speakers, *self.filters.inputs, self.disputed]
        comparing = [
            lasting(trigger, self._compare, lane="generator", inputs=asked, outputs=self._outputs())
            for trigger in (self.compare_button.click, self.topic.submit)
        ]
        quick(self.stop_button.click, self._stop)
        quick(
            self.mode.change,
            self._turn,
            inputs=self.mode,
            outputs=[self.topic, self.speakers, self.disputed, self.compare_button],
        )
        quick(
            self.disputed.change,
            self._redraw,
            inputs=[self.found, self.disputed],
            outputs=self.result,
        )
        self.filters.wire()
        quick(self.result.cell, self._open, inputs=self.found, outputs=self.quotes)
        quick(self.result.save, self._save, inputs=self.found, outputs=self.saver.panel)
        return comparing

    def read_ahead(self) -> Updates:
        """Draws anew how far the articles have been read before anybody compares."""
        return {self.ahead: draw.ahead(self._desk.reading.state)}

    def refreshed(self) -> list[Any]:
        """What `refresh` returns new values for."""
        return [self.composer, self.filters.outlets, self.result]

    def refresh(self, found: Comparison | ClaimCheck | None) -> Updates:
        """Draws what depends on the library."""
        articles = self._desk.counts()["articles"]
        fresh = {} if found else {self.result: draw.invitation(articles)}
        return {
            self.composer: gr.Column(visible=bool(articles)),
            self.filters.outlets: self.filters.choices(self._desk),
            **fresh,
        }

    def _outputs(self) -> list[Any]:
        return [
            self.progress, self.result, self.saver.panel, self.compare_button, self.stop_button,
            self.found,
        ]  # fmt: skip

    def _compare(
        self, mode: str, topic: str, speakers: str, since: str, until: str, outlets: list[str],
        disputed: bool, request: gr.Request,
    ) -> Iterator[Updates]:  # fmt: skip
        topic = topic.strip()
        if not topic:
            yield {self.progress: problem("Type a topic or a claim first.")}
            return
        self._stopping.forget(request)
        yield self._begin(mode)
        latest = Comparison(topic, ())
        try:
            events = self._events(mode, topic, _names(speakers), read(since, until, outlets))
            with closing(paced(waited(events), StatementsRead | PassagesRead)) as paced_events:
                for event in paced_events:
                    if self._stopping.asked(request):
                        yield (
                            self._unchecked() if mode == CLAIM else self._stopped(latest, disputed)
                        )
                        return
                    latest = self._with(latest, event)
                    yield self._draw(event, latest, disputed)
        except DatelineError as error:
            yield {self.progress: problem(str(error)), **self._idle()}
        except Exception:
            # Not Gradio's `failure` event: that one comes for a stopped comparison, too.
            log.exception("a comparison failed")
            yield {self.progress: problem(CRASHED), **self._idle()}
        finally:
            self._stopping.forget(request)

    def _events(
        self, mode: str, topic: str, speakers: tuple[str, ...], filters: Filters
    ) -> Iterator[Told]:
        if mode == CLAIM:
            return self._desk.check_claim(topic, filters=filters)
        return self._desk.compare(topic, speakers=speakers, filters=filters)

    def _begin(self, mode: str) -> Updates:
        words = "Checking the claim" if mode == CLAIM else "Looking for who said what"
        return {
            self.progress: draw.working(words),
            self.result: "",
            self.saver.panel: "",
            self.compare_button: gr.Button(visible=False),
            self.stop_button: gr.Button(visible=True),
            self.found: None,
        }

    def _with(self, latest: Comparison, event: Told | None) -> Comparison:
        """The comparison as far as it has come."""
        if isinstance(event, IssueFound):
            citations = (*latest.citations, *event.citations)
            return replace(latest, issues=(*latest.issues, event.issue), citations=citations)
        return event if isinstance(event, Comparison) else latest

    def _draw(self, event: Told | None, latest: Comparison, disputed: bool) -> Updates:
        if event is None:
            return {}  # only between two values can a closed page end this
        if isinstance(event, Waiting):
            return {self.progress: draw.working(f"Waiting: {event.position:,} before you")}
        if isinstance(event, StatementsRead):
            if event.done == event.total:
                return {self.progress: draw.working("Setting the statements beside each other")}
            return {self.progress: draw.reading(event)}
        if isinstance(event, PassagesRead):
            return {self.progress: draw.weighing(event)}
        if isinstance(event, IssueFound):
            drawn_now = draw.comparison(latest, disputed_only=disputed, busy=True)
            return {self.result: drawn_now, self.found: latest}
        whole = (
            drawn_claim(event)
            if isinstance(event, ClaimCheck)
            else draw.comparison(event, disputed_only=disputed)
        )
        return {self.progress: "", self.result: whole, self.found: event, **self._idle()}

    def _unchecked(self) -> Updates:
        return {self.progress: draw.unchecked(), **self._idle()}

    def _stopped(self, latest: Comparison, disputed: bool) -> Updates:
        """What was found stays, with its articles and origins counted."""
        ids = list(dict.fromkeys(citation.article.id for citation in latest.citations))
        origins = len(self._desk.origins(ids))
        kept = replace(latest, articles=len(ids), origins=origins, notes=(STOPPED,))
        return {
            self.progress: "",
            self.result: draw.comparison(kept, disputed_only=disputed),
            self.found: kept,
            **self._idle(),
        }

    def _idle(self) -> Updates:
        return {
            self.compare_button: gr.Button(visible=True),
            self.stop_button: gr.Button(visible=False),
        }

    def _stop(self, request: gr.Request) -> None:
        self._stopping.ask(request)

    def _turn(self, mode: str) -> Updates:
        comparing = mode != CLAIM
        return {
            self.topic: gr.Textbox(placeholder=PLACEHOLDERS[TOPIC if comparing else CLAIM]),
            self.speakers: gr.Textbox(visible=comparing),
            self.disputed: gr.Checkbox(visible=comparing),
            self.compare_button: gr.Button("Compare" if comparing else "Check"),
        }

    def _redraw(self, found: Comparison | ClaimCheck | None, disputed: bool) -> Updates:
        if not isinstance(found, Comparison):
            return {}
        return {self.result: draw.comparison(found, disputed_only=disputed)}

    def _open(self, found: Comparison | ClaimCheck | None, event: gr.EventData) -> Html:
        opening = monotonic_ns()
        number, index = number_of(event, "issue"), number_of(event, "position")
        issues = found.issues if isinstance(found, Comparison) else ()
        if number is None or index is None or not 0 < number <= len(issues):
            return draw_quotes.gone(GONE, opening=opening)
        issue = issues[number - 1]
        if not 0 <= index < len(issue.positions):
            return draw_quotes.gone(GONE, opening=opening)
        return draw_quotes.quotes(number, issue, index, opening=opening)

    def _save(self, found: Comparison | ClaimCheck | None, event: gr.EventData) -> Html:
        title = found.topic if isinstance(found, Comparison) else found.claim if found else ""
        return self.saver.give(found, title, text_of(event, "format"))


def _names(given: str) -> tuple[str, ...]:
    """Example: "Lind, the ministry" -> ("Lind", "the ministry")."""
    return tuple(name for part in given.split(",") if (name := part.strip()))
