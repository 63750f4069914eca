"""Body -> sentences with exact offsets, by rules. Knows nothing of chunks or models.

Rules and not spaCy's models, because on news they agree with them where those are right, err less
often (initials, "U.S.", quotes) and are a few hundred times faster; `benchmarks/sentence_speed.py`
measures that. A sentence never crosses a blank line, has no white space at its ends, and is never
longer than an embedder can read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.chunks import abbreviations
from rag.types import Sentence

MAX_UNITS = 160
"""Words and marks of a sentence; longer ones (tables, lists) are cut where it hurts least."""

_SCRIPTS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
)
_UNIT = re.compile(rf"[{_SCRIPTS}]|[^\W{_SCRIPTS}]{{1,12}}|[^\w\s]")
_BLOCK = re.compile(r"\S(?:.*\S)?(?:\n(?![^\S\n]*\n)[^\S\n]*\S(?:.*\S)?)*")
_LINE = re.compile(r"\S(?:.*\S)?")

_CLOSERS = "\"'”’»›)\\]}」』）】*_"
_OPENERS = "\"'“‘„«‹([{「『（【*_¿¡"
# What may end a sentence: Latin marks before white space; others (Chinese, Hindi ...) anywhere.
_END = re.compile(
    rf"(?:(?P<latin>[.!?…‼⁇⁈⁉]+)|(?P<full>[。！？｡．।॥؟۔።፧፨།။๚๛]+))(?P<close>[{_CLOSERS}]*)"
    r"(?P<gap>\s+|$)?"
)
_NEXT = re.compile(rf"[{_OPENERS}–—-]*\s?(?P<word>[\w.'’&-]*)")
_WORD_BEFORE = re.compile(r"[^\W_](?:[\w.&'’-]*[^\W_])?$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_SAID = re.compile(
    r"\s+(?:[A-Z][\w.'’-]*\s+){1,4}"
    r"(?:said|says|asked|asks|added|told|wrote|tweeted|continued|replied|explained|joked|shouted|"
    r"suggested|recalled|wondered|exclaimed|yelled|cried|answered|posted)\b"
)
_GLUED_NEXT = re.compile(
    r"(?!(?:Com|Org|Net|Gov|Edu|Js|Io|Co)\b)(?:[A-Z][a-z]+|I|A)[\s’'](?:[a-z]|[A-Z])"
)
_BULLET = re.compile(r"(?:[•●▪◦‣*–—-]|\(?\d{1,3}[.)])\s")
_CUTS = tuple(re.compile(pattern) for pattern in (r";\s+", r":\s+|\s[–—|•-]\s+", r",\s+", r"\s+"))
_COUNTING = 200  # characters between the numbers of a list that runs on inside a sentence
_WRAPPED_WIDTH = range(40, 121)  # characters; longer lines are paragraphs, shorter ones are lists


class SentenceSplitter:
    """Splits by rules; keeps no state, loads nothing, safe to use from any thread."""

    def split(self, body: str, language: str = "en") -> list[Sentence]:
        """All sentences of a body, in order; only white space and stray marks lie between them.

        Args:
            body: As stored.
            language: ISO 639-1 code; "" counts as English.
        """
        found: list[Sentence] = []
        for block in _BLOCK.finditer(body):
            for start, end in _pieces(body, block.start(), block.end()):
                for first, last in _sentences(body, start, end, language):
                    for left, right in _fitting(body, first, last):
                        found.append(Sentence(len(found), left, right))
        return found


def _pieces(body: str, start: int, end: int) -> list[tuple[int, int]]:
    """Parts of a block without blank lines that a sentence cannot cross.

    A line break ends a part, unless the text is wrapped there: the next line goes on in lower
    case, or its first word would not have fitted.
    """
    lines = [line.span() for line in _LINE.finditer(body, start, end)]
    width = max(last - first for first, last in lines)
    pieces = [lines[0]]
    for first, last in lines[1:]:
        if _wrapped(body, pieces[-1], _last_line(body, pieces[-1]), first, last, width):
            pieces[-1] = (pieces[-1][0], last)
        else:
            pieces.append((first, last))
    return pieces


def _last_line(body: str, piece: tuple[int, int]) -> int:
    """Length of the piece's last line."""
    return piece[1] - max(piece[0], body.rfind("\n", piece[0], piece[1]) + 1)


def _wrapped(
    body: str, piece: tuple[int, int], length: int, first: int, last: int, width: int
) -> bool:
    if _BULLET.match(body, first, last):
        return False
    if body[first].islower():
        return True
    word = body[first:last].split(maxsplit=1)[0]
    return width in _WRAPPED_WIDTH and length + 1 + len(word) > width


def _sentences(body: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Sentences of a piece that hold at least a letter or digit."""
    for match in _END.finditer(body, start, end):
        if match.start() < start or not _ends(body, start, end, match, language):
            continue
        stop = match.end("close")
        if any(character.isalnum() for character in body[start:stop]):
            yield start, stop
        start = match.end()
    if any(character.isalnum() for character in body[start:end]):
        yield start, end


def _ends(body: str, start: int, end: int, match: re.Match[str], language: str) -> bool:
    """Whether the mark of this match ends the sentence that begins at `start`."""
    if match["full"]:
        return True
    if match["gap"] is None:
        return match.end() == end or _glued(body, start, match)
    if match.end() >= end:
        return True
    following = _NEXT.match(body, match.end(), end)
    word = following["word"] if following else ""
    if word[:1].islower():
        # What goes on small is the same sentence ("Why?" she asked); but "iPhone" can begin one.
        return word[1:2].isupper()
    if match["latin"] == ".":
        dash = body[match.end()] in "–—-"
        return _full_stop_ends(body, start, match, "–" if dash else word, language)
    return not _goes_on(body, start, end, match)


def _goes_on(body: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether "!", "?" or an ellipsis is inside the sentence: a name, or before "Smith said"."""
    before = _WORD_BEFORE.search(body, start, match.start())
    if before and before.group().lower() in abbreviations.EXCLAIMED:
        return True
    quoted = match["close"][:1] in {'"', "”", "’", "'"} and match["close"] != ""
    return quoted and _SAID.match(body, match.end("close"), end) is not None


def _full_stop_ends(
    body: str, start: int, match: re.Match[str], following: str, language: str
) -> bool:
    """Whether a single stop before a capital, a digit or a dash ends the sentence."""
    before = _WORD_BEFORE.search(body[max(start, match.start() - 40) : match.start()])
    word = before.group() if before else ""
    digit = following[:1].isdigit()
    if word.isdigit() and (_enumerator(body, start, match) or _ordinal(word, language)):
        return False
    if match["close"]:
        # A stop inside quotes or brackets ends what they hold, whatever word is before it.
        return not _is_initials(word) or _starts(following)
    if _is(word, abbreviations.TITLES, abbreviations.LINKS) and not digit:
        return False
    if digit and _is(word, abbreviations.NUMBERED_NAMES, abbreviations.NUMBERED):
        return False
    if word.lower() in abbreviations.CLOCK:
        return following.lower().rstrip(".") not in abbreviations.AFTER_CLOCK
    if (
        _is(word, abbreviations.MAY_BE_LAST, abbreviations.MAY_BE_LAST_SMALL)
        or _is_initials(word)
        or _counted(body, match, word)
    ):
        return _starts(following) and body[match.end()] != "("  # "J.P. (The Bopper) Richardson"
    return True


def _is(word: str, capitalised: frozenset[str], anyhow: frozenset[str]) -> bool:
    """Whether the word, or what follows its last hyphen ("then-Sen."), is in the classes."""
    word = word.rpartition("-")[2]
    lower = word.lower()
    return lower in anyhow or (lower in capitalised and ("." in word or word[:1].isupper()))


def _counted(body: str, match: re.Match[str], word: str) -> bool:
    """Whether it numbers something inside a sentence: "1. Ann Lee (Ohio), 2. Bo Chi"."""
    if not word.isdigit() or len(word) > 2:
        return False
    number = int(word)
    before = body[max(0, match.start() - _COUNTING) : match.start() - len(word)]
    after = body[match.end() : match.end() + _COUNTING]
    return f" {number - 1}. " in f" {before}" or (number == 1 and " 2. " in after)


def _is_initials(word: str) -> bool:
    """Single letters with stops between them: "W", "J.B", "U.S.S.R"; but not a small "a"."""
    return _DOTTED.fullmatch(word) is not None and (word[0].isupper() or "." in word)


def _starts(word: str) -> bool:
    return word.lower().replace("’", "'").rstrip(".") in abbreviations.STARTERS


def _enumerator(body: str, start: int, match: re.Match[str]) -> bool:
    """Whether all before the stop is a number of a list: "1. January 6"."""
    return body[start : match.start()].strip(_OPENERS + "#").isdigit()


def _ordinal(word: str, language: str) -> bool:
    return len(word) <= 2 and language in abbreviations.ORDINAL_LANGUAGES


def _glued(body: str, start: int, match: re.Match[str]) -> bool:
    """Whether a missing space hides an end: 'he said.The army' but not "example.Com"."""
    if len(match["latin"]) != 1:
        return False
    before = body[max(start, match.start() - 3) : match.start()]
    return (
        len(before) == 3
        and before.isalpha()
        and before.islower()
        and _GLUED_NEXT.match(body, match.end()) is not None
    )


def _fitting(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence, or pieces of it that are short enough, cut near the middle at the best mark."""
    if end - start <= MAX_UNITS or _units(body, start, end) <= MAX_UNITS:
        yield start, end
        return
    left, right = _cut(body, start, end)
    yield from _fitting(body, start, left)
    yield from _fitting(body, right, end)


def _cut(body: str, start: int, end: int) -> tuple[int, int]:
    """Where the first half ends and the second begins."""
    quarter = (end - start) // 4
    middle = (start + end) // 2
    for pattern in _CUTS:
        found = list(pattern.finditer(body, start + quarter, end - quarter))
        if found:
            best = min(found, key=lambda match: abs(match.start() - middle))
            # Marks stay with the first half, white space with neither.
            return best.start() + len(best.group().rstrip()), best.end()
    return middle, middle


def _units(body: str, start: int, end: int) -> int:
    """About how many tokens an embedder makes of it; never many fewer."""
    return sum(1 for _ in _UNIT.finditer(body, start, end))
