"""The Search page: articles instead of answers, one result for each origin. Wiring only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from rag.errors import DatelineError
from rag.retrieval.topic import Topic, on_topic
from rag.text.words import stems
from rag.types import Article, Filters, Hit, Story
from rag.ui.events import drawn, quick, text_of
from rag.ui.filters import FilterFields, read
from rag.ui.ports import ReadingDesk
from rag.ui.render import found as draw
from rag.ui.render.briefing import problem
from rag.ui.render.html import pane_title
from rag.ui.render.welcome import understood

CHUNKS = 200
"""Passages that a search looks for; those of one article count once."""

STEP = 20
"""Results shown at first, and more with each click."""

Updates = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What the last search of a session found, so that more of it can be shown.

    Attributes:
        results: Those on the topic first, each part in the order of rank.
        near: How many are on the topic.
        wanted: Stems of the words that are marked.
        shown: How many are drawn.
        stories: That the articles found make, whichever is chosen.
    """

    results: tuple[draw.Result, ...]
    near: int
    wanted: frozenset[str]
    shown: int
    stories: tuple[Story, ...] = ()


class SearchPage:
    """Components of the page as attributes; `wire` connects them."""

    def __init__(self, desk: ReadingDesk) -> None:
        self._desk = desk
        self.found = gr.State(None)
        self.without = gr.State(())
        self.story = gr.State(None)
        with gr.Row(elem_id="search-page", elem_classes="reading-page", equal_height=False):
            with gr.Column(scale=8, min_width=320, elem_classes="reading"):
                with gr.Column(elem_classes="asking") as self.composer:
                    self._draw_composer()
                self.results = drawn(elem_id="results")
            with gr.Column(
                scale=4, min_width=280, elem_id="search-pane", elem_classes="pane"
            ) as self.pane:
                gr.HTML(pane_title("Narrow down", draw.NARROW), apply_default_css=False)
                self.facets = drawn(elem_id="facets")

    def _draw_composer(self) -> None:
        self.filters = FilterFields("search-")
        self.filters.draw_chips()
        self.understood = drawn(elem_id="search-understood")
        with gr.Row(elem_classes="asking-row", equal_height=True):
            self.words = gr.Textbox(
                value="",
                label="Search for",
                show_label=False,
                placeholder="Words, a name, a sentence",
                max_lines=1,
                max_length=self._desk.settings.max_question_chars,
                elem_id="search-words",
                elem_classes="words",
                scale=8,
                min_width=160,
                container=False,
            )
            self.button = gr.Button(
                "Search", variant="primary", elem_id="search-button", scale=0, min_width=96
            )
        self.filters.draw_fields()

    def wire(self) -> None:
        """Connects the components."""
        asked = [self.words, *self.filters.inputs, self.without, self.story]
        searching = {"inputs": asked, "outputs": self._outputs()}
        for trigger in (self.button.click, self.words.submit):
            begun = quick(trigger, self._begin, outputs=[self.results, self.without, self.story])
            quick(begun.then, self._search, **searching)
        for changed in self.filters.wire():
            quick(changed.then, self._search, **searching)
        quick(self.facets.facet, self._choose, inputs=self.filters.outlets,
              outputs=self.filters.outlets)  # fmt: skip
        quick(self.facets.period, _period, outputs=[self.filters.since, self.filters.until])
        picking = quick(
            self.facets.story, _pick, inputs=[self.found, self.story], outputs=self.story
        )
        quick(picking.then, self._search, **searching)
        leaving = quick(
            self.understood.without, _leave_out, inputs=self.without, outputs=self.without
        )
        quick(leaving.then, self._search, **searching)
        quick(self.results.more, self._more, inputs=self.found, outputs=[self.found, self.results])

    def refreshed(self) -> list[Any]:
        """What `refresh` returns new values for."""
        return [self.composer, self.pane, self.filters.outlets, self.results]

    def refresh(self, found: Found | None) -> Updates:
        """Draws what depends on the library."""
        articles = self._desk.counts()["articles"]
        fresh = {} if found else {self.results: draw.invitation(articles)}
        return {
            self.composer: gr.Column(visible=bool(articles)),
            self.pane: gr.Column(visible=bool(found)),
            self.filters.outlets: self.filters.choices(self._desk),
            **fresh,
        }

    def _outputs(self) -> list[Any]:
        return [self.results, self.facets, self.understood, self.found, self.pane]

    def _begin(self) -> tuple[Any, tuple[str, ...], None]:
        return draw.searching(), (), None

    def _search(
        self,
        words: str,
        since: str,
        until: str,
        outlets: list[str],
        without: tuple[str, ...],
        story: Story | None = None,
    ) -> Updates:
        words = words.strip()
        if not words:
            articles = self._desk.counts()["articles"]
            return {self.results: draw.invitation(articles), **self._nothing()}
        try:
            filters = read(since, until, outlets)
            if story is not None:
                filters = replace(filters, articles=tuple(one.id for one in story.articles))
            hits = self._desk.search(words, CHUNKS, filters, without=without)
            facets = self._facets(words, filters, without, hits, story)
            heeded = self._desk.understood(words, without=without)
        except DatelineError as error:
            return {self.results: problem(str(error)), **self._nothing()}
        found = replace(self._found(words, hits), stories=facets.stories)
        return {
            self.results: _drawn(found),
            self.facets: draw.facets(facets),
            self.understood: understood(heeded),
            self.found: found,
            self.pane: gr.Column(visible=True),
        }

    def _nothing(self) -> Updates:
        return {
            self.facets: "",
            self.understood: "",
            self.found: None,
            self.pane: gr.Column(visible=False),
        }

    def _found(self, words: str, hits: Sequence[Hit]) -> Found:
        """The best hit of each origin, on the topic first: a search always finds something."""
        best: dict[str, Hit] = {}
        for hit in hits:
            best.setdefault(hit.chunk.article.id, hit)
        topic = set(on_topic(Topic.of(words, hits), hits))
        near: list[draw.Result] = []
        rest: list[draw.Result] = []
        for group in self._desk.origins(list(best)):
            articles = (group.origin, *group.reprints)
            hit = min((best[one.id] for one in articles if one.id in best), key=_rank)
            others = tuple(one for one in articles if one.id != hit.chunk.article.id)
            part = near if any(one.id in topic for one in articles) else rest
            part.append(draw.Result(hit, others))
        results = [*sorted(near, key=_rank_of), *sorted(rest, key=_rank_of)]
        shown = min(STEP, len(near) or STEP)
        return Found(tuple(results), len(near), frozenset(stems(words)), shown)

    def _facets(
        self,
        words: str,
        filters: Filters,
        without: Sequence[str],
        hits: Sequence[Hit],
        story: Story | None,
    ) -> draw.Facets:
        """What each choice would leave: searched again without the choice that is made."""

        def articles(others: Filters) -> list[Article]:
            again = hits
            if others != filters:
                again = self._desk.search(words, CHUNKS, others, without=without)
            every = {hit.chunk.article.id: hit.chunk.article for hit in again}
            return [every[one] for one in on_topic(Topic.of(words, again), again) or every]

        outlets = Counter(one.source for one in articles(replace(filters, sources=())))
        days = [one.published for one in articles(replace(filters, since=None, until=None))]
        stories = self._desk.stories_among(articles(replace(filters, articles=())))
        return draw.Facets(
            tuple(outlets.most_common()),
            filters.sources,
            tuple(moment.date() for moment in days if moment),
            tuple(sorted(stories, key=lambda one: -len(one.articles))),
            story.id if story is not None else "",
        )

    def _choose(self, outlets: list[str], event: gr.EventData) -> list[str]:
        """Takes an outlet in, or out again; one that the library does not have is no choice."""
        name = text_of(event, "outlet")
        if name not in {known for known, _ in self._desk.outlets()}:
            return outlets
        return [one for one in outlets if one != name] if name in outlets else [*outlets, name]

    def _more(self, found: Found | None) -> Updates:
        if found is None:
            return {}
        found = replace(found, shown=found.shown + STEP)
        return {self.found: found, self.results: _drawn(found)}


def _drawn(found: Found) -> Any:
    return draw.results(found.results, set(found.wanted), near=found.near, shown=found.shown)


def _rank(hit: Hit) -> int:
    return hit.rank


def _rank_of(result: draw.Result) -> int:
    return result.hit.rank


def _period(event: gr.EventData) -> tuple[str, str]:
    return text_of(event, "first"), text_of(event, "last")


def _pick(found: Found | None, story: Story | None, event: gr.EventData) -> Story | None:
    """Takes a story, or leaves it again; one that was not found is no choice."""
    wanted = text_of(event, "story")
    if story is not None and story.id == wanted:
        return None
    return next((one for one in (found.stories if found else ()) if one.id == wanted), story)


def _leave_out(without: tuple[str, ...], event: gr.EventData) -> tuple[str, ...]:
    return (*without, text_of(event, "key"))
