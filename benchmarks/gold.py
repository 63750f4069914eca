"""Our forty questions on our own sample articles: right, rightly cited, rightly refused.

python -m benchmarks.gold [--out FILE]
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.common import SAMPLES, header, library, options, tell
from rag.contract import read_filters
from rag.evaluation.datasets import Question
from rag.evaluation.runs import Outcome, ask, save, timing_line, wrong_citations
from rag.types import Answer, Citation, Filters, Turn


def main() -> None:
    """Runs the questions and prints each that went wrong, then the figures."""
    given = options(__doc__ or "").parse_args()
    header("Forty questions on the sample articles")
    rows = [json.loads(line) for line in (SAMPLES / "questions.jsonl").open(encoding="utf-8")]
    outcomes: list[Outcome] = []
    verdicts: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        with library(home, [SAMPLES / "news"]) as parts:
            for row in rows[: given.limit]:
                history = tuple(Turn(**turn) for turn in row.get("history", ()))
                answer = ask(parts.desk, row["question"], history, filters_of(row))
                verdict = judge(row, answer)
                question = Question(
                    row["id"], row["question"], tuple(row.get("accept", ())), row["kind"]
                )
                outcomes.append(Outcome(question, answer, "", wrong_citations(parts.desk, answer)))
                verdicts.append(verdict)
                mark = "ok " if verdict["right"] else "BAD"
                tell(f"{mark} [{answer.confidence:.2f}] {row['question']}\n      {answer.text}")
                for dropped in answer.dropped_sentences:
                    tell(f"      dropped: {dropped}")
                if not verdict["right"]:
                    tell(f"      wanted: {row['answer']}  {verdict}")
    _report(rows, verdicts, outcomes)
    if given.out:
        save(outcomes, given.out)


def filters_of(row: dict[str, Any]) -> Filters:
    """The question's own dates and outlets."""
    return read_filters(row.get("from"), row.get("to"), row.get("sources", ()))


def judge(row: dict[str, Any], answer: Answer) -> dict[str, Any]:
    """Whether an answer is right: the answer and its citations, or the refusal."""
    if row["kind"] == "unanswerable":
        return {"right": answer.abstained, "said": not answer.abstained}
    text = answer.text.lower()
    said = not answer.abstained and any(one.lower() in text for one in row["accept"])
    if also := row.get("also"):
        said = said and any(one.lower() in text for one in also)
    spoiled = any(one.lower() in text for one in row.get("reject", ()))
    cited = any(proves(citation, row) for citation in answer.citations)
    shown = any(
        gold["quote"] in one.quote or one.quote in gold["quote"]
        for gold in row["gold"]
        for one in answer.evidence
    )
    return {
        "right": said and not spoiled and cited,
        "said": said,
        "cited": cited,
        "spoiled": spoiled,
        "evidence shown": shown,
    }


def proves(citation: Citation, row: dict[str, Any]) -> bool:
    """Whether a citation has one of the gold sentences, or states the answer in the gold article.

    Other sentences of the same articles may prove the answer just as well.
    """
    for gold in row["gold"]:
        if gold["quote"] in citation.quote or citation.quote in gold["quote"]:
            return True
        same_article = citation.article.title == gold["title"]
        if same_article and any(one.lower() in citation.quote.lower() for one in row["accept"]):
            return True
    return False


def _report(
    rows: list[dict[str, Any]], verdicts: list[dict[str, Any]], outcomes: list[Outcome]
) -> None:
    pairs = list(zip(rows, verdicts, strict=False))
    asked = [verdict for row, verdict in pairs if row["kind"] != "unanswerable"]
    refused = [verdict for row, verdict in pairs if row["kind"] == "unanswerable"]
    tell(
        f"right with right citations: {sum(v['right'] for v in asked)} of {len(asked)} "
        f"(said {sum(v['said'] for v in asked)}, cited {sum(v['cited'] for v in asked)}, "
        f"evidence shown {sum(v['evidence shown'] for v in asked)})"
    )
    tell(f"unanswerable and refused: {sum(v['right'] for v in refused)} of {len(refused)}")
    cited = sum(len(outcome.answer.citations) for outcome in outcomes)
    tell(f"citations: {cited}, not byte-equal: {sum(o.wrong_citations for o in outcomes)}")
    tell(timing_line(outcomes))


if __name__ == "__main__":
    main()
