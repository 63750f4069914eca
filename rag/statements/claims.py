"""A claim and the statements of articles -> who backs it, who contradicts it, who leaves it open.

The claim is read as if somebody had said it, and related to each statement like two statements to
each other. Knows neither store nor retrieval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from rag.statements.link import CLAIMANT
from rag.statements.matter import Matter
from rag.statements.reading import Reading, read_text
from rag.statements.relate import UNRELATED, Judgement, Relater
from rag.statements.vectors import RememberedVectors
from rag.text.pending import merely_wanted
from rag.types import Citation, ClaimCheck, ClaimWitness, Statement, Timings

MOST_WITNESSES = 12
"""Shown of each kind, best first."""

OPEN_FROM = 0.35
"""Closeness to the claim from which a statement that settles nothing is worth showing."""


@dataclass(frozen=True, slots=True)
class Related:
    """A statement and how it stands to the claim; `closeness` is 0 to 1."""

    statement: Statement
    reading: Reading
    judgement: Judgement
    closeness: float

    @property
    def open(self) -> bool:
        """Whether it settles nothing."""
        return self.judgement.relation == "unrelated"

    @property
    def worth(self) -> float:
        return self.judgement.confidence + self.closeness


def relate(
    claim: str,
    statements: Sequence[Statement],
    readings: Sequence[Reading],
    remembered: RememberedVectors,
    relater: Relater,
) -> list[Related]:
    """How each statement stands to a claim, by rule and by the judge; in their order.

    Args:
        claim: In words, a statement of fact.
        statements: Those that may bear on it.
        readings: Of them, same order.
        remembered: Tells how near they are to the claim.
        relater: Judges.
    """
    if not readings:
        return []
    pool = [read_text(claim, CLAIMANT, None), *readings]
    vectors = remembered.of([reading.whole for reading in pool])
    matter = Matter(pool, vectors)
    pairs = [(0, place) for place in range(1, len(pool))]
    judgements = relater.relate(pool, pairs, matter)
    return [
        Related(
            statement,
            pool[place],
            UNRELATED
            if judgement.relation == "agree" and merely_wanted(claim, statement.passage)
            else judgement,
            matter.closeness(0, place),
        )
        for (_, place), statement, judgement in zip(pairs, statements, judgements, strict=True)
    ]


def told(
    claim: str,
    related: Sequence[Related],
    origin_of: Mapping[str, int],
    started: float,
    notes: Sequence[str] = (),
) -> ClaimCheck:
    """Who backs the claim, who contradicts it and who leaves it open, best first.

    Args:
        claim: As asked.
        related: What may bear on it.
        origin_of: Article id -> number of its origin.
        started: `perf_counter()` when the asking began.
        notes: What else is to be told.
    """
    backing = _best(related, ("agree",))
    against = _best(related, ("contradict", "differ", "supersede"))
    settled = {_place(one) for one in (*backing, *against)}
    undecided = [
        one for one in related if one.closeness >= OPEN_FROM and _place(one) not in settled
    ]
    left = _best(undecided, ("unrelated",))
    numbers = _numbers([*backing, *against, *left])
    articles = {one.statement.article.id for one in (*backing, *against)}
    silent = () if backing or against else ("no article says so or says otherwise",)
    return ClaimCheck(
        claim,
        tuple(_witness(one, numbers) for one in backing),
        tuple(_witness(one, numbers) for one in against),
        tuple(_witness(one, numbers) for one in left),
        articles=len(articles),
        origins=len({origin_of[one] for one in articles}),
        notes=(*silent, *notes),
        timings=Timings(total_ms=1000 * (perf_counter() - started)),
    )


def _best(found: Sequence[Related], relations: Sequence[str]) -> list[Related]:
    """Of these relations, best first, one passage once."""
    ranked = sorted(
        (one for one in found if one.judgement.relation in relations),
        key=lambda one: (-one.worth, one.statement.article.id, one.statement.start),
    )
    seen: set[tuple[str, int]] = set()
    kept = []
    for one in ranked:
        if _place(one) not in seen:
            seen.add(_place(one))
            kept.append(one)
    return kept[:MOST_WITNESSES]


def _place(one: Related) -> tuple[str, int]:
    return one.statement.article.id, one.statement.sentence[0]


def _numbers(shown: Sequence[Related]) -> dict[str, Citation]:
    """Statement id -> its citation, numbered from 1 in the order shown."""
    return {
        one.statement.id: Citation(n, one.statement.article, *one.statement.sentence)
        for n, one in enumerate(shown, start=1)
    }


def _witness(found: Related, numbers: Mapping[str, Citation]) -> ClaimWitness:
    """A figure or date that is not the claim's own contradicts it, in that detail."""
    judgement = found.judgement
    apart = judgement.relation in ("contradict", "differ", "supersede")
    return ClaimWitness(
        numbers[found.statement.id],
        found.reading.holder.name,
        found.reading.holder.kind,
        "contradict" if apart else judgement.relation,
        judgement.detail,
        round(judgement.confidence, 3),
        judgement.why if judgement.relation != "unrelated" else "",
        found.statement if found.statement.kind != "plain" else None,
    )
