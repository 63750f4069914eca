"""Parsed units -> reports: attributions with their offsets in the body, speakers not yet known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.statements.clauses import Attribution, attributions, introduction
from rag.statements.phrases import Phrase, phrase_around
from rag.statements.quotes import Quotation
from rag.statements.units import Unit
from rag.types import SpeechKind, Stance

if TYPE_CHECKING:
    from spacy.tokens import Doc

Offsets = tuple[int, int]

_EDGES = " \t\n,;:–—-"


@dataclass(frozen=True, slots=True)
class Mention:
    """The words that name a speaker, as offsets of the body and as text.

    Attributes:
        span: All of them.
        head: The noun or pronoun, as written.
        name: The proper name in them; "" if there is none.
        role: What they say the named one is; "" if nothing.
        plural: Whether several are meant.
    """

    span: Offsets
    head: str
    name: str
    role: str
    plural: bool


@dataclass(frozen=True, slots=True)
class Report:
    """One attribution in the body.

    Attributes:
        content: Offsets of what is said, marks that surround all of it excluded.
        kind: Direct, indirect or mixed.
        cue: Offsets of the words that report; None where only a mark does.
        mention: Who says it, as named there; None if nobody is.
        addressee: Offsets of whom it is said to.
        passage: Offsets of the whole sentences that hold it.
    """

    content: Offsets
    kind: SpeechKind
    stance: Stance
    cue: Offsets | None
    mention: Mention | None
    addressee: Offsets | None
    passage: Offsets


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A unit with what was found in it.

    Attributes:
        reports: In order.
        introduced: Who speaks next, where it ends in a colon: a report whose content is to come.
    """

    unit: Unit
    reports: tuple[Report, ...] = ()
    introduced: Report | None = None


def read_unit(body: str, unit: Unit, parsed: Doc) -> ReadUnit:
    """The reports of one unit, in order."""
    spoken = [one for one in unit.quotations if one.is_speech(body)]
    starts = {one.start for one in spoken}
    quoted = frozenset(
        token.i
        for token in parsed
        if unit.starts[token.idx] in starts and unit.ends[token.idx] - unit.starts[token.idx] > 1
    )
    found = []
    for attribution in attributions(parsed, quoted):
        report = _located(body, unit, parsed, attribution)
        if report is not None:
            found.append(report)
    ends = introduction(parsed) if unit.text.rstrip().endswith(":") else None
    introduced = _located(body, unit, parsed, ends) if ends else None
    return ReadUnit(unit, tuple(found), introduced)


def trimmed(body: str, start: int, end: int) -> Offsets:
    """Without white space and commas at both ends."""
    while start < end and body[start] in _EDGES:
        start += 1
    while end > start and body[end - 1] in _EDGES:
        end -= 1
    return start, end


def kind_of_speech(
    body: str, content: Offsets, quotations: Sequence[Quotation], free: Sequence[Offsets]
) -> SpeechKind:
    """How much of the content stands between marks, the cue and the speaker not counted."""
    start, end = content
    skipped = [*free]
    letters = [
        place
        for place in range(start, end)
        if body[place].isalnum() and not any(first <= place < last for first, last in skipped)
    ]
    inside = sum(any(one.start <= place < one.end for one in quotations) for place in letters)
    if not inside:
        return "indirect"
    return "direct" if inside >= 0.95 * len(letters) else "mixed"


def _located(body: str, unit: Unit, parsed: Doc, found: Attribution) -> Report | None:
    content = _content(body, unit, parsed, found.content)
    if content is None:
        return None
    cue = _span(unit, parsed, found.cue)
    mention = None
    if found.speaker is not None:
        mention = _mention(body, unit, parsed, phrase_around(parsed[found.speaker]))
    addressee = None
    if found.addressee is not None:
        addressee = _span(unit, parsed, phrase_around(parsed[found.addressee]).tokens)
    free = [cue] + ([mention.span] if mention else [])
    kind = kind_of_speech(body, content, unit.quotations, free)
    content = _unmarked(body, content, unit.quotations)
    passage = unit.start, max(unit.end, content[1])
    return Report(content, kind, found.stance, cue, mention, addressee, passage)


def _content(body: str, unit: Unit, parsed: Doc, tokens: Sequence[int]) -> Offsets | None:
    kept = list(tokens)
    while kept and _is_edge(parsed, kept[0], "that"):
        kept.pop(0)
    while kept and (_is_edge(parsed, kept[-1], "") or parsed[kept[-1]].dep_ == "cc"):
        kept.pop()
    if not kept:
        return None
    start, end = _span(unit, parsed, kept)
    # A fragment between marks keeps both of them or none.
    for quotation in unit.quotations:
        if start == quotation.inner:
            start = quotation.start
        if end == quotation.stop:
            end = quotation.end
    return trimmed(body, start, end)


def _is_edge(parsed: Doc, index: int, word: str) -> bool:
    token = parsed[index]
    if token.text in {"“", "”"}:
        return False
    return token.is_punct or token.is_space or (bool(word) and token.lower_ == word)


def _unmarked(body: str, content: Offsets, quotations: Sequence[Quotation]) -> Offsets:
    """Without the marks where the content begins with one and ends with one."""
    first = next((one for one in quotations if one.start == content[0]), None)
    last = next((one for one in quotations if one.end == content[1]), None)
    if first is None or last is None:
        return content
    start, end = first.inner, last.stop
    while end > start and body[end - 1] in ", \n":
        end -= 1
    return (start, end) if start < end else content


def _span(unit: Unit, parsed: Doc, tokens: Sequence[int]) -> Offsets:
    start = min(unit.starts[parsed[i].idx] for i in tokens)
    end = max(unit.ends[parsed[i].idx + len(parsed[i]) - 1] for i in tokens)
    return start, end


def _mention(body: str, unit: Unit, parsed: Doc, phrase: Phrase) -> Mention:
    def text(tokens: Sequence[int]) -> str:
        return body[slice(*_span(unit, parsed, tokens))] if tokens else ""

    first, last = _span(unit, parsed, phrase.tokens)
    while first < last and not body[first].isalnum():
        first += 1
    # The parser cuts "e-mail" into three words.
    while last + 1 < len(body) and body[last] == "-" and body[last + 1].isalpha():
        last += 1
        while last < len(body) and body[last].isalpha():
            last += 1
    return Mention(
        (first, last) if first < last else _span(unit, parsed, phrase.tokens),
        parsed[phrase.head].text,
        text(phrase.name),
        text(phrase.role),
        phrase.plural,
    )
