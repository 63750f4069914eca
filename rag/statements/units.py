"""Sentences of a body -> units that a parser can read: speech in quotation marks replaced.

A unit is a sentence, or several where a quotation runs on over their ends. Whatever is said in a
quotation would only mislead the parser, so "It is so" stands in for it; each token still knows
which characters of the body it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.statements.quotes import Quotation
from rag.text.trim import dateline_end
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
    inside: list[Quotation] = []
    taken = 0
    start, end = -1, -1
    for sentence in sentences:
        if start >= 0 and sentence.start >= end:
            made.append(_unit(body, start, end, tuple(inside)))
            start, inside = -1, []
        start = sentence.start if start < 0 else start
        end = max(end, sentence.end)
        while taken < len(found) and found[taken].start < end:
            if found[taken].start >= start:
                inside.append(found[taken])
                end = max(end, found[taken].end)
            taken += 1
    if start >= 0:
        made.append(_unit(body, start, end, tuple(inside)))
    return made


def _unit(body: str, start: int, end: int, inside: tuple[Quotation, ...]) -> Unit:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    # "SORLEY, 5 March (Agency) — The dam": the parser takes the place for the subject.
    place = start + dateline_end(body[start:end])
    outside = ""

    def keep(first: int, last: int) -> None:
        text.append(body[first:last].replace("\n", " "))
        starts.extend(range(first, last))
        ends.extend(range(first + 1, last + 1))

    for quotation in inside:
        keep(place, quotation.start)
        outside += body[place : quotation.start]
        if quotation.is_speech(body):
            standing = _STAND_IN.format(_stop(body, quotation, end))
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


def _stop(body: str, quotation: Quotation, end: int) -> str:
    """What closes a stand-in: a comma where the sentence goes on, as it is written in news.

    “Leave now!” he said: the parser would take the exclamation mark for the end of a sentence.
    """
    stop = body[quotation.inner : quotation.stop].rstrip()[-1:]
    if stop not in _KEPT_STOPS:
        return ""
    return "," if any(sign.isalnum() for sign in body[quotation.end : end]) else stop
