"""Figures of two statements compared: of one thing or not, whose, apart or the same.

Rivals have figures of their own and older accidents their own tolls, so whose a figure is and when
it was counts as much as what it measures. Knows nothing of words around figures but names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.statements.measured import Quantity, comparable, compatible
from rag.statements.measures import SUBJECTS
from rag.statements.mood import foretells
from rag.statements.occasions import (
    days_apart,
    has_risen,
    of_two_bodies,
    of_two_days,
    of_two_events,
)
from rag.statements.reading import Reading
from rag.statements.roots import root, roots
from rag.text.dates import without_dates
from rag.text.figures import backed_by
from rag.text.naming import names_of
from rag.types import Detail

FIGURES_CLOSE = 0.36
"""Closeness of two statements for figures of which it is not sure that they measure one thing."""

SURE_FIGURES_CLOSE = 0.22
SURE_LIKENESS = 0.7
"""Unit and kind are the same: dead and dead, crowns spent and crowns spent."""

SAME_CLOSE = 0.55
"""Closeness from which the same figure of the same thing is agreement."""

RATES_CLOSE = 0.4
"""Closeness from which two rates in one unit are of one thing."""


_FLOWS = frozenset(("per second", "per minute", "per hour", "per day"))

_CLAUSE_END = re.compile(r"[;:,]\s|\b(?:and|but|while|with)\b")
_BY = re.compile(r"^[^.;]{0,60}?\b(?:by|that)\s+((?:[A-Z][\w’'-]+\s?){1,4})")


_POSSESSIVE = re.compile(r"\W*(?:his|her|its|their)\b", re.IGNORECASE)


Pair = tuple[Quantity, Quantity, float]
"""Two figures that may be of one thing, and how sure that is, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Check:
    """Pairs of premise and hypothesis: all have to entail, one has to, or one to contradict.

    Probability of the judge from which it has done so: `least`, 0 to 1.
    """

    pairs: tuple[tuple[str, str], ...]
    verdict: Literal["entails", "entails once", "contradicts"]
    least: float = 0.5


@dataclass(frozen=True, slots=True)
class Difference:
    """What a rule found.

    Attributes:
        detail: In what they differ; "" for a contradiction as a whole.
        confidence: 0 to 1.
        why: In words.
        same: They agree.
        about: Kind of the figures in question ("dead", "price"), a key of `SUBJECTS`; else "".
        check: What the judge has to confirm, if there is one, where the rule goes by few words;
            None where it is sure by itself.
    """

    detail: Detail
    confidence: float
    why: str
    same: bool = False
    about: str = ""
    check: Check | None = None


def comparable_figures(one: Reading, other: Reading, closeness: float) -> list[Pair]:
    """Figures of the same thing, with their likeness; none where the two speak of others.

    What is foretold is not counted yet: "could bring 13 to 18" and "there were 18".
    """
    if one.denied != other.denied or one.past != other.past:
        return []
    if foretells(one) != foretells(other):
        return []
    return [
        pair
        for pair in _pairs(one.figures, other.figures)
        if not _owners_apart(one, pair[0], other, pair[1])
        and not of_two_events(one, pair[0], other, pair[1])
        and not of_two_days(one, pair[0], other, pair[1])
        and not of_two_bodies(one, pair[0], other, pair[1])
        and closeness >= (SURE_FIGURES_CLOSE if pair[2] >= SURE_LIKENESS else FIGURES_CLOSE)
    ]


def apart_in(
    one: Reading,
    other: Reading,
    pairs: list[Pair],
    closeness: float,
    *,
    always_checked: bool = False,
) -> Difference | None:
    """Figures of the same thing that cannot both be right.

    Args:
        one: The earlier.
        other: The later.
        pairs: See `comparable_figures`.
        closeness: Of their matter, 0 to 1.
        always_checked: Even what the figures are of does not tell that they are of one thing.
    """
    apart = [
        pair
        for pair in pairs
        if not compatible(pair[0], pair[1])
        and not has_risen(one, pair[0], other, pair[1])
        and not _both_told(one, pair[0], other, pair[1])
    ]
    if not apart:
        return None
    mine, theirs, likeness = max(apart, key=lambda pair: pair[2])
    detail: Detail = "date" if mine.unit == "clock" else "figure"
    confidence = min(0.95, 0.3 + 0.4 * likeness + 0.5 * closeness)
    why = f"{mine.text} against {theirs.text}"
    about = kind_of(mine, theirs)
    # "42 per cent" of whom, asked what: with the figure put right, the rest must say the same.
    sure = about or (_one_rate(mine, theirs, closeness) and _one_line(one, other))
    check = (
        None if sure and not always_checked else same_but_for(one, mine.text, other, theirs.text)
    )
    return Difference(detail, confidence, why, about=about, check=check)


def _both_told(one: Reading, mine: Quantity, other: Reading, theirs: Quantity) -> bool:
    """One of the two figures stands in the other text as well: there it is of something else."""
    if not mine.unit == theirs.unit == "people":
        return False
    return bool(
        mine.readings & backed_by([without_dates(other.text)])
        or theirs.readings & backed_by([without_dates(one.text)])
    )


def _one_rate(mine: Quantity, theirs: Quantity, closeness: float) -> bool:
    """So much of one thing in so much time: what flows, leaks or is made on one matter."""
    shared = {one for one in mine.aspects & theirs.aspects if one in _FLOWS}
    return bool(shared) and mine.unit == theirs.unit and closeness >= RATES_CLOSE


def _one_line(one: Reading, other: Reading) -> bool:
    """Whether it is one speaker's or of one day: what two measured on two days is no dispute."""
    return one.holder.voice == other.holder.voice or not days_apart(one, other)


def corrected(one: Reading, other: Reading) -> Difference | None:
    """A figure that an outlet takes back, and what it puts in its place in the same article."""
    if not one.withdrawn or other.withdrawn or one.article != other.article:
        return None
    apart = [pair for pair in _pairs(one.figures, other.figures) if not compatible(*pair[:2])]
    if not apart:
        return None
    mine, theirs, likeness = max(apart, key=lambda pair: pair[2])
    detail: Detail = "date" if mine.unit == "clock" else "figure"
    why = f"corrected: {mine.text}, in truth {theirs.text}"
    return Difference(detail, min(0.95, 0.6 + likeness / 2), why, about=kind_of(mine, theirs))


def same_but_for(one: Reading, mine: str, other: Reading, theirs: str) -> Check:
    """Whether two texts say the same once the one word in which they differ is put right."""
    put_right = other.text.replace(theirs, mine, 1)
    turned = one.text.replace(mine, theirs, 1)
    return Check(((one.text, put_right), (other.text, turned)), "entails")


def same_in(pairs: list[Pair], closeness: float) -> Difference | None:
    """A figure of the same thing that both give."""
    if not pairs or closeness < SAME_CLOSE:
        return None
    likest = max(pairs, key=lambda pair: pair[2])
    if not likest[0].readings & likest[1].readings:
        return None
    confidence = min(0.95, 0.4 + closeness / 2)
    about = kind_of(likest[0], likest[1])
    return Difference("", confidence, f"both: {likest[0].text}", same=True, about=about)


def same_figure(denier: Reading, teller: Reading) -> tuple[Quantity, Quantity] | None:
    """A figure of the same thing that one denies and the other gives; None if there is none."""
    pairs = _pairs(denier.figures, teller.figures)
    same = [(a, b) for a, b, like in pairs if a.readings & b.readings and like >= SURE_LIKENESS]
    return same[0] if same else None


def all_apart(denier: Reading, teller: Reading) -> bool:
    """Whether all figures that can be compared contradict each other."""
    pairs = _pairs(denier.figures, teller.figures)
    return bool(pairs) and not any(compatible(a, b) for a, b, _ in pairs)


def share_figure(one: Reading, other: Reading) -> bool:
    """Whether both give the same value somewhere."""
    return any(a.readings & b.readings for a in one.figures for b in other.figures)


def kind_of(mine: Quantity, theirs: Quantity) -> str:
    """What both figures are of, as far as there are words for it."""
    return min((one for one in mine.aspects & theirs.aspects if one in SUBJECTS), default="")


def _pairs(
    mine: tuple[Quantity, ...], theirs: tuple[Quantity, ...]
) -> list[tuple[Quantity, Quantity, float]]:
    """Figures that are each other's likest, of those that can be compared, with their likeness."""
    likeness = {
        (i, j): _likeness(a, b)
        for i, a in enumerate(mine)
        for j, b in enumerate(theirs)
        if comparable(a, b)
    }
    pairs = []
    for (i, j), like in likeness.items():
        rivals = [value for (k, m), value in likeness.items() if (k == i) != (m == j)]
        same = mine[i].readings & theirs[j].readings
        if like >= 0.5 and (same or like >= max(rivals, default=0.0)):
            pairs.append((mine[i], theirs[j], like))
    told = {id(q) for a, b, _ in pairs if a.readings & b.readings for q in (a, b)}
    return [
        pair
        for pair in pairs
        if pair[0].readings & pair[1].readings or not (id(pair[0]) in told or id(pair[1]) in told)
    ]


def _likeness(mine: Quantity, theirs: Quantity) -> float:
    """How sure it is that two figures measure one thing, 0 to 1: unit, kind, words around."""
    unit = 0.35 if mine.unit and mine.unit == theirs.unit else 0.0
    kind = 0.35 if mine.aspects & theirs.aspects else 0.0
    lighter = min(len(mine.thing), len(theirs.thing))
    around = len(mine.thing & theirs.thing) / lighter if lighter else 0.0
    return unit + kind + 0.3 * around


def _owners_apart(one: Reading, mine: Quantity, other: Reading, theirs: Quantity) -> bool:
    """Two bidders, two towns: whose figure it is stands before it, or it is the speaker's own."""
    if mine.unit != "people" and _beside_apart(one, mine, other, theirs):
        return True
    first, second = _owner(one, mine), _owner(other, theirs)
    if first and second:
        return not first & second
    if mine.unit == "people":
        return False
    named = _names_in(one.target), _names_in(other.target)
    if all(named) and not named[0] & named[1]:
        return True
    return mine.unit == "money" and ("price" in mine.aspects or not mine.thing & theirs.thing)


def _beside_apart(one: Reading, mine: Quantity, other: Reading, theirs: Quantity) -> bool:
    """One speaker, two oils: each figure has a name before it that the other side never names."""
    first, second = _beside(one, mine), _beside(other, theirs)
    known = _known_to(one), _known_to(other)
    return bool(first and second) and not first & known[1] and not second & known[0]


def _known_to(reading: Reading) -> frozenset[str]:
    return reading.about | reading.names | roots(reading.holder.name)


def _beside(reading: Reading, figure: Quantity) -> frozenset[str]:
    """Roots of the last name before a figure in its own clause: "Brent crude fell to $95".

    Behind "of" no word is capitalised for opening the sentence alone.
    """
    clause = _CLAUSE_END.split(reading.target[: figure.start])[-1]
    named = [name.words for name in names_of(f"of {clause}")]
    return roots(" ".join(named[-1])) if named else frozenset()


def _owner(reading: Reading, figure: Quantity) -> frozenset[str]:
    """Roots of the names before a figure; of its holder for what is bid, paid or spent."""
    text = reading.target
    behind = _BY.match(text[figure.start :])
    subject = _names_in(f"by {behind[1]}") if behind else _names_in(" ".join(text.split()[:4]))
    if not subject and _POSSESSIVE.match(text):
        subject = _names_in(f"of {reading.before}")
    if subject or figure.unit == "people":
        return subject
    if figure.unit != "money":
        return _names_in(text[: figure.start])
    # Who says what a thing will cost need not be who pays for it.
    known = reading.holder.kind in ("person", "institution") and "cost" not in figure.aspects
    return roots(reading.holder.name) if known else _names_in(text[: figure.start])


def _names_in(text: str) -> frozenset[str]:
    return frozenset(root(word) for name in names_of(text) for word in name.words)
