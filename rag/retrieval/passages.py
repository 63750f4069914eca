"""What of an article is on a topic: all of one that is about it, of a round-up only its item.

"5 things to know", a live blog and a transcript touch a topic in one passage and tell of ten others
beside it. An article is about a topic if it begins with it, or much of it is near it; a round-up is
told by its chunks, which have nothing to do with each other. Pure arithmetic and text; knows no
store and no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.retrieval.topic import NEAR_BEST, Topic
from rag.text.words import stems
from rag.types import Chunk, Scores, Vectors

ONE_MATTER = 0.45
"""Mean cosine of an article's chunks with each other under which it is a round-up."""

MUCH_OF_IT = 1 / 3
"""Share of its chunks near a topic from which an article is about it, however it begins."""

WORDS_OF_IT = 0.5
"""Share of a topic's words that a paragraph has which tells of it, where it names nobody."""

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")

Spans = tuple[tuple[int, int], ...]
"""Character offsets of passages in an article's body, in order."""


def is_about(vectors: Vectors, cosines: Scores, best: float) -> bool:
    """Whether all of an article is on a topic, and not only a passage of it.

    Args:
        vectors: Of its chunks in order, unit rows, shape (n, dim).
        cosines: Of each with the topic, shape (n,).
        best: The greatest cosine that any chunk of the library has.
    """
    if _is_roundup(vectors):
        return False
    near = cosines >= NEAR_BEST * best
    return bool(near[0]) or float(near.mean()) >= MUCH_OF_IT


def _is_roundup(vectors: Vectors) -> bool:
    count = len(vectors)
    if count < 2:
        return False
    total = vectors.sum(axis=0)
    mean = (float(total @ total) - count) / (count * (count - 1))
    return mean < ONE_MATTER


def passages(topic: Topic, chunks: Sequence[Chunk]) -> Spans:
    """The paragraphs of an article's chunks that tell of a topic.

    Args:
        topic: With the names that tell it.
        chunks: Of one article, those near the topic.
    """
    found: dict[tuple[int, int], None] = {}
    for chunk in chunks:
        for match in _PARAGRAPH.finditer(chunk.article.body, chunk.start, chunk.end):
            if _tells_of(topic, match.group()):
                found[match.span()] = None
    return tuple(sorted(found))


def _tells_of(topic: Topic, paragraph: str) -> bool:
    held = stems(paragraph)
    if topic.names:
        return any(name <= held for name in topic.names)
    return len(topic.stems & held) >= WORDS_OF_IT * len(topic.stems)
