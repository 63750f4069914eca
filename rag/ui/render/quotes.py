"""What a cell of the matrix opens: its quotes, beside those that agree or do not.

The figures, dates and denials in which two quotes differ are marked.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.export.comparisons import holder_of, relation_line
from rag.export.lines import opened
from rag.export.outline import Line, Run
from rag.text.contrast import Kind, Range, Said, contrast
from rag.text.shown import count, day_words
from rag.types import Detail, Issue, Position, PositionRelation, Stance, Statement
from rag.ui.render.article import headline, kicker
from rag.ui.render.html import Html, tag
from rag.ui.render.marked import marked

_KINDS: dict[Detail, tuple[Kind, ...]] = {"figure": ("figure",), "date": ("date",)}

ORDER = ("contradict", "differ", "supersede", "agree")


def quotes(number: int, issue: Issue, index: int, *, opening: int) -> Html:
    """All that a position rests on; `opening` makes two openings of it differ."""
    position = issue.positions[index]
    related = sorted(
        (one for one in issue.relations if index in (one.a, one.b) and one.relation in ORDER),
        key=lambda one: ORDER.index(one.relation),
    )
    title = tag("h2", tag("bdi", holder_of(position)), id="quotes-title")
    parts = [
        tag("button", "Close", type="button", class_="quiet close", data_act="close"),
        tag("p", f"Issue {number}: {opened(issue.title)}", class_="kicker"),
        title,
        tag("p", _carried(position), class_="byline"),
    ]
    parts += [_pair(issue, relation, index) for relation in related]
    parts += _alone(position, compared=bool(related))
    return tag("article", *parts, class_="quotes", data_opening=opening)


def gone(message: str, *, opening: int) -> Html:
    """What the cell stood for is not here any more."""
    return tag(
        "article",
        tag("button", "Close", type="button", class_="quiet close", data_act="close"),
        tag("h2", "These quotes cannot be shown", id="quotes-title"),
        tag("p", message, class_="failure", role="alert"),
        class_="quotes",
        data_opening=opening,
    )


def _carried(position: Position) -> str:
    since = f"Since {day_words(position.since)}, in " if position.since else "In "
    return since + count(position.origins, "independent origin")


def _pair(issue: Issue, relation: PositionRelation, index: int) -> Html:
    """The position on the left, the other on the right, and how the later stands to the earlier."""
    mine = _best(issue.positions[index])
    theirs = _best(issue.positions[relation.a if index == relation.b else relation.b])
    own, other = differing(mine, theirs, relation)
    names = [holder_of(issue.positions[one]) for one in (index, relation.a + relation.b - index)]
    return tag(
        "section",
        tag("h3", *_words(relation_line(issue, relation)), class_=f"relation {relation.relation}"),
        tag("div", _quote(names[0], mine, own), _quote(names[1], theirs, other), class_="sides"),
        class_="pair",
    )


def differing(
    one: Statement, other: Statement, relation: PositionRelation
) -> tuple[list[Range], list[Range]]:
    """What to mark in the articles' bodies: that in which the relation says the two differ.

    A figure or a date, if it is that; else the words of denial, and the cue that denies; and if
    there are none, whatever differs. Nothing where they agree.
    """
    if relation.relation == "agree":
        return [], []
    said = Said(one.quote, one.article.published), Said(other.quote, other.article.published)
    mine, theirs = contrast(*said, kinds=_KINDS.get(relation.detail, ("denial",)))
    own = _in_body(one, mine, other.stance)
    others = _in_body(other, theirs, one.stance)
    if own or others or relation.relation == "supersede":
        return own, others
    mine, theirs = contrast(*said)
    return _in_body(one, mine, other.stance), _in_body(other, theirs, one.stance)


def _in_body(statement: Statement, ranges: Sequence[Range], others: Stance) -> list[Range]:
    """Ranges of the quote as ranges of the body, and the cue if it alone denies."""
    found = [(statement.start + start, statement.start + end) for start, end in ranges]
    if statement.cue is not None and statement.stance == "denied" and others != "denied":
        found.append(statement.cue)
    return sorted(found)


def _alone(position: Position, *, compared: bool) -> list[Html]:
    """The statements that stand in no pair: all of them, or all but the best."""
    best = _best(position)
    rest = [one for one in position.statements if not compared or one.id != best.id]
    if not rest:
        return []
    words = "Also said" if compared else "Said"
    drawn = (_quote(holder_of(position), one, ()) for one in rest)
    return [tag("section", tag("h3", words), tag("div", *drawn, class_="sides"), class_="pair")]


def _best(position: Position) -> Statement:
    return position.statements[position.best]


def _quote(name: str, statement: Statement, differing: Sequence[Range]) -> Html:
    """The whole sentence, the words in question set off in it."""
    start, end = statement.sentence
    text = tag(
        "blockquote",
        _piece(statement, start, statement.start, differing),
        tag("span", _piece(statement, statement.start, statement.end, differing), class_="content"),
        _piece(statement, statement.end, end, differing),
        dir="auto",
    )
    role = f", {statement.role}" if statement.role else ""
    return tag(
        "div",
        tag("p", tag("b", tag("bdi", name)), role, class_="speaker"),
        text,
        kicker(statement.article),
        tag("h4", headline(statement.article, start, end)),
        class_="side",
    )


def _piece(statement: Statement, start: int, end: int, differing: Sequence[Range]) -> Html:
    inside = [(a - start, b - start) for a, b in differing if start <= a and b <= end]
    return marked(statement.article.body[start:end], inside)


def _words(line: Line) -> list[str]:
    """The words of a line, what is said in passing quieter."""
    runs = [part for part in line if isinstance(part, Run)]
    return [
        tag("span", run.text, class_="why") if run.look == "quiet" else run.text for run in runs
    ]
