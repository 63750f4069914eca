"""Everybody an article names, and who "he", "the ministry" or "Mr Okafor" is there. Pure text.

Works by names, roles, gender and nearness; where these leave more than one, it takes the likeliest
of the same paragraphs, and where they leave none, it says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from rag.statements.names import Named, names_in
from rag.text.people import ROLES, TITLES, gender_of, kind_of, without_titles
from rag.text.trim import without_dateline
from rag.text.words import STOP_WORDS
from rag.types import SpeakerKind

_APPOSITION = re.compile(
    r"[^\S\n]*,[^\S\n]+(?:(?:the|a|an|its|his|her|their|who is|who was)[^\S\n]+)?"
    r"([^,.;:\n“”\"]{3,70})[,.]"
)
_BEFORE = re.compile(r"((?:[\w’'-]+[^\S\n]+){1,4})$")
_INTRODUCED = re.compile(
    r"(?:\b(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?)|[’']s?)[^\S\n]+([^,.;:\n“”\"]{3,60}),[^\S\n]+$"
)
_SENTENCE_END = re.compile(r"[.!?…][”’\"')]?\s+(?=[“‘\"A-ZÀ-Þ])")
_TITLE_REACH = 12  # characters
_SENTENCE_REACH = 600  # characters
_BEFORE_REACH = 80  # characters
_ROLE_ENDS = frozenset("of for at in from who and with".split())
_HONORIFIC = frozenset("mr mrs ms miss dr sir dame lord lady prof".split())
_HOW_MANY = frozenset("most more many some few half several all both other".split())
_OFFICE = frozenset("former then acting deputy vice late incoming outgoing".split())
_ANOTHER = frozenset("shadow deputy vice former ex late incoming outgoing assistant junior".split())
"""What makes of a role another: neither is "the minister" where there is one."""

_DETERMINERS = frozenset("the a an its his her their our this that one another".split())
_REACH = 1500  # characters behind which "he" is nobody any more


@dataclass(slots=True)
class Cast:
    """Who is named in one article, in order; what is learnt of somebody is kept by full name."""

    body: str
    named: list[Named]
    roles: dict[str, str] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, body: str) -> Cast:
        """Reads the names of a body, with the roles that stand beside them."""
        cast = cls(body, names_in(body))
        for one in cast.named:
            if one.kind == "person":
                honorific = one.title.lower().strip(".") in _HONORIFIC
                cast.learn(one.full, _role_beside(body, one) or ("" if honorific else one.title))
                cast.learn_gender(one.full, gender_of(one.title) or gender_of(one.full))
        return cast

    def learn(self, full: str, role: str) -> None:
        """Keeps the first role that is told of a person; those without a determiner are bare."""
        words = without_dateline(role).split()
        while words and words[0].lower().strip(".") in _DETERMINERS | _HONORIFIC:
            words.pop(0)
        if words and full not in self.roles and _tells(words):
            self.roles[full] = " ".join(words)
            self.learn_gender(full, gender_of(self.roles[full]))

    def learn_gender(self, full: str, gender: str) -> None:
        """Keeps the first that is told."""
        if gender:
            self.genders.setdefault(full, gender)

    def full_name(self, name: str) -> str:
        """The fullest form that the article has of a name; the name itself if there is none."""
        bare, _ = without_titles(re.sub(r"[’']s?$", "", name.strip()))
        return next((one.full for one in self.named if one.name == bare), bare)

    def kind_of(self, full: str) -> SpeakerKind:
        """What the bearer of a full name is."""
        return next((one.kind for one in self.named if one.full == full), None) or kind_of(
            full, named=True
        )

    def names(self, word: str) -> bool:
        """Whether a word is a name of its own somewhere."""
        return any(one.name == word for one in self.named)

    def body_of_two(self, name: str, span: tuple[int, int]) -> str:
        """The institution within a span that is named for two things, the name being the first.

        "" if there is none. A parse that does not know it finds two subjects: "National Oceanic".
        """
        return next(
            (
                one.name
                for one in self.before(span[1])
                if one.kind == "institution" and span[0] <= one.start
                if name and one.name.startswith(f"{name} and ")
            ),
            "",
        )

    def before(self, place: int) -> list[Named]:
        """Names that stand before an offset, nearest first, not too far away."""
        index = bisect_left(self.named, place, key=lambda one: one.start)
        return [one for one in reversed(self.named[:index]) if place - one.end < _REACH]

    def people_before(self, place: int, gender: str) -> list[Named]:
        """Those who may be "he" or "she" there, nearest first."""
        return [
            one
            for one in self.before(place)
            if one.kind == "person"
            and (one.sure or one.full in self.roles)
            and self.fits(one.full, gender)
            # "The Diaz files": a thing that is called after her.
            and self.body[max(0, one.start - 4) : one.start].lower() != "the "
        ]

    def paragraph(self, place: int) -> int:
        """Where the paragraph of an offset begins."""
        return self.body.rfind("\n", 0, place) + 1

    def subject_of(self, people: Sequence[Named]) -> Named:
        """Of people nearest first, the one that is named first in the nearest sentence."""
        begin = self.sentence(people[0].start)
        there = [one for one in people if one.start >= begin]
        # "A new book, Lind's Britain, by Robert Moor": the book is not the subject's, but his.
        free = [one for one in there if self.body[one.end : one.end + 2] not in ("'s", "’s")]
        return (free or there)[-1]

    def opens_sentence_before(self, one: Named, sentence: int) -> bool:
        """Whether the sentence right before an offset, of any paragraph, begins with a name."""
        ends = list(_SENTENCE_END.finditer(self.body, one.start, sentence + 1))
        return len(ends) == 1 and one.start - self.sentence(one.start) <= _TITLE_REACH

    def institution_before(self, place: int, head: str) -> str:
        """The nearest institution before a place whose name holds a word, else any such; or ""."""
        found = [*self.before(place), *self.named]
        for one in found:
            if one.kind == "institution" and head.lower() in one.full.lower().split():
                return one.full
        return ""

    def holder_of(self, role: str, place: int, beside: Set[str] = frozenset()) -> str:
        """The nearest person before a place who is called by a role's noun anywhere; or "".

        The shadow chancellor is not the chancellor, whatever else he is called, and the economy
        minister not the prime minister.

        Args:
            role: The noun.
            place: An offset.
            beside: What else stands before the noun, in lower case.
        """
        head = role.lower()
        for one in [*self.before(place), *self.named]:
            told = self.roles.get(one.full, "").lower().replace("-", " ").split()
            if one.kind != "person" or head not in told:
                continue
            before = set(told[: told.index(head)])
            if not before & _ANOTHER and (not beside or not before or beside & before):
                return one.full
        return ""

    def is_quoted(self, place: int) -> bool:
        """Whether quotation marks are open there: what opens is not closed again before it.

        Each paragraph of a speech may open it anew, so marks are not counted; the last one tells.
        """
        begin = self.paragraph(place)
        mark = max(self.body.rfind(one, begin, place) for one in '“”"')
        if mark < 0 or self.body[mark] != '"':
            return mark >= 0 and self.body[mark] == "“"
        before = self.body[mark - 1 : mark] if mark > begin else " "
        return before in " \n(—–-[" and not self.body[mark + 1 : mark + 2].isspace()

    def sentence(self, place: int) -> int:
        """Where the sentence of an offset begins, not before its paragraph."""
        begin = max(self.paragraph(place), place - _SENTENCE_REACH)
        ends = [match.end() for match in _SENTENCE_END.finditer(self.body, begin, place)]
        return ends[-1] if ends else begin

    def fits(self, full: str, gender: str) -> bool:
        """Whether a full name may be a "he" ("m") or "she" ("f")."""
        return self.genders.get(full, gender) == gender


def _role_beside(body: str, one: Named) -> str:
    """What stands beside a name: "…, the economy minister,", "Its chair, …", "union leader …"."""
    behind = _APPOSITION.match(body, one.end)
    if behind and _is_role(behind.group(1)):
        return behind.group(1).split(" who ")[0].strip()
    around = body[max(0, one.start - _BEFORE_REACH) : one.start]
    introduced = _INTRODUCED.search(around)
    if introduced and _is_role(introduced.group(1)):
        return introduced.group(1).strip()
    before = _BEFORE.search(around)
    words = before.group(1).split() if before else []
    if not words or words[-1].lower() not in ROLES:
        return ""
    cut = len(words) - 1
    while cut > 0 and _modifies(words[cut - 1], words[-1]):
        cut -= 1
    return " ".join(words[cut:])


def _tells(words: Sequence[str]) -> bool:
    """Whether words say what somebody is, and not how many they are or where from."""
    lowered = {word.lower().strip(".,") for word in words}
    if lowered & _HOW_MANY or any(word[0].isdigit() for word in words):
        return False
    return bool(lowered & (ROLES | TITLES)) or not all(word[:1].isupper() for word in words)


def _modifies(word: str, role: str) -> bool:
    """Whether a word before a role may belong to it: "former economy minister".

    "The court gave President Lind": before a title in capitals only others, and "former".
    """
    if role[:1].isupper() and not word[:1].isupper() and word not in _OFFICE:
        return False
    return word.isalpha() and word.lower() not in STOP_WORDS and not word.endswith(("ed", "ing"))


def _is_role(text: str) -> bool:
    """Whether the noun that a phrase is about says what a person is."""
    words = [word.lower() for word in text.split()]
    ends = [place for place, word in enumerate(words) if word in _ROLE_ENDS]
    head = words[: ends[0]] if ends else words
    return bool(head) and head[-1] in ROLES
