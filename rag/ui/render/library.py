"""The library page: its table, and what an ingest does and did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from rag.types import ArticleSummary, Failure, IngestProgress, IngestReport
from rag.ui.render.article import LANGUAGES, day, headline, outlet_of
from rag.ui.render.html import Html, count, duration, escape, tag

STAGES = {"finding": "Looking", "reading": "Reading", "embedding": "Indexing", "saving": "Saving"}
FAILURES_SHOWN = 200


def table(articles: Sequence[ArticleSummary], *, offset: int, more: bool, text: str) -> Html:
    """One page of the table, `offset` articles before it, and `more` after it or none."""
    if not articles:
        words = f"No article matches “{text}”." if text else "No articles yet."
        return tag("p", words, class_="hint", role="status")
    names = ("Title", "Outlet", "Date", "Language", "Characters")
    head = tag("tr", *(tag("th", name, scope="col", class_=name.lower()) for name in names))
    rows = (_row(article) for article in articles)
    listing = tag(
        "table",
        tag("caption", "Articles in the library, newest first", class_="unseen"),
        tag("thead", head),
        tag("tbody", *rows),
        class_="articles",
    )
    return tag("div", listing, _pager(offset, len(articles), more), class_="listing")


def progress(event: IngestProgress) -> Html:
    """How far an ingest is: stage, count, rate, time left, and what failed so far."""
    total = "" if event.total is None else f" of {event.total:,}"
    facts = [STAGES[event.stage], f"{event.done:,}{total}"]
    if event.rate > 0:
        facts.append(f"{event.rate:,.1f} articles a second")
    if event.seconds_left is not None:
        facts.append(f"about {duration(max(1, round(event.seconds_left)))} left")
    if event.failed:
        facts.append(f"{len(event.failed):,} failed")
    value = None if event.total is None else event.done
    return tag(
        "div",
        tag("progress", value=value, max=event.total or None, aria_label="Progress"),
        tag("p", *(tag("span", fact) for fact in facts), class_="meta"),
        tag("p", shown_path(event.current), class_="current", dir="auto"),
        class_="ingest running",
    )


def started(message: str) -> Html:
    """An ingest that has not reported yet."""
    bar = tag("progress", aria_label="Progress")
    return tag("div", bar, tag("p", message, class_="meta"), class_="ingest running")


def report(event: IngestReport) -> Html:
    """What an ingest did, failures with their reasons."""
    facts = [f"{event.added:,} added"]
    facts += [f"{event.updated:,} updated"] if event.updated else []
    facts += [f"{event.unchanged:,} unchanged"] if event.unchanged else []
    facts += [f"{len(event.failed):,} failed"] if event.failed else []
    facts.append(duration(event.seconds))
    head = "Stopped. What was finished is kept." if event.stopped else "Done."
    if not event.stopped and not (event.added or event.updated or event.failed):
        head = "Nothing new."
    return tag(
        "div",
        tag("p", head, class_="outcome"),
        tag("p", *(tag("span", fact) for fact in facts), class_="meta"),
        failures(event.failed),
        class_="ingest",
        role="status",
    )


def failures(failed: Sequence[Failure]) -> Html | None:
    """A table of what could not be read, and why; the first 200 of very many."""
    if not failed:
        return None
    rows = (
        tag("tr", tag("td", shown_path(failure.path), dir="auto"), tag("td", failure.reason))
        for failure in failed[:FAILURES_SHOWN]
    )
    rest = len(failed) - FAILURES_SHOWN
    listing = tag(
        "table",
        tag("caption", "Could not be read"),
        tag(
            "thead",
            tag("tr", tag("th", "File or link", scope="col"), tag("th", "Why", scope="col")),
        ),
        tag("tbody", *rows),
        class_="failures",
    )
    more = tag("p", f"And {count(rest, 'more')}.".replace("mores", "more"), class_="note")
    return tag("div", listing, more if rest > 0 else None, class_="listing")


def problem(message: str) -> Html:
    """A failure of the whole ingest or of a removal, in words."""
    return tag("div", tag("p", message, class_="failure", role="alert"), class_="ingest")


def removed(title: str) -> Html:
    """That an article is gone."""
    text = tag("p", "Removed: ", tag("bdi", title), class_="outcome")
    return tag("div", text, class_="ingest", role="status")


def shown_path(path: str) -> str:
    """A link as it is, a file by its name: the folder that uploads pass through means nothing."""
    if "://" in path:
        return path
    return PurePath(path).name or path


def _row(article: ArticleSummary) -> Html:
    return tag(
        "tr",
        tag("td", headline(article), class_="title"),
        tag("td", tag("bdi", outlet_of(article)), class_="outlet"),
        tag("td", day(article.published, short=True), class_="date"),
        tag("td", LANGUAGES.get(article.language, article.language) or "–", class_="language"),
        tag("td", f"{article.characters:,}", class_="characters"),
    )


def _pager(offset: int, shown: int, more: bool) -> Html | None:
    if offset == 0 and not more:
        return None

    def step(text: str, to: int, possible: bool) -> Html:
        return tag(
            "button", text, type="button", class_="quiet", data_act="turn_page", data_offset=to,
            disabled=not possible,
        )  # fmt: skip

    return tag(
        "nav",
        step("Newer", -1, offset > 0),
        tag("span", escape(f"{offset + 1:,} to {offset + shown:,}")),
        step("Older", 1, more),
        class_="pager",
        aria_label="Pages of the table",
    )
