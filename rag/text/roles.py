"""Whether a text tells the deed a question asks for the other way round. Pure text.

"Who succeeded Lind?" is not answered by "Lind succeeded Orr", though every word and name of it
fits. Told by order alone: who stands right before an active verb does it, and who stands behind it,
or before a passive, has it done to them; a participle, or a pronoun, is of whom its sentence begins
with. In doubt a text is taken to be the right way round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.text.trim import without_dateline
from rag.text.words import PRONOUNS, STOP_WORDS, names, stem, words

_IRREGULAR = {
    form: verb
    for verb, forms in {
        "beat": "beat beats beating beaten",
        "buy": "buy buys buying bought",
        "choose": "choose chooses choosing chose chosen",
        "fight": "fight fights fighting fought",
        "find": "find finds finding found",
        "hit": "hit hits hitting",
        "lead": "lead leads leading led",
        "meet": "meet meets meeting met",
        "pay": "pay pays paying paid",
        "sell": "sell sells selling sold",
        "shoot": "shoot shoots shooting shot",
        "strike": "strike strikes striking struck",
        "succeed": "succeed succeeds succeeding succeeded replace replaces replacing replaced",
        "sue": "sue sues suing sued",
        "take": "take takes taking took taken",
        "win": "win wins winning won",
    }.items()
    for form in forms.split()
}
"""Forms by which verbs of news that are not regular, or mean one deed, are told to be the same."""

_WORD = re.compile(r"[^\W\d_]+")
_DID = re.compile(r"\bwhom?\s+(?:did|does|do|will|would|has|have|had)\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:whom?|what|which)\b", re.IGNORECASE)
_PASSIVE_BEFORE = re.compile(
    r"\b(?:be|been|being|is|are|was|were|get|gets|got)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_PASSIVE_BEHIND = re.compile(r"^\s+(?:\w+\s+){0,3}?by\s+(?:the\s+)?", re.IGNORECASE)
_PARTICIPLE = re.compile(r",\s+$")
_PRONOUN = re.compile(r"\b(?:she|he|they|it|who)\s+(?:(?:had|has|have|will|would|is to)\s+)?$")
# All that may stand between a verb and its subject for the order to be sure.
_BETWEEN = re.compile(
    r"^,?\s+(?:who\s+)?(?:(?:had|has|have|will|would|could|may|also|then|later|once|first|\w+ly)\s+)*"
    r"(?:(?:been|be|was|were|is|are|being|got)\s+(?:\w+ly\s+)?)?$"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A deed with one known side: "Who [succeeded] [Lind]?", "Who did [Lind] [succeed]?"."""

    verb: str
    known: frozenset[str]
    known_does_it: bool


def turned_round(question: str, text: str) -> bool:
    """Whether `text` tells what is asked for with the roles exchanged, and nowhere rightly."""
    asked = _asked(question)
    if asked is None:
        return False
    told = [_told(asked, text, match) for match in _WORD.finditer(text)]
    return False in told and True not in told


def _asked(question: str) -> _Asked | None:
    """The deed, if the question asks who did it or to whom, and names the other side."""
    opener = _WHO.search(question)
    if opener is None:
        return None
    rest = question[opener.end() :]
    found = names(rest)
    if not found:
        return None
    start = rest.index(found[0])
    before, behind = rest[:start], rest[start + len(found[0]) :]
    known = frozenset(words(found[0])) - STOP_WORDS
    if _DID.match(question, opener.start()):
        verb = re.match(r"\s+([a-z]+)", behind)
        return _Asked(verb[1], known, True) if verb and _is_deed(verb[1]) else None
    verb = re.search(r"([a-z]+)\s+(?:the\s+)?$", before)
    return _Asked(verb[1], known, False) if verb and _is_deed(verb[1]) else None


def _told(asked: _Asked, text: str, match: re.Match[str]) -> bool | None:
    """Whether a word tells the deed as asked for; None if it is another word, or unsure."""
    if not _same_verb(match.group().lower(), asked.verb):
        return None
    before, behind = text[: match.start()], text[match.end() :]
    passive = bool(_PASSIVE_BEFORE.search(before))
    by = _PASSIVE_BEHIND.match(behind)
    doers = _named_behind(behind[by.end() :]) if by else frozenset()
    led_back = _PARTICIPLE.search(before) or _PRONOUN.search(before)
    left = _opener(before) if led_back else _named_before(before)
    right = doers if by else _named_behind(behind)
    if passive or by:
        left, right = right, left
    known_does_it = bool(left & asked.known)
    if known_does_it == bool(right & asked.known):
        return None
    return known_does_it == asked.known_does_it


def _opener(text: str) -> frozenset[str]:
    """Words of the name that a sentence begins with: of whom what leads back to it tells."""
    text = without_dateline(text)
    found = names(text)
    return _words_of(found[0]) if found and text.startswith(found[0]) else frozenset()


def _named_before(text: str) -> frozenset[str]:
    """Words of the name right before a verb, if its subject it must be."""
    found = names(text)
    if not found:
        return frozenset()
    end = text.rindex(found[-1]) + len(found[-1])
    return _words_of(found[-1]) if _BETWEEN.match(text[end:]) else frozenset()


def _named_behind(text: str) -> frozenset[str]:
    """Words of the name right behind a verb."""
    found = names(text)
    if not found:
        return frozenset()
    start = text.index(found[0])
    return _words_of(found[0]) if len(text[:start].split()) <= 2 else frozenset()


def _words_of(name: str) -> frozenset[str]:
    return frozenset(words(name)) - STOP_WORDS


def _is_deed(word: str) -> bool:
    return word not in STOP_WORDS and word not in PRONOUNS and len(word) > 2


def _same_verb(one: str, other: str) -> bool:
    if one in _IRREGULAR or other in _IRREGULAR:
        return _IRREGULAR.get(one, one) == _IRREGULAR.get(other, other)
    # The crude stem of "succeed" is no more one of its own than that of "succeeded".
    return bool({one, stem(one)} & {other, stem(other)})
