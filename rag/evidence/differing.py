"""Where accounts differ: counts that disagree, and denials of what others say.

Only what can be shown by both sentences side by side; who is right is never decided. A toll that
rose from one day to the next is no difference, one that was overstated is. English, by rules; finer
comparison of statements is the work of comparisons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from rag.evidence.gather import SourceSentence
from rag.evidence.weighing import Material
from rag.text.tolls import Toll, tolls
from rag.text.words import STOP_WORDS, names, stems, words

ONE_MATTER = 0.4
"""Cosine from which two sentences may be on one matter."""

DENIED_WORDS = 0.5
"""Share of the words of what is denied that a sentence must have to be what is denied."""

SAME_TIME = timedelta(hours=12)
"""Counts that lie no further apart than this disagree; from one day to the next a toll grows."""

MOST_SIDES = 3

SUBJECT_WORDS = 9

DENIED_STEMS = 3
"""Words that a denial must deny to be matched with what it denies."""

SUBJECTS = {
    "dead": "how many died",
    "missing": "how many are missing",
    "hurt": "how many were hurt",
    "aboard": "how many were aboard",
}

# What can be true or false; to deny service or to reject an offer contradicts nobody.
_CLAIMED = (
    r"(?:[\w’'-]+\s+){0,3}?(?:reports?|claims?|allegations?|accusations?|charges?|suggestions?|"
    r"assertions?|notions?|rumou?rs?|stor(?:y|ies)|account|version|idea that|wrongdoing|"
    r"impropriety|involvement|knowledge|responsibility)"
)
_CLAIM = (
    r"(?:that|having|being|ever|any|all|it|"
    r"(?!funding|housing|financing|training|building|parking|boarding)\w{3,}ing|"
    rf"{_CLAIMED}|"
    r"(?:the|its|his|her|their|an?)\s+(?:[\w’'-]+\s+){1,4}?(?:was|were|is|are|has|have|had|did))"
)
# What is rejected may be a bill or an offer as well: only what is called a claim is one.
_DENIAL = re.compile(
    rf"\bden(?:y|ies|ied)(?=\s+(?:\w+ly\s+)?{_CLAIM}\b)|"
    rf"\b(?:reject(?:s|ed)|dismiss(?:es|ed))(?=\s+(?:\w+ly\s+)?(?:that|{_CLAIMED})\b)|"
    r"\b(?:disputes|disputed(?! \w+ (?:of|in|on)\b)|refut(?:es|ed)|contradict(?:s|ed)|"
    r"disown(?:s|ed)|no such|not (?:so|true)|untrue|is false|was false)\b",
    re.IGNORECASE,
)


# Who tells of a denial in passing ("charges he denies") states no claim that another denies.
_DENIES = re.compile(rf"{_DENIAL.pattern}|\bden(?:y|ies|ied|ying)\b", re.IGNORECASE)
# "That is not so": what is denied stands before it.
_FLAT = re.compile(r"\b(?:not (?:so|true)|untrue|(?:is|was) false|no such)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[;:.]|,\s+(?:saying|is|was|were|has|have|had|will|adding|which|who|but|and|as|after|while)\b|[“\"]"
)
_LEAD_IN = re.compile(
    r"^\W*(?:an?|the|any|all)?\s*(?:\w+\s+)?(?:reports?|claims?|allegations?|accusations?|suggestions?|"
    r"stor(?:y|ies))?\s*(?:that|of)?\s*(?:it|its|he|she|they|his|her|their)\s+|^\W*that\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dispute:
    """One thing that accounts do not agree on.

    Attributes:
        kind: "figure" or "denial".
        subject: In a few words.
        places: Indices of the sentences, at least two, the earlier first.
    """

    kind: str
    subject: str
    places: tuple[int, ...]


def disputes(material: Material, count: int) -> list[Dispute]:
    """At most `count` disputes: of figures first, then of denials, weightiest first."""
    figures = _of_counts(material)
    denials = _of_denials(material)
    return [*figures, *denials[: max(0, count - len(figures))]][:count]


def _of_counts(material: Material) -> list[Dispute]:
    """Counts of one thing that cannot all be true."""
    found: list[Dispute] = []
    for kind, subject in SUBJECTS.items():
        counted = [
            (place, toll)
            for place, one in enumerate(material.sentences)
            if not one.unclear
            # Of "109, of these 105 in Florida" no one can tell which another counts too.
            and len(told := [toll for toll in tolls(one.text) if toll.of == kind]) == 1
            for toll in told
        ]
        sides = _disagreeing(material, counted)
        if len(sides) > 1:
            found.append(Dispute("figure", subject, tuple(sides)))
    return found


def _disagreeing(material: Material, counted: Sequence[tuple[int, Toll]]) -> list[int]:
    """The weightiest disagreeing pair and a third count beside it, in the order of time."""
    pairs = [
        (one, other)
        for position, one in enumerate(counted)
        for other in counted[position + 1 :]
        if _disagree(material, one, other)
    ]
    if not pairs:
        return []
    (first, mine), (second, theirs) = max(
        pairs, key=lambda pair: material.worth[pair[0][0]] + material.worth[pair[1][0]]
    )
    sides = [first, second]
    values = {mine.value, theirs.value}
    for place, toll in sorted(counted, key=lambda one: -float(material.worth[one[0]])):
        if len(sides) < MOST_SIDES and toll.value not in values:
            partners = ((first, mine), (second, theirs))
            if any(_disagree(material, (place, toll), partner) for partner in partners):
                sides.append(place)
                values.add(toll.value)
    return sorted(dict.fromkeys(sides), key=lambda place: _age(material.sentences[place]))


def _disagree(material: Material, one: tuple[int, Toll], other: tuple[int, Toll]) -> bool:
    """Whether two counts of articles of different origins cannot both hold."""
    (first, mine), (second, theirs) = one, other
    a, b = material.sentences[first], material.sentences[second]
    if a.origin == b.origin or float(material.likeness[first, second]) < ONE_MATTER:
        return False
    if not _may_be_one_event(a.text, b.text):
        return False
    if _age(a) > _age(b):
        a, b, mine, theirs = b, a, theirs, mine
    if mine.value == theirs.value or (mine.at_least and mine.value < theirs.value):
        return False
    if theirs.at_least and theirs.value < mine.value:
        return False
    if mine.of == "aboard":
        return True
    if mine.of != "dead":
        return _close_in_time(a, b)
    # A toll only grows: a later lower one says that the earlier was wrong.
    return _close_in_time(a, b) or theirs.value < mine.value


def _may_be_one_event(one: str, other: str) -> bool:
    """Whether two sentences have a name in common, or one of them names nothing.

    "Biden" is in "Joe Biden", and "North Carolina" is not in "South Carolina".
    """
    mine, theirs = _names(one), _names(other)
    common = any(name <= another or another <= name for name in mine for another in theirs)
    return not mine or not theirs or common


def _names(text: str) -> list[frozenset[str]]:
    """Words of each of its names, but for the capital that any first word has."""
    begun = text[:1].lower() + text[1:]
    return [frozenset(words(name)) for name in names(begun)]


def _of_denials(material: Material) -> list[Dispute]:
    """Denials with the sentence of another article that says what they deny."""
    found: list[tuple[float, Dispute]] = []
    told: set[str] = set()
    for place in sorted(
        range(len(material.sentences)), key=lambda one: (-float(material.worth[one]), one)
    ):
        denial = material.sentences[place]
        content = None if denial.unclear else denied_content(denial)
        other = _claim(material, place, content) if content else None
        if content is None or other is None or _told(content, told):
            continue
        told.add(content)
        sides = sorted((place, other), key=lambda one: _age(material.sentences[one]))
        worth = float(material.worth[place] + material.worth[other])
        found.append((worth, Dispute("denial", _subject(content), tuple(sides))))
    return [dispute for _, dispute in sorted(found, key=lambda pair: -pair[0])]


def denied_content(denial: SourceSentence) -> str | None:
    """What a sentence denies, in its words; what it leans on, for "that is not so"; or None."""
    match = _DENIAL.search(denial.text)
    if match is None:
        return None
    before = denial.quote[: denial.focus_start - denial.start]
    if _FLAT.search(denial.text):
        return before.strip() if len(stems(before)) >= DENIED_STEMS else None
    behind = _CLAUSE_END.split(denial.text[match.end() :], maxsplit=1)[0]
    behind = _LEAD_IN.sub("", behind)
    return behind.strip() if len(stems(behind)) >= DENIED_STEMS else None


def _claim(material: Material, place: int, content: str) -> int | None:
    """The sentence of another origin that says most of what is denied, and denies nothing."""
    denial = material.sentences[place]
    named = {stem for name in names(content) for stem in stems(name)}
    # Who it is about is in many sentences; what is said of him is in few.
    wanted = stems(content) - named or stems(content)

    def share(other: int) -> float:
        return len(wanted & stems(material.sentences[other].text)) / len(wanted)

    fitting = [
        other
        for other, one in enumerate(material.sentences)
        if one.origin != denial.origin
        and not one.unclear
        and not _DENIES.search(one.text)
        and float(material.likeness[place, other]) >= ONE_MATTER
        and share(other) >= DENIED_WORDS
    ]
    return max(
        fitting,
        key=lambda other: (share(other) + float(material.likeness[place, other]), -other),
        default=None,
    )


def contested(found: Sequence[Dispute], material: Material) -> frozenset[int]:
    """Claims that somebody denies: they belong beside their denial, and nowhere alone."""
    return frozenset(
        place
        for dispute in found
        if dispute.kind == "denial"
        for place in dispute.places
        if not _DENIAL.search(material.sentences[place].text)
    )


def _subject(content: str) -> str:
    """Its first words, up to where they would break off in the middle."""
    held = content.split()[:SUBJECT_WORDS]
    while held and held[-1].lower().strip(",") in STOP_WORDS:
        held.pop()
    return " ".join(held).strip(' ,.“”‘’"')


def _told(content: str, told: set[str]) -> bool:
    mine = stems(content)
    return any(len(mine & stems(other)) > len(mine) / 2 for other in told)


def _close_in_time(one: SourceSentence, other: SourceSentence) -> bool:
    mine, theirs = one.article.published, other.article.published
    return mine is None or theirs is None or abs(mine - theirs) <= SAME_TIME


def _age(one: SourceSentence) -> tuple[bool, float, str]:
    published = one.article.published
    return published is None, published.timestamp() if published else 0.0, one.article.id
