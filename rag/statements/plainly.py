"""What two statements dispute in so many words: fit to be told to who asked for no comparison.

A denial of what the other says, a story called false that the other tells, counts of one thing that
cannot both be right. Who compares statements has both before him and is told of more; on a page of
news a dispute that is none is worse than one that is left out. Knows nothing of pages.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from rag.statements.denials import denial
from rag.statements.differences import refuted, refutes
from rag.statements.extents import extent
from rag.statements.figures import (
    SURE_FIGURES_CLOSE,
    Check,
    Difference,
    apart_in,
    comparable_figures,
    same_in,
)
from rag.statements.occasions import ONE_EVENT, within
from rag.statements.reading import Reading
from rag.statements.roots import roots
from rag.text.tolls import tolls

SHARED_WORDS = 2
"""Weighty words of what is denied that are in the other statement, from which it says the same."""

DENIED_FROM = 0.4
"""Probability of the judge from which one statement says what the other denies, in other words."""

AT_ONCE = timedelta(hours=12)
"""Counts that lie no further apart than this disagree; from one day to the next a toll grows."""

TOLD_CLOSE = 0.7
"""Closeness from which a report that is called false is what the other says."""

_LIGHT = roots(
    "include toward accuse accusation allegation allege claim report deny say statement government "
    "minister ministry office state people person know time day year"
)
"""Words of many denials."""

_TOLLS = frozenset(("dead", "missing", "hurt", "aboard"))
_CALLED = re.compile(
    r"\b(?P<thing>reports?|stor(?:y|ies)|claims?|allegations?|accusations?|rumou?rs?|articles?|"
    r"accounts?|suggestions?)\b|\b(?P<picture>footage|videos?|photos?|photographs?|images?|pictures?)\b",
    re.IGNORECASE,
)
_PICTURES = roots("footage video photo photograph image picture")


def plain_dispute(one: Reading, other: Reading, closeness: float) -> Difference | None:
    """The dispute, or figures that agree; None if there is neither.

    Args:
        one: The earlier.
        other: The later.
        closeness: Of their matter, 0 to 1.
    """
    if closeness < SURE_FIGURES_CLOSE:
        return None
    if found := denial(one, other, closeness):
        return found if found.same or found.about else _borne_out(found, one, other)
    if found := refuted(one, other, closeness):
        return found if _tells_what_is_false(one, other, closeness) else None
    pairs = comparable_figures(one, other, closeness)
    found = apart_in(one, other, pairs, closeness, always_checked=True)
    if found is None:
        return same_in(pairs, closeness)
    if found.about not in _TOLLS:
        return found
    return replace(found, check=None) if _counts_apart(one, other, found.about) else None


def _borne_out(found: Difference, one: Reading, other: Reading) -> Difference:
    """One shared word does not tell that the one denies what the other says: the judge must."""
    if len((one.core & other.core) - _LIGHT) >= SHARED_WORDS:
        return found
    denier, teller = (one, other) if one.denied else (other, one)
    told = ((teller.text, denier.target), (teller.whole, denier.target))
    check = Check((*told, (denier.target, teller.text)), "entails once", DENIED_FROM)
    return replace(found, check=check)


def _tells_what_is_false(one: Reading, other: Reading, closeness: float) -> bool:
    """Whether the one tells the report, or tells of the pictures, that the other calls false."""
    false, told = (one, other) if refutes(one) else (other, one)
    called = _CALLED.search(false.text)
    if called is None:
        return False
    if called["picture"]:
        return bool(_PICTURES & told.about)
    return closeness >= TOLD_CLOSE


def _counts_apart(one: Reading, other: Reading, about: str) -> bool:
    """Whether each counts that once, over the same place, and not both can hold."""
    if one.article == other.article or extent(one) != extent(other):
        return False
    mine = [toll for toll in tolls(one.text) if toll.of == about]
    theirs = [toll for toll in tolls(other.text) if toll.of == about]
    # Of "109, of these 105 in Florida" no one can tell which another counts too.
    if len(mine) != 1 or len(theirs) != 1:
        return False
    earlier, later = mine[0], theirs[0]
    if earlier.value == later.value:
        return False
    if earlier.at_least and earlier.value < later.value:
        return False
    if later.at_least and later.value < earlier.value:
        return False
    if about == "aboard" or within(one, other, AT_ONCE):
        return True
    # Of the dead there are never fewer: a later lower count says that the earlier was wrong.
    return about == "dead" and later.value < earlier.value and within(one, other, ONE_EVENT)
