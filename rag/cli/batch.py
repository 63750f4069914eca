"""Many questions from a file, each answer written as soon as it is there; knows JSON Lines.

Input: one object a line with `id`, `question` and, if wanted, `from`, `to`, `sources` and `history`
(earlier turns, objects with `question` and `text`). Output: one object a line, the answer's JSON
with its `id`, or {"id", "error"}. Ids that the output file already holds are not asked again, so an
interrupted run goes on where it stopped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rag.contract import Json, answer_json, read_filters, to_line
from rag.errors import GeneratorError, NotFoundError, QuestionError
from rag.types import Answer, Filters, Turn

if TYPE_CHECKING:
    from collections.abc import Generator

    from rag.desk import Desk

OF_ONE_QUESTION = (QuestionError, GeneratorError, NotFoundError)
"""Failures that say nothing about the next question. All others end the run: a missing model must
not be written down as the failure of every question."""


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of the input. `sources` and the dates are as written there, not yet read."""

    id: str | int
    question: str
    since: str
    until: str
    sources: tuple[str, ...]
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class BatchReport:
    """How many questions were answered now, failed now, and had been answered before."""

    answered: int
    failed: int
    skipped: int


def read_questions(path: Path) -> list[BatchQuestion]:
    """Reads all questions of a file, in its order; empty lines count for nothing.

    Raises:
        QuestionError: The file cannot be read, or a line is no question; it names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"the questions {str(path)!r} cannot be read: {error}") from error
    questions = [
        _question(line, f"{path}, line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    seen: set[str | int] = set()
    for question in questions:
        if question.id in seen:
            raise QuestionError(f"{path}: two questions have the id {question.id!r}.")
        seen.add(question.id)
    return questions


def answered_ids(path: Path) -> set[str | int]:
    """Ids that an output file holds. A last line that was cut off is taken out of the file.

    Raises:
        QuestionError: The file cannot be read or changed, or holds something else.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return set()
    except OSError as error:
        raise QuestionError(f"the answers {str(path)!r} cannot be read: {error}") from error
    whole = content[: content.rfind(b"\n") + 1]
    try:
        ids = {_answered_id(line) for line in whole.split(b"\n") if line.strip()}
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionError(f"{str(path)!r} is no file of answers: name another --out.") from error
    if len(whole) < len(content):
        os.truncate(path, len(whole))
    return ids


def run(
    desk: Desk,
    questions: list[BatchQuestion],
    done: set[str | int],
    filters: Filters,
    write: Callable[[str], None],
    tell: Callable[[str], None],
) -> BatchReport:
    """Asks those that are not done, one after the other.

    Args:
        desk: Who answers.
        questions: In the order to ask them.
        done: Ids to leave out.
        filters: For each of from, to and sources that a question does not bring itself.
        write: Takes each line of output as soon as it is there.
        tell: Takes words on how far it is.

    Raises:
        DatelineError: A failure that would meet every question.
    """
    left = [question for question in questions if question.id not in done]
    failed = 0
    for number, question in enumerate(left, start=1):
        line = _answer_line(desk, question, filters)
        failed += "error" in line
        write(to_line(line))
        tell(f"{number} of {len(left)} asked, {failed} failed")
    return BatchReport(len(left) - failed, failed, len(questions) - len(left))


def answer_to(
    desk: Desk,
    question: str,
    filters: Filters,
    history: Sequence[Turn] = (),
    *,
    without: Sequence[str] = (),
) -> Answer:
    """The answer alone, without what comes before it."""
    asking = desk.ask(question, history=history, filters=filters, without=without)
    # The desk's iterators are generators; closing one stops the engine if we are interrupted.
    with closing(cast("Generator[Any]", asking)) as events:
        for event in events:
            if isinstance(event, Answer):
                return event
    raise RuntimeError("the desk ended a question without an answer")


def _answer_line(desk: Desk, question: BatchQuestion, filters: Filters) -> Json:
    try:
        own_filters = _filters(question, filters)
        answer = answer_to(desk, question.question, own_filters, question.history)
    except OF_ONE_QUESTION as error:
        return {"id": question.id, "error": str(error)}
    return {"id": question.id} | answer_json(answer)


def _filters(question: BatchQuestion, filters: Filters) -> Filters:
    own = read_filters(question.since, question.until, question.sources)
    return Filters(
        since=own.since or filters.since,
        until=own.until or filters.until,
        sources=own.sources or filters.sources,
    )


def _answered_id(line: bytes) -> str | int:
    answered = json.loads(line)
    if "text" not in answered and "error" not in answered:
        raise ValueError("neither an answer nor a failure")
    id_: str | int = answered["id"]
    return id_


def _question(line: str, where: str) -> BatchQuestion:
    try:
        given = json.loads(line)
    except ValueError as error:
        raise QuestionError(f"{where}: this is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise QuestionError(f"{where}: an object with `id` and `question` is needed")
    id_, sources = given.get("id"), given.get("sources") or []
    if not isinstance(id_, str | int) or isinstance(id_, bool):
        raise QuestionError(f"{where}: `id` must be a text or a whole number, not {id_!r}")
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        raise QuestionError(f"{where}: `sources` must be a list of outlets, not {sources!r}")
    history = given.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, dict) for turn in history):
        raise QuestionError(f"{where}: `history` must be a list of objects, not {history!r}")
    return BatchQuestion(
        id=id_,
        question=_text(given, "question", where),
        since=_text(given, "from", where),
        until=_text(given, "to", where),
        sources=tuple(sources),
        history=tuple(
            Turn(_text(turn, "question", where), _text(turn, "text", where)) for turn in history
        ),
    )


def _text(given: Json, name: str, where: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise QuestionError(f"{where}: `{name}` must be a text, not {value!r}")
    return value
