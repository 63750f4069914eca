"""Whose words a question asks for: "What did the minister reply to Leith?" -> "the minister".

English only. Pure text.
"""

from __future__ import annotations

import re

from rag.text.words import PRONOUNS, names

_SPEAK = (
    r"(?:say|said|tell|told|reply|replied|respond(?:ed)?|answer(?:ed)?|explain(?:ed)?|call(?:ed)?|"
    r"describe[d]?|claim(?:ed)?|argue[d]?|think|thought|believe[d]?|demand(?:ed)?|promise[d]?|"
    r"warn(?:ed)?|object(?:ed)?|accuse[d]?|deny|denied|admit(?:ted)?|react(?:ed)?|justify|"
    r"justified|recommend(?:ed)?|criticise[d]?|criticize[d]?|blame[d]?|insist(?:ed)?|"
    r"predict(?:ed)?|suggest(?:ed)?|compare[d]?|defend(?:ed)?)"
)
_WHO = r"(?P<who>(?:the\s+|an?\s+)?[\w’'.&-]+(?:\s+[\w’'.&-]+){0,6}?)"
_ASKS = (
    re.compile(
        rf"\b(?:did|does|do|has|have|had)\s+{_WHO}\s+"
        rf"(?:(?:first|ever|also|then|later|originally|publicly)\s+)?{_SPEAK}\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:is|was|are|were)\s+{_WHO}(?:[’']s|s[’'])\s+(?:[\w-]+\s+)?"
        r"(?:objections?|repl(?:y|ies)|answers?|responses?|reactions?|views?|opinions?|position|"
        r"explanations?|arguments?|criticisms?|demands?|warnings?|claims?|comments?|verdict|"
        r"reasons?|reasoning|justification|advice|account|version)\b",
        re.IGNORECASE,
    ),
)
_REPLIES = re.compile(r"\b(?:repl(?:y|ies|ied)|respon\w+|answer\w*|react\w*)\b", re.IGNORECASE)


def asks_for_reply(question: str) -> bool:
    """Whether it asks what somebody said, or did, to what another said."""
    return _REPLIES.search(question) is not None


def asked_speaker(question: str) -> tuple[str, ...]:
    """The words for whose statement is asked for; several where a pronoun may be any of these.

    A pronoun is one of the names of the question, which is completed from the conversation; empty
    if nobody's words are asked for.

    Example: "How did Anselm Pryor explain giving up his post?" -> ("Anselm Pryor",).
    """
    for pattern in _ASKS:
        if match := pattern.search(question):
            who = match["who"]
            return tuple(names(question)) if who.lower() in PRONOUNS else (who,)
    return ()
