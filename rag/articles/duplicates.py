"""Articles -> groups of near-duplicates, each with its origin. Drops nothing, knows no store.

Reprints get new headlines, are cut, and lose or change words here and there; so it is asked how
much of the shorter text is in the longer, in runs of three words and in whole sentences, and
whether one has the other's lead: different stories of one outlet can share a long tail. For up
to a few hundred articles: each is compared with each. Which of many to compare at all is told by
the runs that `sampled` picks, the same ones in every text that has them.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain

from rag.text.figures import values
from rag.types import Article

SAME_RUNS = 0.4
"""Share of the shorter text's three-word runs: every fifth word can be another one."""
SAME_SENTENCES = 0.5
"""Share of the shorter text's words that lie in sentences which both have."""

SAME_LEAD = 0.2
"""Share of the runs of one text's lead that the other has, somewhere."""

_SAME_WHEN_SHORT = 0.8  # of the runs, for texts too short to judge otherwise
_SHORT_RUNS = 20
_KIN = 0.5  # of a threshold: how like the origin a copy of a copy must still be
_WORTH_A_LOOK = 0.1  # of the shorter's runs; with fewer in common nothing else can be alike
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？।])[\"'”’)]*\s+|\n+")
_MIN_SENTENCE_WORDS = 4  # shorter ones ("He agreed.") are in any two articles
_SAMPLE = 16  # of the runs, one in so many is picked by its hash
_LEAD_SAMPLE = 4  # and one in so many of the lead, which a cut copy keeps
_LEAD_RUNS = 48  # of the lead: two or three sentences
_BRIEF_RUNS = 150  # longer reports in set words differ in more than their figures
_FIRST_RUNS = 16  # of the first sentence
_CREDIT = re.compile(r"^[^\n]{0,80}?\(([^()\n]{2,40})\)\s*[-–—:]")  # "SORLEY (Agency) - The dam"
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
        runs: Hashes of its three-word runs.
        lead: Those of its first sentence.
        sentences: Its sentences, as words.
        words: Number of words in those sentences.
        figures: What a brief text states in figures; of longer ones nothing.
    """

    runs: frozenset[int]
    lead: frozenset[int]
    sentences: frozenset[tuple[str, ...]]
    words: int
    figures: frozenset[str]


def origins(articles: Sequence[Article], common: Set[int] = frozenset()) -> list[list[int]]:
    """Groups of near-duplicates as indices into `articles`; every index is in exactly one.

    The first of each group is its origin: the outlet that another one credits, then the earliest
    published, then the longest; the others follow in their order. Groups stand in the order of
    their first article.

    A copy is compared with the origin, not only with other copies: a digest that quotes two
    stories does not make one story of them.

    Args:
        articles: In any order.
        common: Runs of `sampled` that many different stories have: sentences with them say
            nothing about whether two articles are the same.
    """
    prints = [_print(article.body, frozenset(common)) for article in articles]
    groups: list[list[int]] = []
    holders: dict[int, list[int]] = defaultdict(list)  # of each run, so far
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
    return sorted((_origin_first(group, articles) for group in groups), key=min)


def alike(first: Article, second: Article) -> bool:
    """Whether one of two articles is a near-duplicate of the other."""
    return _likeness(_print(first.body), _print(second.body)) >= 1.0


def sampled(body: str) -> frozenset[int]:
    """Hashes of some of a text's runs: of a run that two texts have, both or neither pick it.

    One in sixteen of all, and one in four of the lead. Which ones depends on the run alone, so the
    share that two texts have in common is that of all their runs (Broder's modulo sketch, "On the
    resemblance and containment of documents", 1997); what repeats within a text counts once.
    """
    runs = _runs(list(chain.from_iterable(_read(body))))
    lead = {run for run in runs[:_LEAD_RUNS] if run % _LEAD_SAMPLE == 0}
    return frozenset(lead | {run for run in runs if run % _SAMPLE == 0})


def _origin_first(group: Sequence[int], articles: Sequence[Article]) -> list[int]:
    """The group with its origin in front: the member that another one credits, else the senior."""
    credited = {
        _outlet(found[1])
        for index in group
        if (found := _CREDIT.match(articles[index].body)) is not None
    }
    named = (index for index in group if _outlet(articles[index].source) in credited)
    origin = next(named, group[0])
    return [origin, *sorted(index for index in group if index != origin)]


def _outlet(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


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
    if not fewest or not _has_lead(first, second) or _differ_in_figures(first, second):
        return 0.0
    runs = len(first.runs & second.runs) / fewest
    if fewest < _SHORT_RUNS:
        return runs / _SAME_WHEN_SHORT
    shared = sum(len(sentence) for sentence in first.sentences & second.sentences)
    sentences = shared / max(1, min(first.words, second.words))
    return max(runs / SAME_RUNS, sentences / SAME_SENTENCES)


def _has_lead(first: _Print, second: _Print) -> bool:
    return len(first.lead & second.runs) >= SAME_LEAD * len(first.lead) or len(
        second.lead & first.runs
    ) >= SAME_LEAD * len(second.lead)


def _differ_in_figures(first: _Print, second: _Print) -> bool:
    """Each has a figure that the other lacks: two days' reports in the same set words."""
    return bool(first.figures - second.figures) and bool(second.figures - first.figures)


@lru_cache(maxsize=256)
def _print(body: str, common: frozenset[int] = frozenset()) -> _Print:
    read = _read(body)
    if common:
        read = _without_common(read, common)
    words = [word for sentence in read for word in sentence]
    sentences = frozenset(one for one in read if len(one) >= _MIN_SENTENCE_WORDS)
    runs = _runs(words)
    length = sum(len(one) for one in sentences)
    figures = frozenset(values(body)) if len(runs) < _BRIEF_RUNS else frozenset()
    return _Print(frozenset(runs), frozenset(runs[:_FIRST_RUNS]), sentences, length, figures)


def _read(body: str) -> list[tuple[str, ...]]:
    """The words of each sentence that is no boilerplate."""
    kept = [part for part in _SENTENCE_END.split(body) if not _BOILERPLATE.search(part)]
    return [tuple(_WORD.findall(part.casefold())) for part in kept]


def _runs(words: Sequence[str]) -> list[int]:
    """Hashes of the three-word runs, the same in every process."""
    return [
        zlib.crc32(f"{a} {b} {c}".encode())
        for a, b, c in zip(words, words[1:], words[2:], strict=False)
    ]


def _without_common(
    read: Sequence[tuple[str, ...]], common: frozenset[int]
) -> list[tuple[str, ...]]:
    """Without the sentences that many different stories have, and what stands between two such."""
    drawn = [not common.isdisjoint(_runs(sentence)) for sentence in read]
    kept = []
    for place, sentence in enumerate(read):
        before = place > 0 and drawn[place - 1]
        behind = place + 1 < len(read) and drawn[place + 1]
        own = any(run % _SAMPLE == 0 for run in _runs(sentence))
        if not drawn[place] and (own or not (before and behind)):
            kept.append(sentence)
    return kept
