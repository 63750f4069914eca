"""Commands that fill, show and mend a library: ingest, list, show, remove, doctor."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from rag.cli import terminal
from rag.cli.options import AsJson, Home, Since, Sources, Until, filters_from
from rag.cli.session import desk_at, interrupt_as_event
from rag.contract import article_json, checks_json, list_json, report_json, to_line
from rag.types import IngestEvent, IngestProgress, IngestReport

SECONDS_BETWEEN_LINES = 10.0
"""How often progress is told where stderr is no terminal: seldom enough for a log file."""


def ingest(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="PATHS...", help="Files, folders, URLs of articles or feeds."),
    ],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Read articles into the library. What is already there, unchanged, costs nothing.

    What cannot be read is listed with its reason while the rest go on; the exit code is 1 only if
    nothing at all could be read. Ctrl-C stops after the article in hand; the next ingest goes on.
    """
    with desk_at(home, as_json=as_json) as desk, interrupt_as_event() as stop:
        report = follow(desk.ingest(inputs, stop=stop))
    if as_json:
        terminal.put_line(to_line(report_json(report)))
    else:
        terminal.put_report(report)
    if report.stopped:
        raise typer.Exit(130)
    if report.failed and not report.added + report.updated + report.unchanged:
        raise typer.Exit(1)


def list_articles(
    home: Home = None,
    as_json: AsJson = False,
    text: Annotated[
        str, typer.Option("--text", help="Only where it occurs in title, outlet or author.")
    ] = "",
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
) -> None:
    """List the articles of the library, newest first."""
    filters = filters_from(since, until, sources)
    with desk_at(home, as_json=as_json) as desk:
        articles = desk.articles(filters, text=text)
    if as_json:
        terminal.put_line(to_line(list_json(articles)))
    elif articles:
        terminal.out().print(terminal.articles_table(articles))
    else:
        terminal.put_note("No articles. `python -m rag ingest PATHS...` reads some.")


def show(
    article_id: Annotated[
        str, typer.Argument(metavar="ID", help="Its id, or the first 6 characters or more.")
    ],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Show one article, exactly as it is stored. Versions that were replaced can be shown too."""
    with desk_at(home, as_json=as_json) as desk:
        article = desk.article(article_id)
    if as_json:
        terminal.put_line(to_line(article_json(article)))
    else:
        terminal.put_article(article)


def remove(
    article_ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Ids, or their first characters.")
    ],
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Remove articles with all their versions. An unknown id removes nothing at all."""
    with desk_at(home, as_json=as_json) as desk:
        # All are looked up first, so that a slip in the last id is told before anything is gone.
        wanted = dict.fromkeys(desk.article(article_id).id for article_id in article_ids)
        removed: list[str] = []
        for article_id in wanted:
            # One that went as an earlier version of another is not asked for twice.
            if article_id not in removed:
                removed += desk.remove(article_id)
    if as_json:
        terminal.put_line(to_line({"removed": removed}))
    else:
        terminal.out().print(f"Removed {len(removed)}: {', '.join(removed)}")


def doctor(
    home: Home = None,
    as_json: AsJson = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended, then look again.")
    ] = False,
) -> None:
    """Check library, index and models. The exit code is 1 if anything is wrong."""
    with desk_at(home, as_json=as_json) as desk:
        checks = desk.repair() if repair else desk.doctor()
    if as_json:
        terminal.put_line(to_line(checks_json(checks)))
    else:
        terminal.out().print(terminal.checks_table(checks))
    if not all(check.ok for check in checks):
        raise typer.Exit(1)


def follow(events: Iterable[IngestEvent]) -> IngestReport:
    """Tells the progress of an ingest on stderr until its report comes."""
    words = ["starting"]
    with terminal.live(lambda: words[-1]):
        for event in _told_sometimes(events):
            if isinstance(event, IngestReport):
                return event
            words[-1] = terminal.progress_words(event)
    raise RuntimeError("the desk ended an ingest without a report")


def _told_sometimes(events: Iterable[IngestEvent]) -> Iterator[IngestEvent]:
    """The same events, a line now and then for those who have no live display."""
    told = time.monotonic()
    displayed = terminal.err().is_terminal
    for event in events:
        now = time.monotonic()
        due = not displayed and now > told + SECONDS_BETWEEN_LINES
        if due and isinstance(event, IngestProgress):
            told = now
            terminal.put_note(terminal.progress_words(event))
        yield event
