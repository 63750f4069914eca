"""A sentence that may become evidence, and what it is worth as an answer.

Worth is a weighted sum of signals: words, meaning, the judge's estimate, the kind of answer asked
for, and what speaks against it (a caption, a plan where a deed is asked for). Pure arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.odds import log_odds
from rag.text.furniture import is_appeal, is_teaser
from rag.text.kinds import asks, asks_for_earliest
from rag.text.pending import BEGINNING, is_wanted, looks_ahead
from rag.text.tolls import grows_in, tolls
from rag.text.withdrawn import is_withdrawn
from rag.types import Article

WEIGHTS = {
    "answering": 1.5,
    "odds": 0.15,
    "cosine": 1.0,
    "words": 0.5,
    "focus_words": 0.5,
    "kind": 0.3,
    "lexical": 0.3,
    "length": 0.25,
    "rank": 0.15,
    "follows": 0.35,
    "timely": 0.4,
    "recent": 0.6,
    "withdrawn": -1.0,
    "turned": -1.5,
    "caption": -0.5,
    "undone": -1.0,
    "silent_on": -1.0,
    "newest_count": 1.0,
    "counted": 0.6,
    "dated": 1.0,
    "spoken": 1.2,
}
"""How much each signal counts; `benchmarks/LOG.md` has what they were chosen by."""

LENGTH_SCALE = 6.0
"""Natural log of the characters of a long sentence, about 400."""

SHORTEST_CHARACTERS = 20
"""Shorter sentences ("Read more.") say nothing that can be cited."""

NOBODYS = 0.5
"""Of the judge's estimate that a sentence answers that is nobody's words, where words are asked."""

LACKING = 0.4
"""Of the same of a sentence without the figure or day that is asked for."""

COUNTS_OF_EVENT = 0.6
"""Share of the words around the best covered sentence from which a count is of the same event."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may become evidence, with the signals it is judged by.

    `silent_on` counts what an answer must have and it has not: in its article the name asked after,
    in itself the number, the person, the words or the year. Those without a weight: `around` is the
    share of the question's words in its title and chunk, `nobodys` whether it is nobody's words
    where somebody's are asked for, `lacking` whether it has no figure or day where one is.
    """

    article: Article
    start: int
    end: int
    focus_start: int
    focus_end: int
    rank: int
    words: float
    focus_words: float
    kind: float
    lexical: float
    timely: float = 0.0
    recent: float = 0.0
    withdrawn: float = 0.0
    turned: float = 0.0
    caption: float = 0.0
    undone: float = 0.0
    silent_on: float = 0.0
    around: float = 0.0
    newest_count: float = 0.0
    counted: float = 0.0
    dated: float = 0.0
    spoken: float = 0.0
    nobodys: bool = False
    lacking: bool = False
    answering: float = 0.0
    cosine: float = 0.0
    follows: float = 0.0

    @property
    def focus(self) -> str:
        return self.article.body[self.focus_start : self.focus_end]

    @property
    def silent(self) -> bool:
        """Whether it states nothing that can be cited, though the next may go on from it.

        A news quiz asks what people ask, word for word; a linked headline is another article's; and
        "follow along on Twitter" is the page's.
        """
        short = self.focus_end - self.focus_start < SHORTEST_CHARACTERS
        return short or asks(self.focus) or is_teaser(self.focus) or is_appeal(self.focus)

    @property
    def corrects(self) -> bool:
        """Whether it is quoted with what its outlet takes back, which says what it is about."""
        return is_withdrawn(self.article.body[self.start : self.focus_start])

    @property
    def replies(self) -> bool:
        """Whether it is quoted with the question that it is the answer to."""
        return self.article.body[self.start : self.focus_start].rstrip().endswith("?")

    @property
    def read(self) -> str:
        """What the judge reads: the sentence alone, unless it means nothing alone."""
        leans = self.corrects or self.replies
        return self.article.body[self.start : self.focus_end] if leans else self.focus

    def judged(self, estimate: float) -> Candidate:
        """With the judge's estimate that it answers, 0 to 1."""
        doubted = (NOBODYS if self.nobodys else 1.0) * (LACKING if self.lacking else 1.0)
        return replace(self, answering=estimate * doubted)

    @property
    def own(self) -> float:
        """What the sentence is worth by itself, as an answer."""
        return (
            WEIGHTS["answering"] * self.answering
            + WEIGHTS["odds"] * log_odds(self.answering)
            + WEIGHTS["cosine"] * self.cosine
            + WEIGHTS["words"] * self.words
            + WEIGHTS["focus_words"] * self.focus_words
            + WEIGHTS["kind"] * self.kind
            + WEIGHTS["lexical"] * self.lexical
            + WEIGHTS["length"] * math.log(max(1, len(self.focus))) / LENGTH_SCALE
            + WEIGHTS["rank"] / self.rank
            + WEIGHTS["timely"] * self.timely
            + WEIGHTS["recent"] * self.recent
            + WEIGHTS["withdrawn"] * self.withdrawn
            + WEIGHTS["turned"] * self.turned
            + WEIGHTS["caption"] * self.caption
            + WEIGHTS["undone"] * self.undone
            + WEIGHTS["silent_on"] * self.silent_on
            + WEIGHTS["newest_count"] * self.newest_count
            + WEIGHTS["counted"] * self.counted
            + WEIGHTS["dated"] * self.dated
            + WEIGHTS["spoken"] * self.spoken
        )

    @property
    def score(self) -> float:
        """What it is worth to be shown: also for the sentence before it, as news answers late."""
        return self.own + WEIGHTS["follows"] * self.follows


def following(judged: Sequence[Candidate], others: Sequence[Candidate] = ()) -> list[Candidate]:
    """Each with what the sentence right before it is worth, if that is among them or `others`."""
    worth = {
        # What is taken back leads to what is true, what lacks the answer to what has it, however
        # little it is worth itself; whose words it is says nothing of the next.
        (one.article.id, one.focus_end): one.own
        - WEIGHTS["withdrawn"] * one.withdrawn
        - WEIGHTS["silent_on"] * one.silent_on
        - WEIGHTS["spoken"] * one.spoken
        for one in (*others, *judged)
    }
    return [replace(one, follows=_worth_before(one, worth)) for one in judged]


def _worth_before(candidate: Candidate, worth: dict[tuple[str, int], float]) -> float:
    body = candidate.article.body
    before = candidate.focus_start
    while before > 0 and body[before - 1].isspace():
        before -= 1
    return worth.get((candidate.article.id, before), 0.0)


def is_undone(text: str) -> bool:
    """Whether it tells first of all of what is to come or is wanted, not of what came about."""
    beginning = " ".join(text.split()[:BEGINNING])
    return looks_ahead(beginning) or is_wanted(beginning)


def with_newest_count(question: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """With the newest counts told from the others, where a toll is asked for: it may have risen."""
    counted = grows_in(question)
    counts = [
        one
        for one in candidates
        if counted is not None
        and one.article.published
        and any(toll.of == counted for toll in tolls(one.focus))
    ]
    if not counts or asks_for_earliest(question):
        return list(candidates)
    least = COUNTS_OF_EVENT * max(one.around for one in candidates)
    days = [_day(one.article) for one in counts if one.around >= least]
    newest = {
        (one.article.id, one.focus_start)
        for one in counts
        if one.around >= least and _day(one.article) == max(days)
    }
    return [
        replace(one, newest_count=float((one.article.id, one.focus_start) in newest))
        for one in candidates
    ]


def _day(article: Article) -> date:
    return article.published.date() if article.published else date.min
