"""Which sentences are the words of whom a question asks after: by the statements that were read.

Knows no reader: what gives an article's statements comes in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rag.errors import ModelMissingError
from rag.evidence.candidate import Candidate
from rag.ports import StatementSource
from rag.text.kinds import asks_for
from rag.text.speaking import asked_speaker, asks_for_reply
from rag.text.words import content_words
from rag.types import Article, Statement

READ = 6
"""Articles whose statements are looked at, best first: one that was not read yet takes .1 s."""

REPLIES = 1.5
"""What words that reply count as where a reply is asked for; other words of the speaker count 1."""

_REPLIES = re.compile(
    r"\b(?:reject\w*|den(?:y|ies|ied)|dismiss\w*|disput\w*|repl(?:y|ies|ied)|respond\w*|answer\w*|"
    r"respons\w*|hit back|hits back|shot back|reacted|reacts|called (?:it|that|this|the))\b",
    re.IGNORECASE,
)


def with_spoken(
    question: str,
    candidates: Sequence[Candidate],
    source: StatementSource,
    covered: Callable[[str], float],
) -> list[Candidate]:
    """The candidates, those that the one says who is asked after told from the others.

    What nobody says is told apart too, unless a reply is asked for: that may be a deed.

    Args:
        question: Completed from the conversation.
        candidates: In any order.
        source: Of their articles' statements. Where its model is missing nobody is told apart.
        covered: Share of the question's words that a text has; the name of whoever speaks is taken
            for one of the words of what is said.
    """
    who = [words for one in asked_speaker(question) if (words := frozenset(content_words(one)))]
    if not who or asks_for(question) in ("number", "date", "name"):
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
        _told_apart(one, said[one.article.id], who, covered, reply=reply)
        if one.article.id in said
        else one
        for one in candidates
    ]


def _told_apart(
    candidate: Candidate,
    said: Sequence[Statement],
    who: Sequence[frozenset[str]],
    covered: Callable[[str], float],
    *,
    reply: bool,
) -> Candidate:
    told = [
        one for one in said if one.start < candidate.focus_end and candidate.focus_start < one.end
    ]
    by = next((words for one in told for words in who if _is_by(words, one)), None)
    if by is None:
        return replace(candidate, nobodys=not told and not reply)
    replies = reply and _REPLIES.search(candidate.focus) is not None
    article, name = candidate.article, " ".join(by)
    run_up = article.body[candidate.start : candidate.end]
    return replace(
        candidate,
        spoken=REPLIES if replies else 1.0,
        words=covered(f"{article.title} {run_up} {name}"),
        focus_words=covered(f"{candidate.focus} {name}"),
    )


def _best_articles(candidates: Iterable[Candidate]) -> list[Article]:
    ranked = sorted(candidates, key=lambda one: one.rank)
    return list({one.article.id: one.article for one in ranked}.values())[:READ]


def _is_by(who: frozenset[str], statement: Statement) -> bool:
    """Whether all words for whom is asked after are words for its speaker here."""
    told = f"{statement.speaker} {statement.role} {statement.speaker_mention}"
    return who <= set(content_words(told))
