"""What `gradio_client` may call, under names that stay: ask, search, show, brief, compare.

The pages' own events are private, because their names and arguments change with the pages. What
comes back is the JSON of `rag.contract` as text: in an object, Gradio would take what is named
"path" for a file and fetch it. A refusal is a `gr.Error`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import gradio as gr

from rag.contract import answer_json, article_json, hits_json, read_filters, to_line
from rag.contract_documents import briefing_json, comparison_json
from rag.errors import DatelineError
from rag.types import Answer, Briefing, Comparison
from rag.ui.events import AT_ONCE
from rag.ui.ports import ReadingDesk

MOST_HITS = 100

Result = TypeVar("Result")


class Calls:
    """Made while the app is drawn; nothing of it is seen."""

    def __init__(self, desk: ReadingDesk) -> None:
        self._desk = desk
        writing: tuple[Callable[..., str], ...] = (self.ask, self.brief, self.compare)
        finding: tuple[Callable[..., str], ...] = (self.search, self.show)
        for call in writing:
            _offer(call, concurrency_id="generator", concurrency_limit=AT_ONCE["generator"])
        for call in finding:
            _offer(call)

    def ask(self, question: str, since: str = "", until: str = "", source: str = "") -> str:
        """Answers a question; `source` is one outlet, "" for all."""
        with _told():
            filters = read_filters(since, until, (source,))
            return to_line(answer_json(_last(self._desk.ask(question, filters=filters), Answer)))

    def search(self, query: str, k: int = 10, since: str = "", until: str = "") -> str:
        """The passages that fit best."""
        with _told():
            filters = read_filters(since, until)
            hits = self._desk.search(query, max(1, min(int(k), MOST_HITS)), filters)
            return to_line(hits_json(hits, self._desk.understood(query)))

    def show(self, article: str) -> str:
        """One article, exactly as stored."""
        with _told():
            return to_line(article_json(self._desk.article(article)))

    def brief(self, topic: str, since: str = "", until: str = "") -> str:
        """A page on a topic."""
        with _told():
            filters = read_filters(since, until)
            return to_line(briefing_json(_last(self._desk.brief(topic, filters=filters), Briefing)))

    def compare(self, topic: str, since: str = "", until: str = "") -> str:
        """Who said what on a topic."""
        with _told():
            filters = read_filters(since, until)
            return to_line(
                comparison_json(_last(self._desk.compare(topic, filters=filters), Comparison))
            )


def _offer(call: Callable[..., str], **options: Any) -> None:
    gr.api(call, api_name=call.__name__, api_visibility="public", **options)


def _last(events: Iterable[object], kind: type[Result]) -> Result:
    """The document that the events end with."""
    for event in events:
        if isinstance(event, kind):
            return event
    raise RuntimeError(f"the desk ended without {kind.__name__}")


@contextmanager
def _told() -> Iterator[None]:
    """Deliberate failures reach the caller in their own words; Gradio hides all others."""
    try:
        yield
    except DatelineError as error:
        raise gr.Error(str(error), print_exception=False) from error
