"""A comparison or the check of a claim -> the outline of its page.

The matrix is for a glance and has no marks; under each issue stands everything, cited.
"""

from __future__ import annotations

from rag.export.answers import spread
from rag.export.lines import holder, holding, opened, reference
from rag.export.outline import (
    Block,
    Entry,
    Heading,
    Line,
    Listing,
    Numbering,
    Outline,
    Paragraph,
    Row,
    Run,
    Table,
    flat,
)
from rag.text.shown import count, day_words, shortened
from rag.types import (
    ClaimCheck,
    ClaimWitness,
    Comparison,
    Detail,
    Issue,
    Position,
    PositionRelation,
    Relation,
)

RELATIONS: dict[Relation, tuple[str, str]] = {
    "agree": ("=", "agrees with"),
    "contradict": ("≠", "contradicts"),
    "differ": ("≈", "differs in detail from"),
    "supersede": ("→", "replaces"),
    "unrelated": ("·", "is about something else than"),
}
"""A shape and a word for each: colour alone tells not everyone."""

DETAILS: dict[Detail, str] = {
    "": "",
    "figure": "in the figure",
    "date": "in the date",
    "place": "in the place",
    "cause": "in the cause",
    "actor": "in who did it",
}
COLUMNS = 4
"""Holders beside each other in one table; more are set in a further one, so that it fits a page."""

GLANCE = 90
"""Characters of a position that a cell of the matrix shows at most."""


def comparison_outline(comparison: Comparison) -> Outline:
    """The matrix of issues by holders, then each issue with its positions and their relations."""
    numbering = Numbering(comparison.citations)
    blocks: list[Block] = [
        *(Paragraph((Run(note),), "note") for note in notes_of(comparison)),
        *_matrix(comparison),
    ]
    for number, issue in enumerate(comparison.issues, start=1):
        blocks += _issue(number, issue, numbering)
    about = (
        f"{spread(comparison.articles, comparison.origins)}, "
        f"{count(comparison.considered, 'statement')} considered",
        "Only words that an article quotes stand between quotation marks; all others it reports",
    )
    return Outline(
        "Comparison", opened(comparison.topic), tuple(blocks), numbering.footnotes, about,
        dated=numbering.newest,
    )  # fmt: skip


def claim_outline(check: ClaimCheck) -> Outline:
    """The claim as headline, then who backs it, who contradicts it, and who leaves it open."""
    numbering = Numbering()
    backing, against, undecided = check.backing, check.contradicting, check.open
    blocks: list[Block] = [Paragraph((Run(verdict(check)),), "lead")]
    blocks += [Paragraph((Run(flat(note)),), "note") for note in check.notes]
    for title, witnesses in (
        ("= Backed by", backing), ("≠ Contradicted by", against), ("· Left open by", undecided),
    ):  # fmt: skip
        if witnesses:
            entries = tuple(_witness(witness, numbering) for witness in witnesses)
            blocks += [Heading(title), Listing(entries)]
    return Outline(
        "Claim", flat(check.claim), tuple(blocks), numbering.footnotes,
        (spread(check.articles, check.origins),), dated=numbering.newest,
    )  # fmt: skip


def verdict(check: ClaimCheck) -> str:
    """How many passages stand on which side."""
    return (
        f"Backed by {count(len(check.backing), 'passage')}, contradicted by "
        f"{len(check.contradicting)}, left open by {len(check.open)}."
    )


def notes_of(comparison: Comparison) -> list[str]:
    """What limits it, who is silent, and that nothing was found."""
    notes = [flat(note) for note in comparison.notes]
    if comparison.silent:
        notes.append(f"Nothing on this from {', '.join(map(flat, comparison.silent))}.")
    # Its own notes say why: that statements were found, but no two on one matter, is no silence.
    if not comparison.issues and not comparison.notes:
        notes.append("No statement on this was found.")
    return notes


def _matrix(comparison: Comparison) -> list[Block]:
    found = (position.holder for issue in comparison.issues for position in issue.positions)
    holders = list(dict.fromkeys([*comparison.columns, *found])) if comparison.issues else []
    tables = []
    for first in range(0, len(holders), COLUMNS):
        shown = holders[first : first + COLUMNS]
        part = f", {first + 1} to {first + len(shown)} of {len(holders)}"
        tables.append(
            Table(
                "Who says what" + (part if len(holders) > COLUMNS else ""),
                "Issue",
                tuple(flat(name) or "unclear who" for name in shown),
                tuple(_row(n, issue, shown) for n, issue in enumerate(comparison.issues, 1)),
            )
        )
    return [Heading("At a glance"), *tables] if tables else []


def _row(number: int, issue: Issue, holders: list[str]) -> Row:
    cells = (
        tuple(
            line
            for index, position in enumerate(issue.positions)
            if position.holder == name
            for line in _glance(issue, index)
        )
        for name in holders
    )
    return Row(f"{number}. {opened(issue.title)}", tuple(cells))


def _glance(issue: Issue, index: int) -> list[Line]:
    """A position in a few words, and how it stands to others, disputes first."""
    position = issue.positions[index]
    lines: list[Line] = [(Run(shortened(holding(position), GLANCE)),)]
    by_relation: dict[Relation, list[str]] = {}
    for relation in issue.relations:
        if index in (relation.a, relation.b) and relation.relation != "unrelated":
            other = relation.a if index == relation.b else relation.b
            if relation.relation == "supersede" and index == relation.a:
                continue  # told where the newer line stands
            by_relation.setdefault(relation.relation, []).append(holder_of(issue.positions[other]))
    for kind, (shape, word) in RELATIONS.items():
        if kind == "supersede" and kind in by_relation:
            lines.append((Run(f"{shape} replaces an earlier line", "quiet"),))
        elif kind in by_relation:
            others = ", ".join(dict.fromkeys(by_relation[kind]))
            lines.append((Run(f"{shape} {word} {others}", "quiet"),))
    return lines


def _issue(number: int, issue: Issue, numbering: Numbering) -> list[Block]:
    alone = "One voice." if issue.one_voice else "Not in dispute."
    state = "In dispute." if issue.disputed else alone
    positions = Listing(tuple(_position(position, numbering) for position in issue.positions))
    blocks: list[Block] = [
        Heading(f"{number}. {opened(issue.title)}"),
        Paragraph((Run(state, "quiet"),)),
        positions,
    ]
    if issue.relations:
        relations = tuple(Entry(relation_line(issue, relation)) for relation in issue.relations)
        blocks += [Heading("How they stand to each other", 3), Listing(relations)]
    return blocks


def _position(position: Position, numbering: Numbering) -> Entry:
    since = f"since {day_words(position.since)}, " if position.since else ""
    carried = f" {since}{count(position.origins, 'independent origin')}"
    line = (
        Run(holder_of(position), "strong"),
        Run(f" {holding(position)}"),
        *numbering.marks(position.citations),
        Run(carried, "quiet"),
    )
    return Entry(line)


def relation_line(issue: Issue, relation: PositionRelation) -> Line:
    """Position b to position a: "≠ The ministry contradicts the union in the figure (7, not 9)"."""
    shape, word = RELATIONS[relation.relation]
    earlier, later = issue.positions[relation.a], issue.positions[relation.b]
    object_ = holder_of(earlier)
    if relation.relation == "supersede":
        since = earlier.since
        object_ = f"the line of {day_words(since)}" if since else "an earlier line"
    detail = f" {DETAILS[relation.detail]}" if relation.detail else ""
    why = f"{flat(relation.why)}; " if relation.why else ""
    return (
        Run(f"{shape} ", "strong"),
        Run(f"{holder_of(later)} {word} {object_}{detail}"),
        Run(f" ({why}confidence {relation.confidence:.0%})", "quiet"),
    )


def _witness(witness: ClaimWitness, numbering: Numbering) -> Entry:
    """The outlet is quoted, not the speaker: its sentence says who said what, and how."""
    article = witness.citation.article
    name = holder(witness.speaker, witness.speaker_kind)
    detail = f"differs {DETAILS[witness.detail]}; " if witness.detail else ""
    why = f"{flat(witness.why)}; " if witness.why else ""
    line: Line = (
        Run(name, "strong"),
        *(() if name == flat(article.source) else (Run(f", {reference(article)}"),)),
        Run(f": {flat(witness.citation.quote)}"),
        numbering.mark(witness.citation),
        Run(f" {detail}{why}confidence {witness.confidence:.0%}", "quiet"),
    )
    return Entry(line)


def holder_of(position: Position) -> str:
    """Whose position it is, as it is shown."""
    return holder(position.holder, position.holder_kind)
