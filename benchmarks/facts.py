"""How often the checks of facts raise a false alarm, and how often they catch what is wrong.

Runs `missing_facts` on labelled pairs of premise and hypothesis (RTE: news; MNLI and SNLI: other
text): an entailed hypothesis that lacks a fact is a false alarm, a contradicted one that lacks none
is not caught. The labels ask for inference and the checks do not, so neither can reach 0.

    python -m benchmarks.facts
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

from benchmarks.common import header, options, tell
from rag.types import Article, Evidence
from rag.writing.facts import missing_facts

SETS = ("rte_train.csv.gz", "mnli_dev.csv.gz", "snli_dev.csv.gz")


def main() -> None:
    """Prints, for each set and label, the share of pairs that lack a fact."""
    given = options(__doc__ or "").parse_args()
    header("facts missing in labelled pairs")
    for name in SETS:
        pairs = read(given.data / "nli" / "nli-collection" / name)[: given.limit]
        told: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for premise, hypothesis, label in pairs:
            total[label] += 1
            told[label] += bool(missing_facts(hypothesis, [_evidence(premise)]))
        shares = ", ".join(
            f"{label} {told[label] / total[label]:.3f} of {total[label]}" for label in sorted(total)
        )
        tell(f"{name}: {shares}")


def read(path: Path) -> list[tuple[str, str, str]]:
    """Premise, hypothesis and label of every row that has all three."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = [(row["premise"], row["hypothesis"], row["label"]) for row in rows]
    return [pair for pair in pairs if all(pair)]


def _evidence(premise: str) -> Evidence:
    article = Article(id="premise", title="", body=premise)
    return Evidence(1, article, 0, len(premise), 0, len(premise))


if __name__ == "__main__":
    main()
