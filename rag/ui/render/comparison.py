"""A comparison on the page: how far it is, the matrix, the timeline of positions."""

from __future__ import annotations

from rag.export.answers import spread
from rag.export.comparisons import notes_of
from rag.export.lines import opened
from rag.text.shown import count
from rag.types import Comparison, PassagesRead, Readings, StatementsRead
from rag.ui.render.html import Html, duration, tag
from rag.ui.render.matrix import Numbered, matrix, signs
from rag.ui.render.positions import positions
from rag.ui.render.saving import save_as
from rag.ui.render.welcome import unfilled


def comparison(found: Comparison, *, disputed_only: bool, busy: bool = False) -> Html:
    """Everything; while it is `busy`, more issues may come and there is nothing to save yet."""
    every = [Numbered(number, issue) for number, issue in enumerate(found.issues, start=1)]
    shown = [one for one in every if one.issue.disputed or not disputed_only]
    return tag(
        "article",
        tag("h2", tag("bdi", opened(found.topic)), id="compared", tabindex="-1"),
        None if busy else _meta(found),
        *(tag("p", opened(note), class_="note") for note in notes_of(found) if not busy),
        tag("p", _left_out(len(every) - len(shown)), class_="note") if every != shown else None,
        signs() if shown else None,
        tag("div", matrix(shown, found.columns), class_="listing") if shown else None,
        None if busy else _timeline(shown),
        None if busy or not found.issues else save_as(document="comparison"),
        class_="comparison",
    )


def reading(event: StatementsRead) -> Html:
    """How many articles have been read for who said what."""
    bar = tag("progress", value=event.done, max=event.total, aria_label="Progress")
    told = f"Reading who said what: {event.done:,} of {count(event.total, 'article')}"
    return tag("div", bar, tag("p", told, class_="waiting"), class_="working")


def weighing(event: PassagesRead) -> Html:
    """How many of the passages that may back a claim the models have read."""
    bar = tag("progress", value=event.done, max=event.total, aria_label="Progress")
    told = f"Reading what may back it: {event.done:,} of {count(event.total, 'passage')}"
    return tag("div", bar, tag("p", told, class_="waiting"), class_="working")


def ahead(state: Readings) -> Html:
    """How far the library has been read before anybody compares; nothing where it all has been."""
    if state.problem:
        return tag("p", state.problem, class_="note", role="status")
    if not state.going:
        return Html("")
    far = f"{state.read:,} of {count(state.articles, 'article')}"
    told = f"Read for who said what: {far}. The rest is read while nobody waits."
    return tag("p", told, class_="hint")


def working(words: str) -> Html:
    """Something is being done, and it is not known how long it takes."""
    bar = tag("progress", aria_label="Progress")
    return tag("div", bar, tag("p", words, class_="waiting"), class_="working")


def unchecked() -> Html:
    """Stopped before a claim was checked."""
    return tag("p", "Stopped before the claim was checked.", class_="note", role="status")


def invitation(articles: int) -> Html:
    """What stands where the comparison will be."""
    if not articles:
        return unfilled("Add articles first, then compare what they say.")
    return tag(
        "section",
        tag("h2", "Who said what, and who contradicts whom?"),
        tag(
            "p",
            "Name a topic: the statements on it are set beside each other, issue by issue, and "
            "each opens its quotes. Where somebody says nothing, the cell stays empty. Or have a "
            "claim checked: who backs it, who contradicts it, who leaves it open.",
            class_="lede",
        ),
        class_="welcome",
    )


def _meta(found: Comparison) -> Html:
    facts = [spread(found.articles, found.origins)] if found.articles else []
    if found.considered:
        facts.append(f"{count(found.considered, 'statement')} considered")
    if found.timings.total_ms:
        facts.append(duration(found.timings.total_ms / 1000))
    return tag("p", *(tag("span", fact) for fact in facts), class_="meta")


def _left_out(number: int) -> str:
    verb = "is" if number == 1 else "are"
    return f"{count(number, 'issue')} without dispute {verb} not shown."


def _timeline(shown: list[Numbered]) -> Html | None:
    drawn = positions(shown)
    if drawn is None:
        return None
    hint = tag(
        "p",
        "Each number is an issue above; ≠ is in dispute, → a changed line. Click for the quotes.",
        class_="hint",
    )
    return tag("section", tag("h3", "Who took which position when"), hint, drawn)
