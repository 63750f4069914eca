"""A mention -> who it is in this article: fullest name, kind, role. Says "" where it cannot tell.

Knows pronouns, roles ("the minister"), institutions ("the ministry"), the anonymous.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.statements.cast import Cast
from rag.statements.names import BEHIND_NAMES, Named, bare, ends_in_surname
from rag.statements.reports import Mention
from rag.text.people import ROLES, gender_of, is_acronym, kind_of, without_titles
from rag.text.places import PLACES
from rag.text.words import CALENDAR
from rag.types import SpeakerKind

_GENDERS = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
_THINGS = frozenset({"it", "its"})
_MANY = frozenset({"they", "their", "them"})
_NOBODY = frozenset(
    """we you one my our your us me there what which that this these those who whom both all such
    everything anything something nothing anyone someone everyone anybody somebody everybody
    nobody""".split()
)
_OPENER = re.compile(
    r"^(?:Despite|Amid|Although|While|Since|Because|Unless|During|After|Before|Whether|If|When|As) "
)
"""Capitalised where a sentence begins, and no part of the name behind it."""

_DEFINITE = ("the ", "his ", "her ", "its ", "their ", "this ", "that ")
_ONLY = re.compile(
    r"^(?:(?:only|just|even|still|about|around|nearly|almost|roughly|at least|more than|fewer than|"
    r"less than|over|another|a further)\s+)+",
    re.IGNORECASE,
)
# "Only 20% said so": of whom, the poll says, and a share alone is nobody; nor is a sum of money.
_SHARE = re.compile(
    r"^(?:\d[\d.,]*\s*(?:%|per ?cent)?|[$€£]?\s?\d[\d.,]*\s(?:thousand|million|billion|trillion)"
    r"(?:\s(?:dollars|euros|pounds))?(?:\s(?:in|of|for)\s.*)?|%|half|"
    r"a (?:third|quarter|half|fifth|tenth)|(?:two|three|four)[- ](?:thirds|quarters|fifths))$",
    re.IGNORECASE,
)
_DOWNING_STREET = re.compile(r"(?:Number|No\.?) (?:10|Ten)\b")
_GOVERNS = frozenset("of at for in from to with by on the and or than under over".split())
_ROLE_IN = re.compile(rf"\b(?:{'|'.join(sorted(ROLES))})\b", re.IGNORECASE)
_OWNED = re.compile(r"\w[’']s?\s")
_ONE_OF = re.compile(r"^an?\s+(?:[\w-]+\s+){1,3}?(?:in|of|at|for|from|with|to)\s", re.IGNORECASE)
"""Somebody unnamed, whatever is named behind: "a shareholder in the phone firm Ostra"."""

_NAME_BEFORE = re.compile(r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+), $")
_NEAR = 900  # characters within which a speaker goes on being meant


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: name, kind, and role if the article gives one."""

    name: str
    kind: SpeakerKind
    role: str = ""


UNCLEAR = Speaker("", "unclear")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Who spoke where; `human` is one person, `several` are more."""

    place: int
    speaker: Speaker
    human: bool
    several: bool


def _beside(text: str, head: str) -> set[str]:
    """The words between determiner and noun, in lower case: "the former prime minister"."""
    words = text.lower().replace("-", " ").split()
    at = words.index(head) if head in words else 0
    return set(words[:at]) - {"the", "his", "her", "its", "their", "this", "that", "own"}


def _without_days(name: str) -> str:
    """“The Courier Thursday reported”: no day is part of the name, nor what is quoted before."""
    words = re.split(r"[“”\"]", name)[-1].split() or name.split()
    while len(words) > 1 and words[-1].lower().strip(".,") in CALENDAR:
        if ends_in_surname(words):
            break
        words.pop()
    return " ".join(words)


class SpeakerFinder:
    """Resolves the mentions of one article, in their order."""

    def __init__(self, cast: Cast, author: str) -> None:
        """Takes the article's cast and its author, who "I" is; "" if it does not say."""
        self._cast = cast
        self._author = author
        self._known: dict[tuple[int, int], Speaker] = {}
        self._last: list[_Spoken] = []

    def find(self, mention: Mention | None, sentence: int) -> Speaker:
        """Who a mention means.

        Args:
            mention: None if nobody is named.
            sentence: Offset of the sentence that it stands in.
        """
        if mention is None:
            return UNCLEAR
        # Speech that goes on repeats the mention of its beginning.
        if mention.span in self._known:
            return self._known[mention.span]
        speaker = self._known[mention.span] = self._find(mention, sentence)
        if speaker.kind != "unclear":
            human = not mention.plural and (
                speaker.kind in ("person", "anonymous") or mention.head.lower() in ROLES
            )
            self._last.append(_Spoken(mention.span[0], speaker, human, mention.plural))
        return speaker

    def _find(self, mention: Mention, sentence: int) -> Speaker:
        lower = mention.head.lower()
        place = mention.span[0]
        if lower in _GENDERS:
            return self._person(_GENDERS[lower], place, sentence)
        if lower == "i":
            return Speaker(self._author, "person", "author") if self._author else UNCLEAR
        if lower in _NOBODY or (lower in CALENDAR and not ends_in_surname(mention.name.split())):
            return UNCLEAR
        if lower in _THINGS:
            return self._thing(place, sentence)
        if lower in _MANY:
            return self._several(place)
        if office := _DOWNING_STREET.match(self._cast.body, place):
            return Speaker(office.group(), "institution")
        text = self._cast.body[slice(*mention.span)]
        if is_acronym(mention.head) and lower in ROLES and text.lower().startswith("the "):
            return self._described(mention, place)
        if mention.head in BEHIND_NAMES and (
            before := _NAME_BEFORE.search(self._cast.body, max(0, place - 80), place)
        ):
            return self._named(before["name"], mention)
        if _ONE_OF.match(text) and not mention.plural and not self._named_behind(mention):
            return Speaker(" ".join(f"{text}{self._rest_of(mention)}".split()), "anonymous")
        if (
            not mention.plural
            and (lower in ROLES or _ROLE_IN.search(text))
            and (named := self._named_behind(mention))
        ):
            return self._named(named, mention)
        if body := self._cast.body_of_two(mention.name, mention.span):
            return self._named(body, mention)
        name = mention.name or (mention.head if self._cast.names(mention.head) else "")
        name = _without_days(_OPENER.sub("", name))
        return self._named(name, mention) if name else self._described(mention, place)

    def _person(self, gender: str, place: int, sentence: int) -> Speaker:
        """Who "he" is: named in this sentence or paragraph, else who spoke last, else last named.

        Within a paragraph whoever spoke or was the subject nearest before; further back, people in
        the news are spoken of by name again unless they go on speaking.
        """
        named = self._cast.people_before(place, gender)
        people = [one for one in named if not self._cast.is_quoted(one.start)]
        here = [one for one in people if one.start >= sentence]
        if here:
            return self._bearer(here[-1].full)
        spoken = self._spoken_before(gender, place)
        paragraph = self._cast.paragraph(place)
        near = [one for one in people if one.start >= paragraph]
        if near:
            subject = self._cast.subject_of(near)
            # Whom the speaker names in what he says is not who goes on speaking.
            begin = self._cast.sentence(subject.start)
            if spoken is None or begin > spoken.place:
                return self._bearer(subject.full)
        elif people and spoken is not None:
            last = self._cast.subject_of(people)
            if last.start > spoken.place and self._cast.opens_sentence_before(last, sentence):
                return self._bearer(last.full)
        if spoken is not None:
            self._cast.learn_gender(spoken.speaker.name, gender)
            return spoken.speaker
        # Somebody whom only others' words name is better than nobody.
        people = people or [one for one in named if one.start < sentence]
        return self._bearer(self._cast.subject_of(people).full) if people else UNCLEAR

    def _spoken_before(self, gender: str, place: int) -> _Spoken | None:
        """Who of one person spoke last and may be "he" or "she"."""
        for spoken in reversed(self._last[-3:]):
            alone = spoken.human and 0 <= place - spoken.place < _NEAR
            told = gender_of(spoken.speaker.name) or gender
            if alone and told == gender and self._cast.fits(spoken.speaker.name, gender):
                return spoken
        return None

    def _bearer(self, full: str) -> Speaker:
        return Speaker(full, "person", self._cast.roles.get(full, ""))

    def _thing(self, place: int, sentence: int) -> Speaker:
        """What "it" is: the institution that spoke last, else the one named last, if near."""
        for spoken in reversed(self._last[-2:]):
            near = 0 <= place - spoken.place < _NEAR
            if near and spoken.place < sentence and spoken.speaker.kind == "institution":
                return spoken.speaker
        for one in self._cast.before(place):
            if one.kind == "institution" and place - one.end < _NEAR:
                return Speaker(one.full, "institution")
        return UNCLEAR

    def _several(self, place: int) -> Speaker:
        for spoken in reversed(self._last[-4:]):
            several = spoken.several or spoken.speaker.kind == "institution"
            if several and 0 <= place - spoken.place < _NEAR:
                return spoken.speaker
        return UNCLEAR

    def _named(self, name: str, mention: Mention) -> Speaker:
        own, title = bare(name)
        text = " ".join(self._cast.body[slice(*mention.span)].split())
        # "According to Lind's Britain": a book, and no country.
        if own.lower() in PLACES and re.search(rf"\w[’']s {re.escape(own)}$", text):
            return Speaker(text, "institution")
        full = self._cast.full_name(own)
        kind = self._cast.kind_of(full)
        if kind != "person":
            return Speaker(full, kind)
        self._cast.learn(full, mention.role or title)
        return self._bearer(full)

    def _named_behind(self, mention: Mention) -> str:
        """Who is named at the end of a role or right behind it: "its director, Ken Lind"."""
        start, end = mention.span
        for one in self._cast.named:
            if one.start > end + 2:
                break
            inside = start < one.start < end and one.end >= end - 2
            behind = one.start >= end and self._cast.body[end : one.start] in ("", " ", ", ")
            if (inside or behind) and self._is_apposed(one):
                return one.name
        return ""

    def _rest_of(self, mention: Mention) -> str:
        """A name that goes on right behind a mention: "a shareholder in the firm" and "Ostra"."""
        end = mention.span[1]
        behind = (one for one in self._cast.named if one.start == end + 1)
        return next((self._cast.body[end : one.end] for one in behind), "")

    def _is_apposed(self, one: Named) -> bool:
        """Whether it is a person's whole name, and nothing that somebody is "of" or "at"."""
        before = self._cast.body[max(0, one.start - 20) : one.start].split()
        owns = self._cast.body[one.end : one.end + 2] in ("'s", "’s")
        whole = one.kind == "person" and " " in one.name and not owns
        return whole and not (before and before[-1].lower() in _GOVERNS)

    def _described(self, mention: Mention, place: int) -> Speaker:
        text = " ".join(self._cast.body[slice(*mention.span)].split()).lstrip("-–—•*· ")
        text = _ONLY.sub("", text)
        if _SHARE.match(text):
            return UNCLEAR
        if self._cast.is_quoted(place):  # "our country": words of whoever speaks
            return UNCLEAR
        named, _ = without_titles(text)
        if any(one.full == named for one in self._cast.named):
            return self._named(named, mention)
        head = mention.head.lower()
        kind = kind_of(text, named=False)
        # A label has no article: "Minister: no evacuation".
        definite = text.lower().startswith((*_DEFINITE, head)) and not mention.plural
        # Somebody else's spokesman is another one.
        held = definite and head in ROLES and not _OWNED.search(text)
        if held and (holder := self._cast.holder_of(head, place, _beside(text, head))):
            return self._bearer(holder)
        if definite and (found := self._cast.institution_before(place, head)):
            return Speaker(found, "institution")
        return Speaker(text, "person" if definite and head in ROLES else kind)
