"""Two sentences that are the same but for one name, figure or date: what each has in its place.

A reprint with a figure put right, or with a name put wrong, reads like its origin word for word. So
does a false copy. Nothing but the words is looked at: which of them is right, nobody knows here.
Word sequences are aligned by their longest matching blocks (Ratcliff and Metzener 1988, `difflib`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.text.figures import figures
from rag.text.words import STOP_WORDS

LEAST_SHARED = 3
"""Words that both must have at least."""

SHARE = 0.6
"""Of the longer one's words, so many must be in both."""

ADDED = 0.2
"""Of its words, so many may be in only one and stand for nothing in the other."""

LONGEST = 8
"""Words of what is swapped, at most."""

_TOKEN = re.compile(r"[^\W_]+(?:[’'.,:&-][^\W_]+)*")
_MONTHS = {
    form: full[:3]
    for full in """january february march april june july august september october november
    december""".split()
    for form in (full, full[:3], full[:4])
}
"""How papers shorten them: "Jan. 29" is January 29."""

_DENIAL = frozenset("not no never nor none without denied denies deny neither".split())


@dataclass(frozen=True, slots=True)
class Swap:
    """What stands in one place of two sentences.

    Attributes:
        mine: Words of the first, as written.
        theirs: Words of the second, as written.
    """

    mine: str
    theirs: str


def swapped(one: str, other: str) -> Swap | None:
    """The one thing in which two sentences differ; None if they differ in more, or in nothing.

    A thing is a run of words with a capital or a digit in each sentence. It may stand in several
    places, the same each time. What only one of them has, a day or a title, is no swap; a figure, a
    name or a "not" that only one of them has makes them two sentences.
    """
    mine, theirs = _TOKEN.findall(one), _TOKEN.findall(other)
    matcher = SequenceMatcher(
        None, [_plain(token) for token in mine], [_plain(token) for token in theirs], autojunk=False
    )
    found: set[tuple[str, str]] = set()
    shared = added = 0
    for kind, low, high, start, end in matcher.get_opcodes():
        here, there = mine[low:high], theirs[start:end]
        if kind == "equal":
            shared += len(here)
        elif _is_thing(here) and _is_thing(there):
            if _is_short_form(here, there) and mine[high : high + 1] and mine[high][0].isupper():
                return None
            found.add((" ".join(here), " ".join(there)))
        elif _is_fact(here) or _is_fact(there):
            return None
        else:
            added += max(len(here), len(there))
    longest = max(len(mine), len(theirs))
    if shared < LEAST_SHARED or shared < SHARE * longest or added > ADDED * longest:
        return None
    # "Pogačar" for "Tadej Pogačar", later on, is the same.
    first = max(found, key=lambda pair: len(pair[0]) + len(pair[1]), default=None)
    if first is None or any(_is_other(pair, first) for pair in found):
        return None
    swap = Swap(*first)
    return None if _same(swap) else swap


def _is_other(pair: tuple[str, str], first: tuple[str, str]) -> bool:
    return not all(
        set(_bare(part)) <= set(_bare(whole)) for part, whole in zip(pair, first, strict=True)
    )


def _bare(text: str) -> list[str]:
    return [_plain(token) for token in text.split()]


def _same(swap: Swap) -> bool:
    """Whether both may be the same thing, written differently."""
    mine, theirs = _bare(swap.mine), _bare(swap.theirs)
    if set(mine) & set(theirs):
        return bool(set(mine) <= set(theirs) or set(theirs) <= set(mine))
    return _initials(mine, theirs) or _initials(theirs, mine)


def _initials(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one abbreviates the other: "WHO", "World Health Organization"."""
    letters = "".join(short).replace(".", "")
    initials = "".join(word[0] for word in long)
    content = "".join(word[0] for word in long if word not in STOP_WORDS)
    return len(long) > 1 and letters in (initials, content)


def _is_short_form(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether they may be forms of one first name: "Mike", "Michael"."""
    alike = len(one) == len(other) == 1 and _plain(one[0])[:2] == _plain(other[0])[:2]
    return alike and one[0][0].isalpha()


def _plain(token: str) -> str:
    plain = token.lower().replace("’", "'").removesuffix("'s").replace(",", "")
    return _MONTHS.get(plain, plain) if token[:1].isupper() else plain


def _is_thing(tokens: Sequence[str]) -> bool:
    """A name, a figure or a date, and little else."""
    telling = [token for token in tokens if _plain(token) not in STOP_WORDS]
    return 0 < len(tokens) <= LONGEST and bool(telling) and all(_tells(token) for token in telling)


def _is_fact(tokens: Sequence[str]) -> bool:
    """Whether it says something that makes two sentences tell of two things."""
    return any(_tells(token) or _plain(token) in _DENIAL for token in tokens)


def _tells(token: str) -> bool:
    """Whether a word is of a name, or a figure, in digits or spelled out."""
    return token[0].isdigit() or token[0].isupper() or bool(figures(token))
