"""A group of statements on one matter -> an issue: who holds what, and how the holders stand.

What one holder says is one position as long as it says the same; a changed line is a position of
its own. Holders who say the same keep their own positions, related by "agree". Knows neither store
nor models: relations and nearness come in.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rag.statements.matter import Matter
from rag.statements.measures import SUBJECTS
from rag.statements.mood import of_another_mood
from rag.statements.reading import Reading
from rag.statements.relate import Judgement
from rag.statements.shown import shown
from rag.text.kinds import asks
from rag.text.shown import shortened
from rag.text.words import words
from rag.types import Issue, Position, PositionRelation, Statement

PER_HOLDER = 3
"""Positions of one holder in one issue; what is left out relates to nobody."""

SAME_LINE = 0.8
"""Cosine from which a holder's two statements, not known to agree or differ, are one position."""

MOST_UNDISPUTED = 8
"""Positions told of what nobody disputes: those that others agree with, then the most central."""

CENTRAL = 3
"""Members nearest to all others that a title may be taken from."""

SHORTEST_TITLE = 4
"""Words under which a text says too little to be a title."""

TITLE_CHARACTERS = 80

_POINTS_BACK = re.compile(r"\W*(?:he|she|it|they|that|this|these|those)\b", re.IGNORECASE)
_MARKS = re.compile(r"[“”„«»\"]")
_APART = ("contradict", "differ", "supersede")
_BEST_WORDS = (6, 40)  # of a statement that can stand in a cell
_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pool:
    """Statements with all that is known of them; the same index everywhere.

    Attributes:
        statements: In the order of time.
        readings: Of them.
        matter: How near they are to each other.
        judgements: (earlier index, later index) -> how they stand; pairs left out are unrelated.
        origin_of: Article id -> number of its origin.
    """

    statements: Sequence[Statement]
    readings: Sequence[Reading]
    matter: Matter
    judgements: Mapping[tuple[int, int], Judgement]
    origin_of: Mapping[str, int]


def issue(
    pool: Pool, members: Sequence[int], number: Callable[[Statement], int], *, about: str = ""
) -> Issue:
    """The issue of a group.

    Args:
        pool: What the members are of.
        members: Indexes into it, sorted.
        number: Gives a statement's citation its number.
        about: Kind of the figure that it turns on, a key of `SUBJECTS`; "" for none.
    """
    lines = _lines(pool, members)
    related = _relations(pool, lines)
    lines, related = _kept(lines, related, pool)
    positions = tuple(_position(pool, line, members, number) for line in lines)
    return Issue(title_of(pool, members, about), positions, tuple(related))


def title_of(pool: Pool, members: Sequence[int], about: str = "") -> str:
    """What the figure is of; else what the most central members say, the shortest of them.

    Whole words of one of them and never a list of keywords: a title is read as a sentence. So it
    is one if any member says one; else a phrase with its verb: "denied the allegations". Of a
    dispute it is taken from those that dispute.
    """
    if about:
        return SUBJECTS[about]
    apart = _members_apart(pool, members)
    ranked = sorted(apart or members, key=lambda i: (-_centrality(pool, i, members), i))
    sentences = [index for index in ranked if not pool.readings[index].phrase]
    texts = [_heading(pool, index) for index in (sentences or ranked)[:CENTRAL]]
    fit = [text for text in texts if len(words(text)) >= SHORTEST_TITLE and not asks(text)]
    text = min(fit or texts, key=lambda one: (_POINTS_BACK.match(one) is not None, len(one), one))
    return shortened(text[:1].upper() + text[1:], TITLE_CHARACTERS)


def _members_apart(pool: Pool, members: Sequence[int]) -> list[int]:
    """Those that stand apart from another member, by any relation."""
    inside = set(members)
    return sorted(
        {
            index
            for pair, one in pool.judgements.items()
            if one.relation in _APART and set(pair) <= inside
            for index in pair
        }
    )


def _heading(pool: Pool, index: int) -> str:
    """A content in one line, without marks; a phrase or what is denied with its verb."""
    statement = pool.statements[index]
    if shown(statement) == statement.quote:
        return pool.readings[index].text
    return _MARKS.sub("", " ".join(shown(pool.statements[index]).split())).strip(" ,;")


def _lines(pool: Pool, members: Sequence[int]) -> list[list[int]]:
    """Members by holder and by line, each in the order of time."""
    lines: dict[str, list[list[int]]] = defaultdict(list)
    for index in members:
        own = lines[pool.readings[index].holder.name]
        fitting = [line for line in own if _fits(pool, index, line)]
        if fitting:
            max(fitting, key=lambda line: _nearest(pool, index, line)).append(index)
        else:
            own.append([index])
    return [line for own in lines.values() for line in own]


def _fits(pool: Pool, index: int, line: Sequence[int]) -> bool:
    relations = [_judgement(pool, other, index) for other in line]
    if any(one is not None and one.relation in _APART for one in relations):
        return False
    agreed = any(one is not None and one.relation == "agree" for one in relations)
    if not agreed and any(
        of_another_mood(pool.readings[index], pool.readings[other]) for other in line
    ):
        return False
    return agreed or _nearest(pool, index, line) >= SAME_LINE


def _nearest(pool: Pool, index: int, line: Sequence[int]) -> float:
    return max(pool.matter.cosine(index, other) for other in line)


def _judgement(pool: Pool, one: int, other: int) -> Judgement | None:
    return pool.judgements.get((min(one, other), max(one, other)))


def _relations(pool: Pool, lines: Sequence[Sequence[int]]) -> list[PositionRelation]:
    """How each two lines stand, by the strongest of what their statements are to each other."""
    related = []
    for b in range(len(lines)):
        for a in range(b):
            first, second = (a, b) if lines[a][0] <= lines[b][0] else (b, a)
            found = [
                (one, i, j)
                for i in lines[first]
                for j in lines[second]
                if (one := _judgement(pool, i, j)) is not None and one.relation != "unrelated"
            ]
            if not found:
                continue
            best, i, j = max(
                found, key=lambda one: one[0].confidence + 0.1 * (one[0].relation in _APART)
            )
            same = pool.readings[lines[a][0]].holder.name == pool.readings[lines[b][0]].holder.name
            if same and best.relation != "supersede" and not _in_copies(pool, i, j):
                continue  # in one breath nobody contradicts himself; two copies may misquote him
            related.append(
                PositionRelation(
                    first,
                    second,
                    best.relation,
                    best.detail,
                    round(best.confidence, 3),
                    best.why,
                    (pool.statements[i].id, pool.statements[j].id),
                )
            )
    return related


def _in_copies(pool: Pool, i: int, j: int) -> bool:
    """Whether two statements stand in two copies of one article."""
    first, second = pool.statements[i].article.id, pool.statements[j].article.id
    return first != second and pool.origin_of[first] == pool.origin_of[second]


def _kept(
    lines: Sequence[list[int]], related: Sequence[PositionRelation], pool: Pool
) -> tuple[list[list[int]], list[PositionRelation]]:
    """At most so many lines of a holder, those that relate to others first; in order of time.

    In a dispute, an outlet that neither backs nor disputes anything of it has nothing to say.
    """
    degree = Counter(place for one in related for place in (one.a, one.b))
    disputed = any(one.relation in _APART for one in related)
    by_holder: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if disputed and not degree[place] and pool.readings[line[0]].holder.kind == "outlet":
            continue
        by_holder[pool.readings[line[0]].holder.name].append(place)
    chosen: list[int] = []
    for own in by_holder.values():
        ranked = sorted(own, key=lambda place: (-degree[place], -len(lines[place]), place))
        chosen += ranked[:PER_HOLDER]
    if not disputed and len(chosen) > MOST_UNDISPUTED:
        every = [index for line in lines for index in line]
        chosen.sort(key=lambda place: (-degree[place], -_centrality(pool, lines[place][0], every)))
        chosen = chosen[:MOST_UNDISPUTED]
    chosen.sort(key=lambda place: (lines[place][0], place))
    new = {place: number for number, place in enumerate(chosen)}
    kept = [replace(r, a=new[r.a], b=new[r.b]) for r in related if r.a in new and r.b in new]
    return [lines[place] for place in chosen], sorted(kept, key=lambda r: (r.a, r.b))


def _position(
    pool: Pool, line: Sequence[int], members: Sequence[int], number: Callable[[Statement], int]
) -> Position:
    statements = tuple(pool.statements[index] for index in line)
    best = max(
        range(len(line)),
        key=lambda place: (_worth(pool, line[place], line, members), -place),
    )
    holder = pool.readings[line[0]].holder
    dated = [one.article.published for one in statements if one.article.published]
    return Position(
        holder.name,
        holder.kind,
        shown(statements[best]),
        statements,
        best,
        min(dated, default=None),
        len({pool.origin_of[one.article.id] for one in statements}),
        tuple(dict.fromkeys(number(one) for one in statements)),
    )


def _worth(pool: Pool, index: int, line: Sequence[int], members: Sequence[int]) -> float:
    """Near to what the others say, of a length to be read in a cell, in the speaker's own words."""
    count = len(words(pool.statements[index].quote))
    fits = _BEST_WORDS[0] <= count <= _BEST_WORDS[1]
    direct = pool.statements[index].kind in ("direct", "mixed")
    relates = any(
        (one := _judgement(pool, index, other)) is not None and one.relation in _APART
        for other in members
    )
    return (
        _centrality(pool, index, members)
        + 0.5 * _centrality(pool, index, line)
        + 0.2 * fits
        + 0.05 * direct
        + 0.3 * relates
    )


def _centrality(pool: Pool, index: int, members: Sequence[int]) -> float:
    others = [other for other in members if other != index]
    return sum(pool.matter.cosine(index, other) for other in others) / max(1, len(others))


def order_of_time(statement: Statement) -> tuple[datetime, str, int]:
    """Sorts statements: oldest article first, in reading order within one."""
    return statement.article.published or _LATEST, statement.article.id, statement.start
