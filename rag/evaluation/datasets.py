"""The data sets that Dateline is measured on, read from a folder given by path.

The texts are their publishers' and not part of the project. Each reader says in `SetMissingError`
which file it looked for, so that a benchmark can skip it in words.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rag.contract import read_filters
from rag.errors import DatelineError
from rag.types import Filters, Turn


class SetMissingError(DatelineError):
    """A data set is not in the folder that was given."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a data set.

    Attributes:
        answers: Accepted short answers; empty if the articles cannot hold one.
        choices: For multiple choice; empty otherwise.
        gold: URLs or titles of the articles that hold the answer, where known.
        kind: The data set's own name for the kind of question.
        asked: The day it was asked on, ISO 8601; "" if not known.
        history: Turns before it, if it is a follow-up.
        filters: What it is asked among.
        also: Of these, one must be said too.
        wrong: Answers that are false, planted ones among them.
        quotes: Title and sentence of each place that proves the answer, where known.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    kind: str = ""
    choices: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    asked: str = ""
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    also: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()

    @property
    def today(self) -> date | None:
        """What "this week" is seen from, if known."""
        return date.fromisoformat(self.asked) if self.asked else None


def own_questions(folder: Path) -> list[Question]:
    """Our own questions on the sample articles; `gold` holds titles."""
    return [
        Question(
            row["id"],
            row["question"],
            tuple(row.get("accept", ())),
            row["kind"],
            gold=tuple(dict.fromkeys(one["title"] for one in row.get("gold", ()))),
            history=tuple(Turn(**turn) for turn in row.get("history", ())),
            filters=read_filters(row.get("from"), row.get("to"), row.get("sources", ())),
            also=tuple(row.get("also", ())),
            wrong=tuple(row.get("reject", ())),
            quotes=tuple((one["title"], one["quote"]) for one in row.get("gold", ())),
        )
        for row in _rows(folder / "questions.jsonl")
    ]


def yes_or_no_questions(folder: Path, year: int | None = None) -> list[Question]:
    """Our own questions that want yes or no; their kind is what the articles reply, or "open".

    Without a year on the sample articles; those of 2022 are on the articles of RealTime QA.
    """
    name = f"yes_or_no_{year}.jsonl" if year else "yes_or_no.jsonl"
    return [
        Question(
            row["id"], row["question"], (row["reply"],), row["reply"], asked=row.get("asked", "")
        )
        for row in _rows(folder / name)
    ]


def realtimeqa_questions(folder: Path, year: int = 2022) -> list[Question]:
    """RealTime QA (Kasai et al. 2022); `gold` holds the URLs of linked articles.

    The questions of 2025 have no links: their `gold` is every article in which the answer occurs,
    a weak truth, and their kind "answer string".
    """
    name = "questions-2022-even-weeks.jsonl.gz" if year == 2022 else f"questions-{year}.jsonl.gz"
    urls = {row["doc_id"]: row["url"] for row in realtimeqa_articles(folder, year)}
    return [
        Question(
            row["question_id"],
            row["question"],
            tuple(row["answer_text"]),
            _link(row)[0],
            tuple(row["choices"]),
            tuple(urls[one] for one in _link(row)[1] if one in urls),
            row["question_date"].replace("/", "-"),
        )
        for row in _rows(folder / "realtimeqa" / name)
    ]


def _link(row: dict[str, Any]) -> tuple[str, list[str]]:
    """How sure it is which articles hold the answer, and which those are."""
    if linked := row.get("gold_docs_link"):
        return "linked", linked
    if holding := row.get("weak_docs_answer_string"):
        return "answer string", holding
    return "unlinked", []


def realtimeqa_articles(folder: Path, year: int = 2022) -> Iterator[dict[str, Any]]:
    """Rows with doc_id, url, title, published, text."""
    return _rows(folder / "realtimeqa" / f"corpus-{year}.jsonl.gz")


def realtimeqa_links(folder: Path) -> tuple[set[str], set[str]]:
    """doc_ids linked from questions of 2022, and those a search engine gave for these questions."""
    rows = [
        row
        for row in _rows(folder / "realtimeqa" / "questions-2022-even-weeks.jsonl.gz")
        if row["gold_docs_link"]
    ]
    linked = {one for row in rows for one in row["gold_docs_link"]}
    return linked, {one for row in rows for one in row["retrieved_by_google"]}


def multihop_questions(folder: Path) -> list[dict[str, Any]]:
    """MultiHop-RAG (Tang and Yang 2024): rows with question, question_type, answer, evidence."""
    return list(_rows(folder / "multihop" / "queries.jsonl.gz"))


def ramdocs_questions(folder: Path) -> list[dict[str, Any]]:
    """RAMDocs (Wang et al. 2025): rows with question, documents, gold_answers, wrong_answers."""
    return list(_rows(folder / "ramdocs" / "dev.jsonl.gz"))


def rgb_counterfactuals(folder: Path) -> list[dict[str, Any]]:
    """RGB (Chen et al. 2023): rows with query, answer, fakeanswer, positive, positive_wrong."""
    return list(_rows(folder / "rgb" / "en_fact-dev.jsonl"))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        raise SetMissingError(
            f"{path} is not there. Give the folder of data sets with --data, or skip this figure."
        )
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
