"""Planted contradictions, and which of them a comparison finds. Pure: comparisons come in.

A planted one has two sides, each a passage of an article in one or several wordings. It is found if
some issue relates a position that quotes one side to a position that quotes the other, as anything
but agreement.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.types import Comparison, Issue, Position, PositionRelation

APART = ("contradict", "differ", "supersede")


@dataclass(frozen=True, slots=True)
class Passage:
    """An exact quote of the article with this title."""

    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class Planted:
    """One contradiction, denial, correction or change of line.

    Attributes:
        topic: What to ask for.
        planted: False for what is right to find, but was not planted to be found.
        relation: How side `b` stands to side `a`; those of `accept` are right too.
        a: Wordings of one side.
        b: Wordings of the other.
    """

    id: str
    topic: str
    planted: bool
    relation: str
    accept: tuple[str, ...]
    a: tuple[Passage, ...]
    b: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What comparisons on one topic found of what was planted.

    Attributes:
        found: Id of each planted one with this topic -> the relation told, None if missed.
        invented: Relations told that are nobody's: (issue, relation).
    """

    found: dict[str, str | None]
    invented: tuple[tuple[Issue, PositionRelation], ...]


def read_planted(path: Path) -> list[Planted]:
    """An object a line, as `tests/articles/comparisons.jsonl` has them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_planted(json.loads(line)) for line in lines if line.strip()]


def finding(comparison: Comparison, topic: str, planted: Sequence[Planted]) -> Finding:
    """What a comparison on a topic finds, of all that is planted under any topic."""
    told = [
        (issue, relation)
        for issue in comparison.issues
        for relation in issue.relations
        if relation.relation in APART
    ]
    found: dict[str, str | None] = {one.id: None for one in planted if one.topic == topic}
    explained: set[int] = set()
    for one in planted:
        for place, (issue, relation) in enumerate(told):
            if not _is_of(one, issue, relation):
                continue
            explained.add(place)
            if one.id in found and found[one.id] not in (one.relation, *one.accept):
                found[one.id] = relation.relation
    left = tuple(pair for place, pair in enumerate(told) if place not in explained)
    return Finding(found, left)


def _planted(row: dict[str, Any]) -> Planted:
    sides = {
        side: tuple(Passage(one["title"], one["quote"]) for one in row[side]) for side in ("a", "b")
    }
    return Planted(
        row["id"],
        row["topic"],
        row["planted"],
        row["relation"],
        tuple(row["accept"]),
        sides["a"],
        sides["b"],
    )


def _is_of(planted: Planted, issue: Issue, relation: PositionRelation) -> bool:
    first, second = issue.positions[relation.a], issue.positions[relation.b]
    return (_quotes(first, planted.a) and _quotes(second, planted.b)) or (
        _quotes(first, planted.b) and _quotes(second, planted.a)
    )


def _quotes(position: Position, passages: Sequence[Passage]) -> bool:
    """Whether a statement of the position stands in a sentence that one of the passages is from."""
    for statement in position.statements:
        article = statement.article
        for one in passages:
            start = article.body.find(one.quote) if article.title == one.title else -1
            end = start + len(one.quote)
            if start >= 0 and statement.sentence[0] < end and start < statement.sentence[1]:
                return True
    return False
