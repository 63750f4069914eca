"""A run as it is kept: one JSON file that can be shown, and compared with another run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from rag.errors import DatelineError
from rag.evaluation.datasets import Question

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One question and what came of it.

    Attributes:
        gold: What would have been right.
        got: What came instead or as well: an answer's text, or the titles found.
        scores: Figure by name, the one that cases are sorted by first.
        details: All of the answer, for whoever looks closer.
    """

    id: str
    kind: str
    question: str
    gold: tuple[str, ...]
    got: str
    scores: dict[str, float]
    details: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        question: Question,
        gold: Sequence[str],
        got: str,
        scores: dict[str, float],
        details: dict[str, Any] | None = None,
    ) -> Self:
        """Of a question of a set."""
        kind, text = question.kind, question.question
        return cls(question.id, kind, text, tuple(gold), got, scores, details or {})

    @property
    def main(self) -> float:
        """The figure that cases are sorted by."""
        return next(iter(self.scores.values()))


@dataclass(frozen=True, slots=True)
class Run:
    """A set's questions and what came of them.

    Attributes:
        name: Of the set.
        part: "find" or "answer".
        made: What was measured, where and when, in words.
    """

    name: str
    part: str
    made: str
    items: tuple[Item, ...]


def save(run: Run, path: Path) -> None:
    """Writes it in one step: whoever stops a long run keeps what was there before.

    Raises:
        DatelineError: The file cannot be written.
    """
    text = json.dumps({"format": FORMAT, **asdict(run)}, ensure_ascii=False, indent=1)
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise DatelineError(
            f"The run cannot be written to {str(path)!r} ({error.strerror}). Name another --out."
        ) from error


def load(path: Path) -> Run:
    """The run that `save` wrote.

    Raises:
        DatelineError: There is none, or it is something else.
    """
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        _check_format(fields.pop("format"))
        items = tuple(Item(**(one | {"gold": tuple(one["gold"])})) for one in fields.pop("items"))
        return Run(**fields, items=items)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DatelineError(
            f"{str(path)!r} is no run that can be read ({error}). Name a file that "
            "`python -m rag.evaluation SET --out FILE` wrote."
        ) from error


def _check_format(number: object) -> None:
    if number != FORMAT:
        raise ValueError(f"it has format {number!r}, not {FORMAT}")
