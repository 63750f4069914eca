"""How summaries, briefings and stories look in a terminal. Knows rich, not the desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rag.cli.terminal import byline, citation_lines, clean, day, empty_table, flat, out, put_note
from rag.export.lines import voicing
from rag.text.shown import count
from rag.types import (
    Briefing,
    Citation,
    CitedSentence,
    Point,
    Precision,
    SourcesChosen,
    Story,
    Summary,
    TimelineEntry,
    Voice,
)

OWN_WORDS = "in the articles' own words"


def put_summary(summary: Summary) -> None:
    """Headline, the sentences with their marks, then each citation with its quote."""
    console = out()
    console.print(Text(flat(summary.article.title) or "(no title)", "bold"))
    console.print(Text(byline(summary.article), "dim"))
    sign = "- " if summary.length == "bullets" else ""
    for sentence in summary.sentences:
        console.print(Text(sign + _marked(sentence)))
    _put_citations(summary.citations)
    console.print(
        Text(f"{flat(summary.model) or OWN_WORDS} · {summary.timings.total_ms / 1000:.1f} s", "dim")
    )


def put_sources(chosen: SourcesChosen) -> None:
    """What will be read, before a word is written: on stderr, it is no result."""
    articles = sum(1 + len(group.reprints) for group in chosen.sources)
    origins = count(len(chosen.sources), "independent origin")
    put_note(f"Reading {count(articles, 'article')} of {origins}.")
    for note in chosen.notes:
        put_note(note)


def put_briefing(briefing: Briefing) -> None:
    """The page, section by section, then each citation with its quote."""
    console = out()
    console.print(Text(flat(briefing.headline) or "(nothing was written)", "bold"))
    for sentence in briefing.lead:
        console.print(Text(_marked(sentence)))
    _section("Key points", [_point(one) for one in briefing.points])
    _section("Timeline", [_entry(entry) for entry in briefing.timeline])
    _section("Who said what", [_voice(voice) for voice in briefing.voices])
    for difference in briefing.differences:
        title = f"Accounts differ ({difference.kind}): {flat(difference.subject)}"
        _section(title, [_marked(side) for side in difference.sides])
    _section("Not known", [_marked(sentence) for sentence in briefing.unknowns])
    _put_citations(briefing.citations)
    _section(
        "Sources",
        [
            byline(group.origin) + ": " + flat(group.origin.title) + _reprints(len(group.reprints))
            for group in briefing.sources
        ],
    )
    for note in (*briefing.notes, *(["stopped before the end"] if briefing.stopped else [])):
        console.print(Text(f"note: {clean(note)}", "yellow"))
    console.print(
        Text(
            f"{flat(briefing.model) or OWN_WORDS} · {briefing.timings.total_ms / 1000:.1f} s", "dim"
        )
    )


def stories_table(stories: Iterable[Story]) -> Table:
    """A row a story; its id is what `brief --story` takes."""
    table = empty_table("id", "from", "to", "articles", "outlets", "headline")
    for column in table.columns[:3]:
        column.no_wrap = True
    table.columns[3].justify = "right"
    for story in stories:
        table.add_row(
            Text(story.id, "cyan"),
            Text(day(story.since)),
            Text(day(story.until)),
            Text(str(len(story.articles))),
            Text(flat(", ".join(story.sources))),
            Text(flat(story.headline)),
        )
    return table


def _section(title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    console = out()
    console.print()
    console.print(Text(title, "bold"))
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 2), expand=False))


def _marked(sentence: CitedSentence) -> str:
    marks = "".join(f"[{number}]" for number in sentence.citations)
    flags = "".join(f" ({clean(flag)})" for flag in sentence.flags)
    return f"{flat(sentence.text)} {marks}{flags}"


def _point(point: Point) -> str:
    told = [point.day.isoformat()] if point.day else []
    if point.origins > 1:
        told.append(count(point.origins, "origin"))
    return _marked(point.sentence) + (f" ({', '.join(told)})" if told else "")


def _entry(entry: TimelineEntry) -> str:
    return f"{_day(entry)}  {_marked(entry.sentence)}"


def _day(entry: TimelineEntry) -> str:
    """2026-03-10, 2026-03 or 2026."""
    characters: dict[Precision, int] = {"day": 10, "month": 7, "year": 4}
    return entry.day.isoformat()[: characters[entry.precision]]


def _voice(voice: Voice) -> str:
    said = voice.statement
    role = f", {flat(said.role)}," if said.role else ""
    who = f"{flat(said.speaker)}{role}"
    return f"{who} {voicing(voice)} ({byline(said.article)}) [{voice.citation}]"


def _reprints(number: int) -> str:
    return f" (and {count(number, 'reprint')})" if number else ""


def _put_citations(citations: Sequence[Citation]) -> None:
    console = out()
    console.print()
    for citation in citations:
        console.print(*citation_lines(citation), sep="\n")
