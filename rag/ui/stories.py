"""The stories of the library, to choose one for a briefing. Layout and wiring only."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.errors import DatelineError
from rag.types import Filters, Story
from rag.ui.events import drawn, quick, text_of
from rag.ui.filters import FilterFields, read
from rag.ui.ports import ReadingDesk
from rag.ui.render import stories as draw
from rag.ui.render.html import Html


class StoryChoice:
    """The chosen story is in the session's state `story`, and shown where this is made.

    Place `draw_listing` where the stories are to be listed, then `wire`.
    """

    def __init__(self, desk: ReadingDesk) -> None:
        self._desk = desk
        self.story = gr.State(None)
        self.seen = gr.State(None)  # generation of the library that is listed
        self.chosen = drawn(elem_id="brief-story")

    def draw_listing(self) -> None:
        self.listing = drawn(draw.looking(), elem_id="stories")

    @property
    def outputs(self) -> list[Any]:
        """What `clear` returns new values for."""
        return [self.story, self.chosen, self.listing]

    def wire(self, filters: FilterFields, showing: Any) -> list[Any]:
        """Returns the events after which another story is chosen, or none.

        Args:
            filters: Stories that they leave out are not listed; wired here.
            showing: State, whether there is a page; while there is one, nothing is listed.
        """
        for changed in filters.wire():
            quick(
                changed.then,
                self._relist,
                inputs=[*filters.inputs, showing],
                outputs=self.listing,
            )
        choosing = {"inputs": filters.inputs, "outputs": [self.story, self.chosen]}
        self._looking = [*filters.inputs, showing, self.seen]
        return [
            quick(trigger, self._choose, **choosing)
            for trigger in (self.listing.story, self.chosen.story)
        ]

    def listed_at(self, trigger: Any) -> None:
        """Has them listed whenever the page is looked at and the library is another."""
        quick(trigger, self._look, inputs=self._looking, outputs=[self.listing, self.seen])

    def _look(
        self, since: str, until: str, outlets: list[str], showing: bool, seen: int | None
    ) -> dict[Any, Any]:
        now = self._desk.generation
        if showing or now == seen:
            return {}
        return {self.listing: self._listed(since, until, outlets), self.seen: now}

    def listed(self, filters: Filters = Filters()) -> Html:
        """The stories that pass, to choose from."""
        if not self._desk.counts()["articles"]:
            return draw.empty()
        return draw.invitation(self._desk.stories(filters))

    def clear(self, since: str, until: str, outlets: list[str]) -> tuple[None, str, Html]:
        """No story is chosen, and all are listed again."""
        return None, "", self._listed(since, until, outlets)

    def _choose(
        self, since: str, until: str, outlets: list[str], event: gr.EventData
    ) -> tuple[Story | None, Html | str]:
        wanted = text_of(event, "story")
        try:
            found = self._desk.stories(read(since, until, outlets)) if wanted else []
        except DatelineError:
            found = self._desk.stories()
        story = next((one for one in found if one.id == wanted), None)
        return story, draw.chip(story) if story else ""

    def _relist(self, since: str, until: str, outlets: list[str], showing: bool) -> Html | str:
        return "" if showing else self._listed(since, until, outlets)

    def _listed(self, since: str, until: str, outlets: list[str]) -> Html:
        try:
            return self.listed(read(since, until, outlets))
        except DatelineError:
            # Said in words when a page is asked for; a half-typed day is no error.
            return self.listed()
