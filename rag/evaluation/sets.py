"""The question sets by name, each with the articles that it is asked of.

MultiHop comes without article bodies: its evidence sentences are tiny articles. RAMDocs and RGB
bring documents that contradict each other. Knows nothing of scores.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rag.errors import DatelineError
from rag.evaluation.datasets import (
    Question,
    multihop_questions,
    own_questions,
    ramdocs_questions,
    realtimeqa_articles,
    realtimeqa_links,
    realtimeqa_questions,
    rgb_counterfactuals,
    yes_or_no_questions,
)

NAMES = (
    "own",
    "yes-no",
    "yes-no-2022",
    "realtimeqa",
    "realtimeqa-2025",
    "multihop",
    "ramdocs",
    "rgb",
)

STRANGERS = 40
"""Questions of 2025, which a corpus of 2022 cannot answer, asked beside its own."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions and the articles that they are asked of.

    Attributes:
        name: One of NAMES.
        questions: In a fixed order.
        folder: Articles as files; None where `rows` has them.
        rows: Articles as rows of a table.
    """

    name: str
    questions: tuple[Question, ...]
    folder: Path | None = None
    rows: tuple[Row, ...] = ()

    def inputs(self, scratch: Path, most: int | None = None) -> list[Path]:
        """What to ingest; a table of rows, of the first `most` if given, is written to `scratch`.

        The path says which set it is and not where, so that the same rows are the same articles.
        """
        if self.folder is not None:
            return [self.folder]
        return [table(self.rows[:most], scratch / f"{self.name}.jsonl")]


def load(name: str, data: Path, samples: Path) -> QuestionSet:
    """A set by its name.

    Args:
        name: One of NAMES.
        data: Folder of the data sets.
        samples: Folder of our own articles and questions.

    Raises:
        SetMissingError: It is not there.
        DatelineError: There is no such set.
    """
    if name == "own":
        return QuestionSet(name, tuple(own_questions(samples)), samples / "news")
    if name == "yes-no":
        return QuestionSet(name, tuple(yes_or_no_questions(samples)), samples / "news")
    if name == "yes-no-2022":
        corpus = _realtimeqa("realtimeqa", data)
        return replace(corpus, name=name, questions=tuple(yes_or_no_questions(samples, 2022)))
    if name in ("realtimeqa", "realtimeqa-2025"):
        return _realtimeqa(name, data)
    if name == "multihop":
        return _multihop(data)
    if name == "ramdocs":
        return _ramdocs(data)
    if name == "rgb":
        return _rgb(data)
    raise DatelineError(f"There is no question set {name!r}. Choose one of: {', '.join(NAMES)}.")


def table(rows: Iterable[Row], path: Path) -> Path:
    """Writes articles as JSON lines, which the ingest reads."""
    with path.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def spread(questions: Sequence[Question], most: int | None) -> list[Question]:
    """About so many: of every kind its share, at least one, evenly over the kind."""
    if most is None or len(questions) <= most:
        return list(questions)
    by_kind: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        by_kind[question.kind].append(question)
    chosen: set[str] = set()
    for kind in by_kind.values():
        share = max(1, round(most * len(kind) / len(questions)))
        chosen |= {kind[number * len(kind) // share].id for number in range(share)}
    return [question for question in questions if question.id in chosen]


def _realtimeqa(name: str, data: Path) -> QuestionSet:
    """Linked articles come first, then what a search engine gave for the linked questions.

    So a part of the corpus is the part that is hardest to tell apart.
    """
    if name == "realtimeqa-2025":
        rows = tuple(realtimeqa_articles(data, 2025))
        return QuestionSet(name, tuple(realtimeqa_questions(data, 2025)), rows=rows)
    linked, near = realtimeqa_links(data)
    articles = sorted(
        realtimeqa_articles(data),
        key=lambda row: (row["doc_id"] not in linked, row["doc_id"] not in near),
    )
    others = realtimeqa_questions(data, 2025)
    strangers = [
        Question(one.id, one.question, (), "another year", asked=one.asked)
        for one in others[:: len(others) // STRANGERS][:STRANGERS]
    ]
    questions = [*realtimeqa_questions(data), *strangers]
    return QuestionSet(name, tuple(questions), rows=tuple(articles))


def _multihop(data: Path) -> QuestionSet:
    rows = multihop_questions(data)
    # A sentence is one article, however many questions rest on it.
    facts = {fact["fact"]: fact for row in rows for fact in row["evidence"]}
    urls = {text: f"{fact['url']}#{number}" for number, (text, fact) in enumerate(facts.items())}
    articles = tuple(
        {
            "title": fact["title"],
            "text": text,
            "source": fact["source"],
            "published": fact["published_at"],
            "url": urls[text],
            "id": urls[text],
        }
        for text, fact in facts.items()
    )
    questions = tuple(
        Question(
            row["id"],
            row["question"],
            () if row["question_type"] == "null_query" else (row["answer"],),
            row["question_type"],
            gold=tuple(dict.fromkeys(urls[fact["fact"]] for fact in row["evidence"])),
        )
        for row in rows
    )
    return QuestionSet("multihop", questions, rows=articles)


def _ramdocs(data: Path) -> QuestionSet:
    """Only the questions to which false answers were planted."""
    rows = [row for row in ramdocs_questions(data) if row["wrong_answers"]]
    articles = tuple(
        {"title": "", "text": one["text"], "source": f"source-{place + 1}", "id": f"{row}-{place}"}
        for row, documents in enumerate(row["documents"] for row in rows)
        for place, one in enumerate(documents)
    )
    questions = tuple(
        Question(
            str(number),
            row["question"],
            tuple(row["gold_answers"]),
            "conflict",
            wrong=tuple(row["wrong_answers"]),
        )
        for number, row in enumerate(rows)
    )
    return QuestionSet("ramdocs", questions, rows=articles)


def _rgb(data: Path) -> QuestionSet:
    """True and falsified versions of the same passages side by side."""
    rows = rgb_counterfactuals(data)
    articles = tuple(
        {
            "title": "",
            "text": text,
            "source": f"{'one' if kind == 'positive' else 'another'}-{place + 1}",
            "id": f"{row['id']}-{kind}-{place}",
        }
        for row in rows
        for kind in ("positive", "positive_wrong")
        for place, text in enumerate(row[kind][:3])
    )
    questions = tuple(
        Question(
            str(row["id"]),
            row["query"],
            _flat(row["answer"]),
            "conflict",
            wrong=_flat(row["fakeanswer"]),
        )
        for row in rows
    )
    return QuestionSet("rgb", questions, rows=articles)


def _flat(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(text for one in value for text in _flat(one)) if value else ()
