"""Commands that sum up: summarise, brief, stories. Results are the desk's, shown as they come."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from rag.cli import pages, terminal
from rag.cli.exporting import AsFormat, OutFile, deliver, format_asked
from rag.cli.options import AsJson, Home, Since, Sources, Until, filters_from
from rag.cli.session import desk_at, interrupt_as_event
from rag.contract import to_line
from rag.contract_documents import stories_json
from rag.types import (
    Briefing,
    BriefingLength,
    BriefingSoFar,
    SourcesChosen,
    Summary,
    SummaryLength,
)

if TYPE_CHECKING:
    from collections.abc import Generator

    from rag.desk import Desk


def summarise(
    article: Annotated[str, typer.Argument(metavar="ID", help="The article; see `list`.")],
    length: Annotated[
        SummaryLength, typer.Option("--length", help="How much of it.")
    ] = "paragraph",
    home: Home = None,
    as_json: AsJson = False,
    format: AsFormat = None,
    out: OutFile = None,
) -> None:
    """Sum up one article; every sentence cites sentences of it."""
    wanted = format_asked(format, out, as_json=as_json)
    with desk_at(home, as_json=as_json) as desk:
        desk.start_models()
        summary = _summary(desk, article, length)
        if wanted is not None:
            deliver(summary, wanted, out)
        if wanted is None or out is not None:
            pages.put_summary(summary)


def brief(
    topic: Annotated[
        str, typer.Argument(metavar="[TOPIC]", help="In words; or give a story, articles, dates.")
    ] = "",
    home: Home = None,
    as_json: AsJson = False,
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
    story: Annotated[
        str, typer.Option("--story", metavar="ID", help="A story; see `stories`.")
    ] = "",
    articles: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="ID", help="This article; may be given again."),
    ] = None,
    length: Annotated[BriefingLength, typer.Option("--length", help="Of the page.")] = "page",
    language: Annotated[
        str,
        typer.Option(
            "--language",
            metavar="CODE",
            help="Write it from articles in this language, such as en; else the commonest.",
        ),
    ] = "",
    format: AsFormat = None,
    out: OutFile = None,
) -> None:
    """Write a page on a topic, a story, articles or a period, every line cited.

    Ctrl-C ends it with what is written.
    """
    filters = filters_from(since, until, sources)
    wanted = format_asked(format, out, as_json=as_json)
    asked: dict[str, Any] = {
        "filters": filters,
        "story": story,
        "articles": tuple(articles or ()),
        "length": length,
        "language": language,
    }
    with desk_at(home, as_json=as_json) as desk:
        desk.start_models()
        briefing = _briefing(desk, topic, asked, quiet=wanted is not None and out is None)
        if wanted is not None:
            deliver(briefing, wanted, out)
        if wanted is None or out is not None:
            pages.put_briefing(briefing)


def stories(
    home: Home = None,
    as_json: AsJson = False,
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
) -> None:
    """List the stories: clusters of articles on one event, the newest first."""
    filters = filters_from(since, until, sources)
    with desk_at(home, as_json=as_json) as desk:
        found = desk.stories(filters)
    if as_json:
        terminal.put_line(to_line(stories_json(found)))
    elif found:
        terminal.out().print(pages.stories_table(found))
    else:
        terminal.put_note("No two articles are on one event.")


def _summary(desk: Desk, article: str, length: SummaryLength) -> Summary:
    # The desk's iterators are generators; closing one stops the engine if we are interrupted.
    with (
        closing(cast("Generator[Any]", desk.summarise(article, length))) as events,
        terminal.live(lambda: _models(desk) or "…"),
    ):
        for event in events:
            if isinstance(event, Summary):
                return event
    raise RuntimeError("the desk ended a summary without one")


def _briefing(desk: Desk, topic: str, asked: dict[str, Any], *, quiet: bool) -> Briefing:
    """Sources as soon as they are chosen, then how far the page is, then the page."""
    stages = [""]
    with interrupt_as_event("the sentence in hand") as stop:
        events = cast("Generator[Any]", desk.brief(topic, **asked, stop=stop))
        with closing(events), terminal.live(lambda: stages[-1] or _models(desk) or "…"):
            for event in events:
                if isinstance(event, SourcesChosen) and not quiet:
                    pages.put_sources(event)
                elif isinstance(event, BriefingSoFar):
                    stages[-1] = f"{event.stage}, {event.fraction:.0%}\n{_models(desk)}".strip()
                elif isinstance(event, Briefing):
                    return event
    raise RuntimeError("the desk ended a briefing without one")


def _models(desk: Desk) -> str:
    return terminal.model_words([desk.embedder_state(), desk.generator_state()])
