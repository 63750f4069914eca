"""How comparisons and checks of claims look in a terminal. Knows rich, not the desk.

Agreement and contradiction have a shape and a word each, the same as in exported documents.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rag.cli.terminal import byline, citation_lines, clean, day, empty_table, flat, out
from rag.export.comparisons import DETAILS, RELATIONS
from rag.text.shown import count, shortened
from rag.types import Citation, ClaimCheck, ClaimWitness, Comparison, Issue, Position

COLUMNS = 4
"""Holders beside each other in one table; further ones are set in a table of their own."""

_GLANCE = 70  # characters of a position in a cell


def put_issue(number: int, issue: Issue) -> None:
    """Title, each position with its quote, then how they stand to each other."""
    console = out()
    alone = "one voice" if issue.one_voice else "= not disputed"
    sign = "≠ disputed" if issue.disputed else alone
    console.print(
        Text(f"{number}. {flat(issue.title)}", "bold").append(f"  {sign}", "not bold dim")
    )
    for place, position in enumerate(issue.positions):
        console.print(Padding(_position(place, position), (0, 0, 0, 3), expand=False))
    for one in issue.relations:
        shape, word = RELATIONS[one.relation]
        # The later position stands first: it agrees with, contradicts or replaces the earlier.
        line = Text(f"{_letter(one.b)} {shape} {_letter(one.a)}  ", "bold")
        detail = f" {DETAILS[one.detail]}" if one.detail else ""
        line.append(
            f"{_letter(one.b)} {word} {_letter(one.a)}{detail}: {clean(one.why)}", "not bold"
        )
        line.append(f" ({one.confidence:.2f})", "dim")
        console.print(Padding(line, (0, 0, 0, 3), expand=False))
    console.print()


def put_comparison(comparison: Comparison) -> None:
    """The matrix of all issues, then each citation with its quote, then what limits it."""
    console = out()
    for table in _tables(comparison):
        console.print(table)
    _put_citations(comparison.citations)
    for note in comparison.notes:
        console.print(Text(f"note: {clean(note)}", "yellow"))
    for name in comparison.silent:
        console.print(Text(f"silent: {flat(name)}", "yellow"))
    words = [
        count(comparison.articles, "article"),
        f"{comparison.origins} independent",
        f"{count(comparison.considered, 'statement')} considered",
        f"{comparison.timings.total_ms / 1000:.1f} s",
    ]
    console.print(Text(" · ".join(words), "dim"))


def put_claim(check: ClaimCheck) -> None:
    """Who backs the claim, who contradicts it, and who leaves it open, each with its quote."""
    console = out()
    console.print(Text(flat(check.claim), "bold"))
    for title, witnesses in (
        ("= Backed by", check.backing),
        ("≠ Contradicted by", check.contradicting),
        ("· Left open by", check.open),
    ):
        console.print(Text(f"{title} {len(witnesses) or 'nobody'}", "bold"))
        for witness in witnesses:
            console.print(Padding(_witness(witness), (0, 0, 0, 3), expand=False))
    for note in check.notes:
        console.print(Text(f"note: {clean(note)}", "yellow"))
    words = [count(check.articles, "article"), f"{check.origins} independent"]
    console.print(Text(" · ".join(words), "dim"))


def _position(place: int, position: Position) -> Text:
    line = Text(f"{_letter(place)}  {flat(position.holder)}", "bold")
    since = f", since {day(position.since)}" if len(position.statements) > 1 else ""
    when = since or f", {day(position.since)}"
    line.append(f"{when}, {count(position.origins, 'origin')}: ", "not bold dim")
    marks = "".join(f"[{number}]" for number in position.citations)
    return line.append(f"“{flat(position.text).strip('“”')}” {marks}", "not bold")


def _tables(comparison: Comparison) -> list[Table]:
    """Issues by holders, so many holders a table; an empty cell is silence."""
    tables = []
    for first in range(0, len(comparison.columns), COLUMNS):
        holders = comparison.columns[first : first + COLUMNS]
        table = empty_table("issue", *(flat(holder) for holder in holders))
        for number, issue in enumerate(comparison.issues, start=1):
            cells = [_cell(issue, holder) for holder in holders]
            if any(cell.plain for cell in cells):
                table.add_row(Text(f"{number}. {flat(issue.title)}"), *cells)
        tables.append(table)
    return tables


def _cell(issue: Issue, holder: str) -> Text:
    """What a holder says on an issue, each position with its letter and the signs it is in."""
    lines = []
    for place, position in enumerate(issue.positions):
        if position.holder == holder:
            signs = sorted(
                {RELATIONS[one.relation][0] for one in issue.relations if place in (one.a, one.b)}
            )
            text = shortened(flat(position.text).strip("“”"), _GLANCE)
            lines.append(f"{_letter(place)} {''.join(signs)} {text}")
    return Text("\n".join(lines))


def _witness(witness: ClaimWitness) -> Text:
    line = Text(f"[{witness.citation.n}] {flat(witness.speaker)}", "bold")
    line.append(
        f"  {byline(witness.citation.article)}: “{flat(witness.citation.quote)}”", "not bold"
    )
    detail = f" {DETAILS[witness.detail]}" if witness.detail else ""
    why = f" ({clean(witness.why)}{detail}, {witness.confidence:.2f})" if witness.why else ""
    return line.append(why, "dim")


def _put_citations(citations: Sequence[Citation]) -> None:
    console = out()
    for citation in citations:
        console.print(*citation_lines(citation), sep="\n")


def _letter(place: int) -> str:
    """0 -> "A", 25 -> "Z", 26 -> "A2"."""
    return chr(ord("A") + place % 26) + (str(place // 26 + 1) if place > 25 else "")
