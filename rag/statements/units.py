"""Sentences of a body -> units that a parser can read: speech in quotation marks replaced.

A unit is a sentence, or several where a quotation runs on over their ends. Whatever is said in a
quotation would only mislead the parser, so "It is so" stands in for it; each token still knows
which characters of the body it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.statements.quotes import Quotation
from rag.types import Sentence

_STAND_IN = "“It is so{}”"
_KEPT_STOPS = ",.!?"


@dataclass(frozen=True, slots=True)
class Unit:
    """A readable stretch of a body.

    Attributes:
        start: Offset of its first sentence in the body.
        end: Offset behind its last sentence.
        text: What the parser reads.
        starts: For each character of `text`, where in the body what it stands for begins.
        ends: For each character of `text`, where in the body what it stands for ends.
        quotations: Those that begin in it.
        bare: Whether nothing but quotations is in it.
    """

    start: int
    end: int
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quotations: tuple[Quotation, ...]
    bare: bool


def units(body: str, sentences: Sequence[Sentence], found: Sequence[Quotation]) -> list[Unit]:
    """The units of a body, in order.

    Args:
        body: All offsets are of it.
        sentences: Of the body, in order.
        found: Its quotations, in order.
    """
    made: list[Unit] = []
    waiting = list(found)
    open_until = -1
    group: list[Sentence] = []
    for sentence in sentences:
        if group and sentence.start >= open_until:
            made.append(_unit(body, group[0].start, max(group[-1].end, open_until), found))
            group = []
        group.append(sentence)
        while waiting and waiting[0].start < sentence.end:
            open_until = max(open_until, waiting.pop(0).end)
    if group:
        made.append(_unit(body, group[0].start, max(group[-1].end, open_until), found))
    return made


def _unit(body: str, start: int, end: int, found: Sequence[Quotation]) -> Unit:
    inside = tuple(one for one in found if start <= one.start < end)
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = start
    outside = ""

    def keep(first: int, last: int) -> None:
        text.append(body[first:last].replace("\n", " "))
        starts.extend(range(first, last))
        ends.extend(range(first + 1, last + 1))

    for quotation in inside:
        keep(place, quotation.start)
        outside += body[place : quotation.start]
        if quotation.is_speech(body):
            stop = body[quotation.inner : quotation.stop].rstrip()[-1:]
            standing = _STAND_IN.format(stop if stop in _KEPT_STOPS else "")
            text.append(standing)
            starts.extend([quotation.start] * len(standing))
            ends.extend([quotation.end] * len(standing))
        else:
            keep(quotation.inner, quotation.stop)
            outside += "x"
        place = quotation.end
    keep(place, end)
    outside += body[place:end]
    bare = bool(inside) and not any(sign.isalnum() for sign in outside)
    return Unit(start, end, "".join(text), tuple(starts), tuple(ends), inside, bare)
