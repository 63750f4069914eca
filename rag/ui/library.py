"""The Library page: add articles, watch, search the table, remove. Layout and wiring only."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from rag.errors import DatelineError
from rag.sources.links import links_in
from rag.sources.uploads import received
from rag.types import Failure, IngestProgress, IngestReport
from rag.ui.events import drawn, lasting, number_of, paced, quick, text_of
from rag.ui.ports import ReadingDesk
from rag.ui.render import library as draw
from rag.ui.render.html import Html
from rag.users import current_user

PAGE = 50
"""Articles on one page of the table."""

KINDS = "Text, web pages, PDF, Word, e-mail, tables (CSV, JSON lines, Parquet), RSS and Atom."

CRASHED = (
    "Something went wrong inside Dateline; what was finished is kept. The terminal that runs "
    "Dateline says more."
)

Updates = dict[Any, Any]

log = logging.getLogger(__name__)


class LibraryPage:
    """Components of the page as attributes; `wire` connects them."""

    def __init__(self, desk: ReadingDesk, *, samples: Path | None) -> None:
        self._desk = desk
        self._samples = samples
        self.stop = gr.State(None)
        self.offset = gr.State(0)
        with gr.Row(elem_id="library-page", equal_height=False):
            # Not seen by readers, nor by anybody before it is known who looks.
            with gr.Column(scale=4, min_width=300, elem_id="adding", visible=False) as self.adding:
                self._draw_adding()
            with gr.Column(scale=8, min_width=320, elem_id="holdings"):
                gr.HTML('<h2 class="pane-title">Articles</h2>', apply_default_css=False)
                self.search = gr.Textbox(
                    value="",
                    label="Search titles, outlets and authors",
                    show_label=False,
                    placeholder="Search titles, outlets and authors",
                    max_lines=1,
                    max_length=200,
                    elem_id="search",
                    container=False,
                )
                self.table = drawn(elem_id="table")

    def _draw_adding(self) -> None:
        gr.HTML('<h2 class="pane-title">Add articles</h2>', apply_default_css=False)
        gr.HTML(f'<p class="hint">{KINDS}</p>', apply_default_css=False)
        self.files = gr.File(
            label="Files",
            show_label=False,
            file_count="multiple",
            height=150,
            elem_id="files",
        )
        self.links = gr.Textbox(
            value="",
            label="Links to articles or feeds, one a line",
            placeholder="https://",
            lines=3,
            max_lines=8,
            elem_id="links",
        )
        with gr.Row(elem_id="add-row"):
            self.add_button = gr.Button("Add to the library", variant="primary", elem_id="add")
            self.stop_button = gr.Button("Stop", variant="stop", elem_id="stop-add", visible=False)
        self.outcome = drawn(elem_id="outcome")
        self.samples_button = gr.Button(
            "Load the sample articles", size="md", elem_id="samples", visible=False
        )

    def wire(self, samples_from: Any, removed_from: Any) -> list[Any]:
        """Connects the components; returns the events after which the library may differ."""
        events = [
            lasting(trigger, fn, lane="ingest", inputs=inputs, outputs=self._outputs())
            for trigger, fn, inputs in (
                (self.add_button.click, self._add, [self.files, self.links]),
                (self.samples_button.click, self._add_samples, []),
                (samples_from, self._add_samples, []),
            )
        ]
        quick(self.stop_button.click, self._stop, inputs=self.stop, outputs=self.stop_button)
        quick(
            self.search.change,
            self._search,
            inputs=self.search,
            outputs=[self.table, self.offset],
            trigger_mode="always_last",
        )
        quick(
            self.table.turn_page,
            self._turn_page,
            inputs=[self.search, self.offset],
            outputs=[self.table, self.offset],
        )
        removing = quick(removed_from, self._remove, outputs=self.outcome)
        return [*events, removing]

    def refreshed(self) -> list[Any]:
        """What `refresh` returns new values for."""
        return [self.table, self.offset, self.samples_button, self.adding]

    def refresh(self, text: str = "", offset: int = 0) -> Updates:
        """Draws the table as it is now, from its start where its page is gone."""
        articles = self._desk.counts()["articles"]
        offset = offset if offset < articles else 0
        return {
            self.table: self._page(text, offset),
            self.offset: offset,
            self.samples_button: gr.Button(visible=bool(not articles and self._samples)),
            self.adding: gr.Column(visible=current_user().edits),
        }

    def _outputs(self) -> list[Any]:
        return [self.outcome, self.files, self.links, self.add_button, self.stop_button, self.stop]

    def _add(self, files: list[str] | None, links: str) -> Iterator[Updates]:
        urls, refused = links_in(links or "")
        if not files and not urls:
            shown = draw.failures(refused) or draw.problem("Drop files or paste links first.")
            yield {self.outcome: shown}
            return
        with received(files or [], self._desk.settings.home) as uploads:
            yield from self._ingest([*uploads.paths, *urls], [*uploads.failed, *refused])

    def _add_samples(self) -> Iterator[Updates]:
        if self._samples is not None:
            yield from self._ingest([self._samples], [])

    def _ingest(
        self, inputs: Sequence[str | Path], refused: Sequence[Failure]
    ) -> Iterator[Updates]:
        stop = threading.Event()
        yield {
            self.outcome: draw.started("Starting"),
            self.add_button: gr.Button(visible=False),
            self.stop_button: gr.Button("Stop", visible=True, interactive=True),
            self.stop: stop,
        }
        events = paced(self._desk.ingest(inputs, stop=stop), IngestProgress)
        try:
            with closing(events):
                for event in events:
                    yield self._draw(event, refused)
        except DatelineError as error:
            yield {self.outcome: draw.problem(str(error)), **self._idle()}
        except Exception:
            log.exception("an ingest of %d inputs failed", len(inputs))
            yield {self.outcome: draw.problem(CRASHED), **self._idle()}
        finally:
            stop.set()  # also when the page was closed in the middle of it

    def _draw(self, event: IngestProgress | IngestReport, refused: Sequence[Failure]) -> Updates:
        if isinstance(event, IngestProgress):
            return {self.outcome: draw.progress(event)}
        shown = draw.report(replace(event, failed=(*refused, *event.failed)))
        emptied = {} if event.stopped else {self.files: None, self.links: ""}
        return {self.outcome: shown, **emptied, **self._idle()}

    def _idle(self) -> Updates:
        return {
            self.add_button: gr.Button(visible=True),
            self.stop_button: gr.Button(visible=False),
            self.stop: None,
        }

    def _stop(self, stop: threading.Event | None) -> Any:
        if stop is not None:
            stop.set()
        return gr.Button("Stopping", interactive=False)

    def _search(self, text: str) -> tuple[Html, int]:
        return self._page(text, 0), 0

    def _turn_page(self, text: str, offset: int, event: gr.EventData) -> tuple[Html, int]:
        step = number_of(event, "offset") or 0
        offset = max(0, offset + PAGE * (1 if step > 0 else -1))
        return self._page(text, offset), offset

    def _page(self, text: str, offset: int) -> Html:
        found = self._desk.articles(text=text.strip(), limit=PAGE + 1, offset=offset)
        return draw.table(found[:PAGE], offset=offset, more=len(found) > PAGE, text=text.strip())

    def _remove(self, event: gr.EventData) -> Html:
        article_id = text_of(event, "article")
        try:
            title = self._desk.article(article_id).title
            self._desk.remove(article_id)
        except DatelineError as error:
            return draw.problem(str(error))
        return draw.removed(title or "Untitled")
