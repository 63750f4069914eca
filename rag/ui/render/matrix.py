"""The matrix of a comparison: issues down, holders across; a cell opens its quotes.

Every relation has a shape and a word, so that colour alone tells nothing. Where nobody says
anything a cell stays empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.export.comparisons import DETAILS, RELATIONS, holder_of
from rag.export.lines import holding, opened
from rag.text.shown import count, day_words, shortened
from rag.types import Issue, Position, Relation
from rag.ui.render.html import Html, tag

COLUMNS = 5
"""Holders that get a column each."""

FEWER = 3
"""Where there are more, so many get one, and a last and wide one is for all the others."""

GLANCE = 90
"""Characters of a position in a cell."""

NAME = 38
"""Characters of a name inside a cell."""

NAMED = 1
"""Names of those who agree or contradict, in a cell; the others are counted."""

COUNTED: dict[Relation, tuple[str, str | None]] = {
    "contradict": ("contradiction", None),
    "differ": ("difference in detail", "differences in detail"),
    "supersede": ("changed line", None),
    "agree": ("agreement", None),
}
"""In this order: what an editor looks for first comes first."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """An issue under the number, from 1, that it has in the whole comparison."""

    number: int
    issue: Issue


def matrix(issues: Sequence[Numbered], columns: Sequence[str]) -> Html:
    """A table of the issues.

    Args:
        issues: Those to be shown.
        columns: All holders, in the order of the comparison.
    """
    named = shown_columns([one.issue for one in issues], columns)
    rest = {p.holder for one in issues for p in one.issue.positions} - set(named)
    heads = [tag("th", tag("bdi", name or "Unclear who"), scope="col") for name in named]
    heads += [tag("th", "Others", scope="col", class_="others")] if rest else []
    rows = (_row(one, named, others=bool(rest)) for one in issues)
    return tag(
        "table",
        tag("caption", "Who says what on each issue", class_="unseen"),
        tag("thead", tag("tr", tag("th", "Issue", scope="col"), *heads)),
        tag("tbody", *rows),
        class_="matrix",
    )


def shown_columns(issues: Sequence[Issue], columns: Sequence[str]) -> list[str]:
    """Holders that get a column: those who speak on most issues, in the order of the comparison."""
    spoken = Counter(
        name for issue in issues for name in dict.fromkeys(p.holder for p in issue.positions)
    )
    order = [name for name in dict.fromkeys([*columns, *spoken]) if name in spoken]
    if len(order) <= COLUMNS:
        return order
    most = sorted(order, key=lambda name: -spoken[name])[:FEWER]
    return [name for name in order if name in most]


def signs() -> Html:
    """What the shapes stand for."""
    words = {
        "contradict": "contradicts",
        "differ": "differs in detail",
        "supersede": "changed line",
        "agree": "agrees",
    }
    entries = (
        tag("li", _sign(kind), f" {words[kind]}", class_=f"relation {kind}") for kind in COUNTED
    )
    return tag("ul", *entries, class_="signs", aria_label="Signs")


def stand(issue: Issue, index: int) -> list[Html]:
    """How a position stands to the others, what an editor looks for first coming first."""
    found: dict[str, tuple[Relation, list[str]]] = {}
    for relation in issue.relations:
        if index not in (relation.a, relation.b) or relation.relation not in COUNTED:
            continue
        other = issue.positions[relation.a if index == relation.b else relation.b]
        detail = f" {DETAILS[relation.detail]}" if relation.detail else ""
        word = {"differ": "differs"}.get(relation.relation, RELATIONS[relation.relation][1])
        told = f"{word}{detail}{' from' if word == 'differs' else ''}"
        if relation.relation == "supersede":
            told = _change(other, later=index == relation.b)
        found.setdefault(told, (relation.relation, []))[1].append(holder_of(other))
    order = list(COUNTED)
    return [
        _relation(kind, told, names)
        for told, (kind, names) in sorted(found.items(), key=lambda one: order.index(one[1][0]))
    ]


def _change(other: Position, *, later: bool) -> str:
    day = f" of {day_words(other.since, short=True)}" if other.since else ""
    if not day:
        return "replaces an earlier line" if later else "changed by a later line"
    return f"replaces the line{day}" if later else f"changed by the line{day}"


def _relation(kind: Relation, told: str, names: Sequence[str]) -> Html:
    if kind == "supersede":
        return tag("span", _sign(kind), f" {told}", class_=f"relation {kind}")
    unique = list(dict.fromkeys(names))
    shown = ", ".join(shortened(name, NAME) for name in unique[:NAMED])
    more = len(unique) - NAMED
    shown += f" and {more} more" if more > 0 else ""
    return tag("span", _sign(kind), f" {told} ", tag("bdi", shown), class_=f"relation {kind}")


def _sign(kind: Relation) -> Html:
    return tag("b", RELATIONS[kind][0], class_="sign", aria_hidden="true")


def _row(one: Numbered, named: Sequence[str], *, others: bool) -> Html:
    title = tag("th", tag("span", str(one.number), class_="number"), " ",
                tag("bdi", opened(one.issue.title)), _state(one.issue), scope="row")  # fmt: skip
    places = range(len(one.issue.positions))
    cells = [
        tag(
            "td",
            *(_cell(one, place) for place in places if one.issue.positions[place].holder == name),
            data_holder=name or "Unclear who",
        )
        for name in named
    ]
    if others:
        rest = [place for place in places if one.issue.positions[place].holder not in named]
        drawn = [_cell(one, place, named=True) for place in rest]
        spread = tag("div", *drawn, class_="spread") if drawn else None
        cells.append(tag("td", spread, data_holder="Others"))
    return tag("tr", title, *cells)


def _state(issue: Issue) -> Html:
    """How much dispute there is, in numbers."""
    counted = Counter(relation.relation for relation in issue.relations)
    told = [
        tag("span", _sign(kind), f" {count(counted[kind], *words)}", class_=f"relation {kind}")
        for kind, words in COUNTED.items()
        if counted[kind]
    ]
    return tag("span", *told, class_="state") if told else Html("")


def _cell(one: Numbered, place: int, *, named: bool = False) -> Html:
    """A position in a few words; a click opens its quotes."""
    position = one.issue.positions[place]
    said = shortened(opened(holding(position)), GLANCE)
    name = None
    if named:
        name = tag("b", tag("bdi", shortened(holder_of(position), NAME)), class_="holder")
    return tag(
        "button",
        name,
        tag("bdi", said, class_="glance", dir="auto"),
        *stand(one.issue, place),
        type="button",
        class_="position",
        data_act="cell",
        data_issue=one.number,
        data_position=place,
    )
