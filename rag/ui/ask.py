"""The Ask page: conversation on the left, sources on the right. Layout and wiring only."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from rag.errors import DatelineError
from rag.types import (
    Answer,
    ArticlesFound,
    AskEvent,
    Drafted,
    Evidence,
    EvidenceFound,
    Filters,
    Turn,
    Waiting,
)
from rag.ui.events import drawn, lasting, number_of, paced, quick, text_of
from rag.ui.filters import FilterFields, read
from rag.ui.ports import ReadingDesk
from rag.ui.render import answer as draw
from rag.ui.render import sources as draw_sources
from rag.ui.render.html import Html, join
from rag.ui.render.welcome import welcome
from rag.ui.saving import Saver
from rag.ui.stopping import Stopping
from rag.users import current_user

EXCHANGES_KEPT = 30
"""Earlier exchanges that a session shows and remembers."""

CRASHED = (
    "Something went wrong inside Dateline. The question is still in the box; the terminal that "
    "runs Dateline says more."
)

Updates = dict[Any, Any]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of this session and its answer.

    Attributes:
        turn: Counts from 1 and names its sources.
        without: Keys of what the question was not to be taken to say, see `Understood`.
    """

    turn: int
    answer: Answer
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """The question being answered now, so that stopping can show what there was.

    Attributes:
        seen: Whether the sources show something that was found for it.
    """

    turn: int = 0
    question: str = ""
    seen: bool = False
    evidence: tuple[Evidence, ...] = ()
    draft: str = ""
    without: tuple[str, ...] = ()


class AskPage:
    """Components of the page as attributes; `wire` connects them.

    The conversation lives in the session's own state, never in this object.
    """

    def __init__(self, desk: ReadingDesk, *, samples: bool) -> None:
        self._desk = desk
        self._samples = samples
        self._stopping = Stopping()
        self.exchanges = gr.State(())
        self.asking = gr.State(Asking())
        with gr.Row(elem_id="ask-page", equal_height=False):
            with gr.Column(scale=7, min_width=320, elem_id="conversation"):
                self.welcome = drawn(elem_id="welcome")
                self.earlier = drawn(elem_id="earlier")
                self.current = drawn(elem_id="current")
                with gr.Column(elem_id="composer") as self.composer:
                    self._draw_composer()
            with gr.Column(scale=5, min_width=320, elem_id="sources-pane") as self.pane:
                gr.HTML('<h2 class="pane-title">Sources</h2>', apply_default_css=False)
                self.sources = drawn(draw_sources.empty(), elem_id="sources")
                self.earlier_sources = drawn(elem_id="earlier-sources")

    def _draw_composer(self) -> None:
        self.saver = Saver("saved")
        self.filters = FilterFields()
        self.filters.draw_chips()
        with gr.Row(elem_id="question-row", equal_height=True):
            self.question = gr.Textbox(
                value="",
                label="Your question",
                show_label=False,
                placeholder="Ask a question",
                lines=1,
                max_lines=6,
                max_length=self._desk.settings.max_question_chars,
                elem_id="question",
                scale=8,
                min_width=160,
                container=False,
            )
            self.ask_button = gr.Button(
                "Ask", variant="primary", elem_id="ask", scale=0, min_width=88
            )
            self.stop_button = gr.Button(
                "Stop", variant="stop", elem_id="stop", scale=0, min_width=88, visible=False
            )
        self.new_button = gr.Button(
            "New conversation", elem_id="new", variant="secondary", size="sm", visible=False
        )
        self.filters.draw_fields()

    def wire(self) -> list[Any]:
        """Connects the components; returns the answering events, to be followed by others."""
        asked = [self.question, *self.filters.inputs, self.exchanges]
        answering = [
            lasting(trigger, fn, lane="generator", inputs=inputs, outputs=self._outputs())
            for trigger, fn, inputs in (
                (self.ask_button.click, self._answer, asked),
                (self.question.submit, self._answer, asked),
                (self.welcome.example, self._answer_example, asked[1:]),
                (self.current.without, self._answer_without, asked[1:]),
            )
        ]
        quick(self.stop_button.click, self._stop)
        cleared = quick(
            self.new_button.click, self._clear, outputs=self._outputs(), cancels=answering
        )
        quick(cleared.then, self.refresh, outputs=self.refreshed())
        self.filters.wire()
        for component in (self.current, self.earlier):
            quick(component.save, self._save, inputs=self.exchanges, outputs=self.saver.panel)
        return answering

    def refreshed(self) -> list[Any]:
        """What `refresh` returns new values for."""
        return [self.welcome, self.composer, self.pane, self.filters.outlets]

    def refresh(self, exchanges: Sequence[Exchange] = ()) -> Updates:
        """Draws what depends on the library: the invitation, its examples, the outlets."""
        articles = self._desk.counts()["articles"]
        examples = self._desk.examples(4) if articles and not exchanges else []
        invitation = (
            ""
            if exchanges
            else welcome(articles, examples, samples=self._samples, edits=current_user().edits)
        )
        return {
            self.welcome: invitation,
            self.composer: gr.Column(visible=bool(articles or exchanges)),
            self.pane: gr.Column(visible=bool(articles or exchanges)),
            self.filters.outlets: self.filters.choices(self._desk),
        }

    def _outputs(self) -> list[Any]:
        return [
            self.question, self.welcome, self.earlier, self.current, self.sources,
            self.earlier_sources, self.ask_button, self.stop_button, self.new_button,
            self.exchanges, self.asking, self.saver.panel,
        ]  # fmt: skip

    def _answer(
        self, question: str, since: str, until: str, sources: list[str],
        exchanges: tuple[Exchange, ...], request: gr.Request, without: tuple[str, ...] = (),
    ) -> Iterator[Updates]:  # fmt: skip
        question = question.strip()
        if not question:
            yield {self.question: gr.Textbox(placeholder="Type a question first")}
            return
        turn = exchanges[-1].turn + 1 if exchanges else 1
        asking = Asking(turn=turn, question=question, without=without)
        self._stopping.forget(request)
        yield self._begin(asking, exchanges)
        try:
            filters = read(since, until, sources)
            with closing(paced(self._ask(asking, exchanges, filters), Drafted)) as events:
                for event in events:
                    if self._stopping.asked(request):
                        yield self._stopped(asking)
                        return
                    asking, updates = self._draw(asking, event, exchanges)
                    yield updates
        except DatelineError as error:
            yield self._failed(asking, str(error))
        except Exception:
            # Not Gradio's `failure` event: that one comes for a stopped answer, too.
            log.exception("an answer failed")
            yield self._failed(asking, CRASHED)
        finally:
            self._stopping.forget(request)

    def _answer_example(
        self, since: str, until: str, sources: list[str], exchanges: tuple[Exchange, ...],
        event: gr.EventData, request: gr.Request,
    ) -> Iterator[Updates]:  # fmt: skip
        question = text_of(event, "question")
        yield from self._answer(question, since, until, sources, exchanges, request)

    def _answer_without(
        self, since: str, until: str, sources: list[str], exchanges: tuple[Exchange, ...],
        event: gr.EventData, request: gr.Request,
    ) -> Iterator[Updates]:  # fmt: skip
        """Asks the newest question again, without one thing that it was taken to say."""
        if not exchanges:
            return
        *earlier, last = exchanges
        without = (*last.without, text_of(event, "key"))
        yield from self._answer(
            last.answer.question, since, until, sources, tuple(earlier), request, without
        )

    def _ask(
        self, asking: Asking, exchanges: Sequence[Exchange], filters: Filters
    ) -> Iterator[AskEvent | Waiting]:
        history = tuple(Turn(one.answer.question, one.answer.text) for one in exchanges)
        return self._desk.ask(
            asking.question, history=history, filters=filters, without=asking.without
        )

    def _begin(self, asking: Asking, exchanges: Sequence[Exchange]) -> Updates:
        return {
            self.question: "",
            self.welcome: "",
            self.saver.panel: "",
            self.earlier: _conversation(exchanges),
            self.current: draw.searching(asking.turn, asking.question),
            self.sources: "",
            self.earlier_sources: _earlier_sources(exchanges),
            self.ask_button: gr.Button(visible=False),
            self.stop_button: gr.Button(visible=True),
            self.new_button: gr.Button(visible=True),
            self.asking: asking,
        }

    def _draw(
        self, asking: Asking, event: AskEvent | Waiting, exchanges: tuple[Exchange, ...]
    ) -> tuple[Asking, Updates]:
        turn, question = asking.turn, asking.question
        if isinstance(event, ArticlesFound):
            asking = replace(asking, seen=bool(event.hits))
            updates: Updates = {
                self.current: draw.reading(turn, question, len(event.hits)),
                self.sources: draw_sources.reading(turn, event.hits),
            }
        elif isinstance(event, EvidenceFound):
            asking = replace(asking, evidence=event.evidence, seen=bool(event.evidence))
            updates = {
                self.current: draw.found(turn, question, len(event.evidence)),
                self.sources: draw_sources.found(turn, event.evidence),
            }
        elif isinstance(event, Waiting):
            updates = {self.current: draw.in_line(turn, question, event.position)}
        elif isinstance(event, Drafted):
            asking = replace(asking, draft=event.text)
            numbers = {evidence.n for evidence in asking.evidence}
            # Without a word yet there is nothing to draw; the event is there to be stopped at.
            updates = (
                {self.current: draw.drafting(turn, question, event.text, numbers)}
                if event.text
                else {}
            )
        else:
            kept = (*exchanges, Exchange(turn, event, asking.without))[-EXCHANGES_KEPT:]
            updates = {
                self.current: draw.answered(turn, event),
                self.sources: draw_sources.answered(turn, event),
                self.exchanges: kept,
                **self._idle(),
            }
        return asking, {self.asking: asking, **updates}

    def _failed(self, asking: Asking, message: str) -> Updates:
        return {
            self.question: asking.question,
            self.current: draw.failed(asking.turn, asking.question, message),
            **({} if asking.seen else {self.sources: draw_sources.unanswered()}),
            **self._idle(),
        }

    def _stop(self, request: gr.Request) -> None:
        self._stopping.ask(request)

    def _stopped(self, asking: Asking) -> Updates:
        return {
            self.question: asking.question,
            self.current: draw.stopped(asking.turn, asking.question, asking.draft),
            **self._idle(),
        }

    def _idle(self) -> Updates:
        return {
            self.ask_button: gr.Button(visible=True),
            self.stop_button: gr.Button(visible=False),
        }

    def _clear(self) -> Updates:
        return {
            self.question: gr.Textbox(value="", placeholder="Ask a question"),
            self.earlier: "",
            self.current: "",
            self.saver.panel: "",
            self.sources: draw_sources.empty(),
            self.earlier_sources: "",
            self.new_button: gr.Button(visible=False),
            self.exchanges: (),
            self.asking: Asking(),
            **self._idle(),
        }

    def _save(self, exchanges: tuple[Exchange, ...], event: gr.EventData) -> Html:
        turn = number_of(event, "turn")
        answer = next((one.answer for one in exchanges if one.turn == turn), None)
        title = answer.question if answer else ""
        return self.saver.give(answer, title, text_of(event, "format"))


def _conversation(exchanges: Sequence[Exchange]) -> Html:
    return join(draw.answered(one.turn, one.answer, newest=False) for one in exchanges)


def _earlier_sources(exchanges: Sequence[Exchange]) -> Html | str:
    return draw_sources.earlier((one.turn, one.answer) for one in exchanges) if exchanges else ""
