"""A body -> the names in it, each with its place, its title, and whether a person bears it.

Told by words ("Ministry", "Mr"), first names, and company: a person is later called by the last
word of a name, a firm by the first. Pure text, no model.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from rag.text.people import (
    ROLES,
    TITLES,
    gender_of,
    is_acronym,
    is_common,
    kind_of,
    without_titles,
)
from rag.text.words import CALENDAR, STOP_WORDS
from rag.types import SpeakerKind

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽȘȚ"
_SHORT = r"(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Gov|Rep|Lt|Col|Prof|Sgt|Capt)\."
_WORD = rf"(?:{_SHORT}|(?:[{_UPPER}]\.)+|[{_UPPER}][\w&-]*(?:[’'][{_UPPER}]\w+)?)"
_SMALL = r"(?:(?:de|la|le|du|van|der|von|den|bin|al|el|da|dos|of|for|the)[^\S\n]+){0,2}"
_NAME = re.compile(rf"(?<![\w’'])(?:[Oo]['’])?{_WORD}(?:[^\S\n]+(?:and[^\S\n]+)?{_SMALL}{_WORD})*")
_LOWER = re.compile(r"(?<![\w’'-])[a-zà-ÿ][\w’-]*")
_JOINT = re.compile(r"\s(?:of|for)\s(?:the\s)?")
_AND = re.compile(r"[^\S\n]+and[^\S\n]+")
_HEADS = frozenset("House States Republic Kingdom Isle Bay Gulf Cape Church Court Bank".split())
_HOUSES = frozenset("Treasury Parliament Congress Senate Pentagon Kremlin Cabinet".split())
_NAMED_FOR = frozenset(
    """Administration Agency Authority Association Board Bureau Commission Committee Council
    Department Federation Institute Ministry Office Organization Organisation Service
    Services""".split()
)
"""Last words of bodies that are named for two things they look after."""

_OF_A_STATE = frozenset("National Federal Royal State American British European".split())
"""What may stand before the first of these things: "National Oceanic and Atmospheric ..."."""

_GLUE = frozenset("of for the de la le du van der von den bin al el da dos".split())
_OPENERS = frozenset(
    """plus besides unlike although though despite amid meanwhile however moreover because unless
    since yet perhaps maybe today yesterday tomorrow read watch see leaving citing speaking calling
    asked opinion exclusive analysis whether""".split()
)
_LIKE_A_FIRM = re.compile(
    r", which\b|[’']s (?:chief|spokes|board|chair|president|parent|shares|owner)"
)
_MARKS = frozenset("“\"‘'!")
BEHIND_NAMES = frozenset("QC KC MP MEP MSP MD PhD Jr Jr. Sr Sr.".split())
"""What stands behind a name and is none: "Richard Mawrey, QC, told the court"."""

_MEMBER = re.compile(r"(?:[\w&’'-]+\s+){0,3}(?:MP|MEP|MSP|TD|MLA)\s+(?=\S)")
_LONGEST = 5  # words of a name


@dataclass(frozen=True, slots=True)
class Named:
    """A name at a place of the body.

    Attributes:
        start: Of the name, titles excluded.
        end: Of the name.
        name: As written there.
        title: What stood before it: "President", "Mr"; "" if nothing.
        full: The fullest form of it in the article.
        kind: Of the bearer: a person or an institution.
        sure: Whether its words say that it is a person's; a lone word may be a place as well.
    """

    start: int
    end: int
    name: str
    title: str
    full: str
    kind: SpeakerKind
    sure: bool


def names_in(body: str) -> list[Named]:
    """The names of a body, in order."""
    found = _found(body)
    alone = {one.name for one in found}
    titled = {one.name for one in found if one.title and not is_acronym(one.name)}
    firms = {one.name for one in found if _stands_like_a_firm(body, one)}
    kinds: dict[str, SpeakerKind] = {
        name: "person" if name in titled else _kind(name, alone, firms) for name in alone
    }
    counts = Counter(one.name for one in found)
    titles: dict[str, set[str]] = defaultdict(set)
    for one in found:
        titles[one.name].update(one.title.lower().split())
    full = {name: fullest(name, counts, kinds, titles) for name in counts}
    sure = {full[name] for name in titled}
    sure |= {one for one in full.values() if gender_of(one) or one.split()[-1] in alone - {one}}
    return [
        replace(
            one,
            full=full[one.name],
            kind=kinds[full[one.name]],
            sure=full[one.name] in sure,
        )
        for one in found
    ]


def fullest(
    name: str,
    counts: Mapping[str, int],
    kinds: Mapping[str, SpeakerKind],
    titles: Mapping[str, Set[str]],
) -> str:
    """The longer name that this one is short for; itself if there is none.

    A person's short form is the last words of the full one, or the first name where no other has
    it; an institution's is its initials, its first words or its last. Of several the one with the
    same title, then the most frequent: "President Trump" is not Melania Trump.

    Args:
        name: As it stands somewhere.
        counts: How often each name stands there.
        kinds: What bears each.
        titles: What stands before each, in lower case.
    """
    words = name.split()
    longer = [one for one in counts if len(words) < len(one.split()) <= _LONGEST]
    people = [one for one in longer if kinds[one] == "person"]
    others = [one for one in longer if kinds[one] == "institution"]
    if is_acronym(name):
        same = [one for one in others if _initials(one) == name.replace(".", "")]
    else:
        same = [one for one in people if one.split()[-len(words) :] == words]
        # Nobody is short for the party that is called after him.
        person = len(words) > 1 and gender_of(words[0])
        same = same or [one for one in others if not person and _begins(one.split(), words)]
        same = same or [one for one in people if one.split()[0] == name]
        same = same or [one for one in others if one.split()[-len(words) :] == words]
    mine = titles.get(name, set())

    def fit(one: str) -> tuple[bool, int]:
        return bool(mine & titles.get(one, set())), counts[one]

    return max(same, key=fit) if same else name


def _begins(longer: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a name goes on from another: not "White House Cabinet Room" from "White House"."""
    if list(longer[: len(words)]) != list(words):
        return False
    whole = len(words) > 1 and (words[-1] in _HEADS or kind_of(words[-1]) == "institution")
    return not whole or longer[len(words)].lower() in _GLUE


def _found(body: str) -> list[Named]:
    """Names with places and titles; what a sentence may have capitalised is left out."""
    lower = frozenset(_LOWER.findall(body))
    found = []
    for match in _NAME.finditer(body):
        definite = body[max(0, match.start() - 4) : match.start()].lower() == "the "
        for start, words in _runs(match.start(), match.group(), definite=definite):
            one = _at(start, words)
            if one is None or (" " not in one.name and is_common(one.name)):
                continue
            opens = body[:start].rstrip(" \t“\"‘'")[-1:] in {"", ".", "!", "?", "\n", ":"}
            if not (opens and one.name.lower() in lower):
                found.append(one)
    names = {one.name for one in found}
    return [_without_order(body, one, names, lower) for one in found]


def _without_order(body: str, one: Named, names: Set[str], lower: Set[str]) -> Named:
    """“Free Ana Diaz!”, where the words open a quotation: the name is the one that stands alone."""
    first, _, rest = one.name.partition(" ")
    quoted = body[: one.start].rstrip()[-1:] in _MARKS
    word = " " in rest or first.lower() in lower  # "Will Orr" is no order to Orr
    if not quoted or rest not in names or not word or gender_of(first):
        return one
    return replace(one, start=one.end - len(rest), name=rest, full=rest)


def _stands_like_a_firm(body: str, one: Named) -> bool:
    """What no person does: "Boeing, which", "Boeing’s board", "the Maren Light"."""
    definite = body[max(0, one.start - 4) : one.start].lower() == "the " and not one.title
    return bool(_LIKE_A_FIRM.match(body, one.end)) or (definite and " " in one.name)


def bare(name: str) -> tuple[str, str]:
    """A name without titles and letters, and what stood before it: "UKIP MEP Robert Silk QC"."""
    while name.count(" ") > 1 and name.rsplit(None, 1)[1] in BEHIND_NAMES:
        name = name.rsplit(None, 1)[0]
    name, title = without_titles(name)
    if member := _MEMBER.match(name):
        return name[member.end() :], f"{title} {member.group()}".strip()
    return name, title


def ends_in_surname(words: Sequence[str]) -> bool:
    """Whether what looks like a month is somebody's: "Theresa May", "Fredric March"."""
    surname = len(words) > 1 and words[-1] in ("May", "March", "April", "June", "August")
    return surname and bool(gender_of(words[-2]))


def _at(start: int, words: str) -> Named | None:
    while " " in words and words.rsplit(None, 1)[1].lower().strip(".,") in CALENDAR:
        if ends_in_surname(words.split()):
            break
        words = words.rsplit(None, 1)[0]
    name, title = bare(words)
    lower = name.lower().strip(".")
    if len(name) < 2 or lower in CALENDAR | TITLES | STOP_WORDS:
        return None
    first = start + words.rindex(name) if name in words else start + len(words) - len(name)
    return Named(first, first + len(name), name, title, name, "person", sure=False)


def _runs(start: int, words: str, *, definite: bool) -> Iterator[tuple[int, str]]:
    """The parts of a run of capitalised words that are names of their own, with their places.

    "On Monday Dagny Thorsell of Coast Rescue" -> "Dagny Thorsell", "Coast Rescue"; the Ministry of
    Health stays whole, and so does the Food and Drug Administration.
    """
    place = 0
    for match in _AND.finditer(words):
        before = words[place : match.start()]
        behind = words[match.end() :]
        the = (definite and not place) or before.startswith("The ")
        if not _is_one_body(before.removeprefix("The "), _AND.split(behind)[0], definite=the):
            yield from _joined(start + place, before)
            place = match.end()
    yield from _joined(start + place, words[place:])


def _is_one_body(before: str, behind: str, *, definite: bool) -> bool:
    """Whether "and" is within a name: "Food and Drug Administration", "Trade and Industry"."""
    first, last = behind.split()[0], behind.split()[-1]
    if gender_of(first) or gender_of(before.split()[0]) or is_acronym(last):
        return False
    if joint := _JOINT.search(before):
        body = kind_of(behind, named=True) == "institution" and " " in behind
        return not body and last not in _HOUSES and _goes_on(before[: joint.start()].split())
    short = " " not in before or (before.count(" ") == 1 and before.split()[0] in _OF_A_STATE)
    return definite and short and last in _NAMED_FOR


def _joined(start: int, words: str) -> Iterator[tuple[int, str]]:
    """What "of" and "for" hold together, each as one."""
    place = 0
    for match in _JOINT.finditer(words):
        before = words[place : match.start()].split()
        if before and not _goes_on(before):
            yield from _without_opener(start + place, words[place : match.start()])
            place = match.end()
    yield from _without_opener(start + place, words[place:])


def _goes_on(words: Sequence[str]) -> bool:
    """The first half of "Ministry of Health", "Secretary of State", "House of Commons"."""
    last = words[-1]
    return last in _HEADS or last.lower() in ROLES | TITLES or kind_of(last) == "institution"


def _without_opener(start: int, words: str) -> Iterator[tuple[int, str]]:
    """Without what is capitalised only because it opens a sentence, or is a day."""
    while words:
        first = words.split(None, 1)[0]
        opener = first.lower().strip(".,") in STOP_WORDS | CALENDAR | _GLUE | _OPENERS
        if not opener or (first.isupper() and len(first) > 1):
            yield start, words
            return
        rest = words[len(first) :].lstrip()
        start += len(words) - len(rest)
        words = rest


def _kind(name: str, alone: Set[str], firms: Set[str]) -> SpeakerKind:
    kind = kind_of(name, named=True)
    words = name.split()
    if kind == "institution" or gender_of(words[0]):
        return kind
    if name in firms:
        return "institution"
    short = len(words) > 1 and words[0] in alone and words[-1] not in alone
    return "institution" if short else kind


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())
