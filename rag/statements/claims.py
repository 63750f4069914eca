"""A claim and the statements of articles -> who backs it, who contradicts it, who leaves it open.

The claim is read as if somebody had said it, and related to each statement like two statements to
each other. Knows neither store nor retrieval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from rag.statements.link import Holder
from rag.statements.matter import Matter
from rag.statements.reading import Reading, read_text
from rag.statements.relate import Judgement, Relater
from rag.statements.vectors import RememberedVectors
from rag.types import Citation, ClaimCheck, ClaimWitness, Statement, Timings

MOST_WITNESSES = 12
"""Shown of each kind, best first."""

OPEN_FROM = 0.35
"""Closeness to the claim from which a statement that settles nothing is worth showing."""

CLAIMANT = Holder("the claim", "unclear", "the claim")


@dataclass(frozen=True, slots=True)
class _Found:
    statement: Statement
    reading: Reading
    judgement: Judgement
    closeness: float

    @property
    def worth(self) -> float:
        return self.judgement.confidence + self.closeness


def check(
    claim: str,
    statements: Sequence[Statement],
    readings: Sequence[Reading],
    remembered: RememberedVectors,
    relater: Relater,
    origin_of: Mapping[str, int],
    started: float | None = None,
) -> ClaimCheck:
    """Relates each statement to a claim.

    Args:
        claim: In words, a statement of fact.
        statements: Those that may bear on it.
        readings: Of them, same order.
        remembered: Tells how near they are to the claim.
        relater: Judges.
        origin_of: Article id -> number of its origin.
        started: `perf_counter()` when the asking began; now if None.
    """
    started = perf_counter() if started is None else started
    found = _related(claim, statements, readings, remembered, relater)
    backing = _best(found, ("agree",))
    against = _best(found, ("contradict", "differ", "supersede"))
    undecided = [one for one in found if one.closeness >= OPEN_FROM]
    left = _best(undecided, ("unrelated",))
    shown = [*backing, *against, *left]
    numbers = _numbers(shown)
    articles = {one.statement.article.id for one in (*backing, *against)}
    return ClaimCheck(
        claim,
        tuple(_witness(one, numbers) for one in backing),
        tuple(_witness(one, numbers) for one in against),
        tuple(_witness(one, numbers) for one in left),
        articles=len(articles),
        origins=len({origin_of[one] for one in articles}),
        notes=() if backing or against else ("no article says so or says otherwise",),
        timings=Timings(total_ms=1000 * (perf_counter() - started)),
    )


def _related(
    claim: str,
    statements: Sequence[Statement],
    readings: Sequence[Reading],
    remembered: RememberedVectors,
    relater: Relater,
) -> list[_Found]:
    if not readings:
        return []
    pool = [read_text(claim, CLAIMANT, None), *readings]
    vectors = remembered.of([reading.whole for reading in pool])
    matter = Matter(pool, vectors)
    pairs = [(0, place) for place in range(1, len(pool))]
    judgements = relater.relate(pool, pairs, matter)
    return [
        _Found(statement, pool[place], judgement, matter.closeness(0, place))
        for (_, place), statement, judgement in zip(pairs, statements, judgements, strict=True)
    ]


def _best(found: Sequence[_Found], relations: Sequence[str]) -> list[_Found]:
    """Of these relations, best first, one passage once."""
    ranked = sorted(
        (one for one in found if one.judgement.relation in relations),
        key=lambda one: (-one.worth, one.statement.article.id, one.statement.start),
    )
    seen: set[tuple[str, int]] = set()
    kept = []
    for one in ranked:
        place = (one.statement.article.id, one.statement.sentence[0])
        if place not in seen:
            seen.add(place)
            kept.append(one)
    return kept[:MOST_WITNESSES]


def _numbers(shown: Sequence[_Found]) -> dict[str, Citation]:
    """Statement id -> its citation, numbered from 1 in the order shown."""
    return {
        one.statement.id: Citation(n, one.statement.article, *one.statement.sentence)
        for n, one in enumerate(shown, start=1)
    }


def _witness(found: _Found, numbers: Mapping[str, Citation]) -> ClaimWitness:
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
