"""Statements of many articles -> those of a speaker, on a topic, told once. Pure, by words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from rag.statements.link import link, matches
from rag.statements.positions import order_of_time
from rag.text.words import stems, words
from rag.types import Statement

_NEAR = 0.6  # likeness of names from which one may have been meant
_NEAR_SHOWN = 5


def matching(
    statements: Sequence[Statement], *, speaker: str = "", topic: str = ""
) -> list[Statement]:
    """Those whose speaker, under any name of theirs, and passage are meant; the order is kept.

    Args:
        statements: Of any articles; speakers are linked across them.
        speaker: A name or part of one; "" lets all pass.
        topic: Words, of which a passage or its headline must hold at least half; "" as well.
    """
    kept = list(statements)
    if speaker.strip():
        holders = link(kept)
        kept = [one for one in kept if matches(speaker, holders[one.id])]
    wanted = stems(topic) if topic.strip() else set()
    return [one for one in kept if 2 * len(wanted & _stems_around(one)) >= len(wanted)]


def without_copies(statements: Iterable[Statement], origin_of: Mapping[str, int]) -> set[str]:
    """Ids of all but what an outlet repeats word for word, in its own name, from an earlier copy.

    Args:
        statements: In any order.
        origin_of: Article id -> number of its origin.
    """
    first: dict[tuple[int, str], str] = {}
    for one in sorted(statements, key=order_of_time):
        told = " ".join(words(one.quote)) if one.kind == "plain" else one.id
        first.setdefault((origin_of[one.article.id], told), one.id)
    return set(first.values())


def near(speaker: str, statements: Sequence[Statement]) -> list[str]:
    """Up to five names of speakers that are spelled much like the one asked for, likest first."""
    names = {one.speaker for one in statements if one.speaker}
    scored = [(_likeness(speaker, name), name) for name in names]
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return [name for likeness, name in scored if likeness >= _NEAR][:_NEAR_SHOWN]


def _stems_around(statement: Statement) -> set[str]:
    return stems(f"{statement.article.title} {statement.speaker} {statement.passage}")


def _likeness(asked: str, name: str) -> float:
    """Of the whole name or of its likest word, 0 to 1."""
    asked = asked.lower()
    return max(
        SequenceMatcher(None, asked, one).ratio() for one in [name.lower(), *name.lower().split()]
    )
