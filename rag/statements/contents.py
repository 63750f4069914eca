"""A cue in a parse -> what is said, as token indexes: clauses, main clauses around it, objects.

The frames of the lexicon say what to look for; here is where the parser puts it, and where it is
known to put it wrongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from rag.statements import cues
from rag.statements.cues import Cue
from rag.statements.subjects import SUBJECTS

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOT_CONTENT = frozenset({"punct", "cc", "conj", "npadvmod", "advmod", "parataxis", "advcl"})
_WHEN_AND_WHERE = frozenset({"in", "on", "at"})
_ON_A_PAR = frozenset(
    "say add promise pledge vow call urge warn deny insist accuse criticize criticise".split()
)


def content_of(token: Token, word: Cue, quoted: frozenset[int]) -> set[int]:
    """What a verb reports; empty if nothing.

    Args:
        token: The verb.
        word: Its entry in the lexicon.
        quoted: Tokens that stand in for speech between quotation marks.
    """
    frames = word.frames
    return (
        ("passive" in frames and _passive(token))
        or ("that" in frames and _clause(token, quoted))
        or ("to" in frames and _infinitive(token, frames))
        or ("at" in frames and _valued(token))
        or ("object" in frames and _object(token))
        or _prepositional(token, frames)
    )


def _passive(token: Token) -> set[int]:
    """All of "Lind is expected to win" is said of Lind."""
    children = list(token.children)
    subjects = [child for child in children if child.dep_ == "nsubjpass"]
    if not subjects or not any(child.dep_ in {"xcomp", "prep", "oprd"} for child in children):
        return set()
    apart = _coordinated(token, [child for child in children if child.dep_ == "xcomp"])
    return _with_rest(token, subjects) - apart


def _clause(token: Token, quoted: frozenset[int]) -> set[int]:
    """A clause that depends on the verb, the main clause around it, or speech beside it."""
    clauses = [c for c in token.children if c.dep_ == "ccomp" and not _cut_off(c, token)]
    clauses = [c for c in clauses if not _is_aside(c, token)]
    if clauses:
        return spread([*clauses, *_more(token)]) - _coordinated(token, clauses)
    main = _inverted(token)
    if main is not None:
        return spread([main]) - spread([token])
    return _spoken(token, quoted)


def _infinitive(token: Token, frames: frozenset[str]) -> set[int]:
    """What somebody "promised to pay"; of "called on Lind to go" Lind is part as well."""
    wanted = [child for child in token.rights if child.dep_ == "xcomp"]
    if not wanted or not any(child.lower_ == "to" for child in wanted[0].lefts):
        return set()
    asked = [c for c in token.children if c.dep_ == "prep" and f"+{c.lower_}" in frames]
    named = spread(one for child in asked for one in child.children)
    return spread(wanted) - _coordinated(token, wanted) | named


def _valued(token: Token) -> set[int]:
    """What somebody "puts at 4,200"; nothing where no figure stands behind "at"."""
    objects = [child for child in token.rights if child.dep_ == "dobj"]
    at = [child for child in token.rights if child.dep_ == "prep" and child.lower_ == "at"]
    if not objects or not any(one.tag_ == "CD" for child in at for one in child.subtree):
        return set()
    return spread([*objects, *at])


def _object(token: Token) -> set[int]:
    """Nouns: "praised the plan", "proposed banning it", "the plan was praised by"."""
    if _is_infinitive(token):
        return set()
    objects = [child for child in token.rights if _is_object(child)]
    if objects:
        return _with_rest(token, objects) | _predicate(objects)
    subjects = [child for child in token.children if child.dep_ == "nsubjpass"]
    by_somebody = any(child.dep_ == "agent" for child in token.children)
    return spread(subjects) if by_somebody else set()


def _predicate(objects: Sequence[Token]) -> set[int]:
    """What is said of nouns that the parser took for objects: "denied the city would close"."""
    last = max(spread(objects))
    doc = objects[0].doc
    if last + 1 >= len(doc) or doc[last + 1].tag_ != "MD":
        return set()
    said = takewhile(lambda one: not one.is_punct, doc[last + 1 :])
    return {one.i for one in said}


def _prepositional(token: Token, frames: frozenset[str]) -> set[int]:
    for child in token.children:
        if child.dep_ != "prep" or child.i < token.i:
            continue
        name = child.lower_
        if f"+{name}" in frames:
            objects = [one for one in child.children if one.dep_ in {"pobj", "pcomp"}]
            if objects:
                return _with_rest(token, objects)
    return set()


def _with_rest(token: Token, objects: Iterable[Token]) -> set[int]:
    """The objects with what follows them in the same clause."""
    content = spread(objects)
    first = min(content)
    for child in token.rights:
        place = child.dep_ == "prep" and child.lower_ in _WHEN_AND_WHERE
        if child.i > first and child.dep_ not in _NOT_CONTENT and not place:
            content |= {one.i for one in child.subtree}
    return content


def _spoken(token: Token, quoted: frozenset[int]) -> set[int]:
    """Stand-ins for speech that the parser has not made a clause of the cue."""
    return {
        one.i
        for child in token.children
        if child.dep_ not in SUBJECTS
        for one in child.subtree
        if one.i in quoted
    }


def _inverted(token: Token) -> Token | None:
    """The main clause around "..., she said, ..." or beside "As she said, ..."."""
    if token.dep_ == "parataxis":
        return token.head
    if token.dep_ != "advcl" or token.head.lower_ in cues.VERBS:
        return None
    marked = any(child.dep_ == "mark" and child.lower_ == "as" for child in token.lefts)
    # "As he continued firing" goes on with something else than with the sentence around it.
    complete = any(child.dep_ in {"dobj", "xcomp", "ccomp"} for child in token.rights)
    return token.head if marked and not complete else None


def _coordinated(token: Token, clauses: Iterable[Token]) -> set[int]:
    """What the parser has put into the content although it reports on a par with the cue.

    "She said she regretted it and promised to stop": "promised to stop" is not what she said.
    """
    apart: set[int] = set()
    for clause in clauses:
        for other in clause.conjuncts:
            word = cues.VERBS.get(other.lower_)
            if word and word.lemma in _ON_A_PAR and other.tag_ == token.tag_:
                apart |= {one.i for one in other.subtree}
    return apart


def _more(token: Token) -> list[Token]:
    """What goes on with the content although the parser has put it beside the cue.

    "He said that he expects to win and he is doing better": of another tense than "said".
    """
    if token.tag_ != "VBD":
        return []
    return [c for c in token.rights if c.dep_ == "conj" and c.tag_ in {"VB", "VBZ", "VBP"}]


def _cut_off(clause: Token, token: Token) -> bool:
    """A semicolon between them: the clause before it is another sentence."""
    first, last = sorted((clause.i, token.i))
    return any(one.text == ";" for one in token.doc[first:last])


def _is_aside(clause: Token, token: Token) -> bool:
    """Whether of one thing in it alone something is said: "suing over leaks they say did harm".

    What is reported before its verb is set off by a comma, or the verb is the last.
    """
    behind = [c for c in token.rights if c.dep_ in {"xcomp", "ccomp"} and c.i > token.i]
    subject = next((c for c in token.lefts if c.dep_ == "nsubj"), None)
    if clause.i > token.i or not behind or subject is None:
        return False
    first = min(one.i for one in subject.subtree)
    return first > 0 and not token.doc[first - 1].is_punct


def _is_object(child: Token) -> bool:
    """A noun, or what is done ("proposed banning them")."""
    if child.dep_ == "nsubj" and child.tag_ == "CD":
        return True  # "the report says 3,900": the parser knows no such object
    return child.dep_ in {"dobj", "oprd"} or (child.dep_ == "xcomp" and child.tag_ == "VBG")


def _is_infinitive(token: Token) -> bool:
    """Tells of nobody's support: "likely to support her"."""
    if token.tag_ != "VB" or token.dep_ not in {"acl", "xcomp"}:
        return False
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in token.lefts)


def spread(heads: Iterable[Token]) -> set[int]:
    """All tokens that depend on some heads, these included."""
    return {one.i for head in heads for one in head.subtree}
