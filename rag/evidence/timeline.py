"""Sentences that say when something happened, or will, become the entries of a timeline.

An event is told once, by the sentence that tells it best; the same day and much the same words make
the same event. What is dated only by having been said ("told reporters on Monday") is worth less
than what was done. Knows nothing of how an entry is phrased.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rag.evidence.gather import SourceSentence
from rag.evidence.points import carries
from rag.evidence.weighing import WORD_FOR_WORD, Material
from rag.text.days import Resolved, resolve
from rag.text.pending import looks_ahead
from rag.text.trim import dateline_end, without_dateline
from rag.text.words import names, stem
from rag.types import Precision

SAME_EVENT = 0.55
"""Cosine from which two sentences that name the same day tell of the same event."""

MOST_A_DAY = 2
"""Entries of one day at most, so that one busy day does not push out the others; of a month, 1."""

BACKGROUND = timedelta(days=366)
"""What is dated by its year alone, and lies further back than this, is background."""

ENOUGH = 4
"""Entries from which a timeline has no need of background."""

HEAD = 0.3  # the first sentence of an article is its news
COARSE = 0.5  # a month or a year is background more often than an event
LEANING = 0.3
ONLY_SAID = 0.35
BESIDE = 0.6  # the sentence tells of something else than what it dates
FAR_BACK = 0.4  # more than a year before the article

# The date tells when something beside the main clause happened: "has denied it before it sank on".
_BESIDE = re.compile(
    r"\w.*(?:;|\b(?:that|before|after|when|since|because|which|who|whose|where|than|as|if)\b)[^,;]*$",
    re.IGNORECASE | re.DOTALL,
)
# Nothing happened then: "since Thursday", "from 40 on Tuesday", "Wednesday's price".
_NO_EVENT_BEFORE = re.compile(
    r"\b(?:since|until|till|through|(?:dat|go)ing back to|than (?:in|on|that of)|"
    r"from [\w.,]+ (?:in|on|at)|above|below)\s+"
    r"(?:(?:late|early|the)\s+)*$",
    re.IGNORECASE,
)
_NO_EVENT_BEHIND = re.compile(r"[’']s\b")
_ONLY_SAID = re.compile(
    r"\b(?:said|told|says|asked|wrote|added|reported|declined|answer\w*|quoted|statement)\b[^,;]{0,60}$",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"\b(?:den(?:y|ied)|admitt\w+|order\w+|suspend\w+|announc\w+|rul\w+ out|resign\w+|raised?|"
    r"promis\w+|sign\w+|vot\w+|arrest\w+|appeal\w+|reject\w+|approv\w+|accept\w+|kill\w+|died|"
    r"capsiz\w+|crash\w+|collaps\w+|open\w+|clos\w+|launch\w+|found|recover\w+|rescued)\b",
    re.IGNORECASE,
)


DEED_ALIKE = 0.3
"""The same where both date the same deed, and name somebody or something in common."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of the timeline.

    Attributes:
        day: The first of the month or year where `precision` is coarser.
        precision: As far as the article goes.
        said: The words that date it, as they stand in the sentence.
        best: Index, in the material, of the sentence that tells it.
        others: Indices of sentences of other origins that tell it too, likest first.
    """

    day: date
    precision: Precision
    said: str
    best: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Dated:
    place: int
    when: Resolved
    said: str
    worth: float


def main_date(sentence: SourceSentence) -> Resolved | None:
    """The date of what a sentence tells: its first day, else its first month or year.

    Offsets are of the sentence's text. The dateline before it dates the article, not the event.
    """
    text = sentence.text
    begins = dateline_end(text)
    found = [
        one
        for one in resolve(text, sentence.article.published, whole=sentence.article.body)
        if one.start >= begins
        and not _NO_EVENT_BEFORE.search(text[: one.start])
        and not _NO_EVENT_BEHIND.match(text, one.end)
    ]
    days = [one for one in found if one.precision == "day"]
    return next(iter(days or found), None)


def happenings(material: Material, count: int) -> list[Happening]:
    """At most `count` events, oldest first."""
    newest = max((p for one in material.sentences if (p := one.article.published)), default=None)
    dated = [
        _dated(material, place, when)
        for place, sentence in enumerate(material.sentences)
        if not sentence.unclear
        and (when := main_date(sentence)) is not None
        and not _is_past_expectation(sentence, when, newest)
    ]
    dated = [one for one in dated if not _is_reprinted(material, one, dated)]
    dated.sort(key=lambda one: (-one.worth, one.place))
    chosen: list[_Dated] = []
    told: dict[int, list[int]] = {}
    for one in dated:
        same = next((other for other in chosen if _same_event(material, one, other)), None)
        if same is not None:
            told[same.place].append(one.place)
        elif len(chosen) < count and _has_room(one, chosen):
            chosen.append(one)
            told[one.place] = []
    chosen = _without_background(material, chosen)
    entries = [
        Happening(
            one.when.day,
            one.when.precision,
            one.said,
            one.place,
            _one_an_origin(material, one.place, told[one.place]),
        )
        for one in chosen
    ]
    # A coarse date stands before the days that it covers.
    return sorted(entries, key=lambda one: (one.day, one.precision == "day", one.best))


def _is_reprinted(material: Material, one: _Dated, dated: Sequence[_Dated]) -> bool:
    """Whether an earlier article has the sentence: "on Wednesday" was its Wednesday."""
    published = material.sentences[one.place].article.published
    return published is not None and any(
        (first := material.sentences[other.place].article.published) is not None
        and first < published
        and other.when.day != one.when.day
        and float(material.likeness[one.place, other.place]) >= WORD_FOR_WORD
        for other in dated
    )


def _is_past_expectation(sentence: SourceSentence, when: Resolved, newest: datetime | None) -> bool:
    """Whether it only says what was to happen on a day that newer articles have behind them."""
    published = sentence.article.published
    return (
        newest is not None
        and published is not None
        and when.day >= published.date()
        and when.day < newest.date()
        and looks_ahead(sentence.text)
    )


def _has_room(one: _Dated, chosen: Sequence[_Dated]) -> bool:
    told = sum(other.when.day == one.when.day for other in chosen)
    return told < (MOST_A_DAY if one.when.precision == "day" else 1)


def _without_background(material: Material, chosen: list[_Dated]) -> list[_Dated]:
    """Without years long before the news, where there are enough events beside them."""
    news = [one for one in chosen if not _is_background(material, one)]
    return news if len(news) >= ENOUGH else chosen


def _is_background(material: Material, one: _Dated) -> bool:
    published = material.sentences[one.place].article.published
    return (
        one.when.precision == "year"
        and published is not None
        and published.date() - one.when.day > BACKGROUND
    )


def _dated(material: Material, place: int, when: Resolved) -> _Dated:
    sentence = material.sentences[place]
    text = sentence.text
    worth = float(material.worth[place])
    worth += HEAD * (sentence.place == 0) - LEANING * sentence.leans
    worth -= COARSE * (when.precision != "day")
    if _ONLY_SAID.search(text[: when.start]) and not _DEED.search(text):
        worth -= ONLY_SAID
    worth -= BESIDE * bool(_BESIDE.match(without_dateline(text)[: when.start - dateline_end(text)]))
    published = sentence.article.published
    if published and published.date() - when.day > BACKGROUND:
        worth -= FAR_BACK
    return _Dated(place, when, text[when.start : when.end], worth)


def _same_event(material: Material, one: _Dated, other: _Dated) -> bool:
    alike = float(material.likeness[one.place, other.place])
    if one.when.precision == other.when.precision:
        least = DEED_ALIKE if _one_deed(material, one, other) else SAME_EVENT
        return one.when.day == other.when.day and alike >= least
    coarse, fine = sorted((one.when, other.when), key=lambda when: when.precision == "day")
    covers = coarse.day.year == fine.day.year and (
        coarse.precision == "year" or coarse.day.month == fine.day.month
    )
    return covers and alike >= SAME_EVENT


def _one_deed(material: Material, one: _Dated, other: _Dated) -> bool:
    """Whether two dates are of the same deed: "... after the Maren capsized on Saturday"."""
    mine, theirs = _deed(material, one), _deed(material, other)
    return mine is not None and mine == theirs and _share_a_name(material, one, other)


def _deed(material: Material, one: _Dated) -> str | None:
    """The stem of the deed that stands last before the date."""
    before = material.sentences[one.place].text[: one.when.start]
    found = [match.group() for match in _DEED.finditer(before)]
    return stem(found[-1].lower()) if found else None


def _share_a_name(material: Material, one: _Dated, other: _Dated) -> bool:
    mine, theirs = (
        {name.lower() for name in names(material.sentences[dated.place].text)}
        for dated in (one, other)
    )
    return bool(mine & theirs)


def _one_an_origin(material: Material, best: int, places: Sequence[int]) -> tuple[int, ...]:
    """Of those that tell the same event, the ones that say what the best one says."""
    heard = {material.sentences[best].origin}
    kept: list[int] = []
    for place in sorted(places, key=lambda other: -float(material.likeness[best, other])):
        origin = material.sentences[place].origin
        told = carries(material.sentences[place], material.sentences[best])
        if told and origin not in heard:
            heard.add(origin)
            kept.append(place)
    return tuple(kept)
