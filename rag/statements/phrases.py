"""The words around the head of a noun phrase: who is named there, by what name and in what role.

"the union's president, Brigid Askew" -> name "Brigid Askew", role "the union's president". Reads
one parse; knows nothing of the rest of the article.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.text.people import is_body

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEFT = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet"})
_RIGHT = frozenset({"of", "for", "in", "at", "from", "with", "on", "to", "behind", "within"})
_LINKED = frozenset({"acl", "amod"})
_KNOWING = frozenset({"familiar", "close", "briefed", "involved"})
_PROPER = frozenset({"NNP", "NNPS"})
_PLURAL = frozenset({"NNS", "NNPS"})
_MAX_WORDS = 14


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as token indexes of its parse.

    Attributes:
        tokens: All of it that names somebody, in order, without gaps.
        head: The noun.
        name: A run of proper nouns in it; empty if it has none.
        role: Other words that say what the named one is; empty if there are none.
        plural: Whether several are meant.
    """

    tokens: tuple[int, ...]
    head: int
    name: tuple[int, ...]
    role: tuple[int, ...]
    plural: bool


def phrase_around(head: Token) -> Phrase:
    """The phrase that a noun or pronoun heads."""
    first, last = _edges(head)
    name = _name_run(head, first, last)
    role: tuple[int, ...] = ()
    apposed = [child for child in head.children if child.dep_ == "appos"]
    if name:
        role = tuple(i for i in range(first, name[0]) if _tells_role(head.doc[i]))
        if not role and apposed and apposed[0].tag_ not in _PROPER:
            role = tuple(range(_edges(apposed[0])[0], _edges(apposed[0])[1] + 1))
    elif apposed and apposed[0].tag_ in _PROPER and head.tag_ not in {"PRP"}:
        role = tuple(range(first, last + 1))
        inner_first, inner_last = _edges(apposed[0])
        name = _name_run(apposed[0], inner_first, inner_last)
        first, last = min(first, inner_first), max(last, inner_last)
    plural = head.tag_ in _PLURAL or any(child.dep_ == "conj" for child in head.children)
    return Phrase(tuple(range(first, last + 1)), head.i, name, role, plural)


def _edges(head: Token) -> tuple[int, int]:
    """First and last token of what belongs to the head without a comma or a clause between."""
    first = min([head.i, *(child.left_edge.i for child in head.lefts if child.dep_ in _LEFT)])
    last = head.i
    for child in head.rights:
        if child.left_edge.i != last + 1:
            break
        wanted = child.dep_ == "prep" and child.lower_ in _RIGHT
        wanted = wanted or (child.dep_ in _LINKED and child.lower_ in _KNOWING)
        wanted = wanted or child.dep_ in {"conj", "cc"} or child.tag_ == "POS"
        if not wanted or child.right_edge.i - first >= _MAX_WORDS or _has_clause(child):
            break
        last = child.right_edge.i
    while last > head.i and head.doc[last].dep_ == "cc":
        last -= 1
    return first, last


def _has_clause(token: Token) -> bool:
    return any(one.dep_ in {"relcl", "acl", "appos", "ccomp"} for one in token.subtree)


def _name_run(head: Token, first: int, last: int) -> tuple[int, ...]:
    """The proper nouns that end in the head; none if the head is a common noun."""
    if head.tag_ not in _PROPER:
        return ()
    begin = head.i
    while begin > first and (
        head.doc[begin - 1].tag_ in {*_PROPER, "HYPH"} or _joins_before(head, begin - 1, first)
    ):
        begin -= 1
    end = head.i
    # "the Ministry of Health" goes on behind "of", "Dagny Thorsell of Coast Rescue" does not.
    while (
        is_body(head.text)
        and end + 2 <= last
        and head.doc[end + 1].lower_ in {"of", "for", "and", "the"}
    ):
        step = end + 1
        while step < last and head.doc[step].lower_ in {"of", "for", "the", "and"}:
            step += 1
        if head.doc[step].tag_ not in _PROPER or head.doc[end + 1].lower_ == "and":
            break
        end = step
        while end < last and (
            head.doc[end + 1].tag_ in _PROPER or _joins_behind(head, end + 1, last)
        ):
            end += 1
    return tuple(range(begin, end + 1))


def _joins_before(head: Token, place: int, first: int) -> bool:
    """The "and" of "the Food and Drug Administration": between two words that are the body's."""
    joining = head.doc[place]
    return (
        joining.dep_ == "cc"
        and place > first
        and joining.head.tag_ in _PROPER
        and joining.head.head == head
        and joining.head.i < place
        and joining.head.dep_ in {"nmod", "compound", "amod"}
    )


def _joins_behind(head: Token, place: int, last: int) -> bool:
    """The "and" of "the Ministry of Trade and Industry", not of "the ministry and Ana Moor"."""
    joining = head.doc[place]
    return (
        joining.dep_ == "cc"
        and place < last
        and joining.head != head
        and joining.head.i > head.i
        and head.doc[place + 1].tag_ in _PROPER
    )


def _tells_role(token: Token) -> bool:
    return token.dep_ not in {"det", "predet"} and not token.is_punct
