"""Which articles are on a topic: hits of a search become articles, cut where they only touch it.

A search always finds something; a page needs to know what to leave out. An article is on the topic
if it is near the best one in meaning and has a word of the topic, or has all words of it; where the
topic names somebody, it must tell of one of them and not only touch a name in passing. Measured on
the sample articles: with topics such as "ferry disaster" nothing of the other stories passes.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.furniture import is_teaser
from rag.text.words import content_words, names, stem, stems, words
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

LEAST = 0.3
"""Cosine under which a few common words make no article one on the topic."""


def on_topic(topic: str, hits: Sequence[Hit]) -> list[str]:
    """Ids of the articles on a topic, the nearest first.

    Args:
        topic: In words.
        hits: Of a search for it, several of an article or one.
    """
    wanted = stems(topic)
    nearness: dict[str, float] = {}
    shares: dict[str, float] = {}
    named = _named(topic)
    for hit in hits:
        article = hit.chunk.article
        nearness[article.id] = max(nearness.get(article.id, 0.0), hit.dense or 0.0)
        if article.id not in shares:
            held = stems(f"{article.title} {article.source} {article.body}")
            shares[article.id] = len(wanted & held) / max(1, len(wanted))
            if named and not _tells_of(article, named):
                shares[article.id] = 0.0
    best = max(nearness.values(), default=0.0)
    # "Weather" is in many articles that are not about it; "Tobias Rennick" is not.
    telling = len(wanted) > 1 or bool(names(topic))

    def passes(article: str) -> bool:
        near, share = nearness[article], shares[article]
        if share == 1.0 and telling:
            return near >= ALL_WORDS_NEAR * best
        return share > 0 and near >= max(LEAST, NEAR_BEST * best)

    found = [article for article in nearness if passes(article)]
    return sorted(found, key=lambda article: -nearness[article])


def _named(topic: str) -> set[str]:
    """Stems of the words of its names; a lone word at its beginning has its capital from there."""
    found = [one for one in names(topic) if " " in one or not topic.lstrip().startswith(one)]
    return {stem(word) for one in found for word in content_words(one)}


def _tells_of(article: Article, named: set[str]) -> bool:
    """Whether words of a name stand in its title or lead, or more than once in its text.

    Headlines of other articles, linked in between, tell nothing of this one.
    """
    if named & stems(article.title):
        return True
    told = [line for line in article.body.split("\n") if not is_teaser(line)]
    said = [stem(word) in named for line in told for word in words(line)]
    return any(said[:LEAD_WORDS]) or sum(said) >= TOLD_OF
