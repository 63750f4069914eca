"""Articles -> groups of near-duplicates, each with its origin. Drops nothing, knows no store.

Reprints get new headlines, are cut, and lose or change words here and there; so it is asked how
much of the shorter text is in the longer, in runs of three words and in whole sentences. For the
few articles of an answer, up to a few hundred: each is compared with each.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, pairwise

from rag.types import Article

SAME_RUNS = 0.4
"""Share of the shorter text's three-word runs: every fifth word can be another one."""
SAME_SENTENCES = 0.5
"""Share of the shorter text's words that lie in sentences which both have."""

_SAME_WHEN_SHORT = 0.8  # of the runs, for texts too short to judge otherwise
_SHORT_RUNS = 20
_KIN = 0.5  # of a threshold: how like the origin a copy of a copy must still be
_WORTH_A_LOOK = 0.1  # of the shorter's runs; with fewer in common nothing else can be alike
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？।])[\"'”’)]*\s+|\n+")
_MIN_SENTENCE_WORDS = 4  # shorter ones ("He agreed.") are in any two articles
_LATEST = datetime.max.replace(tzinfo=UTC)
_BOILERPLATE = re.compile(
    r"newsletter|sign up|subscri(?:be|ption)|all rights reserved|copyright|©|click here|follow us|"
    r"cookie|advertis|reporting by|editing by|additional reporting|contributed to this|"
    r"download (?:our|the) app|terms of (?:use|service)|privacy policy|read more|"
    r"material may not be (?:published|reproduced)|support (?:our|independent) journalism|"
    r"this (?:story|article) (?:has been|was) (?:updated|corrected|produced)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Print:
    """What of a text is compared.

    Attributes:
        runs: Its three-word runs.
        sentences: Its sentences, as words.
        words: Number of words in those sentences.
    """

    runs: frozenset[tuple[str, ...]]
    sentences: frozenset[tuple[str, ...]]
    words: int


def origins(articles: Sequence[Article]) -> list[list[int]]:
    """Groups of near-duplicates as indices into `articles`; every index is in exactly one.

    The first of each group is its origin: the earliest published, then the longest; the others
    follow in their order. Groups stand in the order of their first article.

    A copy is compared with the origin, not only with other copies: a digest that quotes two
    stories does not make one story of them.
    """
    prints = [_print(article.body) for article in articles]
    groups: list[list[int]] = []
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)  # of each run, so far
    for index in sorted(range(len(articles)), key=lambda one: _seniority(articles[one], one)):
        runs = prints[index].runs
        shared = Counter(chain.from_iterable(holders[run] for run in runs if run in holders))
        likeness = [_likeness_to_group(prints, index, group, shared) for group in groups]
        best = max(likeness, default=0.0)
        if best >= 1.0:
            groups[likeness.index(best)].append(index)
        else:
            groups.append([index])
        for run in runs:
            holders[run].append(index)
    for group in groups:
        group[1:] = sorted(group[1:])
    return sorted(groups, key=min)


def alike(first: Article, second: Article) -> bool:
    """Whether one of two articles is a near-duplicate of the other."""
    return _likeness(_print(first.body), _print(second.body)) >= 1.0


def _seniority(article: Article, index: int) -> tuple[datetime, int, int]:
    return article.published or _LATEST, -len(article.body), index


def _likeness_to_group(
    prints: Sequence[_Print], index: int, group: Sequence[int], shared: Mapping[int, int]
) -> float:
    """At least 1 if the article belongs to the group; `shared` counts its runs in each article."""
    own, origin = prints[index], prints[group[0]]
    if shared.get(group[0], 0) < _WORTH_A_LOOK * min(len(own.runs), len(origin.runs)):
        return 0.0
    to_origin = _likeness(own, origin)
    if to_origin < _KIN:
        return 0.0
    return max(to_origin, *(_likeness(own, prints[member]) for member in group))


def _likeness(first: _Print, second: _Print) -> float:
    """How much of the shorter is in the longer, in units of what makes them the same."""
    fewest = min(len(first.runs), len(second.runs))
    if not fewest:
        return 0.0
    runs = len(first.runs & second.runs) / fewest
    if fewest < _SHORT_RUNS:
        return runs / _SAME_WHEN_SHORT
    shared = sum(len(sentence) for sentence in first.sentences & second.sentences)
    sentences = shared / max(1, min(first.words, second.words))
    return max(runs / SAME_RUNS, sentences / SAME_SENTENCES)


def _print(body: str) -> _Print:
    kept = [part for part in _SENTENCE_END.split(body) if not _BOILERPLATE.search(part)]
    worded = [tuple(_WORD.findall(part.casefold())) for part in kept]
    words = [word for sentence in worded for word in sentence]
    sentences = frozenset(one for one in worded if len(one) >= _MIN_SENTENCE_WORDS)
    runs = frozenset((a, b, c) for (a, b), (_, c) in pairwise(pairwise(words)))
    return _Print(runs, sentences, sum(len(one) for one in sentences))
