"""Sentences of many articles are weighed against each other: what a page may be made of.

What many independent origins say is worth most, then what is central, new, and stands at the head
of its article: a centrality by likeness (LexRank, Erkan and Radev 2004) that counts every origin
once, so that neither a long article nor its reprints outvote the others. Knows nothing of points,
prompts or pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from rag.evidence.gather import SourceSentence
from rag.evidence.likeness import nearest_by_origin, word_rows
from rag.ports import Embedder
from rag.text.figures import figures
from rag.text.pending import looks_ahead
from rag.text.pieces import is_opinion, is_own_statement
from rag.text.quotation import quoted_share, speaks_of_us
from rag.text.trim import without_dateline
from rag.text.words import names, stems
from rag.types import Scores, Vectors

REPEATS = 0.68
"""Cosine from which a sentence only repeats one that is taken."""

UNLIKE = 0.35
"""Cosine of two sentences of one story that say different things."""

WEIGHTS = {
    "carried": 1.0,
    "central": 0.5,
    "lead": 0.45,
    "recent": 0.5,
    "topic": 0.5,
    "opens": 0.25,
    "named": 0.9,
    "burst": 0.3,
    "facts": 0.4,
}
"""How much each signal counts; `benchmarks/LOG.md` has what they were chosen by."""

PENALTIES = {
    "leans": 0.35,
    "unclear": 0.6,
    "quotation": 0.3,
    "long": 0.15,
    "opinion": 0.8,
    "statement": 0.5,
    "first person": 0.4,
    "stale": 0.5,
}

OPENING = 10
"""Words: what a sentence is about is named among the first, what it only touches further on."""

ONE_DAY = timedelta(hours=36)
"""Heads of articles further apart than this tell of two things: the news has gone on."""

WORD_FOR_WORD = 0.97
"""Cosine from which it is one sentence, printed again later: its day is that of the first print."""

COMPARED = 1600
"""Sentences compared with each other by words at most: keeps 300 articles as quick as 40."""

STALE_DAYS = 3.0
"""After so many days what was to come has come, or is told anew."""

LONG_CHARACTERS = 260

MANY_FACTS = 4
"""Figures and names from which a sentence is as telling as any."""

Tells = Callable[[SourceSentence], float]
"""What a sentence is worth for a page besides: a bonus for a date or an unknown, 0 for none."""


@dataclass(frozen=True, slots=True)
class Material:
    """Sentences that a page may be made of, weighed.

    Attributes:
        sentences: In the order of articles and places.
        likeness: Cosines of each with each, shape (n, n), float32.
        worth: Of each, higher is better, shape (n,), float32.
        origins: How many independent origins there are in all.
        recent: Of each, 0 for the oldest article, 1 for the newest one on the topic, shape (n,);
            what was printed before is as old as its first print.
        burst: Of each, 1 where most origins wrote on those days, 0 where none did, shape (n,).
        about: Cosine of each to the topic, shape (n,), float32; None where none was given.
    """

    sentences: tuple[SourceSentence, ...]
    likeness: Vectors
    worth: Scores
    origins: int
    recent: Scores
    burst: Scores
    about: Scores | None = None


def weigh(
    sentences: Sequence[SourceSentence],
    embedder: Embedder,
    *,
    limit: int,
    topic: str = "",
    tells: Tells = lambda one: 0.0,
) -> Material:
    """The `limit` sentences that matter most by their words, compared by meaning and weighed.

    Args:
        sentences: Of all articles, see `gather`.
        embedder: For the sentences kept, and the topic.
        limit: How many are embedded: this is what a reader waits for.
        topic: What the page is about, in words; "" if that is all the articles' own matter.
        tells: A bonus in the choice of what is embedded.
    """
    origins = 1 + max((one.origin for one in sentences), default=-1)
    kept = _preselect(sentences, limit, tells)
    if not kept:
        none = np.zeros(0, np.float32)
        return Material((), np.zeros((0, 0), np.float32), none, origins, none, none)
    vectors = embedder.embed_passages([one.text for one in kept])
    likeness = (vectors @ vectors.T).astype(np.float32)
    query = embedder.embed_queries([topic])[0] if topic else None
    about = vectors @ query if query is not None else np.zeros(len(kept), np.float32)
    days = _first_printed(kept, likeness)
    recent = _recency(days) * _share_of_best(about)
    burst = _burst(sentences, days)
    worth = (
        WEIGHTS["carried"] * _carried(vectors, kept, origins)
        + WEIGHTS["central"] * _central(likeness)
        + WEIGHTS["lead"] * np.array([1 / (1 + one.place) for one in kept])
        + WEIGHTS["recent"] * recent
        + WEIGHTS["topic"] * about
        + WEIGHTS["burst"] * burst
        + WEIGHTS["opens"] * _opens_with(kept, topic)
        + WEIGHTS["named"] * _names_topic(kept, topic)
        + WEIGHTS["facts"] * np.array([_facts(one.text) for one in kept])
        - np.array([_faults(one) for one in kept])
        - PENALTIES["stale"] * _stale(kept, days)
    )
    given = about.astype(np.float32) if query is not None else None
    return Material(tuple(kept), likeness, worth.astype(np.float32), origins, recent, burst, given)


def _preselect(
    sentences: Sequence[SourceSentence], limit: int, tells: Tells
) -> list[SourceSentence]:
    """By words and place only, every origin's head first, in the order given."""
    pool = _shortened(sentences)
    if len(pool) <= limit:
        return pool
    rows = word_rows([one.text for one in pool])
    nearest = nearest_by_origin(rows, [one.origin for one in pool])
    for place, one in enumerate(pool):
        nearest[place, one.origin] = 0.0
    central = rows @ rows.mean(axis=0)
    central /= max(1e-9, float(central.max()))
    worth = (
        np.clip(nearest - 0.15, 0, None).sum(axis=1) / max(1, nearest.shape[1] - 1)
        + 0.3 * central
        + np.array([0.5 / (1 + one.place) for one in pool])
        + np.array([tells(one) for one in pool])
        - np.array([_faults(one) for one in pool])
        + 0.2 * _recency([one.article.published for one in pool])
    )
    ranked = sorted(range(len(pool)), key=lambda place: (-float(worth[place]), place))
    return [pool[place] for place in sorted(ranked[:limit])]


def _shortened(sentences: Sequence[SourceSentence]) -> list[SourceSentence]:
    """Each article's first sentences only, where all together are too many to compare."""
    if len(sentences) <= COMPARED:
        return list(sentences)
    articles = len({one.article.id for one in sentences})
    first = max(2, COMPARED // articles)
    return [one for one in sentences if one.place < first]


def _carried(vectors: Vectors, kept: Sequence[SourceSentence], origins: int) -> Scores:
    """0 to 1: how many of the other origins have something like it, and how like."""
    if origins < 2:
        return np.zeros(len(kept), np.float32)
    nearest = nearest_by_origin(vectors, [one.origin for one in kept])
    for place, one in enumerate(kept):
        nearest[place, one.origin] = UNLIKE
    near = np.clip((nearest - UNLIKE) / (REPEATS - UNLIKE), 0.0, 1.0)
    # A root, since the fifth origin adds less than the second: and one outlet's news still counts.
    shares: Scores = np.sqrt(near.sum(axis=1) / (origins - 1)).astype(np.float32)
    return shares


def _central(likeness: Vectors) -> Scores:
    """0 to 1: mean likeness to all others, the greatest scaled to 1."""
    if len(likeness) < 2:
        return np.ones(len(likeness), np.float32)
    mean = (likeness.sum(axis=1) - 1) / (len(likeness) - 1)
    scaled: Scores = np.clip(mean / max(1e-9, float(mean.max())), 0.0, 1.0).astype(np.float32)
    return scaled


def _first_printed(sentences: Sequence[SourceSentence], likeness: Vectors) -> list[datetime | None]:
    """Of each sentence the day of the earliest article that has it; None if none has a day."""
    own = [one.article.published for one in sentences]
    return [
        min(
            (day for place in np.flatnonzero(row >= WORD_FOR_WORD) if (day := own[place])),
            default=day_of,
        )
        for row, day_of in zip(likeness, own, strict=True)
    ]


def _recency(days: Sequence[datetime | None]) -> Scores:
    """0 for the oldest day, 1 for the newest; what has none stands in the middle."""
    stamps = [day.timestamp() for day in days if day is not None]
    first, last = min(stamps, default=0.0), max(stamps, default=0.0)
    if last == first:
        return np.full(len(days), 0.5, np.float32)
    return np.array(
        [
            ((day.timestamp() if day else (first + last) / 2) - first) / (last - first)
            for day in days
        ],
        np.float32,
    )


def _opens_with(sentences: Sequence[SourceSentence], topic: str) -> Scores:
    """0 to 1: how many of the topic's words each sentence begins with; 0 where there is none."""
    wanted = stems(topic)
    begun = [" ".join(without_dateline(one.text).split()[:OPENING]) for one in sentences]
    return np.array(
        [len(wanted & stems(words)) / len(wanted) if wanted else 0.0 for words in begun],
        np.float32,
    )


def _names_topic(sentences: Sequence[SourceSentence], topic: str) -> Scores:
    """0 to 1: how much of the topic each sentence names, the rarer words among them more.

    On "Tropical Storm Helene" a sentence on what tropical storms are has two of three words, and
    says nothing of the topic.
    """
    wanted = sorted(stems(topic))
    told = [stems(one.quote) for one in sentences]
    holds = np.array([[word in words for word in wanted] for words in told], np.float32)
    holds = holds.reshape(len(sentences), len(wanted))
    rarity = np.log(1 + len(sentences) / (1 + holds.sum(axis=0)))
    shares: Scores = (holds @ rarity / max(1e-9, float(rarity.sum()))).astype(np.float32)
    return shares


def _share_of_best(about: Scores) -> Scores:
    """0 to 1: how near the topic, the nearest being 1; 1 for all where there is no topic."""
    best = float(about.max(initial=0.0))
    shares: Scores = np.clip(about / best, 0.0, 1.0) if best > 0 else np.ones_like(about)
    return shares


def _burst(every: Sequence[SourceSentence], own: Sequence[datetime | None]) -> Scores:
    """0 to 1: how many origins wrote within `ONE_DAY` of a sentence's own day, the most being 1.

    When much is written at once, something happens (Kleinberg 2002, "Bursty and hierarchical
    structure in streams", reduced to a count). What has no day has none.
    """
    wrote = {one.origin: day for one in every if (day := one.article.published) is not None}
    days = list(wrote.values())
    counts = np.array(
        [
            sum(abs(day - mine) <= ONE_DAY for day in days) if mine is not None else 0
            for mine in own
        ],
        np.float32,
    )
    most = float(counts.max(initial=0.0))
    shares: Scores = counts / most if most else counts
    return shares


def _stale(sentences: Sequence[SourceSentence], days: Sequence[datetime | None]) -> Scores:
    """0 to 1: how long ago it was that a sentence looked ahead, seen from the newest day."""
    newest = max((day for day in days if day is not None), default=None)
    shares = [
        min(1.0, (newest - day) / timedelta(days=STALE_DAYS))
        if newest is not None and day is not None and looks_ahead(one.text)
        else 0.0
        for one, day in zip(sentences, days, strict=True)
    ]
    return np.array(shares, np.float32)


def _facts(text: str) -> float:
    """0 to 1: how many figures and names a sentence has to tell."""
    return min(1.0, (len(figures(text)) + len(names(text))) / MANY_FACTS)


def _faults(one: SourceSentence) -> float:
    """What makes a sentence a poor one to print by itself."""
    text = one.text
    fault = PENALTIES["leans"] * one.leans + PENALTIES["opinion"] * is_opinion(one.article)
    fault += PENALTIES["unclear"] * one.unclear
    fault += PENALTIES["statement"] * is_own_statement(one.article)
    fault += PENALTIES["quotation"] * (quoted_share(text) > 0.5)
    fault += PENALTIES["first person"] * speaks_of_us(text)
    return fault + PENALTIES["long"] * max(0.0, len(text) / LONG_CHARACTERS - 1)
