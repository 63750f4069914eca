"""A briefing as a well-set page: from the headline to what is not known, every line marked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from rag.export.answers import carried, spread
from rag.export.briefings import STOPPED, shown
from rag.export.lines import holder, opened, reference, voicing
from rag.export.outline import Moment, Run, Timeline
from rag.export.page import KNOWN
from rag.export.strip import strip
from rag.text.contrast import Kind, Said, contrast
from rag.types import (
    Briefing,
    BriefingLength,
    CitedSentence,
    Difference,
    Point,
    TimelineEntry,
    Voice,
)
from rag.ui.render.html import Html, duration, join, tag
from rag.ui.render.marked import marked
from rag.ui.render.marks import cited, mark
from rag.ui.render.saving import save_as

PLACE = "brief"
"""Where the marks of the page lead, see `marks`."""

LENGTHS: dict[BriefingLength, str] = {
    "paragraph": "A paragraph",
    "half": "Half a page",
    "page": "A page",
}

_MARKED: dict[str, tuple[Kind, ...]] = {
    "figure": ("figure",),
    "date": ("date",),
    "denial": ("denial",),
}

KINDS = {
    "figure": "≈ the figures differ",
    "date": "≈ the dates differ",
    "denial": "≠ denied",
}


def page(briefing: Briefing, *, busy: bool = False) -> Html:
    """The page as it stands; while it is `busy`, there is nothing to save yet."""
    numbers = {citation.n for citation in briefing.citations}
    heading = tag("h2", tag("bdi", briefing.headline or briefing.topic), id=PLACE, tabindex="-1")
    parts = [
        heading,
        _lead(briefing, numbers),
        _notes(briefing),
        _section("Key points", _points(briefing.points, numbers)),
        _section("Timeline", _timeline(briefing.timeline, numbers)),
        _section("Who said what", _voices(briefing.voices, numbers)),
        _section("Where accounts differ", _differences(briefing.differences, numbers)),
        _section("Not known, or not confirmed", _unknowns(briefing.unknowns, numbers)),
    ]
    if not busy:
        parts += [_meta(briefing), save_as(document="briefing")]
    return tag("article", *parts, class_="briefing")


def working(stage: str, fraction: float) -> Html:
    """How far the writing is."""
    bar = tag("progress", value=f"{fraction:.3f}", max="1", aria_label="Progress")
    return tag("div", bar, tag("p", opened(stage), class_="waiting"), class_="working")


def beginning() -> Html:
    """Nothing is known yet."""
    bar = tag("progress", aria_label="Progress")
    return tag("div", bar, tag("p", "Choosing what to read", class_="waiting"), class_="working")


def problem(message: str) -> Html:
    """Why there is no page, in words."""
    return tag("p", opened(message), class_="failure", role="alert")


def nothing_written() -> Html:
    """Stopped before there was a page."""
    return tag("p", "Stopped before anything was written.", class_="note", role="status")


def _section(title: str, content: Html | None) -> Html | None:
    return None if content is None else tag("section", tag("h3", title), content)


def _lead(briefing: Briefing, numbers: Collection[int]) -> Html | None:
    if not briefing.lead:
        return None
    lead = join((cited(PLACE, one, numbers) for one in briefing.lead), " ")
    return tag("p", lead, class_="lead", dir="auto")


def _notes(briefing: Briefing) -> Html | None:
    notes = [*map(opened, briefing.notes), *([STOPPED] if briefing.stopped else [])]
    return tag("ul", *(tag("li", note) for note in notes), class_="notes") if notes else None


def _points(points: Iterable[Point], numbers: Collection[int]) -> Html | None:
    entries = [
        tag(
            "li",
            tag("p", cited(PLACE, point.sentence, numbers), dir="auto"),
            tag("p", carried(point), class_="carried"),
        )
        for point in points
    ]
    return tag("ul", *entries, class_="points") if entries else None


def _timeline(entries: tuple[TimelineEntry, ...], numbers: Collection[int]) -> Html | None:
    if not entries:
        return None
    moments = tuple(
        Moment(one.day, one.precision, shown(one), (Run(one.sentence.text),)) for one in entries
    )
    told = (
        tag(
            "li",
            tag("time", shown(one), datetime=one.day.isoformat()[: KNOWN[one.precision]]),
            tag("p", cited(PLACE, one.sentence, numbers), dir="auto"),
            id=_moment_id(index),
            tabindex="-1",
        )
        for index, one in enumerate(entries)
    )
    picture = strip(Timeline(moments), _moment_id)
    return tag("div", picture, tag("ol", *told), class_="timeline")


def _moment_id(index: int) -> str:
    return f"{PLACE}-moment-{index + 1}"


def _voices(voices: Iterable[Voice], numbers: Collection[int]) -> Html | None:
    entries = [_voice(voice, numbers) for voice in voices]
    return tag("ul", *entries, class_="voices") if entries else None


def _voice(voice: Voice, numbers: Collection[int]) -> Html:
    statement = voice.statement
    role = f", {statement.role}" if statement.role else ""
    name = tag("bdi", holder(statement.speaker, statement.speaker_kind))
    marks = mark(PLACE, voice.citation) if voice.citation in numbers else None
    return tag(
        "li",
        tag("p", tag("b", name), role, class_="speaker"),
        tag("p", opened(voicing(voice)), marks, class_="said", dir="auto"),
        tag("p", reference(statement.article), class_="carried"),
    )


def _differences(differences: Iterable[Difference], numbers: Collection[int]) -> Html | None:
    entries = [
        tag(
            "div",
            tag(
                "h4",
                tag("bdi", opened(one.subject)),
                tag("span", KINDS.get(one.kind, one.kind), class_="relation"),
            ),
            tag("div", *_sides(one, numbers), class_="sides"),
            class_="difference",
        )
        for one in differences
    ]
    return join(entries) if entries else None


def _sides(difference: Difference, numbers: Collection[int]) -> list[Html]:
    """Each side, with that marked which the first other one has otherwise."""
    sides, drawn = difference.sides, []
    for index, side in enumerate(sides):
        other = sides[0 if index else min(1, len(sides) - 1)]
        kinds = _MARKED.get(difference.kind, ())
        mine, _ = contrast(Said(side.text), Said(other.text), kinds)
        marks = [mark(PLACE, n) for n in side.citations if n in numbers]
        drawn.append(tag("p", marked(side.text, mine), *marks, class_="side", dir="auto"))
    return drawn


def _unknowns(unknowns: Iterable[CitedSentence], numbers: Collection[int]) -> Html | None:
    """What their flags say is of what day they are: nothing that is to be checked."""
    entries = [
        tag(
            "li",
            tag("p", cited(PLACE, replace(one, flags=()), numbers), dir="auto"),
            *(tag("p", opened(flag), class_="carried") for flag in one.flags),
        )
        for one in unknowns
    ]
    return tag("ul", *entries, class_="points") if entries else None


def _meta(briefing: Briefing) -> Html:
    articles = sum(1 + len(group.reprints) for group in briefing.sources)
    parts = [spread(articles, len(briefing.sources))]
    parts.append(f"Written by {briefing.model}" if briefing.model else "In the articles’ own words")
    if briefing.timings.total_ms:
        parts.append(duration(briefing.timings.total_ms / 1000))
    return tag("p", *(tag("span", part) for part in parts), class_="meta")
