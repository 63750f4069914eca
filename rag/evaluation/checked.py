"""Claims with what backs and what contradicts them, and whether a check finds it. Pure.

A passage is right if it quotes one of the sentences laid down for its side, by a part of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.types import ClaimCheck, ClaimWitness


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, and parts of all the sentences that back or contradict it.

    Attributes:
        claim: In words.
        backed: Parts of sentences; none if no article says so.
        contradicted: The same of those that say otherwise.
    """

    id: str
    claim: str
    backed: tuple[str, ...]
    contradicted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """What a check told on one side of a claim.

    Attributes:
        wanted: Whether some article is on this side.
        found: Whether one of its sentences was told.
        wrong: What was told and is not on it.
    """

    wanted: bool
    found: bool
    wrong: tuple[ClaimWitness, ...]


def read_claims(path: Path) -> list[Claim]:
    """An object a line, as `tests/articles/claims.jsonl` has them."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Claim(row["id"], row["claim"], tuple(row["backed"]), tuple(row["contradicted"]))
        for row in rows
    ]


def sides(claim: Claim, check: ClaimCheck) -> tuple[Side, Side]:
    """Who backs it, and who contradicts it."""
    return (
        _side(claim.backed, check.backing),
        _side(claim.contradicted, check.contradicting),
    )


def _side(gold: Sequence[str], told: Sequence[ClaimWitness]) -> Side:
    right = [one for one in told if any(part in one.citation.quote for part in gold)]
    wrong = tuple(one for one in told if one not in right)
    return Side(bool(gold), bool(right), wrong)
