"""Which sentences are the words of whom a question asks after: by the statements that were read.

Knows no reader: what gives an article's statements comes in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.errors import ModelMissingError
from rag.evidence.candidate import Candidate
from rag.ports import StatementSource
from rag.text.speaking import asked_speaker
from rag.text.words import content_words
from rag.types import Article, Statement

READ = 6
"""Articles whose statements are looked at, best first: one that was not read yet takes .1 s."""


def with_spoken(
    question: str, candidates: Sequence[Candidate], source: StatementSource
) -> list[Candidate]:
    """The candidates, those that the one says who is asked after told from the others.

    Args:
        question: Completed from the conversation.
        candidates: In any order.
        source: Of their articles' statements. Where its model is missing nobody is told apart.
    """
    who = set(content_words(asked_speaker(question)))
    if not who:
        return list(candidates)
    articles = _best_articles(candidates)
    try:
        spans = {
            article.id: [
                (one.start, one.end) for one in source.statements(article) if _is_by(who, one)
            ]
            for article in articles
        }
    except ModelMissingError:
        return list(candidates)
    return [
        replace(
            one,
            spoken=float(
                any(
                    start < one.focus_end and one.focus_start < end
                    for start, end in spans.get(one.article.id, ())
                )
            ),
        )
        for one in candidates
    ]


def _best_articles(candidates: Iterable[Candidate]) -> list[Article]:
    ranked = sorted(candidates, key=lambda one: one.rank)
    return list({one.article.id: one.article for one in ranked}.values())[:READ]


def _is_by(who: set[str], statement: Statement) -> bool:
    """Whether all words for whom is asked after are words for its speaker here."""
    if statement.kind == "plain":
        return False
    told = f"{statement.speaker} {statement.role} {statement.speaker_mention}"
    return who <= set(content_words(told))
