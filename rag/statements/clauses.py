"""A parsed unit -> its attributions: which tokens speak, report, and are said. Pure on the parse.

Knows the grammar of reporting (clauses, inversion, passives, "according to", participles, relative
clauses, nouns that report), nothing of articles or of who "he" is.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.statements import cues
from rag.statements.contents import content_of, spread
from rag.statements.cues import Cue
from rag.statements.subjects import (
    addressee_of,
    agent_of,
    is_thing,
    misread_speaker_of,
    possessor_of,
    speaker_of,
)
from rag.types import Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HOLDS_TRUE = frozenset("believe think accept agree".split())
_PERCEIVES = frozenset("see hear find feel learn read notice".split())
_AHEAD = frozenset("will would wo 'll ’ll may might can could ca must should".split())
_NAMES_SOMETHING = frozenset(
    """call see announce discuss mention show offer report issue share post email name list address
    present unveil quote identify love like know think say tell write outline explain detail
    describe frame float signal look seek talk speak recall recount reference note cite view find
    hear
    feel consider regard recognize recognise paint assure remind read repeat recite refer
    point""".split()
)
"""Verbs that do something else than to say where only a noun stands behind them."""

_PREDICATES = frozenset({"oprd", "xcomp", "ccomp", "acl", "relcl", "pcomp", "advcl"})
_MIN_ASKED = 5  # words
_TURNS_DOWN = frozenset({"reject", "dismiss"})
_GRANTED = frozenset(
    """access admission aid appeal application asylum bail benefit boarding care chance clemency
    compensation coverage credit entry extension freedom fund funding grant help housing injunction
    justice licence license loan money motion
    opportunity pardon parole payment permission permit petition promotion request right
    service treatment visa vote""".split()
)
"""What may be withheld: who denies it says of nothing that it is not so."""

_CLAIMS = frozenset(
    """accusation accusations allegation allegations assertion assertions charge charges claim
    claims criticism idea notion report reports rumor rumors rumour rumours suggestion suggestions
    story theory account accounts version it that this""".split()
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SHORT_LABEL = 3  # words
_CALLED_FOR = frozenset({"for", "on", "upon"})
_DEALS = frozenset("offer bid deal takeover transaction sale merger agreement price it".split())
_NAMING = frozenset("call name dub title label brand know".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """Token indexes of one attribution, each set sorted and non-empty unless said otherwise.

    Attributes:
        content: What is said.
        cue: What reports it.
        speaker: The head of the words that name who says it; None if nobody is named.
        addressee: The head of the words that name whom it is said to; None if nobody is.
        word: The cue's entry in the lexicon.
        stance: What the cue makes of the content here.
    """

    content: tuple[int, ...]
    cue: tuple[int, ...]
    speaker: int | None
    addressee: int | None
    word: Cue
    stance: Stance = "said"


_SAYS = Cue("say", "said", frozenset({"that"}))
_ACCORDING = Cue("according", "said", frozenset({"that"}))


def attributions(parsed: Doc, quoted: frozenset[int]) -> list[Attribution]:
    """The outermost attributions of a unit, in the order of their cues.

    Args:
        parsed: The unit.
        quoted: Tokens that stand in for speech between quotation marks.
    """
    found = [one for token in parsed if token.i not in quoted for one in _of(token, quoted)]
    found += _verbless(parsed, quoted)
    found = _behind_colon(parsed, quoted, found)
    # "Ana said A, according to B" is B's: the longest comes first, and "according to" before it.
    found.sort(key=lambda one: (one.word is not _ACCORDING, -len(one.content)))
    kept: list[Attribution] = []
    for one in found:
        heads = {one.cue[0], one.cue[-1]}
        if any(heads <= set(other.content) for other in kept):
            continue
        if any(set(one.content) & set(other.content) for other in kept):
            continue
        kept.append(one)
    return sorted(kept, key=lambda one: one.cue)


def _behind_colon(
    parsed: Doc, quoted: frozenset[int], found: list[Attribution]
) -> list[Attribution]:
    """With speech behind a colon for whoever speaks right before it, whatever the parse has.

    "Lind denied it, and the chancellor told reporters: “I trust him”": Lind does not deny that.
    """
    colon = next((one.i for one in parsed[:-1] if one.text == ":" and one.i + 1 in quoted), None)
    if colon is None:
        return found
    verbs = [one for one in parsed[:colon] if _reports(one, quoted)]
    speaker = speaker_of(verbs[-1]) if verbs else None
    if speaker is None or speaker.i in quoted:
        return found
    verb, begins = verbs[-1], speaker.left_edge.i
    others = [one for one in found if verb.i not in one.cue]
    if any(verb.i in one.content for one in others) or begins > verb.i:
        return found
    kept = []
    for one in others:
        content = tuple(i for i in one.content if i < begins)
        if len(content) == len(one.content):
            kept.append(one)
        elif any(not parsed[i].is_punct for i in content):
            kept.append(replace(one, content=content))
    speech = tuple(i for i in range(colon + 1, len(parsed)) if i in quoted)
    word = cues.VERBS[verb.lower_]
    addressee = addressee_of(verb, word)
    whom = None if addressee is None else addressee.i
    return [*kept, Attribution(speech, _cue(verb), speaker.i, whom, word, word.stance)]


def _reports(token: Token, quoted: frozenset[int]) -> bool:
    word = cues.VERBS.get(token.lower_)
    says = word is not None and "that" in word.frames and token.tag_.startswith("VB")
    return says and token.i not in quoted


def _verbless(parsed: Doc, quoted: frozenset[int]) -> Iterator[Attribution]:
    """Speech behind a colon and no verb: "A warning from Ana Diaz, an engineer: “It leaks.”"."""
    colon = next((one.i for one in parsed[:-1] if one.text == ":" and one.i + 1 in quoted), None)
    if colon is None:
        return
    left = parsed[:colon]
    if any(one.tag_ in _FINITE or one.i in quoted for one in left):
        return
    named = [
        child
        for one in left
        if one.lower_ in {"from", "by"}
        for child in one.children
        if child.dep_ == "pobj" and child.i < colon
    ]
    if not named and len(left) <= _SHORT_LABEL and all(one.tag_ == "NNP" for one in left):
        named = [left[-1]]
    content = tuple(one.i for one in parsed[colon + 1 :] if one.i in quoted)
    if named:
        yield Attribution(content, (colon,), named[0].i, None, _SAYS)


def introduction(parsed: Doc) -> Attribution | None:
    """Who is about to speak where a unit ends in a colon: "He released this statement:"."""
    root = next((one for one in parsed if one.dep_ == "ROOT" and one.tag_.startswith("VB")), None)
    if root is None:
        return None
    ending = [one for one in parsed if one.lower_ in cues.VERBS and one.tag_.startswith("VB")]
    verb = ending[-1] if ending else root
    speaker = speaker_of(verb) or speaker_of(root)
    if speaker is None:
        return None
    word = cues.VERBS.get(verb.lower_, _SAYS)
    return Attribution((verb.i,), _cue(verb), speaker.i, None, word, word.stance)


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
    # At an end of the sentence it is about all of it: "A rose, and B fell, according to C."
    whole = min(phrase) == token.sent.start or all(
        one.is_punct or one.is_space for one in token.doc[max(phrase) + 1 : token.sent.end]
    )
    stops = {"ROOT"} if whole else {"ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis"}
    while head.dep_ not in stops:
        head = head.head
    content = tuple(one.i for one in head.subtree if one.i not in phrase)
    if any(not token.doc[i].is_punct for i in content):
        yield Attribution(content, (token.i, to.i), named.i, None, _ACCORDING)


def _verb(token: Token, word: Cue, quoted: frozenset[int]) -> Iterator[Attribution]:
    if token.dep_ in {"amod", "compound"} or (word.lemma in _NAMING and _only_names(token)):
        return
    speaker = misread_speaker_of(token) if "that" in word.frames else None
    if speaker is not None:
        content = set(range(token.sent.start, speaker.left_edge.i))
    else:
        content, speaker = content_of(token, word, quoted), speaker_of(token)
    addressee = addressee_of(token, word)
    if _says_too_little(token, content, quoted) or _only_addresses(content, addressee):
        return
    if speaker is None and _is_imperative(token):
        return
    if word.lemma in _PERCEIVES and any(c.lower_ in _AHEAD for c in token.lefts):
        return  # "borrowers will not see it until May": nobody has said so
    if speaker is not None and is_thing(speaker) and any(c.lower_ in _AHEAD for c in token.lefts):
        return  # "the amendment would declare that it is lawful": nothing declares it yet
    if speaker is not None and (speaker.i in content or speaker.lower_ == "you"):
        return
    if word.lemma == "value" and speaker is not None and speaker.lower_ in _DEALS:
        return  # "the bid values the firm at 2m": the outlet reckons
    yield Attribution(
        tuple(sorted(content)),
        _cue(token),
        None if speaker is None else speaker.i,
        None if addressee is None else addressee.i,
        word,
        _stance(token, word, content, quoted),
    )


def _only_addresses(content: Set[int], addressee: Token | None) -> bool:
    """Whether there is no content, as in "told reporters"; "asked all who saw it to call" has."""
    return (
        addressee is not None
        and len(content) < _MIN_ASKED
        and content <= {one.i for one in addressee.subtree}
    )


def _says_too_little(token: Token, content: Set[int], quoted: frozenset[int]) -> bool:
    """Nothing, or one plain word that is no noun and no figure: "are confirmed dead"."""
    words = [token.doc[i] for i in content if not token.doc[i].is_punct]
    if len(words) > 1 or content & quoted:
        return False
    return not any(one.tag_ in {"NNP", "NNPS", "CD", "UH", "NN", "NNS"} for one in words)


def _only_names_something(token: Token, content: Set[int], quoted: frozenset[int]) -> bool:
    """A noun of which nothing is said: "announced its Fresh Start initiative".

    Not so with a figure, with words between marks, with what it is said to be, or with what is done
    to it: "reported 12 deaths", "saw it as a betrayal", "wants them banned".
    """
    doc = token.doc
    if content & quoted or any(doc[i].tag_ in {"CD", "``", "''"} for i in content):
        return False
    heads = [c for c in token.children if c.i in content or c.dep_ == "prep"]
    heads += [one for c in heads if c.dep_ == "prep" for one in c.children]
    if any(c.dep_ in _PREDICATES or c.lower_ == "as" for c in heads):
        return False
    nouns = [c for c in heads if c.i in content and c.dep_ in {"dobj", "pobj", "nsubjpass"}]
    return bool(nouns) and not any(_tells_what_happens(c) for c in nouns)


def _tells_what_happens(noun: Token) -> bool:
    """A noun made of a verb with what it is of: "the closure of two plants"."""
    made = noun.lower_.endswith(("tion", "sion", "ment", "ure", "al", "ing", "ance", "ence"))
    return made and any(c.lower_ in {"of", "to", "by", "in"} for c in noun.rights)


def _stance(token: Token, word: Cue, content: Set[int], quoted: frozenset[int]) -> Stance:
    """What a verb makes of its content.

    "Rejected the claim" denies it and "rejected the offer" does not; who "called it a lie" asks for
    nothing; "did not deny" denies nothing, "does not believe" does.
    """
    objects = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"} and c.i in content]
    calls_for = any(c.dep_ == "xcomp" or c.lower_ in _CALLED_FOR for c in token.children)
    says = word.lemma not in _NAMES_SOMETHING or (word.lemma == "call" and calls_for)
    if not says and _only_names_something(token, content, quoted):
        return "mentioned"
    if _is_negated(token):
        # "They cannot agree on the slap": nobody says that there was none.
        agrees_on = word.lemma == "agree" and any(c.lower_ == "on" for c in token.children)
        return "denied" if word.lemma in _HOLDS_TRUE and not agrees_on else "said"
    if word.lemma in _TURNS_DOWN and not any(one.lower_ in _CLAIMS for one in objects):
        return "said"
    if word.lemma == "call" and not calls_for:
        return "said"
    withheld = any(one.lower_ in _GRANTED or one.lower_[:-1] in _GRANTED for one in objects)
    roles = {child.dep_ for child in token.children}
    if word.lemma == "deny" and (withheld or "dative" in roles or {"nsubjpass", "dobj"} <= roles):
        return "said"  # "denied him the majority", "denied a permit", "was denied the money"
    return word.stance


def _is_negated(token: Token) -> bool:
    """Whether a verb has a "not", or is the second of "did not confirm or deny"."""
    if any(child.dep_ == "neg" for child in token.children):
        return True
    if token.dep_ != "conj" or not any(c.lower_ in {"or", "nor"} for c in token.head.children):
        return False
    return _is_negated(token.head) and not any(c.dep_ == "nsubj" for c in token.children)


def _is_imperative(token: Token) -> bool:
    return token.tag_ == "VB" and not any(child.dep_ == "aux" for child in token.lefts)


def _only_names(token: Token) -> bool:
    """Whether it only gives a name: "a movement called Dawn"."""
    return token.tag_ == "VBN" and token.dep_ == "acl" and agent_of(token) is None


def _cue(token: Token) -> tuple[int, ...]:
    """The verb with its auxiliaries and particles."""
    parts = [
        child.i
        for child in token.children
        if child.dep_ in {"aux", "auxpass", "neg", "prt"} and abs(child.i - token.i) <= 4
    ]
    return tuple(sorted([token.i, *parts]))


def _noun(token: Token, word: Cue) -> Iterator[Attribution]:
    """Nouns: the minister's claim that the dam was safe, her criticism of the plan."""
    children = list(token.children)
    content: set[int] = set()
    if "that" in word.frames:
        clauses = [c for c in children if c.dep_ in {"acl", "ccomp"} and c.i > token.i]
        clauses = [c for c in clauses if any(one.lower_ in {"that", "to"} for one in c.lefts)]
        content = spread(clauses)
    if not content:
        for child in children:
            name = child.lower_
            if child.dep_ == "prep" and f"+{name}" in word.frames:
                content = spread(c for c in child.children if c.dep_ in {"pobj", "pcomp"})
    if not content:
        return
    speaker = possessor_of(token)
    if speaker is None and token.dep_ == "dobj":
        speaker = speaker_of(token.head)
    if speaker is None or speaker.i in content:
        return  # "the approval of the council" tells of nothing that the council said
    yield Attribution(tuple(sorted(content)), (token.i,), speaker.i, None, word, word.stance)
