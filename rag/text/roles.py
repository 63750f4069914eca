"""Whether a text tells the deed a question asks for the other way round. Pure text.

"Who succeeded Lind?" is not answered by "Lind succeeded Orr", though every word and name of it
fits, nor "How old was Lind when she died?" by how old she was when her father died. Told by order
alone: who stands right before an active verb does it, and who stands behind it, or before a
passive, has it done to them; a participle, or a pronoun, is of whom its sentence begins with. In
doubt a text is taken to be the right way round.
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
# "How old was Mara Lind when she died?": a deed that nothing is done to.
_WHEN_SHE = re.compile(r"\bwhen\s+(?:she|he|they|it)\s+(?P<verb>[a-z]{3,})\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(r"(?:\b(?:her|his|their|its)|\w[’']s?)\s+(?:[a-z-]+\s+)?[a-z-]+\s+$")
# Who does this comes after somebody, and before nobody yet.
_TAKES_OVER = re.compile(
    r"\b(?:t(?:ook|akes|aking) over|bec(?:ame|omes?)|"
    r"(?:was|is|been) (?:formally )?(?:appointed|named|sworn in|elected))\b",
    re.IGNORECASE,
)
# All that may stand between a verb and its subject for the order to be sure.
_BETWEEN = re.compile(
    r"^,?\s+(?:who\s+)?(?:(?:had|has|have|will|would|could|may|also|then|later|once|first|\w+ly)\s+)*"
    r"(?:(?:been|be|was|were|is|are|being|got)\s+(?:\w+ly\s+)?)?$"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A deed with one known side: "Who [succeeded] [Lind]?", "Who did [Lind] [succeed]?".

    `alone`: it has no other side, "when [Lind] [died]".
    """

    verb: str
    known: frozenset[str]
    known_does_it: bool
    alone: bool = False


def turned_round(question: str, text: str) -> bool:
    """Whether `text` tells what is asked for of somebody else, and nowhere rightly.

    With the roles exchanged, of another than is asked about, or done to something else.
    """
    asked = _asked_alone(question) or _asked(question)
    if asked is None:
        return False
    told = [_told(asked, text, match) for match in _WORD.finditer(text)]
    if _is_succession(asked):
        told += [
            False
            for match in _TAKES_OVER.finditer(text)
            if _subject(text[: match.start()]) & asked.known
        ]
    return False in told and True not in told


def _is_succession(asked: _Asked) -> bool:
    """Whether it asks who came after somebody."""
    return _IRREGULAR.get(asked.verb) == "succeed" and not asked.known_does_it


def _asked_alone(question: str) -> _Asked | None:
    """The deed of "when she died", with the name before it."""
    match = _WHEN_SHE.search(question)
    found = names(question[: match.start()]) if match else []
    if match is None or not found or not _is_deed(match["verb"].lower()):
        return None
    return _Asked(match["verb"].lower(), _words_of(found[-1]), True, alone=True)


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
    if asked.alone:
        return _told_alone(asked, before)
    passive = bool(_PASSIVE_BEFORE.search(before))
    by = _PASSIVE_BEHIND.match(behind)
    doers = _named_behind(behind[by.end() :]) if by else frozenset()
    left = _subject(before)
    right = doers if by else _named_behind(behind)
    if passive or by:
        left, right = right, left
    if left and right and not asked.known & frozenset(words(text)):
        return False  # "who won the cup" is not told by who won group A
    known_does_it = bool(left & asked.known)
    if known_does_it == bool(right & asked.known):
        return None
    return known_does_it == asked.known_does_it


def _told_alone(asked: _Asked, before: str) -> bool | None:
    """Whether what stands before a deed says that it is of the one asked about."""
    if _OF_ANOTHER.search(before):
        return False
    left = _subject(before)
    return bool(left & asked.known) if left else None


def _subject(before: str) -> frozenset[str]:
    """Words of the name that does what follows, as far as that is sure."""
    led_back = _PARTICIPLE.search(before) or _PRONOUN.search(before)
    return _opener(before) if led_back else _named_before(before)


def _opener(text: str) -> frozenset[str]:
    """Words of the name that a sentence begins with: of whom what leads back to it tells."""
    text = without_dateline(text).removeprefix("The ")
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
