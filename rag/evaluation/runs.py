"""Asks a desk many questions and keeps what came of each, checked from outside.

Every citation is compared with the article as the store gives it now: a run in which one byte
differs is a failed run, whatever its other figures.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rag.contract import answer_json
from rag.desk import Desk
from rag.evaluation.datasets import Question
from rag.types import Answer, Filters, Turn


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question and what came of it.

    Attributes:
        answer: As a user gets it.
        short: Its short form, where a score needs one.
        wrong_citations: Citations whose quote is not the stored article's slice; must be 0.
    """

    question: Question
    answer: Answer
    short: str
    wrong_citations: int

    @property
    def answerable(self) -> bool:
        return bool(self.question.answers)


def ask(
    desk: Desk, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()
) -> Answer:
    """The final answer, drafts skipped."""
    *_, last = desk.ask(question, history=history, filters=filters)
    assert isinstance(last, Answer)
    return last


def run(
    desk: Desk,
    questions: Sequence[Question],
    *,
    shorten: Callable[[Answer], str] = lambda answer: "",
) -> Iterator[Outcome]:
    """One outcome a question, in order, as soon as it is there."""
    for question in questions:
        answer = ask(desk, question.question)
        yield Outcome(question, answer, shorten(answer), wrong_citations(desk, answer))


def wrong_citations(desk: Desk, answer: Answer) -> int:
    """How many citations are not the slice of the article that the store holds."""
    return sum(
        desk.article(one.article.id).body[one.start : one.end] != one.quote
        for one in answer.citations
    )


def timing_line(outcomes: Sequence[Outcome]) -> str:
    """Medians over the questions, in seconds."""
    timings = [outcome.answer.timings for outcome in outcomes]
    first = [one.first_token_ms for one in timings if one.first_token_ms is not None]
    return (
        f"median seconds: evidence {median(t.retrieve_ms for t in timings) / 1000:.2f}, "
        f"first word {median(first) / 1000 if first else 0:.1f}, "
        f"whole answer {median(t.total_ms for t in timings) / 1000:.1f}"
    )


def save(outcomes: Sequence[Outcome], path: Path, extra: dict[str, Any] | None = None) -> None:
    """Writes a run as JSON lines, so that two runs can be compared question by question."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as lines:
        for outcome in outcomes:
            row = {
                "id": outcome.question.id,
                "kind": outcome.question.kind,
                "gold": list(outcome.question.answers),
                "short": outcome.short,
                "confidence": outcome.answer.confidence,
                "signals": dict(outcome.answer.signals),
                "dropped": [list(pair) for pair in outcome.answer.dropped_sentences],
                "evidence": [one.quote for one in outcome.answer.evidence],
                **answer_json(outcome.answer),
                **(extra or {}),
            }
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
