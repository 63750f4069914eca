"""Which sentences are the words of whom a question asks after: by the statements that were read.

Knows no reader: what gives an article's statements comes in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.errors import ModelMissingError
from rag.evidence.candidate import Candidate
from rag.ports import StatementSource
from rag.text.speaking import asked_speaker, asks_for_reply
from rag.text.words import content_words
from rag.types import Article, Statement

READ = 6
"""Articles whose statements are looked at, best first: one that was not read yet takes .1 s."""

REPLIES = 1.5
"""What a denial counts as where a reply is asked for; other words of the speaker count 1."""

NOBODYS = -0.5
"""What a sentence counts as that is nobody's words where words are asked for."""


def with_spoken(
    question: str, candidates: Sequence[Candidate], source: StatementSource
) -> list[Candidate]:
    """The candidates, those that the one says who is asked after told from the others.

    What nobody says is told apart too, unless a reply is asked for: that may be a deed.

    Args:
        question: Completed from the conversation.
        candidates: In any order.
        source: Of their articles' statements. Where its model is missing nobody is told apart.
    """
    who = frozenset(content_words(asked_speaker(question)))
    if not who:
        return list(candidates)
    reply = asks_for_reply(question)
    try:
        said = {
            one.id: [told for told in source.statements(one) if told.kind != "plain"]
            for one in _best_articles(candidates)
        }
    except ModelMissingError:
        return list(candidates)
    return [
        replace(one, spoken=_spoken(one, said[one.article.id], who, reply=reply))
        if one.article.id in said
        else one
        for one in candidates
    ]


def _spoken(
    candidate: Candidate, said: Sequence[Statement], who: frozenset[str], *, reply: bool
) -> float:
    told = [
        one for one in said if one.start < candidate.focus_end and candidate.focus_start < one.end
    ]
    by_them = [one for one in told if _is_by(who, one)]
    if not by_them:
        return 0.0 if told or reply else NOBODYS
    return REPLIES if reply and any(one.stance == "denied" for one in by_them) else 1.0


def _best_articles(candidates: Iterable[Candidate]) -> list[Article]:
    ranked = sorted(candidates, key=lambda one: one.rank)
    return list({one.article.id: one.article for one in ranked}.values())[:READ]


def _is_by(who: frozenset[str], statement: Statement) -> bool:
    """Whether all words for whom is asked after are words for its speaker here."""
    told = f"{statement.speaker} {statement.role} {statement.speaker_mention}"
    return who <= set(content_words(told))
