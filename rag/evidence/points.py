"""Sentences of many articles are weighed against each other and grouped into points.

What many independent origins say is worth most, then what is central, new, and stands at the head
of its article: a centrality by likeness (LexRank, Erkan and Radev 2004) that counts every origin
once, so that neither a long article nor its reprints outvote the others. Then the best are taken
one by one, less for what repeats what is taken (maximal marginal relevance, Carbonell and Goldstein
1998). Knows nothing of prompts or pages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from rag.evidence.gather import SourceSentence
from rag.evidence.likeness import nearest_by_origin, word_rows
from rag.ports import Embedder
from rag.text.dates import without_dates
from rag.text.figures import backed_by, figures, is_backed
from rag.text.negation import plainly_denies
from rag.text.pieces import is_opinion, is_own_statement
from rag.text.quotation import quoted_share, speaks_of_us
from rag.text.tolls import tolls
from rag.text.words import names, stems, words
from rag.types import Scores, Vectors

SAME = 0.62
"""Cosine from which two sentences of different origins make one point, if their facts agree."""

SAME_WORDS = 0.5
"""Share of a sentence's words that another one must have to carry it too."""

REPEATS = 0.68
"""Cosine from which a sentence only repeats one that is taken."""

SAME_NEWS = 0.6
"""The same for the first sentences of two articles: both tell the news, in other words."""

HEADS_ALIKE = 0.66
"""Cosine from which the first sentence of one article tells what that of another one does."""

UNLIKE = 0.35
"""Cosine of two sentences of one story that say different things."""

WEIGHTS = {
    "carried": 1.0,
    "central": 0.5,
    "lead": 0.45,
    "recent": 0.5,
    "topic": 0.5,
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
}

LEAST_SHARE = 0.55
"""Share of the best sentence's worth under which none is a point: better fewer than padding."""

ONE_DAY = timedelta(hours=36)
"""Heads of articles further apart than this tell of two things: the news has gone on."""

COMPARED = 1600
"""Sentences compared with each other by words at most: keeps 300 articles as quick as 40."""

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
        about: Cosine of each to the topic, shape (n,), float32; None where none was given.
    """

    sentences: tuple[SourceSentence, ...]
    likeness: Vectors
    worth: Scores
    origins: int
    about: Scores | None = None


@dataclass(frozen=True, slots=True)
class PointGroup:
    """A point: a sentence, and those of other origins that say the same.

    Attributes:
        best: Index of the sentence that says it best.
        others: Indices of the sentences that carry it too, likest first, one an origin.
        origins: Independent origins that carry it.
        articles: Articles that carry it.
    """

    best: int
    others: tuple[int, ...]
    origins: int
    articles: int


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
        return Material((), np.zeros((0, 0), np.float32), np.zeros(0, np.float32), origins)
    vectors = embedder.embed_passages([one.text for one in kept])
    likeness = (vectors @ vectors.T).astype(np.float32)
    query = embedder.embed_queries([topic])[0] if topic else None
    about = vectors @ query if query is not None else np.zeros(len(kept), np.float32)
    worth = (
        WEIGHTS["carried"] * _carried(vectors, kept, origins)
        + WEIGHTS["central"] * _central(likeness)
        + WEIGHTS["lead"] * np.array([1 / (1 + one.place) for one in kept])
        + WEIGHTS["recent"] * _recency(kept)
        + WEIGHTS["topic"] * about
        + WEIGHTS["facts"] * np.array([_facts(one.text) for one in kept])
        - np.array([_faults(one) for one in kept])
    )
    given = about.astype(np.float32) if query is not None else None
    return Material(tuple(kept), likeness, worth.astype(np.float32), origins, given)


def choose(
    material: Material,
    count: int,
    *,
    taken: Sequence[int] = (),
    barred: Collection[int] = (),
    least_share: float = LEAST_SHARE,
) -> list[PointGroup]:
    """The `count` best points, best first; fewer only if the material has no more.

    Args:
        material: Weighed sentences.
        count: How many.
        taken: Indices of sentences that are on the page already: not to be repeated.
        barred: Indices that may not be chosen: newer accounts have overtaken them.
        least_share: See `LEAST_SHARE`; 0 takes as many as asked for.
    """
    chosen = list(taken)
    groups: list[PointGroup] = []
    open_places = [place for place in range(len(material.sentences)) if place not in barred]
    least = least_share * float(material.worth.max(initial=0.0)) if least_share else -np.inf
    while len(groups) < count:
        fresh = [place for place in open_places if not _repeats(material, place, chosen)]
        if not fresh:
            break
        best = max(fresh, key=lambda place: (_marginal(material, place, chosen), -place))
        if float(material.worth[best]) < least:
            break
        group = _grouped(material, best, barred)
        groups.append(group)
        chosen.append(best)
        open_places = [place for place in fresh if place != best and place not in group.others]
    return groups


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
        + 0.2 * _recency(pool)
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


def _recency(sentences: Sequence[SourceSentence]) -> Scores:
    """0 for the oldest article, 1 for the newest; undated ones stand in the middle."""
    stamps = {
        one.article.id: one.article.published.timestamp()
        for one in sentences
        if one.article.published
    }
    first, last = min(stamps.values(), default=0.0), max(stamps.values(), default=0.0)
    if last == first:
        return np.full(len(sentences), 0.5, np.float32)
    return np.array(
        [
            (stamps.get(one.article.id, (first + last) / 2) - first) / (last - first)
            for one in sentences
        ],
        np.float32,
    )


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


def _marginal(material: Material, place: int, chosen: Sequence[int]) -> float:
    """Its worth, less for being like what is on the page."""
    if not chosen:
        return float(material.worth[place])
    likest = float(material.likeness[place, list(chosen)].max())
    return float(material.worth[place]) - max(0.0, likest - UNLIKE)


def _repeats(material: Material, place: int, chosen: Sequence[int]) -> bool:
    one = material.sentences[place]
    for number in chosen:
        other, alike = material.sentences[number], float(material.likeness[place, number])
        if alike >= (SAME_NEWS if _both_heads(one, other) else REPEATS) or _overlap(one, other):
            return True
        if alike >= SAME and carries(other, one):
            return True
    return False


def _both_heads(one: SourceSentence, other: SourceSentence) -> bool:
    return one.place == other.place == 0 and one.origin != other.origin


def _overlap(one: SourceSentence, other: SourceSentence) -> bool:
    """Whether the quote of one, with what it leans on, holds the other."""
    if one.article.id != other.article.id:
        return False
    return one.start < other.focus_end and other.start < one.focus_end


def _grouped(material: Material, best: int, barred: Collection[int]) -> PointGroup:
    """The sentence with those of other origins that hold all its figures and deny as it does."""
    sentence = material.sentences[best]
    near = [
        place
        for place, likeness in enumerate(material.likeness[best])
        if place != best and likeness >= SAME and place not in barred
    ]
    near.sort(key=lambda place: (-float(material.likeness[best, place]), place))
    carriers = [
        place
        for place in near
        if carries(material.sentences[place], sentence) or _tells_the_news(material, place, best)
    ]
    origins = {sentence.origin} | {material.sentences[place].origin for place in carriers}
    articles = {sentence.article.id} | {material.sentences[place].article.id for place in carriers}
    others: list[int] = []
    heard = {sentence.origin}
    for place in carriers:
        if material.sentences[place].origin not in heard:
            heard.add(material.sentences[place].origin)
            others.append(place)
    return PointGroup(best, tuple(others), len(origins), len(articles))


def _tells_the_news(material: Material, place: int, best: int) -> bool:
    """Whether both are heads of articles with one piece of news, counts and denials alike.

    Two outlets begin with the same event and rarely with the same details.
    """
    other, sentence = material.sentences[place], material.sentences[best]
    counted = {(toll.of, toll.value) for toll in tolls(sentence.text)}
    return (
        _both_heads(other, sentence)
        and _of_one_day(other, sentence)
        and float(material.likeness[best, place]) >= HEADS_ALIKE
        and _names_actor(other, sentence)
        and counted <= {(toll.of, toll.value) for toll in tolls(other.text)}
        and plainly_denies(other.text) == plainly_denies(sentence.text)
    )


def _names_actor(other: SourceSentence, sentence: SourceSentence) -> bool:
    """Whether it has a word of the sentence's first name; True if there is none."""
    actor = set(words(next(iter(names(sentence.text)), "")))
    return not actor or bool(actor & set(words(other.quote)))


def _of_one_day(one: SourceSentence, other: SourceSentence) -> bool:
    mine, theirs = one.article.published, other.article.published
    return mine is None or theirs is None or abs(mine - theirs) <= ONE_DAY


def carries(other: SourceSentence, sentence: SourceSentence) -> bool:
    """Whether another sentence, alike already, has its figures and most of its words.

    Its first name, too, which is mostly that of who does it, and it denies where this one does.
    """
    wanted = stems(without_dates(sentence.text))
    if len(wanted & stems(other.text)) < SAME_WORDS * len(wanted):
        return False
    if not _names_actor(other, sentence):
        return False
    held = backed_by([without_dates(other.text)])
    stated = figures(without_dates(sentence.text))
    return all(is_backed(figure, held) for figure in stated if figure.means) and plainly_denies(
        other.text
    ) == plainly_denies(sentence.text)
