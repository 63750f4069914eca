"""What a comparison shows beside its issues: citations, columns, and who is silent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rag.statements.find import near
from rag.statements.link import Holder, matches
from rag.types import Citation, Issue, Statement


class Numbers:
    """Numbers citations from 1 as they are asked for; one passage has one number."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []
        self._numbers: dict[tuple[str, int, int], int] = {}

    def of(self, statement: Statement) -> int:
        place = (statement.article.id, *statement.sentence)
        if place not in self._numbers:
            self._numbers[place] = len(self.citations) + 1
            self.citations.append(
                Citation(self._numbers[place], statement.article, *statement.sentence)
            )
        return self._numbers[place]


def columns(issues: Sequence[Issue]) -> tuple[str, ...]:
    """Holders, those with most positions first, then in the order met."""
    counts = Counter(position.holder for one in issues for position in one.positions)
    return tuple(sorted(counts, key=lambda name: -counts[name]))


def silence(
    speakers: Sequence[str],
    outlets: Sequence[str],
    bearing: Sequence[Statement],
    statements: Sequence[Statement],
    holders: Mapping[str, Holder],
) -> tuple[list[str], list[str]]:
    """Speakers and outlets asked for that say nothing on the topic, and notes on each.

    Args:
        speakers: As a person typed them.
        outlets: Names of outlets, whatever their case.
        bearing: What bears on the topic.
        statements: All that were read; those of other speakers tell whose names are near.
        holders: Statement id -> holder.
    """
    silent, notes = [], []
    for who in speakers:
        if any(matches(who, holders[one.id]) for one in bearing):
            continue
        silent.append(who)
        if any(matches(who, holder) for holder in holders.values()):
            notes.append(f"nothing on this topic from {who}")
            continue
        others = near(who, statements)
        hint = f"; near: {', '.join(others)}" if others else ""
        notes.append(f"nobody called {who} is quoted in these articles{hint}")
    heard = {one.article.source.casefold() for one in bearing}
    for outlet in outlets:
        if outlet.casefold() not in heard:
            silent.append(outlet)
            notes.append(f"nothing on this topic in {outlet}")
    return silent, notes
