"""Weighed sentences are grouped into points, and the best points of a page are chosen.

The best are taken one by one, less for what repeats what is taken (maximal marginal relevance,
Carbonell and Goldstein 1998); sentences of other origins that say the same carry the point. Knows
nothing of prompts or pages.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from rag.evidence.gather import SourceSentence
from rag.evidence.weighing import ONE_DAY, REPEATS, UNLIKE, Material
from rag.text.dates import without_dates
from rag.text.figures import backed_by, figures, is_backed
from rag.text.negation import plainly_denies, turned_around
from rag.text.tolls import tolls
from rag.text.trim import without_dateline
from rag.text.words import CALENDAR, names, stems, words

SAME = 0.62
"""Cosine from which two sentences of different origins make one point, if their facts agree."""

SAME_WORDS = 0.5
"""Share of a sentence's words that another one must have to carry it too."""

SAME_NEWS = 0.6
"""The same for the first sentences of two articles: both tell the news, in other words."""

HEADS_ALIKE = 0.66
"""Cosine from which the first sentence of one article tells what that of another one does."""

CLAUSE_WORDS = 0.6
"""Share of the words of its first clause that the head of another article must have to back it."""

CLAUSE_LEAST = 4
"""Words that matter, of a first clause: fewer only say when or where."""

LEAST_SHARE = 0.55
"""Share of the best sentence's worth under which none is a point: better fewer than padding."""

_DAYS = stems(" ".join(CALENDAR))
_CLAUSE_END = re.compile(
    r",\s|\s[–—-]+\s|;\s|\b(?:as|after|amid|when|while|before|following|according to)\b"
)


@dataclass(frozen=True, slots=True)
class PointGroup:
    """A point: a sentence, and those of other origins that say the same.

    Attributes:
        best: Index of the sentence that says it best.
        others: Indices of the sentences that carry it too, likest first, one an origin.
        origins: Independent origins that carry it.
        articles: Articles that carry it.
        told: Independent origins that tell of the same, whatever they say of it.
    """

    best: int
    others: tuple[int, ...]
    origins: int
    articles: int
    told: int


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
    news = [
        place
        for place in near
        if _has_its_words(material.sentences[place], sentence)
        or _is_one_news(material, place, best)
    ]
    carriers = [
        place
        for place in news
        if carries(material.sentences[place], sentence)
        or (_is_one_news(material, place, best) and _tells_it(material.sentences[place], sentence))
    ]
    origins = {sentence.origin} | {material.sentences[place].origin for place in carriers}
    articles = {sentence.article.id} | {material.sentences[place].article.id for place in carriers}
    others: list[int] = []
    heard = {sentence.origin}
    for place in carriers:
        if material.sentences[place].origin not in heard:
            heard.add(material.sentences[place].origin)
            others.append(place)
    told = origins | {material.sentences[place].origin for place in news}
    return PointGroup(best, tuple(others), len(origins), len(articles), len(told))


def _is_one_news(material: Material, place: int, best: int) -> bool:
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


def _tells_it(other: SourceSentence, sentence: SourceSentence) -> bool:
    """Whether the head of another article has most words of what the sentence says first.

    That is before any comma, its day aside; and neither denies what the other says.
    """
    if _says_otherwise(other, sentence):
        return False
    told = without_dates(without_dateline(sentence.text))
    clauses = [stems(clause) - _DAYS for clause in _CLAUSE_END.split(told)]
    first = next((one for one in clauses if len(one) >= CLAUSE_LEAST), stems(told) - _DAYS)
    return len(first & stems(other.quote)) >= CLAUSE_WORDS * len(first)


def _says_otherwise(other: SourceSentence, sentence: SourceSentence) -> bool:
    """Whether one of them denies what the other says: "refused to resign", "has resigned"."""
    return any(
        turned_around(one.text, [another.quote]) is not None
        for one, another in ((sentence, other), (other, sentence))
    )


def _names_actor(other: SourceSentence, sentence: SourceSentence) -> bool:
    """Whether it has a word of the sentence's first name; True if there is none."""
    actor = set(words(next(iter(names(sentence.text)), "")))
    return not actor or bool(actor & set(words(other.quote)))


def _of_one_day(one: SourceSentence, other: SourceSentence) -> bool:
    """Whether their articles were published within `ONE_DAY`, or one of them has no date."""
    mine, theirs = one.article.published, other.article.published
    return mine is None or theirs is None or abs(mine - theirs) <= ONE_DAY


def carries(other: SourceSentence, sentence: SourceSentence) -> bool:
    """Whether another sentence, alike already, has its figures and most of its words.

    Its first name, too, which is mostly that of who does it, and it denies where this one does.
    """
    return _has_its_words(other, sentence) and not _says_otherwise(other, sentence)


def _has_its_words(other: SourceSentence, sentence: SourceSentence) -> bool:
    """The same, but for what is denied in other words than "not"."""
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
