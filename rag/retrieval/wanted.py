"""What a question says about the articles it wants: outlets, periods, the newest, and its parts.

Filters come only of wording that demands them ("according to The Verge", "published in May");
anything else lets fitting articles come sooner and hides none. A question about several outlets
has a part for each, so that each gets room among the hits. Knows the library by `Known` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from rag.ports import ArticleStore
from rag.retrieval.outlets import Mention, Spellings, mentions, segments, spellings
from rag.retrieval.periods import Period, periods
from rag.text.words import content_words
from rag.types import Filters, Understood

KEPT_UP_DAYS = 14
"""A library whose newest article is older is an archive: "this week" is its last week."""

_FEWEST_WORDS = 4  # content words of a part; with fewer it is searched with the whole question
_NEWEST = re.compile(
    r"\b(?:the\s+latest(?!\s+(?:\w+\s+)?(?:model|version|film|album|book|novel))|newest|"
    r"most\s+recent(?:ly)?|right\s+now|as\s+of\s+now|so\s+far|"
    r"final\s+(?:\w+\s+){0,2}?(?:toll|number|count|figure|tally|total))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a library before it is searched.

    Attributes:
        outlets: As it spells them.
        oldest: Day of the oldest dated article.
        newest: Day of the newest.
        named: See `rag.retrieval.outlets.spellings`.
    """

    outlets: tuple[str, ...] = ()
    oldest: date | None = None
    newest: date | None = None
    named: Spellings = field(default_factory=Spellings, compare=False, repr=False)

    @classmethod
    def of(cls, outlets: Sequence[str], dated: tuple[datetime, datetime] | None) -> Known:
        """From the store's own answers; see `ArticleStore.outlets` and `ArticleStore.dated`."""
        oldest, newest = (one.date() for one in dated) if dated else (None, None)
        return cls(tuple(outlets), oldest, newest, spellings(outlets))

    def today(self) -> date:
        """What "yesterday" is seen from: today, or the last day of an archive."""
        today = datetime.now(UTC).date()
        if self.newest is None or (today - self.newest).days <= KEPT_UP_DAYS:
            return today
        return self.newest


class Library:
    """`Known` of a store, read again only when the store has changed."""

    def __init__(self, store: ArticleStore) -> None:
        self._store = store
        self._read: tuple[int, Known] | None = None

    def known(self) -> Known:
        """As of this call. Safe to call from several threads."""
        generation, read = self._store.generation, self._read
        if read is None or read[0] != generation:
            outlets = [outlet for outlet, _ in self._store.outlets()]
            read = (generation, Known.of(outlets, self._store.dated()))
            self._read = read
        return read[1]


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a question asks for, searched by itself.

    Attributes:
        text: What is searched for.
        filters: Among which articles.
    """

    text: str
    filters: Filters


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question says about the articles it wants; empty if it says nothing."""

    understood: tuple[Understood, ...] = ()
    parts: tuple[Part, ...] = ()


def wanted(
    question: str, known: Known, *, without: Iterable[str] = (), today: date | None = None
) -> Wanted:
    """Reads it out of the question.

    Args:
        question: As asked, or completed from the conversation.
        known: The library that is asked.
        without: Keys of what is to be left out, see `Understood.key`.
        today: What "yesterday" is seen from; `Known.today` if not given.
    """
    left_out = set(without)
    named = [
        one for one in mentions(question, known.named) if f"outlet:{one.outlet}" not in left_out
    ]
    placed = [
        one
        for one in _within(periods(question, today or known.today()), known)
        if f"period:{question[one.start : one.end].lower()}" not in left_out
    ]
    parts = _parts(question, named, placed) if len(named) > 1 else ()
    understood = [
        *_outlets(question, named, divided=bool(parts)),
        *(_period(question, one, divided=bool(parts)) for one in placed),
    ]
    newest = _NEWEST.search(question)
    if newest and "newest" not in left_out:
        understood.append(Understood("newest", "newest", "newest first", newest.group()))
    return Wanted(tuple(understood), parts)


def both(first: Filters, second: Filters) -> Filters | None:
    """What passes both; None if nothing can."""
    since = max(filter(None, (first.since, second.since)), default=None)
    until = min(filter(None, (first.until, second.until)), default=None)
    if since and until and since > until:
        return None
    merged: dict[str, tuple[str, ...]] = {}
    for name in ("sources", "languages", "articles"):
        one, other = getattr(first, name), getattr(second, name)
        folded = {value.casefold() for value in other}
        kept = tuple(value for value in one if value.casefold() in folded) if one and other else ()
        if one and other and not kept:
            return None
        merged[name] = kept or one or other
    return Filters(since, until, **merged)


def _within(found: Sequence[Period], known: Known) -> list[Period]:
    """Those in which some of the library's articles may lie, but not all."""
    if known.oldest is None or known.newest is None:
        return []
    return [one for one in found if one.parts(known.oldest, known.newest)]


def _outlets(question: str, named: Sequence[Mention], *, divided: bool) -> list[Understood]:
    outlets = dict.fromkeys(one.outlet for one in named)
    return [
        Understood(
            f"outlet:{outlet}",
            "outlet",
            f"from {outlet}",
            next(question[one.start : one.end] for one in named if one.outlet == outlet),
            Filters(sources=(outlet,)),
            demanded=not divided and any(one.demanded for one in named if one.outlet == outlet),
        )
        for outlet in outlets
    ]


def _period(question: str, one: Period, *, divided: bool) -> Understood:
    words = question[one.start : one.end]
    demanded = one.published and not divided
    return Understood(
        f"period:{words.lower()}", "period", one.label, words, one.filters(), demanded
    )


def _parts(question: str, named: Sequence[Mention], placed: Sequence[Period]) -> tuple[Part, ...]:
    """A part for each outlet named, with the words about it and the dates among these."""
    parts: list[Part] = []
    for mention, text in zip(named, segments(question, named), strict=True):
        filters = Filters(sources=(mention.outlet,))
        for one in placed:
            if one.published and question[one.start : one.end] in text:
                filters = both(filters, one.filters()) or filters
        telling = len(content_words(text)) >= _FEWEST_WORDS
        part = Part(text if telling else question, filters)
        if part not in parts:
            parts.append(part)
    if len({part.filters for part in parts}) == 1 and len({part.text for part in parts}) == 1:
        return ()
    return tuple(parts)


def without_periods(part: Part) -> Part:
    """The same part at any time, for where its date finds nothing."""
    return replace(part, filters=replace(part.filters, since=None, until=None))
