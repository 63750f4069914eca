"""A parsed unit -> its attributions: which tokens speak, report, and are said. Pure on the parse.

Knows the grammar of reporting (clauses, inversion, passives, "according to", participles, relative
clauses, nouns that report), nothing of articles or of who "he" is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.statements import cues
from rag.statements.cues import Cue

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_CLAUSES = frozenset({"ccomp"})
_RELATIVES = frozenset({"who", "which", "that"})
_EMPTY_SUBJECTS = frozenset({"it", "there", "this", "that", "what"})
_ADDRESSED = frozenset("tell inform notify remind assure ask urge warn order advise".split())
_NEVER_AFTER = frozenset({"punct", "cc"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Token indexes of one attribution, each set sorted and non-empty unless said otherwise.

    Attributes:
        content: What is said.
        cue: What reports it.
        speaker: The head of the words that name who says it; None if nobody is named.
        addressee: The head of the words that name whom it is said to; None if nobody is.
        word: The cue's entry in the lexicon.
        negated: "did not say", "refused to say".
    """

    content: tuple[int, ...]
    cue: tuple[int, ...]
    speaker: int | None
    addressee: int | None
    word: Cue
    negated: bool = False


_ACCORDING = Cue("according", "said", frozenset({"that"}))


def attributions(parsed: Doc, quoted: frozenset[int]) -> list[Attribution]:
    """The outermost attributions of a unit, in the order of their cues.

    Args:
        parsed: The unit.
        quoted: Tokens that stand in for speech between quotation marks.
    """
    found = [one for token in parsed if token.i not in quoted for one in _of(token, quoted)]
    found.sort(key=lambda one: -len(one.content))
    kept: list[Attribution] = []
    for one in found:
        heads = {one.cue[0], one.cue[-1]}
        if any(heads <= set(other.content) for other in kept):
            continue
        if any(set(one.content) & set(other.content) for other in kept):
            continue
        kept.append(one)
    return sorted(kept, key=lambda one: one.cue)


def _of(token: Token, quoted: frozenset[int]) -> Iterator[Attribution]:
    tag, lower = token.tag_, token.lower_
    if lower == "according":
        yield from _according(token)
    elif tag.startswith("VB") and lower in cues.VERBS:
        yield from _verb(token, cues.VERBS[lower], quoted)
    elif tag.startswith("NN") and lower in cues.NOUNS:
        yield from _noun(token, cues.NOUNS[lower])


def _according(token: Token) -> Iterator[Attribution]:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    named = next((c for c in to.children if c.dep_ in {"pobj", "pcomp"}), None) if to else None
    if to is None or named is None:
        return
    phrase = {one.i for one in token.subtree}
    head = token.head
    while head.dep_ not in {"ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis"}:
        head = head.head
    content = tuple(one.i for one in head.subtree if one.i not in phrase)
    if any(not token.doc[i].is_punct for i in content):
        yield Attribution(content, (token.i, to.i), named.i, None, _ACCORDING)


def _verb(token: Token, word: Cue, quoted: frozenset[int]) -> Iterator[Attribution]:
    if token.dep_ in {"amod", "compound"}:
        return
    content = _content(token, word, quoted)
    if not content:
        return
    speaker = _speaker(token)
    addressee = _addressee(token, word)
    if speaker is not None and speaker.i in content:
        return
    yield Attribution(
        tuple(sorted(content)),
        _cue(token),
        None if speaker is None else speaker.i,
        None if addressee is None else addressee.i,
        word,
        any(child.dep_ == "neg" for child in token.children),
    )


def _cue(token: Token) -> tuple[int, ...]:
    """The verb with its auxiliaries and particles."""
    parts = [
        child.i
        for child in token.children
        if child.dep_ in {"aux", "auxpass", "neg", "prt"} and abs(child.i - token.i) <= 4
    ]
    return tuple(sorted([token.i, *parts]))


def _content(token: Token, word: Cue, quoted: frozenset[int]) -> set[int]:
    frames = word.frames
    children = list(token.children)
    if "that" in frames:
        clauses = [child for child in children if _is_content_clause(child)]
        if clauses:
            return _spread(clauses)
        main = _inverted(token)
        if main is not None:
            own = {one.i for one in token.subtree}
            return {one.i for one in main.subtree} - own
        spoken = _spoken(token, quoted)
        if spoken:
            return spoken
    if "to" in frames:
        wanted = [child for child in children if child.dep_ == "xcomp" and child.i > token.i]
        if wanted and any(one.lower_ == "to" for one in wanted[0].lefts):
            return _spread(wanted)
    if "object" in frames:
        objects = [c for c in children if c.dep_ in {"dobj", "oprd"} and c.i > token.i]
        if objects:
            return _with_rest(token, objects)
        if _is_passive(token):
            subject = next((c for c in children if c.dep_ == "nsubjpass"), None)
            if subject is not None and any(c.dep_ == "agent" for c in children):
                return _spread([subject])
    return _prepositional(token, frames)


def _prepositional(token: Token, frames: frozenset[str]) -> set[int]:
    for child in token.children:
        if child.dep_ != "prep" or child.i < token.i:
            continue
        name = child.lower_
        if name in frames or f"{name}-object" in frames:
            objects = [one for one in child.children if one.dep_ in {"pobj", "pcomp"}]
            if objects:
                return _with_rest(token, objects)
    return set()


def _is_content_clause(child: Token) -> bool:
    return child.dep_ == "ccomp"


def _inverted(token: Token) -> Token | None:
    """The main clause around "..., she said, ..."."""
    if token.dep_ == "parataxis":
        return token.head
    return None


def _spoken(token: Token, quoted: frozenset[int]) -> set[int]:
    """Stand-ins for speech that the parser has not made a clause of the cue."""
    return {
        one.i
        for child in token.children
        if child.dep_ not in _SUBJECTS
        for one in child.subtree
        if one.i in quoted
    }


def _with_rest(token: Token, objects: Iterable[Token]) -> set[int]:
    """The objects with what follows them in the same clause."""
    content = _spread(objects)
    first = min(content)
    for child in token.rights:
        if child.i < first or child.dep_ in {
            "punct",
            "cc",
            "conj",
            "npadvmod",
            "advmod",
            "parataxis",
        }:
            continue
        if child.dep_ == "advcl" or (child.dep_ == "prep" and child.lower_ in {"in", "on", "at"}):
            continue
        content |= {one.i for one in child.subtree}
    return content


def _spread(heads: Iterable[Token]) -> set[int]:
    return {one.i for head in heads for one in head.subtree}


def _is_passive(token: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in token.children)


def _speaker(token: Token) -> Token | None:
    """The head of who says it: subject, agent of a passive, antecedent, or the governing verb's."""
    if _is_passive(token) or (token.tag_ == "VBN" and token.dep_ in {"acl", "advcl"}):
        return _agent(token)
    subject = next((c for c in token.children if c.dep_ in _SUBJECTS), None)
    if subject is not None:
        if subject.lower_ in _RELATIVES and token.dep_ == "relcl":
            return token.head
        return subject
    if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ == "VBG"):
        return token.head
    governor = token.head
    steps = 0
    while token.dep_ in {"conj", "advcl", "xcomp", "pcomp", "prep", "ccomp", "dep"} and steps < 4:
        found = next((c for c in governor.children if c.dep_ in _SUBJECTS), None)
        if found is not None:
            if found.lower_ in _RELATIVES and governor.dep_ == "relcl":
                return governor.head
            return found
        if governor.dep_ == "relcl":
            return governor.head
        token, governor, steps = governor, governor.head, steps + 1
    return None


def _agent(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == "agent":
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None


def _addressee(token: Token, word: Cue) -> Token | None:
    if word.lemma in _ADDRESSED:
        if _is_passive(token):
            return next((c for c in token.children if c.dep_ == "nsubjpass"), None)
        for child in token.children:
            if child.dep_ in {"dobj", "dative"} and child.i > token.i:
                return child
    if word.lemma in {"say", "explain", "write", "add", "complain", "suggest", "admit", "announce"}:
        for child in token.children:
            if child.lower_ == "to" and child.dep_ in {"prep", "dative"}:
                return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None


def _noun(token: Token, word: Cue) -> Iterator[Attribution]:
    """Nouns: the minister's claim that the dam was safe, her criticism of the plan."""
    children = list(token.children)
    content: set[int] = set()
    if "that" in word.frames:
        clauses = [c for c in children if c.dep_ in {"acl", "ccomp"} and c.i > token.i]
        clauses = [c for c in clauses if any(one.lower_ in {"that", "to"} for one in c.lefts)]
        content = _spread(clauses)
    if not content:
        for child in children:
            name = child.lower_
            if child.dep_ == "prep" and (name in word.frames or f"{name}-object" in word.frames):
                content = _spread(c for c in child.children if c.dep_ in {"pobj", "pcomp"})
    if not content:
        return
    speaker = next((c for c in children if c.dep_ == "poss"), None) or _by(token)
    if speaker is None and token.dep_ == "dobj":
        speaker = _speaker(token.head)
    if speaker is None:
        return
    yield Attribution(tuple(sorted(content)), (token.i,), speaker.i, None, word)


def _by(token: Token) -> Token | None:
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"by", "from", "of"}:
            return next((one for one in child.children if one.dep_ == "pobj"), None)
    return None
