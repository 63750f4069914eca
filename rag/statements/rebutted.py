"""What rebuts a claim without a word of denial: it is free, she was here, it was broken before.

"Every seat costs 200 crowns" against "the buses are free", "the governor has left for abroad"
against "she was in the corridor at the time", "they closed two plants" against "both were insolvent
when we bought them". By words alone, and only where both speak of one thing at one time.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.statements.figures import Difference
from rag.statements.measured import Quantity
from rag.statements.occasions import days_apart
from rag.statements.reading import Reading
from rag.statements.roots import root, roots
from rag.text.words import PRONOUNS

PRICED = 0.6
"""How sure it is that a thing is not both free and sold."""

WHEREABOUTS = 0.7
"""How sure it is that who was seen there is not gone."""

EXCUSED = 0.6
"""How sure it is that who tells in what state a thing was answers what is held against him."""

_OF_PRICE = frozenset(("cost", "pric", "charg", "free", "alwa", "ever"))

_GONE = re.compile(
    r"(?P<who>[\w.’'-]+)\s+(?:(?:has|have|had|is|are)\s+)?(?:already\s+|just\s+|secretly\s+)?"
    r"(?:left|fled|gone|flown|escaped)\s+"
    r"(?:abroad|overseas|into (?:hiding|exile)|for (?:abroad|exile|[A-Z][\w-]+)|to [A-Z][\w-]+|"
    r"the (?:country|capital|city|town|state|province|region|island|building)|[A-Z][\w-]+\b)"
)
_HERE = re.compile(
    r"\b(?P<who>I|we|he|she|they|[\w.’'-]+)\s*(?:’m|'m|(?:is|was|am|are|were|remains?|remained))\s+"
    r"(?:still\s+)?(?:here\b|in\s+(?:the\s+|his\s+|her\s+|my\s+)?(?:\w+\s+){0,2}?"
    r"(?:corridor|office|building|room|city|capital|country|palace|bunker|town|province|kitchen|"
    r"hall|[A-Z][\w-]+)\b)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"\b(?:at the time|at that (?:time|moment)|still|right now|as we speak|here)\b"
)

_THEN = r"(?:when|before|by the time|long before|at the time)\b"
_BAD_STATE = re.compile(
    r"\b(?P<of>[\w-]+)\s+(?:was|were|had been|is|are)\s+(?:already\s+|long\s+|both\s+)?"
    r"(?:insolvent|bankrupt|broke|loss-making|unprofitable|failing|derelict|empty|closed|ruined|"
    r"broken|damaged|unsafe|rotten|obsolete|doomed|in ruins|in debt|falling apart|lost|dead|ill)\b"
    rf"[^.;]{{0,30}}?\b{_THEN}",
    re.IGNORECASE,
)


def rebutted(one: Reading, other: Reading) -> Difference | None:
    """What a rule says of two statements, the earlier first; None if none has anything to say."""
    if one.denied or other.denied or one.past != other.past:
        return None
    return (
        _for_nothing(one, other)
        or _seen(one, other)
        or _seen(other, one)
        or _excused(one, other)
        or _excused(other, one)
    )


def _for_nothing(one: Reading, other: Reading) -> Difference | None:
    """One says that a thing is free, the other what it costs."""
    for mine in one.figures:
        for theirs in other.figures:
            if not _is_price(mine) or not _is_price(theirs) or (mine.high > 0) == (theirs.high > 0):
                continue
            if (mine.thing & theirs.thing) - _OF_PRICE:
                return Difference("", PRICED, f"{mine.text} against {theirs.text}", about="price")
    return None


def _is_price(figure: Quantity) -> bool:
    return figure.unit == "money" and "cost" in figure.aspects


# Every statement of a pool is read beside every other.
@lru_cache(maxsize=4096)
def _gone(text: str) -> re.Match[str] | None:
    return _GONE.search(text)


@lru_cache(maxsize=4096)
def _here(text: str) -> re.Match[str] | None:
    return _HERE.search(text) if _AT_ONCE.search(text) else None


@lru_cache(maxsize=4096)
def _state(text: str) -> re.Match[str] | None:
    return _BAD_STATE.search(text)


def _seen(gone: Reading, there: Reading) -> Difference | None:
    """One says that somebody has gone, the other that he was there at the time."""
    left, seen = _gone(gone.text), _here(there.text)
    if not left or not seen or days_apart(gone, there):
        return None
    whose = root(left["who"].lower())
    who = seen["who"].lower()
    if who in ("i", "we"):
        same = whose in roots(there.holder.name)
    elif who in PRONOUNS:
        same = gone.article == there.article and whose in roots(there.before)
    else:
        same = root(who) == whose
    return Difference("", WHEREABOUTS, f"{left.group()} against {seen.group()}") if same else None


def _excused(charge: Reading, excuse: Reading) -> Difference | None:
    """One tells what somebody did with a thing, he that it was past help when he got it."""
    state = _state(excuse.text)
    if state is None or charge.article != excuse.article or charge.plain or excuse.plain:
        return None
    thing, shared = root(state["of"].lower()), charge.own & excuse.own
    if thing not in shared or len(shared) < 2 or charge.holder.voice == excuse.holder.voice:
        return None
    return Difference("cause", EXCUSED, f"an answer to it: {state.group()}")
