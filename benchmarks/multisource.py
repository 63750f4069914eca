"""Several sources: MultiHop by kind, and planted falsehoods of RAMDocs and RGB.

python -m benchmarks.multisource [--set multihop|ramdocs|rgb] [--limit N] [--out FILE]

Each set's own texts are the library: MultiHop's evidence sentences as tiny articles (it comes
without bodies), the documents of RAMDocs, the true and the falsified passages of RGB.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks.common import header, library, options, skip_if_missing, tell
from rag.evaluation.datasets import (
    Question,
    SetMissingError,
    multihop_questions,
    ramdocs_questions,
    rgb_counterfactuals,
)
from rag.evaluation.metrics import holds, mean, normal_form
from rag.evaluation.runs import Outcome, run, save, timing_line
from rag.evaluation.short import short_form

Row = dict[str, Any]


def main() -> None:
    """Runs the sets asked for."""
    parser = options(__doc__ or "")
    parser.add_argument("--set", choices=["multihop", "ramdocs", "rgb"], default=None)
    given = parser.parse_args()
    for name, one in (("multihop", multihop), ("ramdocs", ramdocs), ("rgb", rgb)):
        if given.set in (None, name):
            header(name)
            try:
                one(given.data, given.limit, given.out)
            except SetMissingError as error:
                skip_if_missing(error)


def multihop(data: Path, limit: int | None, out: Path | None) -> None:
    """Accuracy of the short form by kind; null questions must be refused."""
    rows = multihop_questions(data)
    rows = rows[:: max(1, len(rows) // limit)][:limit] if limit else rows
    articles = {
        fact["fact"]: {
            "title": fact["title"],
            "text": fact["fact"],
            "source": fact["source"],
            "published": fact["published_at"],
            "id": f"{fact['url']}#{number}",
        }
        for row in multihop_questions(data)
        for number, fact in enumerate(row["evidence"])
    }
    questions = [
        Question(row["id"], row["question"], _answers(row), row["question_type"]) for row in rows
    ]
    outcomes = _run(articles.values(), questions, shorten=True)
    by_kind: dict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        by_kind[outcome.question.kind].append(float(_right(outcome)))
    for kind, right in sorted(by_kind.items()):
        tell(f"{kind}: {mean(right):.3f} of {len(right)}")
    asked = [outcome for outcome in outcomes if outcome.answerable]
    tell(f"abstained on the answerable: {mean([float(o.answer.abstained) for o in asked]):.3f}")
    _close(outcomes, out, "multihop")


def ramdocs(data: Path, limit: int | None, out: Path | None) -> None:
    """Questions whose documents conflict: is a wrong answer ever said alone?"""
    rows = [row for row in ramdocs_questions(data) if row["wrong_answers"]][:limit]
    articles: list[Row] = []
    for number, row in enumerate(rows):
        for place, text in enumerate(row["documents"]):
            articles.append(
                {
                    "title": "",
                    "text": text["text"],
                    "source": f"source-{place + 1}",
                    "id": f"{number}-{place}",
                }
            )
    questions = [
        Question(str(number), row["question"], tuple(row["gold_answers"]), "conflict")
        for number, row in enumerate(rows)
    ]
    wrong = {str(number): row["wrong_answers"] for number, row in enumerate(rows)}
    outcomes = _run(articles, questions, shorten=False)
    _falsehoods(outcomes, wrong)
    _close(outcomes, out, "ramdocs")


def rgb(data: Path, limit: int | None, out: Path | None) -> None:
    """True and falsified versions of the same passages side by side."""
    rows = rgb_counterfactuals(data)[:limit]
    articles: list[Row] = []
    for row in rows:
        for kind in ("positive", "positive_wrong"):
            for place, text in enumerate(row[kind][:3]):
                articles.append(
                    {
                        "title": "",
                        "text": text,
                        "source": f"{'one' if kind == 'positive' else 'another'}-{place + 1}",
                        "id": f"{row['id']}-{kind}-{place}",
                    }
                )
    questions = [
        Question(str(row["id"]), row["query"], _flat(row["answer"]), "conflict") for row in rows
    ]
    wrong = {str(row["id"]): list(_flat(row["fakeanswer"])) for row in rows}
    outcomes = _run(articles, questions, shorten=False)
    _falsehoods(outcomes, wrong)
    _close(outcomes, out, "rgb")


def _run(articles: Any, questions: list[Question], *, shorten: bool) -> list[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "articles.jsonl"
        with table.open("w", encoding="utf-8") as lines:
            for article in articles:
                lines.write(json.dumps(article) + "\n")
        with library(Path(folder) / "library", [table]) as parts:
            short = (lambda answer: short_form(answer, parts.generator)) if shorten else None
            outcomes = []
            for outcome in run(parts.desk, questions, **({"shorten": short} if short else {})):
                outcomes.append(outcome)
                tell(
                    f"[{outcome.answer.confidence:.2f}] {outcome.question.question[:160]} | "
                    f"{outcome.question.answers} | {outcome.short} | {outcome.answer.text}"
                )
            return outcomes


def _falsehoods(outcomes: list[Outcome], wrong: dict[str, list[str]]) -> None:
    def said(outcome: Outcome, answers: Any) -> bool:
        return any(holds(outcome.answer.text, answer) for answer in answers)

    only_wrong, both, only_right, silent = [], [], [], []
    for outcome in outcomes:
        right, false = (
            said(outcome, outcome.question.answers),
            said(outcome, wrong[outcome.question.id]),
        )
        only_wrong.append(float(false and not right))
        both.append(float(false and right))
        only_right.append(float(right and not false))
        silent.append(float(outcome.answer.abstained))
    tell(
        f"n={len(outcomes)} planted falsehood alone {mean(only_wrong):.3f}, both sides "
        f"{mean(both):.3f}, truth alone {mean(only_right):.3f}, abstained {mean(silent):.3f}"
    )


def _answers(row: Row) -> tuple[str, ...]:
    return () if row["question_type"] == "null_query" else (row["answer"],)


def _right(outcome: Outcome) -> bool:
    if not outcome.answerable:
        return outcome.answer.abstained
    gold = normal_form(outcome.question.answers[0])
    if gold in ("yes", "no"):
        return normal_form(outcome.short).split()[:1] == [gold]
    return holds(outcome.short, gold) or holds(outcome.answer.text, gold)


def _flat(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(text for one in value for text in _flat(one)) if value else ()


def _close(outcomes: list[Outcome], out: Path | None, name: str) -> None:
    cited = sum(len(outcome.answer.citations) for outcome in outcomes)
    tell(f"citations: {cited}, not byte-equal: {sum(o.wrong_citations for o in outcomes)}")
    tell(timing_line(outcomes))
    if out:
        save(outcomes, out.with_suffix(f".{name}.jsonl"))


if __name__ == "__main__":
    main()
