"""Runs in words: a table by kind, two runs question by question, the worst cases. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from rag.evaluation.metrics import bootstrap_interval, mean
from rag.evaluation.record import Item, Run

ALL = "all"
WIDE = 220
"""Characters of a text that a line shows."""


def table(run: Run) -> Iterator[str]:
    """A line for each kind and figure: mean, and its 95 % bootstrap interval over the questions."""
    for kind, items in by_kind(run.items):
        yield f"{kind} ({len(items)})"
        for name in figures(items):
            values = [item.scores[name] for item in items if name in item.scores]
            low, high = bootstrap_interval(values)
            of = "" if len(values) == len(items) else f" of {len(values)}"
            yield f"    {name:<12} {mean(values):.3f}   {low:.3f} to {high:.3f}{of}"


def comparison(run: Run, before: Run) -> Iterator[str]:
    """What changed from one run to another, over the questions that both have.

    A difference whose interval holds 0 may be chance. Then each question whose first figure
    changed, losses first.
    """
    earlier = {item.id: item for item in before.items}
    pairs = [(item, earlier[item.id]) for item in run.items if item.id in earlier]
    yield f"against {before.made}: {len(pairs)} of {len(run.items)} questions are in both"
    for kind, items in by_kind([item for item, _ in pairs]):
        yield f"{kind} ({len(items)})"
        for name in figures(items):
            changes = [
                item.scores[name] - earlier[item.id].scores[name]
                for item in items
                if name in item.scores and name in earlier[item.id].scores
            ]
            low, high = bootstrap_interval(changes)
            better, worse = sum(one > 0 for one in changes), sum(one < 0 for one in changes)
            yield (
                f"    {name:<12} {mean(changes):+.3f}   {low:+.3f} to {high:+.3f}"
                f"   better {better}, worse {worse}"
            )
    changed = [(item.main - old.main, item, old) for item, old in pairs if item.main != old.main]
    for change, item, old in sorted(changed, key=lambda one: one[0]):
        yield f"{change:+.2f} [{item.id}] {item.question}"
        yield f"      before: {_cut(old.got)}"
        yield f"      now:    {_cut(item.got)}"


def worst(run: Run, most: int) -> Iterator[str]:
    """The cases with the lowest first figure, and what would have been right."""
    for item in sorted(run.items, key=lambda one: one.main)[:most]:
        yield f"{item.main:.2f} [{item.id}] {item.kind}: {item.question}"
        yield f"      wanted: {_cut(' / '.join(item.gold)) or 'to abstain'}"
        yield f"      got:    {_cut(item.got) or 'nothing'}"


def closing(run: Run) -> Iterator[str]:
    """Of answers: abstention both ways, citations that are wrong, times."""
    details = [item.details for item in run.items if item.details]
    if not details:
        return
    silent = [item for item in run.items if item.scores["abstained"]]
    unknown = [item for item in run.items if not item.gold]
    if unknown:
        right = sum(not item.gold for item in silent)
        yield (
            f"abstention: precision {right / len(silent) if silent else 1.0:.3f}, "
            f"recall {right / len(unknown):.3f}"
        )
    cited = sum(len(one["citations"]) for one in details)
    yield f"citations: {cited}, not byte-equal: {sum(one['wrong_citations'] for one in details)}"
    timings = [one["timings"] for one in details]
    first = [one["first_token_ms"] for one in timings if one["first_token_ms"] is not None]
    yield (
        f"median seconds: evidence {median(one['retrieve_ms'] for one in timings) / 1000:.2f}, "
        f"first word {median(first) / 1000 if first else 0:.1f}, "
        f"whole answer {median(one['total_ms'] for one in timings) / 1000:.1f}"
    )


def by_kind(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """The items of each kind, and, if there are several kinds, all of them."""
    kinds = sorted({item.kind for item in items})
    for kind in kinds:
        yield kind or ALL, [item for item in items if item.kind == kind]
    if len(kinds) > 1:
        yield ALL, list(items)


def figures(items: Sequence[Item]) -> list[str]:
    """The names of all their figures, in order."""
    return list(dict.fromkeys(name for item in items for name in item.scores))


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= WIDE else flat[: WIDE - 1] + "…"
