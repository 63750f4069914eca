"""Who is the same speaker across articles: "Putin" = "Vladimir Putin" = "the president".

Only what the articles bear out: a surname goes to the one person who has it, an acronym to the
institution that an article gives beside it, a bare role to the one person whom an article gives
it. When two would fit, neither is taken. Anonymous speakers stay apart unless their articles are
copies of one origin. Knows nothing of what is said.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.statements.name_words import DOMAIN, words_of
from rag.statements.spokesmen import voices
from rag.text.naming import fold
from rag.text.places import PLACES
from rag.text.trim import dateline_end
from rag.text.words import STOP_WORDS, content_words
from rag.types import SpeakerKind, Statement

_BODIES = frozenset(
    """rescue board authority council ministry department capital metals steel lines group bank
    party federation union office society university hospital company agency police court commission
    committee association institute foundation army navy service government parliament industries
    airlines energy holdings partners news times post herald courier lantern office team""".split()
)
LONG_ACRONYM = 5
"""Letters over which a word in capitals is shouted, and no acronym."""

_OWN = re.compile(r"^(?:we|us|our|ourselves|I)$|^our\s", re.IGNORECASE)
_MEMBER = re.compile(r"^(?P<who>.{3,60}?),?\s+(?:of|at|for|from)\s+(?:the\s+)?(?P<whose>[A-Z].+)$")
_ACRONYM = re.compile(r"^[A-Z](?:[A-Za-z]?\.?[A-Z]){1,6}\.?$")


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds positions, the same across articles.

    Attributes:
        name: The fullest that the articles have; anonymous ones with their outlet.
        kind: What it is.
        voice: Whom it speaks for: a spokesman's institution, else its own name. Two holders with
            one voice count as the same speaker when a line changes.
        known_as: All forms met, in order.
    """

    name: str
    kind: SpeakerKind
    voice: str
    known_as: tuple[str, ...] = ()

    def speaks_as(self, other: Holder) -> bool:
        """Whether both speak for one who is named: "police" of two towns are two."""
        return self.voice == other.voice and any(word[:1].isupper() for word in self.voice.split())


CLAIMANT = Holder("the claim", "unclear", "the claim")
"""Who a claim that is checked is read as said by: nobody, and no outlet."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A form of a name with the articles that use it."""

    text: str
    kind: SpeakerKind
    words: tuple[str, ...]
    known: frozenset[str]


def link(
    statements: Sequence[Statement], origin_of: Mapping[str, int] | None = None
) -> dict[str, Holder]:
    """Statement id -> its holder.

    Args:
        statements: All that are to be compared, of any articles.
        origin_of: Article id -> number of its origin, so that a copied anonymous speaker is one;
            None keeps every article apart.
    """
    named = [one for one in statements if one.speaker and one.speaker_kind != "anonymous"]
    mentions = list(dict.fromkeys(_mention(one) for one in named if one.kind != "plain"))
    outlets = list(dict.fromkeys(_mention(one) for one in named if one.kind == "plain"))
    full = _full_names(mentions, outlets, statements)
    roles = _roles(statements, full)
    forms: dict[str, list[str]] = defaultdict(list)
    name_of: dict[str, tuple[str, SpeakerKind]] = {}
    unnamed = _Unnamed(origin_of or {})
    for one in statements:
        name, kind = _name_and_kind(one, full, roles, unnamed)
        name_of[one.id] = (name, kind)
        if one.speaker and one.speaker not in forms[name]:
            forms[name].append(one.speaker)
    spoken_for = voices(statements, name_of)
    return {
        one_id: Holder(name, kind, spoken_for.get(name, name), tuple(forms[name]))
        for one_id, (name, kind) in name_of.items()
    }


def matches(wanted: str, holder: Holder) -> bool:
    """Whether a name that a person typed means this holder: "morwen" means Helena Morwen."""
    asked = set(words_of(wanted))
    if not asked:
        return False
    known = [set(words_of(form)) for form in (holder.name, *holder.known_as)]
    return any(asked <= words for words in known) or any(
        words and words <= asked and len(words) > 1 for words in known
    )


class _Unnamed:
    """Names for those who have none: the same within one origin, another in every other one."""

    def __init__(self, origin_of: Mapping[str, int]) -> None:
        self._origin_of = origin_of
        self._names: dict[tuple[str, int | str], str] = {}
        self._taken: Counter[str] = Counter()

    def name(self, statement: Statement) -> str:
        article = statement.article
        key = (statement.speaker.casefold(), self._origin_of.get(article.id, article.id))
        if key not in self._names:
            base = f"{statement.speaker} ({article.source or 'unknown outlet'})"
            self._taken[base] += 1
            count = self._taken[base]
            self._names[key] = base if count == 1 else f"{base} {count}"
        return self._names[key]


def _mention(statement: Statement) -> _Mention:
    words = words_of(statement.speaker)
    return _Mention(statement.speaker, _kind(statement, words), words, frozenset(words))


def _kind(statement: Statement, words: Sequence[str]) -> SpeakerKind:
    """A body is no person, whatever the grammar says: "Coast Rescue said"."""
    if statement.kind == "plain":
        return "outlet"
    if statement.speaker_kind == "person" and words and words[-1] in _BODIES:
        return "institution"
    return statement.speaker_kind


def _full_names(
    mentions: Sequence[_Mention], outlets: Sequence[_Mention], statements: Sequence[Statement]
) -> dict[tuple[str, SpeakerKind], _Mention]:
    """(form, kind) -> the fullest form that means the same."""
    bodies = _bodies(statements)
    bodies_first = {one.words[0] for one in mentions if one.kind == "institution" and one.words}
    surnames = {one.words[-1] for one in mentions if one.kind == "person" and len(one.words) > 1}
    bodies_named = {one.words for one in mentions if one.kind == "institution"}
    people: list[_Mention] = []
    others: list[_Mention] = []
    for one in mentions:
        # "Orison", where there is an Orison Capital and nobody of that surname, is no person.
        short = len(one.words) == 1 and one.words[0] in bodies_first - surnames
        body = short or one.words in bodies_named or _MEMBER.match(one.text) is not None
        person = one.kind == "person" and not body
        (people if person else others).append(one)
    full: dict[tuple[str, SpeakerKind], _Mention] = {}
    for one in mentions:
        full[one.text, one.kind] = one
    for one in people:
        full[one.text, one.kind] = _fullest_person(one, people)
    pool = [*others, *outlets]
    for one in pool:
        full[one.text, one.kind] = _member(one, people) or _fullest_institution(one, pool, bodies)
    return full


def _member(one: _Mention, people: Sequence[_Mention]) -> _Mention | None:
    """The person in "Dagny Thorsell of Verranian Coast Rescue", if articles name that person."""
    match = _MEMBER.match(one.text)
    if match is None:
        return None
    words = words_of(match["who"])
    return next((other for other in people if other.words == words), None)


def _fullest_person(one: _Mention, people: Sequence[_Mention]) -> _Mention:
    """The longest name that this one is a short form of; itself if several different ones are."""
    fitting = [other for other in people if other is not one and _is_short_for(one, other)]
    longest = [
        other
        for other in fitting
        if not any(_is_short_for(other, third) for third in fitting if third is not other)
    ]
    different = {other.words for other in longest}
    if len(different) == 1:
        return longest[0]
    same = [other for other in people if other.words == one.words]
    return min(same, key=lambda other: (len(other.text), other.text)) if same else one


def _is_short_for(short: _Mention, long: _Mention) -> bool:
    """Same surname, and first names that fit: "Morwen", "H. Morwen" for "Helena Morwen"."""
    if not short.words or not long.words or short.words[-1] != long.words[-1]:
        return False
    first, fuller = short.words[:-1], long.words[:-1]
    if len(first) > len(fuller) or short.words == long.words:
        return False
    return all(
        any(other == name or (len(name) == 1 and other.startswith(name)) for other in fuller)
        for name in first
    ) and (len(first) < len(fuller) or any(len(name) == 1 for name in first))


def _fullest_institution(
    one: _Mention, pool: Sequence[_Mention], bodies: Sequence[str]
) -> _Mention:
    if _ACRONYM.match(one.text.replace(".", "")):
        spelled = [
            other
            for other in pool
            if _initials(other.text) == one.text.replace(".", "").upper()
            and any(_stands_in(one.text, body) and other.text in body for body in bodies)
        ]
        if len({other.words for other in spelled}) == 1:
            return _as_written(spelled[0], pool)
    if one.text.lower().removeprefix("the ") in PLACES:
        return _as_written(one, pool)  # New York is not New York City
    longer = [
        other
        for other in pool
        if one.known < other.known
        and _is_name(one.text)
        and not _MEMBER.match(other.text)
        and _borne_out(one, other, bodies)
    ]
    longest = {other.words: other for other in longer}
    tops = [
        other
        for other in longest.values()
        if not any(other.known < more.known for more in longest.values())
    ]
    if len(tops) == 1 and tops[0].kind == "outlet" and one.kind == "outlet":
        return one  # two outlets are two, whatever their names share
    if len(tops) == 1:
        return _as_written(tops[0], pool)
    if one.kind == "outlet" and not DOMAIN.match(one.text.lower()):
        return one
    return _as_written(one, pool)


def _as_written(one: _Mention, pool: Sequence[_Mention]) -> _Mention:
    """The form with the same words that reads best: "Northgate", not "NORTHGATE"."""
    same = [other for other in pool if other.words == one.words]
    # A press office's own page is the institution: "skarne-lines.example" is Skarne Lines.
    return min(
        same,
        key=lambda other: (
            bool(DOMAIN.match(other.text.lower())),
            other.kind != "outlet",
            any(len(word) > LONG_ACRONYM and word.isupper() for word in other.text.split()),
        ),
        default=one,
    )


def _is_name(text: str) -> bool:
    """Whether it names: "the agency" is no short form of whatever agency another article has."""
    return text.removeprefix("the ").removeprefix("The ")[:1].isupper()


def _borne_out(one: _Mention, other: _Mention, bodies: Sequence[str]) -> bool:
    """Two words of a name say enough; a single one only where an article has both forms."""
    if other.kind == "outlet":
        return one.words[-1] == other.words[-1]
    if len(one.words) > 1:
        return True
    return any(
        other.text in body and _stands_in(one.text, body.replace(other.text, " "))
        for body in bodies
    )


def _stands_in(text: str, body: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", body) is not None


def _initials(name: str) -> str:
    capitals = [word[0] for word in re.findall(r"[A-Z][\w’']*", name)]
    return "".join(capitals) if len(capitals) > 1 else ""


def _bodies(statements: Iterable[Statement]) -> list[str]:
    return list({one.article.id: one.article.body for one in statements}.values())


def _roles(
    statements: Sequence[Statement], full: Mapping[tuple[str, SpeakerKind], _Mention]
) -> dict[str, set[str]]:
    """Name -> words of the roles that articles give that person."""
    roles: dict[str, set[str]] = defaultdict(set)
    for one in statements:
        if one.role and (one.speaker, "person") in full:
            roles[full[one.speaker, "person"].text] |= set(content_words(fold(one.role)))
    return dict(roles)


def _name_and_kind(
    one: Statement,
    full: Mapping[tuple[str, SpeakerKind], _Mention],
    roles: Mapping[str, set[str]],
    unnamed: _Unnamed,
) -> tuple[str, SpeakerKind]:
    outlet = one.article.source
    if one.kind == "plain" or _speaks_for_outlet(one):
        found = full.get((one.article.source, "outlet"))
        if found is None or found.text == outlet:
            return outlet or "unknown outlet", "outlet"
        return found.text, found.kind
    if not one.speaker or one.speaker_kind == "unclear":
        return f"unclear ({outlet or 'unknown outlet'})", "unclear"
    if person := _person_with_role(one, roles):
        return person, "person"
    if one.speaker_kind == "anonymous":
        return unnamed.name(one), "anonymous"
    found = full[one.speaker, _kind(one, words_of(one.speaker))]
    return found.text, found.kind


def reports_itself(one: Statement) -> bool:
    """Whether nobody is named as saying it: then the whole sentence is the outlet's own.

    "Twelve are confirmed dead"; and the place of a dateline, taken for a speaker, is nobody.
    """
    if one.kind != "indirect":
        return False
    if one.mention is None:
        return not one.speaker
    return one.mention[1] <= dateline_end(one.article.body)


def _speaks_for_outlet(one: Statement) -> bool:
    """The outlet itself, where no quotation marks say otherwise: "we reported on Sunday"."""
    if reports_itself(one):
        return True
    return one.kind == "indirect" and _OWN.match(one.speaker or one.speaker_mention) is not None


def _person_with_role(one: Statement, roles: Mapping[str, set[str]]) -> str | None:
    """The only person whose role is what this bare description says: "the transport minister"."""
    if re.match(r"[A-Z]", one.speaker.removeprefix("The ").removeprefix("the ")):
        return None
    if words_of(one.speaker)[-1:] and words_of(one.speaker)[-1] in _BODIES:
        return None  # "the company" is not its spokesman, and in another article another one
    described = set(content_words(fold(one.speaker))) - STOP_WORDS
    fitting = [name for name, words in roles.items() if described and described <= words]
    return fitting[0] if len(fitting) == 1 else None
