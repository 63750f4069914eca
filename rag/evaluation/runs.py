"""Runs questions through a desk and keeps what came of each, checked from outside.

Every citation is compared with the article as the store gives it now: a run in which one byte
differs is a failed run, whatever its other figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from rag.contract import answer_json
from rag.desk import Desk
from rag.evaluation.datasets import Question
from rag.evaluation.record import Item
from rag.evaluation.scores import AMONG, answer_scores, distinct, ranking_scores
from rag.evaluation.short import short_form
from rag.ports import Generator
from rag.retrieval.query import understand
from rag.types import Answer, Article, Filters, Turn

CHUNKS = 120
"""Chunks asked for, so that ten different articles are among them."""

SHORTENED = frozenset(("realtimeqa", "realtimeqa-2025", "multihop"))
"""Sets whose gold answers are a few words, to be compared with a short form."""

Ranking = Callable[[Question], Sequence[Article]]


def ask(
    desk: Desk,
    question: str,
    history: Sequence[Turn] = (),
    filters: Filters = Filters(),
    today: date | None = None,
) -> Answer:
    """The final answer, drafts skipped."""
    *_, last = desk.ask(question, history=history, filters=filters, today=today)
    assert isinstance(last, Answer)
    return last


def searched(desk: Desk, question: Question) -> list[Article]:
    """The articles that a search finds, best first, each once."""
    # A search has no turns before it: a follow-up is completed as `ask` would complete it.
    text = understand(question.question, question.history).text
    hits = desk.search(text, CHUNKS, question.filters, today=question.today)
    return distinct(hit.chunk.article for hit in hits)


def findable(desk: Desk, questions: Sequence[Question]) -> list[Question]:
    """Those with a true article that the library holds, which may have a part of a corpus only."""
    held = {name for one in desk.articles() for name in (one.url, one.title)}
    return [question for question in questions if held.intersection(question.gold)]


def find(questions: Sequence[Question], ranking: Ranking) -> Iterator[Item]:
    """What a ranking finds of each question, in order."""
    for question in questions:
        ranked = ranking(question)
        got = " | ".join(one.title for one in ranked[:AMONG])
        yield Item.of(question, question.gold, got, ranking_scores(question, ranked))


def answer(
    desk: Desk, generator: Generator, name: str, questions: Sequence[Question]
) -> Iterator[Item]:
    """What a desk answers to each question of the set of this name, in order."""
    for question in questions:
        given = ask(desk, question.question, question.history, question.filters, question.today)
        short = short_form(given, generator) if name in SHORTENED and question.answers else ""
        scores = answer_scores(name, question, given, short)
        details = {
            "short": short,
            "confidence": given.confidence,
            "signals": dict(given.signals),
            "dropped": [list(pair) for pair in given.dropped_sentences],
            "evidence": [one.quote for one in given.evidence],
            "wrong_citations": wrong_citations(desk, given),
            **answer_json(given),
        }
        yield Item.of(question, question.answers, given.text, scores, details)


def wrong_citations(desk: Desk, answer: Answer) -> int:
    """How many citations are not the slice of the article that the store holds."""
    return sum(
        desk.article(one.article.id).body[one.start : one.end] != one.quote
        for one in answer.citations
    )
