"""Which articles are on a topic: hits of a search become articles, cut where they only touch it.

A search always finds something; a page needs to know what to leave out. An article is on the topic
if it is near the best one in meaning and has a word of the topic, or has all words of it; where the
topic names somebody, it must tell of one of them and not only touch a name in passing. Measured on
the sample articles: with topics such as "ferry disaster" nothing of the other stories passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.text.furniture import is_teaser
from rag.text.words import (
    CALENDAR,
    STOP_WORDS,
    content_words,
    names,
    stem,
    stems,
    words,
)
from rag.types import Article, Hit

SEARCHED_CHUNKS = 400
"""Chunks that are looked at for a topic: some 300 articles' worth."""

NEAR_BEST = 0.6
"""Share of the best article's cosine from which an article with a word of the topic is on it."""

ALL_WORDS_NEAR = 0.4
"""The same for one that has all words of the topic."""

TOLD_OF = 2
"""How often the text of an article that tells of somebody has a word of the name."""

LEAD_WORDS = 40
"""An article's lead: who is named there, or in the title, is told of with one mention."""

MOST_OF_IT = 0.5
"""Share of a topic's words that an article must have where the topic names somebody: Buffalo is in
the news for its shooting, and for its snow."""

LEAST = 0.3
"""Cosine under which a few common words make no article one on the topic."""

A_NAME = 0.8
"""Share of the places inside a sentence where a name has its capital; other words seldom do."""

_BEGINS = re.compile(r"(?:^|[.!?:…|“\"‘(\n—–-])\s*$")
# Behind these another name begins: "Kia and Hyundai", "Mara Lind of the Transport Ministry".
_NEXT_NAME = re.compile(r"\s+(?:and|of the|for the|of|for)\s+")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a page or a search is about.

    Attributes:
        text: In words.
        stems: Of its content words.
        names: Whom or what it names, each as the stems of its words; the longer ones only, where
            "Hurricane Ian in Florida" has one of several words.
    """

    text: str
    stems: frozenset[str]
    names: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, text: str, hits: Sequence[Hit]) -> Topic:
        """A topic as it was written; what in it is a name is told by the texts that were found."""
        written = [one for one in names(text) if " " in one or not text.lstrip().startswith(one)]
        apart = [part for one in written for part in _NEXT_NAME.split(one)]
        parts = [*apart, *_capitalised(text, hits)]
        found = [frozenset(stem(word) for word in content_words(part)) for part in parts]
        kept = [one for one in dict.fromkeys(found) if not any(one < other for other in found)]
        several = [one for one in kept if len(one) > 1]
        return cls(text, frozenset(stems(text)), tuple(several or kept))


def on_topic(topic: Topic, hits: Sequence[Hit]) -> list[str]:
    """Ids of the articles on a topic, the nearest first.

    Args:
        topic: What they must be on.
        hits: Of a search for it, several of an article or one.
    """
    nearness: dict[str, float] = {}
    shares: dict[str, float] = {}
    for hit in hits:
        article = hit.chunk.article
        nearness[article.id] = max(nearness.get(article.id, 0.0), hit.dense or 0.0)
        if article.id not in shares:
            held = stems(f"{article.title} {article.source} {article.body}")
            share = len(topic.stems & held) / max(1, len(topic.stems))
            told = not topic.names or (
                share >= MOST_OF_IT and any(_tells_of(article, one, held) for one in topic.names)
            )
            shares[article.id] = told * share
    best = max(nearness.values(), default=0.0)
    # "Weather" is in many articles that are not about it; "Tobias Rennick" is not.
    telling = len(topic.stems) > 1 or bool(topic.names)

    def passes(article: str) -> bool:
        near, share = nearness[article], shares[article]
        if share == 1.0 and telling:
            return near >= ALL_WORDS_NEAR * best
        return share > 0 and near >= max(LEAST, NEAR_BEST * best)

    found = [article for article in nearness if passes(article)]
    return sorted(found, key=lambda article: -nearness[article])


def _capitalised(text: str, hits: Sequence[Hit]) -> list[str]:
    """Runs of the topic's words that the texts write with a capital inside their sentences.

    So "uvalde school shooting" names Uvalde, and "Inflation in Britain" does not name Inflation.
    """
    texts = {hit.chunk.article.id: hit.chunk.text for hit in hits}.values()
    runs: list[list[str]] = [[]]
    for word in text.split():
        bare = word.strip(" ,.;:?!'’“”\"()")
        if bare and bare.lower() not in STOP_WORDS | CALENDAR and _is_name(bare, texts):
            runs[-1].append(bare)
        else:
            runs.append([])
    return [" ".join(run) for run in runs if run]


def _is_name(word: str, texts: Iterable[str]) -> bool:
    capital = plain = 0
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])", re.IGNORECASE)
    for text in texts:
        for match in pattern.finditer(text):
            if _BEGINS.search(text, max(0, match.start() - 4), match.start()):
                continue
            if match.group()[:1].isupper():
                capital += 1
            else:
                plain += 1
    return capital > 0 and capital >= A_NAME * (capital + plain)


def _tells_of(article: Article, name: frozenset[str], held: set[str]) -> bool:
    """Whether all words of a name stand in an article, and one of them in its title or lead.

    Or more than once in its text. Headlines of other articles, linked in between, tell nothing of
    this one.
    """
    if not name <= held:
        return False
    if name & stems(article.title):
        return True
    told = [line for line in article.body.split("\n") if not is_teaser(line)]
    said = [stem(word) in name for line in told for word in words(line)]
    return any(said[:LEAD_WORDS]) or sum(said) >= TOLD_OF
