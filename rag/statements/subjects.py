"""A cue in a parse -> who speaks and to whom, as tokens: subjects, agents, antecedents, owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.statements.cues import Cue
from rag.text.people import is_common

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
"""How the parser marks subjects."""

_RELATIVES = frozenset({"who", "which", "that"})
_GOVERNED = frozenset({"conj", "advcl", "xcomp", "pcomp", "prep", "ccomp", "dep"})
_MAX_STEPS = 4  # from a verb up to the one whose subject is its own as well
_ADDRESSED = frozenset("tell inform notify remind assure ask urge warn order advise".split())
_ADDRESSED_BY_TO = frozenset("say explain write add complain suggest admit announce".split())


def speaker_of(token: Token) -> Token | None:
    """The head of who says it: subject, agent of a passive, antecedent, or the governing verb's."""
    if is_passive(token):
        return agent_of(token)
    subject = next((c for c in token.children if c.dep_ in SUBJECTS), None)
    if subject is not None:
        if subject.lower_ in _RELATIVES and token.dep_ == "relcl":
            return token.head
        return subject
    if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ == "VBG"):
        return token.head
    governor = token.head
    steps = 0
    while token.dep_ in _GOVERNED and steps < _MAX_STEPS:
        found = next((c for c in governor.children if c.dep_ in SUBJECTS), None)
        if found is not None and not (governor.dep_ == "ccomp" and is_thing(found)):
            if found.lower_ in _RELATIVES and governor.dep_ == "relcl":
                return governor.head
            return found
        if governor.dep_ == "relcl":
            return governor.head
        token, governor, steps = governor, governor.head, steps + 1
    return None


def is_thing(noun: Token) -> bool:
    """Whether a common noun names nobody who may speak: "munitions", "an amendment".

    "The ministry said several munitions had exploded but denied it was shelled": it is the ministry
    that denies, though the parser joins the verb to what is said.
    """
    return noun.tag_ in {"NN", "NNS"} and not is_common(noun.text)


def misread_speaker_of(token: Token) -> Token | None:
    """Who says it in "Seventy are ashore, its head, Ana Diaz, told reporters".

    The parser takes the speaker for another name of what stands before, and the cue for a second
    verb of the clause.
    """
    if token.dep_ != "conj" or any(c.dep_ in SUBJECTS | {"ccomp", "cc"} for c in token.children):
        return None
    place = token.i - 1
    while place > token.sent.start and token.doc[place].is_punct:
        place -= 1
    found: Token | None = None
    one = token.doc[place]
    while one.dep_ in {"appos", "pobj", "prep", "compound"} and one.head.i != one.i:
        found = one if one.dep_ == "appos" else found
        one = one.head
    if found is None or found.left_edge.i <= token.head.i:
        return None
    return found if token.doc[found.left_edge.i - 1].text == "," else None


def agent_of(token: Token) -> Token | None:
    """The head of whom a passive is done by."""
    for child in token.children:
        if child.dep_ == "agent":
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None


def addressee_of(token: Token, word: Cue) -> Token | None:
    """The head of whom it is said to; None if the cue takes nobody or none is named."""
    if word.lemma in _ADDRESSED:
        if is_passive(token):
            return next((c for c in token.children if c.dep_ == "nsubjpass"), None)
        for child in token.children:
            if child.dep_ in {"dobj", "dative"} and child.i > token.i:
                return child
    if word.lemma in _ADDRESSED_BY_TO:
        for child in token.children:
            if child.lower_ == "to" and child.dep_ in {"prep", "dative"}:
                return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None


def is_passive(token: Token) -> bool:
    """Whether the subject of a verb is not who does it; a bare participle has none."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in token.children):
        return True
    helped = any(child.dep_ == "aux" for child in token.children)
    return token.tag_ == "VBN" and not helped and token.dep_ in {"acl", "advcl", "relcl", "ROOT"}


def possessor_of(token: Token) -> Token | None:
    """Whose a noun is: "the minister's claim", "a claim by the minister"."""
    owner = next((child for child in token.children if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"by", "from", "of"}:
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None
