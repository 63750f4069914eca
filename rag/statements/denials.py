"""Whether one statement denies what another says: outright, of oneself, or what one is accused of.

"Denied the attack" denies that there was one; "denied cheating" denies nothing of anybody else; and
"denied the allegations" denies whatever they are that others accuse the same person of.
"""

from __future__ import annotations

import re
from datetime import timedelta

from rag.statements.figures import Difference, all_apart, kind_of, same_figure
from rag.statements.mood import says_no
from rag.statements.occasions import within
from rag.statements.reading import Reading
from rag.statements.roots import root, roots
from rag.text.words import words

DENIAL_CLOSE = 0.3
"""Closeness from which an outright denial is one of the other statement."""

CORE_SHARED = 0.4
"""Share of what is denied that must be in the other statement."""

OWN_CORE = 3
"""Of so many roots that are denied, one is not enough even in the denier's own earlier words."""

LONG_TARGET = 6
"""Words of what is denied; of more than these, one that is left says not what it is."""

SURE_SHARE = 0.5
"""With less, the two must be nearer in matter too."""

VAGUE_WITHIN = timedelta(days=7)
"""Days from the telling within which one word says what is denied."""

ACCUSED_WITHIN = timedelta(days=31)
"""Days between "denied the allegations" and those that are meant."""

_NO_BELIEVER = re.compile(r"(?:\bnot|n[’']t|\bnever)\s+believed?\s+in\b", re.IGNORECASE)
_OF_CLAIMS = re.compile(r"\b(?:accus|alleg|claim|charg|rumou?r)\w*", re.IGNORECASE)
_PART = "knowledge involvement responsibility role part complicity participation link connection"
# "Denied cheating", "denied having opened fire", "denied any knowledge of it": the denier's own.
_OWN_DEED = re.compile(
    r"^\W*(?:(?:any|all|ever|even|the)\s+)*(?:intentional(?:ly)?\s+|direct(?:ly)?\s+|knowing(?:ly)?\s+)?"
    r"(?:(?!any|some|every|no|king|ring|spring|string|thing|ceiling|wing)[a-z]{2,}ing\b(?!s?\s+of\b)|"
    rf"(?:{'|'.join(_PART.split())})s?\s+(?:in|of|for|with|to)\b)",
    re.IGNORECASE,
)
# "Having met" and "being paid" are no deeds by their first word.
_DEED = re.compile(
    r"^\W*(?:(?:any|all|ever|even|the|intentional(?:ly)?|direct(?:ly)?|knowing(?:ly)?)\s+)*"
    r"(?!having|being|taking|making|doing|giving|getting)(?P<deed>[a-z]{2,}ing)\b",
    re.IGNORECASE,
)
_TAKING_PART = roots(_PART)
_BARE = roots(
    "accusation allegation charge claim report rumour rumor suggestion assertion wrongdoing "
    "misconduct guilt story intentional direct strong new latest false baseless crime"
)
"""Words of a denial that do not tell what is denied."""

# "Contacted both about the allegations" accuses nobody, nor does "the alleged scheme".
_ACCUSES = re.compile(
    r"\b(?:accus(?:es?|ed|ing)|(?<!an )(?<!the )(?<!his )(?<!her )alleg(?:es?|ed|ing)|"
    r"blam(?:es?|ed|ing)|(?:charg(?:es|ed|ing)|indicted)\b[^.;]{2,60}?\b(?:with|on|for)|"
    r"su(?:es|ed|ing)|(?:accusation|allegation|charge|claim)s? (?:of|that))\b",
    re.IGNORECASE,
)


def denial(one: Reading, other: Reading, closeness: float) -> Difference | None:
    """One denies outright what the other says; two denials of the same agree."""
    if one.denied and other.denied:
        return _both_deny(one, other, closeness)
    if one.denied == other.denied:
        return None
    denier, teller = (one, other) if one.denied else (other, one)
    # Denies 20 dead, and the other says 12; or the other says "not" itself: no contradiction.
    if all_apart(denier, teller) or says_no(teller):
        return None
    if denier.holder.speaks_as(teller.holder) and _OF_CLAIMS.search(teller.text):
        return None  # "it is insane to hear such accusations" is no word for them
    if same := same_figure(denier, teller):
        why = f"a denial of the same: {same[0].text}"
        return Difference("", min(0.95, 0.7 + closeness / 2), why, about=kind_of(*same))
    if _of_own_deed(denier) and not (_tells_of(teller, denier) and _does_it(teller, denier)):
        return None
    if _NO_BELIEVER.search(denier.passage) and not _tells_of(teller, denier):
        return None  # "others don't believe in vaccines": nothing is said of who has had one
    if denier.core and denier.core <= _BARE:
        return _of_what_one_is_accused(denier, teller, closeness)
    share = _core_share(one, other)
    if _of_own_deed(denier) and own_words(one, other) and share <= SURE_SHARE:
        return None  # of "launching that attack" another attack is not enough
    if share <= SURE_SHARE and not own_words(one, other) and not _of_its_subject(denier, teller):
        return None
    least = DENIAL_CLOSE if share >= SURE_SHARE else DENIAL_CLOSE + 0.06
    if closeness < least or not share or _vaguely(denier, teller):
        return None
    shared = _some(_core(one) & _core(other))
    confidence = min(0.95, 0.45 + share / 4 + closeness / 2)
    return Difference("", confidence, f"a denial of the same: {shared}")


def own_words(one: Reading, other: Reading) -> bool:
    """One speaker's, said twice; of what an outlet tells, every sentence is of something else."""
    told = one.plain or other.plain
    return one.holder.speaks_as(other.holder) and one.article != other.article and not told


def _of_what_one_is_accused(
    denier: Reading, teller: Reading, closeness: float
) -> Difference | None:
    """“Denied the allegations”: those that the other makes or tells of, against the same one."""
    if closeness < DENIAL_CLOSE or denier.holder.voice == teller.holder.voice:
        return None
    accused = _tells_of(teller, denier) or denier.names & teller.names
    accuses = _ACCUSES.search(teller.text)
    if not accuses or not accused or not within(denier, teller, ACCUSED_WITHIN):
        return None
    confidence = min(0.85, 0.45 + closeness / 2)
    return Difference("", confidence, f"a denial of what is said so: “{accuses.group()}”")


def _of_its_subject(denier: Reading, teller: Reading) -> bool:
    """Whether the other speaks of what the denied clause is about: "that negotiations are held"."""
    told = (root(word) for word in words(denier.target))
    subject = next((one for one in told if one in denier.core), "")
    return subject in teller.core | teller.about


def _of_own_deed(denier: Reading) -> bool:
    """Whether what is denied is the denier's own: "cheating", "any part in it"."""
    return denier.target == denier.text and _OWN_DEED.match(denier.target) is not None


def _does_it(teller: Reading, denier: Reading) -> bool:
    """Whether the deed itself is told: who "may declassify information" has not "shared" any."""
    deed = _DEED.match(denier.target)
    return deed is None or root(deed["deed"]) in teller.core | roots(teller.text)


def _tells_of(teller: Reading, denier: Reading) -> bool:
    """Whether a statement names who denies, or is the denier's own."""
    if teller.holder.voice == denier.holder.voice:
        return True
    return bool(roots(denier.holder.name) & (teller.names | teller.about))


def _vaguely(denier: Reading, teller: Reading) -> bool:
    """“Denied the attack”: of all attacks the one that somebody told of just before."""
    return denier.phrase and len(_core(denier)) == 1 and not within(denier, teller, VAGUE_WITHIN)


def _both_deny(one: Reading, other: Reading, closeness: float) -> Difference | None:
    share = _core_share(one, other)
    if closeness < DENIAL_CLOSE or not share:
        return None
    if one.holder.voice != other.holder.voice and (_of_own_deed(one) or _of_own_deed(other)):
        return None  # two who each deny a deed of their own
    return Difference("", min(0.95, 0.5 + share / 2), "both deny the same", same=True)


def _core_share(one: Reading, other: Reading) -> float:
    """Share of what is denied that both speak of; 0 where it is too little for one thing."""
    if any(
        r.denied and len(_core(r)) == 1 and len(words(r.target)) > LONG_TARGET for r in (one, other)
    ):
        return 0.0
    mine, theirs = _core(one), _core(other)
    denied = min((len(_core(r)) for r in (one, other) if r.denied), default=0)
    lighter = min(len(mine), len(theirs))
    shared = len(mine & theirs)
    least = CORE_SHARED * denied
    if own_words(one, other):
        least = 1 if denied < OWN_CORE else 2
    else:
        least = max(min(2, lighter), least)
    return shared / denied if denied and shared >= least else 0.0


def _core(reading: Reading) -> frozenset[str]:
    """What is denied, without "knowledge of it" where that is denied; else all that is said."""
    return reading.core - _TAKING_PART if _of_own_deed(reading) else reading.core


def _some(stems: frozenset[str]) -> str:
    return ", ".join(sorted(stems, key=lambda word: (-len(word), word))[:3])
