"""Dates and outlets that limit what is read: the fields, and the chips that tell of those in force.

The same on every page. Layout and wiring only.
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.contract import read_filters
from rag.errors import QuestionError
from rag.types import Filters
from rag.ui.events import drawn, quick, text_of
from rag.ui.ports import ReadingDesk
from rag.ui.render.html import Html
from rag.ui.render.welcome import chips


class FilterFields:
    """Place `draw_chips` and `draw_fields` in the layout, then `wire`.

    `inputs` are the components whose values `read` takes.
    """

    def __init__(self, page: str = "") -> None:
        """Takes the beginning of the elements' ids, so that those of two pages differ."""
        self._page = page

    def draw_chips(self) -> None:
        self.chips = drawn(elem_id=f"{self._page}chips")

    def draw_fields(self) -> None:
        with gr.Accordion(
            "Limit to dates or outlets",
            open=False,
            elem_id=f"{self._page}filters",
            elem_classes="filters",
        ):
            with gr.Row():
                self.since = self._day("From", "since")
                self.until = self._day("Until", "until")
            self.outlets = gr.Dropdown(
                [],
                label="Outlets",
                multiselect=True,
                elem_id=f"{self._page}outlets",
                elem_classes="outlets",
                value=[],
            )

    def _day(self, label: str, name: str) -> Any:
        return gr.Textbox(
            value="",
            label=label,
            placeholder="2026-11-24",
            max_lines=1,
            elem_id=f"{self._page}{name}",
            elem_classes="day",
            min_width=130,
        )

    @property
    def inputs(self) -> list[Any]:
        return [self.since, self.until, self.outlets]

    def wire(self) -> list[Any]:
        """Chips follow the fields and take from them; returns the events of a change."""
        quick(self.chips.unfilter, _without, inputs=self.inputs, outputs=self.inputs)
        return [
            quick(component.change, _chips, inputs=self.inputs, outputs=self.chips)
            for component in self.inputs
        ]

    def choices(self, desk: ReadingDesk) -> Any:
        """The outlets that the library has now, to be chosen from."""
        names = [(f"{name} ({articles:,})", name) for name, articles in desk.outlets() if name]
        return gr.Dropdown(choices=names)


def read(since: str, until: str, outlets: list[str] | None) -> Filters:
    """What the fields ask for; raises QuestionError."""
    return read_filters(since, until, outlets or ())


def _chips(since: str, until: str, outlets: list[str]) -> Html:
    try:
        return chips(read(since, until, outlets))
    except QuestionError:
        # Said in words when something is asked; a half-typed day is no error.
        return Html("")


def _without(
    since: str, until: str, outlets: list[str], event: gr.EventData
) -> tuple[str, str, list[str]]:
    field, value = text_of(event, "field"), text_of(event, "value")
    return (
        "" if field == "since" else since,
        "" if field == "until" else until,
        [outlet for outlet in outlets if field != "source" or outlet != value],
    )
