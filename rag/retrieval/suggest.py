"""Example questions made from the articles at hand. Pure text: no model, no store.

Made only of what is there: people who are quoted, and names that several articles share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rag.text.words import names
from rag.types import Article

_PERSON = r"[A-Z][\w’'-]+(?:\s+(?:[A-Z][\w’'.-]+|de|van|von|bin|al)){1,3}"
_SAID = r"(?:said|told|warned|denied|announced|confirmed|argued|insisted|added)"
_SPEAKER = re.compile(rf"\b({_PERSON})\s+{_SAID}\b|[”\",]\s+{_SAID}\s+({_PERSON})")
_NOT_PEOPLE = re.compile(
    r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Ministry|Council|Agency|"
    r"Office|Department|Party|Union|Reuters|Company|Group|Bank|Courier|Times|News|The|On|In|But)\b"
)
_MAX_WORDS = 5


def suggest(articles: Sequence[Article], n: int) -> list[str]:
    """Up to n questions, the newest and most shared subjects first, no subject twice."""
    if not articles or n < 1:
        return []
    people = _people(articles)
    subjects = [
        subject
        for subject in _subjects(articles)
        if not any(subject in person or person in subject for person in people)
    ]
    wordings = [
        *(f"What did {person} say?" for person in people[:1]),
        *(f"What is the latest on {subject}?" for subject in subjects[:1]),
        *(f"What do the articles say about {subject}?" for subject in subjects[1:2]),
        *(f"What did {person} say, and when?" for person in people[1:2]),
        *(f"What happened with {subject}?" for subject in subjects[2:]),
        *(f"What did {person} say?" for person in people[2:]),
    ]
    return wordings[:n]


def _people(articles: Sequence[Article]) -> list[str]:
    said: Counter[str] = Counter()
    for article in articles:
        found = {one or other for one, other in _SPEAKER.findall(article.body)}
        said.update(name for name in found if not _NOT_PEOPLE.search(name))
    return [name for name, _ in said.most_common(8)]


def _subjects(articles: Sequence[Article]) -> list[str]:
    """Names that articles share, counted once an article, from headlines and first paragraphs."""
    outlets = {article.source.lower() for article in articles}
    shared: Counter[str] = Counter()
    for article in articles:
        lead = article.body[:600]
        in_lead = [name for name in names(lead) if 1 < len(name.split()) <= _MAX_WORDS]
        shared.update(
            {name for name in in_lead if name.lower() not in outlets and "\n" not in name}
        )
    return [name for name, count in shared.most_common(12) if count > 1] or [
        name for name, _ in shared.most_common(4)
    ]
