"""A briefing -> the outline of its page: sections in the order in which they are read."""

from __future__ import annotations

from rag.export.answers import carried, spread, written_by
from rag.export.lines import (
    article_line,
    holder,
    opened,
    reference,
    sentence_line,
    sentences_line,
    voicing,
)
from rag.export.outline import (
    Block,
    Entry,
    Heading,
    Listing,
    Moment,
    Numbering,
    Outline,
    Paragraph,
    Run,
    Timeline,
    flat,
)
from rag.text.shown import count, day_words
from rag.types import (
    Briefing,
    Difference,
    Filters,
    OriginGroup,
    Point,
    TimelineEntry,
    Voice,
)

STOPPED = "Stopped before the end: what is here is whole and checked, but more could have come."


def briefing_outline(briefing: Briefing) -> Outline:
    """Lead, key points, timeline, voices, differences, what is open, sources; empty ones left out.

    The order of the calls is the order of the page, and with it that of the footnotes' numbers.
    """
    numbering = Numbering(briefing.citations)
    blocks = [
        *_lead(briefing, numbering),
        *_section("Key points", _points(briefing.points, numbering)),
        *_section("Timeline", _timeline(briefing.timeline, numbering)),
        *_section("Who said what", _voices(briefing.voices, numbering)),
        *_section("Where accounts differ", _differences(briefing.differences, numbering)),
        *_section("Not known, or not confirmed", _unknowns(briefing, numbering)),
        *_section(_sources_title(briefing.sources), _sources(briefing.sources)),
    ]
    return Outline(
        "Briefing", flat(briefing.headline), tuple(blocks), numbering.footnotes,
        _about(briefing), dated=numbering.newest,
    )  # fmt: skip


def _section(title: str, block: Block | None) -> list[Block]:
    return [] if block is None else [Heading(title), block]


def _lead(briefing: Briefing, numbering: Numbering) -> list[Block]:
    notes = [*briefing.notes, *([STOPPED] if briefing.stopped else [])]
    lead = Paragraph(sentences_line(briefing.lead, numbering), "lead")
    return [
        *([lead] if briefing.lead else []),
        *(Paragraph((Run(flat(note)),), "note") for note in notes),
    ]


def _points(points: tuple[Point, ...], numbering: Numbering) -> Block | None:
    entries = (
        Entry((*sentence_line(point.sentence, numbering), _carried(point))) for point in points
    )
    return Listing(tuple(entries)) if points else None


def _carried(point: Point) -> Run:
    return Run(f" {carried(point)}", "quiet")


def _timeline(entries: tuple[TimelineEntry, ...], numbering: Numbering) -> Block | None:
    moments = (
        Moment(entry.day, entry.precision, shown(entry), sentence_line(entry.sentence, numbering))
        for entry in entries
    )
    return Timeline(tuple(moments)) if entries else None


def shown(entry: TimelineEntry) -> str:
    """As far as the date is known: "8 March 2026", "March 2026", "2026"."""
    if entry.precision == "year":
        return str(entry.day.year)
    if entry.precision == "month":
        return f"{entry.day:%B} {entry.day.year}"
    return day_words(entry.day)


def _voices(voices: tuple[Voice, ...], numbering: Numbering) -> Block | None:
    entries = []
    for voice in voices:
        statement = voice.statement
        role = f" ({flat(statement.role)})" if statement.role else ""
        line = (
            Run(holder(statement.speaker, statement.speaker_kind), "strong"),
            Run(f"{role} {voicing(voice)}"),
            *numbering.marks([voice.citation]),
            Run(f" {reference(statement.article)}", "quiet"),
        )
        entries.append(Entry(line))
    return Listing(tuple(entries)) if entries else None


def _differences(differences: tuple[Difference, ...], numbering: Numbering) -> Block | None:
    entries = []
    for difference in differences:
        head = (Run(opened(difference.subject), "strong"), Run(f" {difference.kind}", "quiet"))
        sides = tuple(sentence_line(side, numbering) for side in difference.sides)
        entries.append(Entry(head, sides))
    return Listing(tuple(entries)) if entries else None


def _unknowns(briefing: Briefing, numbering: Numbering) -> Block | None:
    entries = tuple(Entry(sentence_line(one, numbering)) for one in briefing.unknowns)
    return Listing(entries) if entries else None


def _sources_title(groups: tuple[OriginGroup, ...]) -> str:
    articles = sum(1 + len(group.reprints) for group in groups)
    return f"Sources: {spread(articles, len(groups))}"


def _sources(groups: tuple[OriginGroup, ...]) -> Block | None:
    entries = (
        Entry(
            article_line(group.origin),
            tuple(article_line(reprint, "Reprint: ") for reprint in group.reprints),
        )
        for group in groups
    )
    return Listing(tuple(entries)) if groups else None


def _about(briefing: Briefing) -> tuple[str, ...]:
    wanted = [f"On {flat(briefing.topic)}"] if briefing.topic else []
    wanted += _limits(briefing.filters)
    return (*(["; ".join(wanted)] if wanted else []), written_by(briefing.model))


def _limits(filters: Filters) -> list[str]:
    limits = []
    if filters.since:
        limits.append(f"from {day_words(filters.since)}")
    if filters.until:
        limits.append(f"until {day_words(filters.until)}")
    if filters.sources:
        limits.append("in " + ", ".join(map(flat, filters.sources)))
    if filters.articles:
        limits.append(f"in {count(len(filters.articles), 'chosen article')}")
    return limits
