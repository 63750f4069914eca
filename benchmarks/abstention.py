"""Fits the abstention rule: when do the articles answer a question?

python -m benchmarks.abstention RUN.json [RUN.json ...]

The runs are those that `python -m rag.evaluation SET --part answer --out RUN.json` keeps, made with
DATELINE_ABSTAIN_BELOW=0 in the environment, so that every answer is there to be judged. A question
counts as answered if what was written holds the gold answer: to abstain instead of giving a wrong
answer is right, whatever the articles say. Prints weights
for `rag/writing/abstain.py`, and what the rule does at several thresholds, in five-fold cross-
validation.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from benchmarks.common import header, tell
from rag.evaluation.metrics import holds
from rag.evaluation.record import load


def main() -> None:
    """Reads the runs, fits, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="+", type=Path)
    given = parser.parse_args()
    header("Abstention rule")
    items = [item for run in given.runs for item in load(run).items]
    rows = [{**item.details, "gold": item.gold} for item in items if item.details["signals"]]
    names = list(rows[0]["signals"])
    signals = np.array([[row["signals"][name] for name in names] for row in rows])
    answered = np.array([_answered(row) for row in rows])
    tell(f"{len(rows)} questions, {int(answered.sum())} answered rightly")
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=5000)
    sure = cross_val_predict(model, signals, answered, cv=5, method="predict_proba")[:, 1]
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        kept = sure >= threshold
        tell(
            f"threshold {threshold}: answers {(kept & answered).sum() / answered.sum():.3f} of the "
            f"answerable, abstains on {(~kept & ~answered).sum() / (~answered).sum():.3f} of the "
            "others"
        )
    model.fit(signals, answered)
    for name, weight in zip(names, model.coef_[0], strict=True):
        tell(f"    {name}={weight:.2f},")
    tell(f"BIAS = {model.intercept_[0]:.2f}")


def _answered(row: dict[str, Any]) -> bool:
    said = row["text"]
    return any(holds(said, gold) or gold.lower() in said.lower() for gold in row["gold"])


if __name__ == "__main__":
    main()
