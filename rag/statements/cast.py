"""Everybody an article names, and who "he", "the ministry" or "Mr Okafor" is there. Pure text.

Works by names, roles, gender and nearness; where these leave more than one, it takes the likeliest
of the same paragraphs, and where they leave none, it says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from rag.statements.people import TITLES, gender_of, is_acronym, kind_of, without_titles
from rag.text.words import CALENDAR, STOP_WORDS
from rag.types import SpeakerKind

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽȘȚ"
_SHORT = r"(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Gov|Rep|Lt|Col|Prof|Sgt|Capt)\."
_WORD = rf"(?:{_SHORT}|(?:[{_UPPER}]\.)+|[{_UPPER}][\w&-]*(?:[’'][{_UPPER}]\w+)?)"
_SMALL = r"(?:(?:de|la|le|du|van|der|von|den|bin|al|el|da|dos|of|for|the)[^\S\n]+){0,2}"
_NAME = re.compile(rf"(?<![\w’'])(?:[Oo]['’])?{_WORD}(?:[^\S\n]+{_SMALL}{_WORD})*")
_APPOSITION = re.compile(
    r"[^\S\n]*,[^\S\n]+(?:(?:the|a|an|its|his|her|their|who is|who was)[^\S\n]+)?"
    r"([^,.;:\n“”\"]{3,70})[,.]"
)
_BEFORE = re.compile(r"((?:[\w’'-]+[^\S\n]+){1,4})$")
_HONORIFIC = frozenset("mr mrs ms miss dr sir dame lord lady prof mr. mrs. ms. dr. prof.".split())
_REACH = 1500  # characters behind which "he" is nobody any more
_GLUE = frozenset("of for the de la le du van der von den bin al el da dos".split())
ROLES = frozenset(
    """minister president secretary governor mayor senator congressman congresswoman
    representative leader chairman chairwoman chair chief head director manager spokesman
    spokeswoman spokesperson ambassador commissioner judge justice prosecutor lawyer attorney
    general colonel captain professor analyst economist adviser advisor strategist candidate
    nominee king queen prince princess pope bishop archbishop sheriff detective inspector officer
    executive founder owner editor author writer columnist reporter journalist host anchor coach
    player actor actress singer director-general premier chancellor deputy lawmaker legislator
    councilman councilwoman councillor partner skipper engineer scientist researcher doctor nurse
    teacher student pastor priest imam rabbi activist organizer organiser pollster consultant
    treasurer speaker whip delegate businessman businesswoman billionaire magnate mogul developer
    veteran farmer fisherman driver pilot widow mother father wife husband son daughter brother
    sister operator welder consultant historian expert correspondent frontrunner front-runner
    surgeon superintendent constable warden foreman resident""".split()
)
"""Nouns that say what a person is."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name at a place of the body, without titles; `title` is what stood before it."""

    start: int
    end: int
    name: str
    title: str
    kind: SpeakerKind


@dataclass(slots=True)
class Cast:
    """Who is named in one article, in order."""

    body: str
    named: list[Named] = field(default_factory=list)
    fullest: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    gender: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, body: str) -> Cast:
        """Reads the names of a body."""
        cast = cls(body)
        cast.named = _named(body)
        counts = Counter(one.name for one in cast.named)
        cast.fullest = {name: _fullest(name, counts) for name in counts}
        for one in cast.named:
            full = cast.fullest[one.name]
            role = one.title if one.title.lower().strip(".") not in _HONORIFIC else ""
            role = role or _role_beside(body, one)
            if role and not cast.roles.get(full) and one.kind == "person":
                cast.roles[full] = role
            told = gender_of(f"{one.title} {role}") or gender_of(full)
            if told and not cast.gender.get(full):
                cast.gender[full] = told
        return cast

    def full_name(self, name: str) -> str:
        """The fullest form that the article has of a name; the name itself if there is none."""
        bare, _ = without_titles(name.strip())
        bare = re.sub(r"[’']s?$", "", bare)
        if bare in self.fullest:
            return self.fullest[bare]
        return _fullest(bare, Counter(one.name for one in self.named))

    def role_of(self, full: str) -> str:
        """What the article calls the bearer of a full name; "" if it does not say."""
        return self.roles.get(full, "")

    def before(self, place: int) -> list[Named]:
        """Names that stand before an offset, nearest first, not too far away."""
        index = bisect_left(self.named, place, key=lambda one: one.start)
        return [one for one in reversed(self.named[:index]) if place - one.end < _REACH]

    def person_before(self, place: int, gender: str, sentence: int) -> str:
        """Who "he" or "she" is: named first in this sentence, else first in the nearest one."""
        people = [one for one in self.before(place) if one.kind == "person"]
        people = [one for one in people if self._fits(one, gender)]
        if not people:
            return ""
        here = [one for one in people if one.start >= sentence]
        if here:
            return self.fullest[here[-1].name]
        return self.fullest[_subject_like(self.body, people).name]

    def institution_before(self, place: int, head: str) -> str:
        """The nearest institution before a place whose name holds a word; any if it is ""."""
        for one in self.before(place):
            if one.kind == "institution" and (not head or head in one.name.lower().split()):
                return self.fullest[one.name]
        head = head and head.lower()
        for one in self.named:
            if head and one.kind == "institution" and head in one.name.lower().split():
                return self.fullest[one.name]
        return ""

    def holder_of(self, role: str, place: int) -> str:
        """The nearest person before a place who was called by a role's noun."""
        head = role.lower()
        for one in [*self.before(place), *reversed(self.named)]:
            full = self.fullest[one.name]
            if one.kind == "person" and head in self.roles.get(full, "").lower().split():
                return full
        return ""

    def fits(self, full: str, gender: str) -> bool:
        """Whether a full name may be a "he" or "she"."""
        return self.gender.get(full, "") in {"", gender} or not gender

    def _fits(self, one: Named, gender: str) -> bool:
        return self.fits(self.fullest[one.name], gender)


def _named(body: str) -> list[Named]:
    found = []
    for match in _NAME.finditer(body):
        start, words = match.start(), match.group()
        opener = words.split()[0].lower().strip(".,")
        while opener in STOP_WORDS | CALENDAR and not words.split()[0].isupper():
            rest = words.split(None, 1)
            if len(rest) < 2:
                words = ""
                break
            start += len(words) - len(rest[1])
            words = rest[1]
            while words.split()[0].lower() in _GLUE and len(words.split()) > 1:
                start += len(words) - len(words.split(None, 1)[1])
                words = words.split(None, 1)[1]
            opener = words.split()[0].lower().strip(".,")
        name, title = without_titles(words)
        if not name or len(name) < 2 or name.lower().strip(".") in CALENDAR | TITLES | STOP_WORDS:
            continue
        kind = kind_of(name, named=True)
        if kind == "person" and len(name.split()) == 1 and not title and is_acronym(name):
            kind = "institution"
        found.append(Named(start + len(words) - len(name), start + len(words), name, title, kind))
    return found


def _fullest(name: str, counts: Counter[str]) -> str:
    """The most frequent longer name that ends, or for a first name begins, with this one."""
    words = name.split()
    kind = kind_of(name, named=True)
    longer = [one for one in counts if len(one.split()) > len(words)]
    same = [one for one in longer if kind_of(one, named=True) == kind]
    ending = [one for one in same if one.split()[-len(words) :] == words]
    if not ending and kind == "institution" and is_acronym(name):
        plain = name.replace(".", "")
        ending = [one for one in longer if _initials(one) == plain]
    if not ending and len(words) == 1 and kind == "person":
        ending = [one for one in same if one.split()[0] == name and len(one.split()) == 2]
    if not ending:
        return name
    order = list(counts)
    best = max(ending, key=lambda one: (counts[one], -order.index(one)))
    return best if len(best.split()) <= 4 else name


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _role_beside(body: str, one: Named) -> str:
    """What stands behind a name ("…, the economy minister,") or before it ("union leader")."""
    behind = _APPOSITION.match(body, one.end)
    if behind and _role_noun(behind.group(1)):
        return behind.group(1).strip()
    begin = max(0, one.start - 80)
    before = _BEFORE.search(body[begin : one.start])
    if not before:
        return ""
    words = before.group(1).split()
    if words[-1].lower() not in ROLES:
        return ""
    cut = len(words) - 1
    while (
        cut > 0
        and words[cut - 1].lower() not in STOP_WORDS
        and words[cut - 1].isalpha()
        and not words[cut - 1].endswith(("ed", "ing"))
    ):
        cut -= 1
    return " ".join(words[cut:])


def _role_noun(text: str) -> bool:
    words = [word.lower() for word in text.split()]
    head = next(
        (
            i
            for i, word in enumerate(words)
            if word in {"of", "for", "at", "in", "from", "who", "and"}
        ),
        len(words),
    )
    return bool(words[:head]) and words[:head][-1] in ROLES


def _subject_like(body: str, people: list[Named]) -> Named:
    """The first of the people in the nearest sentence that names any: subjects come first."""
    nearest = people[0]
    sentence = max(body.rfind(". ", 0, nearest.start), body.rfind("\n", 0, nearest.start))
    return [one for one in people if one.start > sentence][-1]
