"""How two statements stand to each other: agree, contradict, differ in a detail, supersede.

Checks that can be explained come first (denial, figures, dates, opposites, cause, place, actor);
what they leave open goes to the judge. All of it only where both speak of the same matter: two
statements about different things are unrelated, whatever their figures. Rather misses than invents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.ports import Judge
from rag.statements.changes import denied_before
from rag.statements.differences import (
    OWN_SHARED,
    difference,
    of_others,
    share_own_words,
)
from rag.statements.figures import Check, Difference, corrected, share_figure
from rag.statements.matter import Matter
from rag.statements.mood import of_another_mood, only_if, says_no
from rag.statements.plainly import plain_dispute
from rag.statements.reading import Reading
from rag.statements.roots import root, roots
from rag.text.words import words
from rag.types import Detail, Relation

CONTRADICTS_FROM = 0.85
"""Probability of the judge, the better of both directions, from which it is believed alone."""

ENTAILS_FROM = 0.75
"""The same for agreement."""

WEAK_DIRECTION = 0.85
"""What the other direction must have, too: a one-sided contradiction is mostly another matter."""

JUDGED_FROM = 0.45
"""Closeness under which the judge is not asked: it finds contradictions between any two things."""

ANSWERED = 0.7
"""How sure it is that who "was not convinced" contradicts who spoke before."""

CHANGED_CLOSE = 0.22
"""Closeness from which a line that is said to have changed is taken for this one."""

NEAR_WORDING, NEAR_OVERLAP = 0.72, 0.5
"""The same where words are shared as well."""

ENTAILED_SHARED = 0.3
"""Share of the lighter content's own words that both have, for the judge to say that they agree."""

JUDGED_MOST = 200
"""Pairs that the judge is asked about, the closest: each takes about 15 ms."""

_HEDGED = re.compile(
    r"\b(?:reportedly|reports?|reported|alleg\w+|claim\w*|rumou?r\w*|unconfirmed|may|might|could|"
    r"apparently|purported\w*|supposedly|believed)\b",
    re.IGNORECASE,
)
_COMMON = roots(
    "find make take go come company firm people day year time minister governor office government "
    "statement"
)

SAME_WORDING = 0.9
"""Cosine from which two contents without any difference say the same."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one statement stands to an earlier one; see `PositionRelation` and `Difference`.

    `unsure` is whether nothing but the judge or nearness says so, and nothing explains it.
    """

    relation: Relation
    detail: Detail
    confidence: float
    why: str
    about: str = ""
    check: Check | None = None
    unsure: bool = False


UNRELATED = Judgement("unrelated", "", 0.0, "they speak of different things")


class Relater:
    """Relates readings of one pool. Without a judge only what can be explained is found."""

    def __init__(self, judge: Judge | None, *, plainly: bool = False) -> None:
        """Takes a judge.

        Args:
            judge: Says what rules leave open, and confirms what they find by few words.
            plainly: Only what two sentences dispute in so many words; see `plain_dispute`.
        """
        self._judge = judge
        self._plainly = plainly

    def relate(
        self, readings: Sequence[Reading], pairs: Sequence[tuple[int, int]], matter: Matter
    ) -> list[Judgement]:
        """A judgement for each pair of indexes into `readings`.

        Args:
            readings: The pool.
            pairs: The earlier statement first.
            matter: Tells how close two of the pool are.
        """
        if self._plainly:
            told = self._confirmed([_plainly(readings, pair, matter) for pair in pairs])
            return [
                in_time(one or UNRELATED, readings[i], readings[j])
                for one, (i, j) in zip(told, pairs, strict=True)
            ]
        found = self._confirmed([_explained(readings, pair, matter) for pair in pairs])
        open_ones = [place for place, judgement in enumerate(found) if judgement is None]
        asked = [
            place
            for place in open_ones
            if matter.closeness(*pairs[place]) >= JUDGED_FROM
            and _may_be_judged(*(readings[index] for index in pairs[place]))
        ]
        asked = sorted(asked, key=lambda place: -matter.closeness(*pairs[place]))[:JUDGED_MOST]
        verdicts = self._verdicts(
            [(readings[i], readings[j]) for i, j in map(pairs.__getitem__, asked)]
        )
        judged = dict(zip(asked, verdicts, strict=True))
        result: list[Judgement] = []
        for place, (i, j) in enumerate(pairs):
            judgement = found[place] or judged.get(place) or UNRELATED
            result.append(in_time(judgement, readings[i], readings[j]))
        return result

    def _confirmed(self, found: Sequence[Judgement | None]) -> list[Judgement | None]:
        """Without those that need the judge's word and do not have it; all without a judge."""
        checks = [(place, one.check) for place, one in enumerate(found) if one and one.check]
        if self._judge is None or not checks:
            return list(found)
        verdicts = self._judge.judge([pair for _, check in checks for pair in check.pairs])
        kept, first = list(found), 0
        for place, check in checks:
            rows = verdicts[first : first + len(check.pairs)]
            first += len(check.pairs)
            if _sureness(check, rows) < check.least:
                kept[place] = UNRELATED
        return kept

    def _verdicts(self, pairs: Sequence[tuple[Reading, Reading]]) -> list[Judgement]:
        """What the judge makes of pairs; all unrelated without one."""
        if self._judge is None or not pairs:
            return [UNRELATED] * len(pairs)
        asked = [(a.whole, b.text) for a, b in pairs] + [(b.whole, a.text) for a, b in pairs]
        verdicts = self._judge.judge(asked)
        count = len(pairs)
        return [
            _judged(a, b, verdicts[place], verdicts[count + place])
            for place, (a, b) in enumerate(pairs)
        ]


def _sureness(check: Check, rows: np.ndarray) -> float:
    """The same but for a figure is so both ways; other verdicts may be seen from one side."""
    if check.verdict == "entails":
        return float(rows[:, 0].min())
    return float(rows[:, 0].max() if check.verdict == "entails once" else rows[:, 2].max())


def _may_be_judged(a: Reading, b: Reading) -> bool:
    """Whether anything the judge could say of them would be believed; see `_judged`."""
    least = ENTAILED_SHARED if not of_another_mood(a, b) else OWN_SHARED
    return _two_articles(a, b) and share_own_words(a, b, least=least)


def _two_articles(earlier: Reading, later: Reading) -> bool:
    """Within one article each statement goes on from the last: a judge takes that for agreement."""
    return not earlier.article or earlier.article != later.article


def _explained(
    readings: Sequence[Reading], pair: tuple[int, int], matter: Matter
) -> Judgement | None:
    """The judgement of the checks; None if they have nothing to say."""
    earlier, later = readings[pair[0]], readings[pair[1]]
    if right := corrected(earlier, later):
        return Judgement("supersede", right.detail, right.confidence, right.why, right.about)
    found = difference(earlier, later, matter.closeness(*pair), matter.overlap(*pair))
    if found is not None:
        return from_difference(found)
    if later.answer and later.answers(earlier):
        return Judgement("contradict", "", ANSWERED, f"an answer to it: “{later.answer.words}”")
    if announced := _announced(earlier, later, matter.closeness(*pair)):
        return announced
    if earlier.denied != later.denied or _other_figures(earlier, later):
        return None
    return _same_in_other_words(earlier, later, matter.cosine(*pair), matter.overlap(*pair))


def _plainly(
    readings: Sequence[Reading], pair: tuple[int, int], matter: Matter
) -> Judgement | None:
    """The judgement of the rules that need no other to bear them out; None if they have none."""
    found = plain_dispute(readings[pair[0]], readings[pair[1]], matter.closeness(*pair))
    return from_difference(found) if found else None


def _same_in_other_words(
    earlier: Reading, later: Reading, cosine: float, overlap: float
) -> Judgement | None:
    """Agreement by wording, where much of the two contents themselves is the same."""
    if not share_own_words(earlier, later) or of_another_mood(earlier, later):
        return None
    if cosine >= SAME_WORDING and not (earlier.before or later.before):
        return Judgement("agree", "", cosine, "the same in other words")
    if not _near_wording(earlier, later, cosine, overlap):
        return None
    check = Check(((earlier.whole, later.text), (later.whole, earlier.text)), "entails once")
    return Judgement("agree", "", cosine, "the same in other words", check=check, unsure=True)


def _other_figures(earlier: Reading, later: Reading) -> bool:
    """Both have figures, and not one in common: the same words say something else."""
    return bool(earlier.figures and later.figures) and not share_figure(earlier, later)


def _near_wording(earlier: Reading, later: Reading, cosine: float, overlap: float) -> bool:
    """Much the same, neither denies nor hedges what the other says, and no article goes on."""
    return (
        cosine >= NEAR_WORDING
        and overlap >= NEAR_OVERLAP
        and _two_articles(earlier, later)
        and not of_others(earlier, later)
        and bool(_HEDGED.search(earlier.text)) == bool(_HEDGED.search(later.text))
    )


def _announced(earlier: Reading, later: Reading, closeness: float) -> Judgement | None:
    """The later one says itself that the line has changed, and the same voice spoke before."""
    if not later.change or not earlier.holder.speaks_as(later.holder):
        return None
    if closeness < CHANGED_CLOSE or not is_later(earlier, later) or earlier.change:
        return None
    if denied_before(later.change) and not says_no(earlier):
        return None
    if earlier.phrase and later.phrase and _deed(earlier) == _deed(later):
        return None  # who apologised in April and does in May has changed nothing since
    if not (earlier.core & (later.core | roots(later.change))) - _COMMON:
        return None
    return Judgement("contradict", "", min(0.95, 0.6 + closeness / 2), f"“{later.change}”")


def _deed(reading: Reading) -> str:
    """The root of the verb that a phrase begins with, behind whose deed it is."""
    told = words(reading.text.removeprefix(reading.holder.name))
    return root(told[0]) if told else ""


def from_difference(found: Difference) -> Judgement:
    """What a rule found, as a judgement: a difference in a detail, or a contradiction."""
    if found.same:
        return Judgement("agree", "", found.confidence, found.why, found.about)
    relation: Relation = "differ" if found.detail else "contradict"
    return Judgement(relation, found.detail, found.confidence, found.why, found.about, found.check)


def _judged(a: Reading, b: Reading, forth: np.ndarray, back: np.ndarray) -> Judgement:
    """The judge's two verdicts as one; a denial turns them round."""
    entails, contradicts = float(max(forth[0], back[0])), float(max(forth[2], back[2]))
    weaker = float(min(forth[2], back[2]))
    if a.denied != b.denied:
        # Contradicting what is denied is no agreement that can be relied on.
        if entails >= ENTAILS_FROM:
            return Judgement(
                "contradict", "", entails, f"a denial of the same (judge: {entails:.2f})"
            )
        return UNRELATED
    if says_no(a) and says_no(b) and contradicts > entails:
        return UNRELATED  # two words of "not" confuse it: "no part will close", "not to close any"
    if a.phrase or b.phrase:
        contradicts = 0.0  # "the allegations" against any sentence: the judge makes what it likes
    if not share_own_words(a, b) or only_if(a, b):
        contradicts = 0.0  # "no swap is imminent" against "a miscarriage of justice"
    if not share_own_words(a, b, least=ENTAILED_SHARED) or of_another_mood(a, b):
        entails = 0.0
    if contradicts >= CONTRADICTS_FROM and weaker >= WEAK_DIRECTION and contradicts > entails:
        return Judgement(
            "contradict", "", contradicts, f"the judge: {contradicts:.2f}", unsure=True
        )
    if entails >= ENTAILS_FROM:
        return Judgement("agree", "", entails, f"the judge: {entails:.2f}", unsure=True)
    return UNRELATED


def in_time(judgement: Judgement, earlier: Reading, later: Reading) -> Judgement:
    """A contradiction between a speaker's own words, days apart, is a change of line."""
    if judgement.relation not in ("contradict", "differ") or not is_later(earlier, later):
        return judgement
    if not earlier.holder.speaks_as(later.holder):
        return judgement
    first, then = earlier.published, later.published
    when = f"{first.day} {first:%B}, then {then.day} {then:%B}: " if first and then else ""
    return replace(judgement, relation="supersede", why=f"{when}{judgement.why}")


def is_later(earlier: Reading, later: Reading) -> bool:
    """Whether one was published on a later day than the other."""
    first, then = earlier.published, later.published
    return first is not None and then is not None and first.date() < then.date()
