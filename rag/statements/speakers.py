"""A mention -> who it is in this article: fullest name, kind, role. Says "" where it cannot tell.

Knows pronouns, roles ("the minister"), institutions ("the ministry"), the anonymous.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.statements.cast import ROLES, Cast
from rag.statements.people import kind_of, without_titles
from rag.statements.reports import Mention
from rag.types import SpeakerKind

_GENDERS = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f"}
_THINGS = frozenset({"it", "its", "which", "that", "this"})
_MANY = frozenset({"they", "their", "them", "these", "those", "both"})
_NOBODY = frozenset({"i", "we", "you", "one", "my", "our", "your", "us", "me", "there", "what"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: name, kind, and role if the article gives one."""

    name: str
    kind: SpeakerKind
    role: str = ""


UNCLEAR = Speaker("", "unclear")


class SpeakerFinder:
    """Resolves the mentions of one article, in their order."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._last: list[tuple[int, Speaker, bool]] = []  # place, who, whether several

    def find(self, mention: Mention | None, sentence: int) -> Speaker:
        """Who a mention means.

        Args:
            mention: None if nobody is named.
            sentence: Offset of the sentence that it stands in.
        """
        if mention is None:
            return UNCLEAR
        speaker = self._find(mention, sentence)
        if speaker.kind != "unclear":
            self._last.append((mention.span[0], speaker, mention.plural))
        return speaker

    def _find(self, mention: Mention, sentence: int) -> Speaker:
        lower = mention.head.lower()
        place = mention.span[0]
        if lower in _GENDERS:
            return self._person(_GENDERS[lower], place, sentence)
        if lower in _NOBODY:
            return UNCLEAR
        if lower in _THINGS:
            return self._institution("", place)
        if lower in _MANY:
            return self._several(place)
        if mention.name:
            return self._named(mention)
        return self._described(mention, place)

    def _person(self, gender: str, place: int, sentence: int) -> Speaker:
        here = self._cast.person_before(place, gender, sentence)
        in_sentence = any(
            one.start >= sentence and self._cast.fits(self._cast.fullest[one.name], gender)
            for one in self._cast.before(place)
            if one.kind == "person"
        )
        if not in_sentence:
            for spoken, speaker, _ in reversed(self._last[-3:]):
                near = place - spoken < 900
                if near and speaker.kind == "person" and self._cast.fits(speaker.name, gender):
                    return speaker
        if not here:
            return UNCLEAR
        return Speaker(here, "person", self._cast.role_of(here))

    def _institution(self, head: str, place: int) -> Speaker:
        found = self._cast.institution_before(place, head)
        return Speaker(found, "institution") if found else UNCLEAR

    def _several(self, place: int) -> Speaker:
        for spoken, speaker, several in reversed(self._last[-4:]):
            if place - spoken < 900 and (several or speaker.kind == "institution"):
                return speaker
        return UNCLEAR

    def _named(self, mention: Mention) -> Speaker:
        bare, title = without_titles(mention.name)
        full = self._cast.full_name(bare)
        kind = kind_of(full, named=True)
        role = mention.role or title
        known = self._cast.role_of(full)
        if kind == "person" and (len(known) > len(role) or not role):
            role = known
        return Speaker(full, kind, role if kind == "person" else "")

    def _described(self, mention: Mention, place: int) -> Speaker:
        text = self._cast.body[slice(*mention.span)]
        head = mention.head.lower()
        definite = text.lower().startswith(("the ", "his ", "her ", "its "))
        kind = kind_of(text, named=False)
        if definite and kind == "institution":
            found = self._cast.institution_before(place, head)
            if found:
                return Speaker(found, "institution")
        if definite and head in ROLES and not mention.plural:
            holder = self._cast.holder_of(head, place)
            if holder:
                return Speaker(holder, "person", self._cast.role_of(holder))
        return Speaker(" ".join(text.split()), kind)
