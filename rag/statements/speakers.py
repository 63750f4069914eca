"""A mention -> who it is in this article: fullest name, kind, role. Says "" where it cannot tell.

Knows pronouns, roles ("the minister"), institutions ("the ministry"), the anonymous.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.statements.cast import Cast
from rag.statements.reports import Mention
from rag.text.people import ROLES, gender_of, kind_of, without_titles
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


def _without_days(name: str) -> str:
    """“The Courier Thursday reported”: no day is part of the name, nor what is quoted before."""
    words = re.split(r"[“”\"]", name)[-1].split() or name.split()
    while len(words) > 1 and words[-1].lower().strip(".,") in CALENDAR:
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
            one = not mention.plural
            human = speaker.kind == "person" or (
                one and (speaker.kind == "anonymous" or mention.head.lower() in ROLES)
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
        if lower in _NOBODY or lower in CALENDAR:
            return UNCLEAR
        if lower in _THINGS:
            return self._thing(place, sentence)
        if lower in _MANY:
            return self._several(place)
        name = mention.name or (mention.head if self._cast.names(mention.head) else "")
        name = _without_days(_OPENER.sub("", name))
        return self._named(name, mention) if name else self._described(mention, place)

    def _person(self, gender: str, place: int, sentence: int) -> Speaker:
        """Who "he" is: named in this sentence or paragraph, else who spoke last, else last named.

        Within a paragraph whoever spoke or was the subject nearest before; further back, people in
        the news are spoken of by name again unless they go on speaking.
        """
        people = [
            one
            for one in self._cast.people_before(place, gender)
            if one.start < sentence or not self._is_quoted(sentence, one.start)
        ]
        here = [one for one in people if one.start >= sentence]
        if here:
            return self._bearer(here[-1].full)
        spoken = self._spoken_before(gender, place)
        paragraph = self._cast.paragraph(place)
        near = [one for one in people if one.start >= paragraph]
        if near:
            subject = self._cast.subject_of(near)
            if spoken is None or subject.start > spoken.place:
                return self._bearer(subject.full)
        if spoken is not None:
            self._cast.learn_gender(spoken.speaker.name, gender)
            return spoken.speaker
        return self._bearer(self._cast.subject_of(people).full) if people else UNCLEAR

    def _is_quoted(self, sentence: int, place: int) -> bool:
        """Whether quotation marks are open there: whom somebody's words name is not who speaks."""
        before = self._cast.body[sentence:place]
        return before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")

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
        bare, title = without_titles(name)
        full = self._cast.full_name(bare)
        kind = self._cast.kind_of(full)
        if kind != "person":
            return Speaker(full, kind)
        self._cast.learn(full, mention.role or title)
        return self._bearer(full)

    def _described(self, mention: Mention, place: int) -> Speaker:
        text = " ".join(self._cast.body[slice(*mention.span)].split()).lstrip("-–—•*· ")
        text = _ONLY.sub("", text)
        if _SHARE.match(text):
            return UNCLEAR
        bare, _ = without_titles(text)
        if any(one.full == bare for one in self._cast.named):
            return self._named(bare, mention)
        head = mention.head.lower()
        kind = kind_of(text, named=False)
        # A label has no article: "Minister: no evacuation".
        definite = text.lower().startswith((*_DEFINITE, head)) and not mention.plural
        if definite and head in ROLES and (holder := self._cast.holder_of(head, place)):
            return self._bearer(holder)
        if definite and (found := self._cast.institution_before(place, head)):
            return Speaker(found, "institution")
        return Speaker(text, "person" if definite and head in ROLES else kind)
