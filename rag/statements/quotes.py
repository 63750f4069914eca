"""Body -> its quotations: what stands between which marks. Knows nothing of who speaks.

Reads straight and typographic marks, marks that are missing, quotes inside quotes, and speech that
runs over several paragraphs, each of which opens with a mark and only the last of which closes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENING = {"“": "”", "„": "“”", "«": "»", "‘": "’", "‹": "›"}
_STRAIGHT = frozenset({'"', "''"})
_DOUBLE = '"“”„«»'
_MARK = re.compile(r"``|''|[\"“”„«»‘’‹›']")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_MAX_SINGLE = 600  # characters: an apostrophe further away closes nothing
_ENDS = ".,!?…;—–-"
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks: body[start:end] with them, body[inner:stop] without.

    Attributes:
        paragraphs: How many paragraphs it runs over.
        closed: False where the closing mark is missing.
    """

    start: int
    end: int
    inner: int
    stop: int
    paragraphs: int = 1
    closed: bool = True

    def is_speech(self, body: str) -> bool:
        """Whether it is built like a sentence or more, not like a title or a borrowed word."""
        text = body[self.inner : self.stop].strip()
        count = len(_WORD.findall(text))
        if not count:
            return False
        ended = text[-1] in _ENDS or body[self.end : self.end + 1] in {",", "."}
        if count < 3:
            return ended and text[0].isupper() and text[-1] in ",.!?…—–-"
        return (ended and (text[0].isupper() or not text[0].isalnum())) or count > 8


def quotations(body: str) -> list[Quotation]:
    """All outermost quotations of a body, in order; they never overlap."""
    found: list[Quotation] = []
    pending: Quotation | None = None  # of the paragraph before, not closed
    for paragraph in _PARAGRAPH.finditer(body):
        first = paragraph.start() + len(paragraph.group()) - len(paragraph.group().lstrip())
        inside = _in_paragraph(body, first, paragraph.end())
        if pending is not None and inside and inside[0].start == first:
            pending = _joined(pending, inside.pop(0))
        elif pending is not None:
            found.append(pending)
            pending = None
        if pending is not None and (pending.closed or inside):
            found.append(pending)
            pending = None
        if inside and not inside[-1].closed:
            pending = inside.pop()
        found += inside
    if pending is not None:
        found.append(pending)
    return found


def _joined(first: Quotation, second: Quotation) -> Quotation:
    return Quotation(
        first.start,
        second.end,
        first.inner,
        second.stop,
        first.paragraphs + second.paragraphs,
        second.closed,
    )


def _in_paragraph(body: str, start: int, end: int) -> list[Quotation]:
    """The quotations that open in body[start:end]; the last may be unclosed."""
    found: list[Quotation] = []
    place = start
    while match := _MARK.search(body, place, end):
        place = match.end()
        if not _opens(body, match, start, end):
            continue
        closing = _closing(body, match, end)
        if closing is not None:
            quotation = Quotation(match.start(), closing.end(), match.end(), closing.start())
            place = closing.end()
        elif match.group() in {"‘", "'", "‹"}:
            continue  # an apostrophe
        else:
            stop = len(body[:end].rstrip())
            quotation = Quotation(match.start(), stop, match.end(), stop, closed=False)
            place = end
        if body[quotation.inner : quotation.stop].strip():
            found.append(quotation)
    return found


def _opens(body: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether a mark begins a quotation where none is open."""
    mark = match.group()
    before = body[match.start() - 1] if match.start() > start else " "
    after = body[match.end()] if match.end() < end else " "
    if mark in {"“", "„", "«", "``"}:
        return not after.isspace() or mark == "«"
    if mark in {"”", "»", "’", "›"}:
        return False
    free = before.isspace() or before in "([{—–-:/,.…"
    return free and not after.isspace() and not (mark in "'‘" and not after.isalnum())


def _closing(body: str, opening: re.Match[str], end: int) -> re.Match[str] | None:
    """The mark that ends what `opening` begins; None if it is missing in this paragraph."""
    mark = opening.group()
    if mark in {"'", "‘", "‹"}:
        return _closing_single(body, opening, end)
    closers = {'"': '"', "``": "''", "''": "''", **_OPENING}[mark]
    depth = 0
    for match in _MARK.finditer(body, opening.end(), end):
        found = match.group()
        if mark in _STRAIGHT:
            # Typographic on one side only happens: "like this”.
            if found == "”" or (found == mark and _can_close(body, match, end)):
                return match
        elif found == mark and not _can_close(body, match, end):
            depth += 1
        elif found in closers or found == mark:
            if depth == 0:
                return match
            depth -= 1
        elif found == '"' and mark == "“" and _can_close(body, match, end) and not depth:
            return match
    return None


def _can_close(body: str, match: re.Match[str], end: int) -> bool:
    before = body[match.start() - 1]
    after = body[match.end()] if match.end() < end else " "
    return not before.isspace() or after.isspace() or after in ".,;:!?)]"


def _closing_single(body: str, opening: re.Match[str], end: int) -> re.Match[str] | None:
    """The first single mark at the end of a word that is no plural's apostrophe, if there is one.

    "‘The workers’ rights,’ he said": the mark behind "workers" counts only if no other follows.
    """
    closer = {"‘": "’", "‹": "›"}.get(opening.group(), opening.group())
    fallback: re.Match[str] | None = None
    limit = min(end, opening.end() + _MAX_SINGLE)
    for match in _MARK.finditer(body, opening.end(), limit):
        if match.group() in _DOUBLE and fallback is not None:
            break
        if match.group() == opening.group() and closer != match.group():
            break
        if match.group() != closer:
            continue
        after = body[match.end()] if match.end() < end else " "
        before = body[match.start() - 1]
        if after.isalnum() or before.isspace():
            continue
        if before != "s" or after != " ":
            return match
        fallback = fallback or match
    return fallback
