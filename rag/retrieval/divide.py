"""A question that asks several things becomes several questions, each answered by itself.

"What did X say on 9 March, and what did it concede on 12 March?" has two answers in two places; a
search for both at once finds the middle of neither, and a small model answers the first half only.
By rule, so that it costs nothing and cannot invent (the idea is that of Min et al., "Multi-hop
reading comprehension through question decomposition", 2019). What is in doubt stays one question.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from rag.retrieval.periods import periods
from rag.retrieval.pronouns import with_name
from rag.text.polar import claims_of
from rag.text.words import content_words, names

MOST = 3
"""Of a question that asks more, the rest stays with the last."""

_WH = r"(?:who|whom|whose|what|which|when|where|why|how)\b"
_LEAD = r"(?:(?:on|in|at|after|before|by|according to)\s[^,?]{1,50},\s*)?"
_OF_WH = rf"(?:(?:from|by|to|for|in|at|on|with|under|against|since|until)\s+)?{_WH}"
_NEXT = re.compile(
    rf",?\s+(?:and|but)\s+(?={_LEAD}{_OF_WH})|[?;]\s+(?:and\s+)?(?={_LEAD}{_OF_WH})", re.I
)
# "When did she resign, and why?", "How much do they get, and from how many firms?"
_BARE = re.compile(
    rf"^(?:when|where|why|how|since when|until when|(?:for )?how (?:long|often)|(?:by|from) whom)$|"
    rf"^(?=.{{1,40}}$){_OF_WH}\s+(?:many|much|\w+)(?:\s+[\w-]+){{0,2}}$",
    re.I,
)
_WITH_SUBJECT = re.compile(
    rf"^(?P<wh>{_OF_WH}(?:\s+(?P<thing>(?:many|much|old|long)?\s*[\w’' -]*?))?)\s+"
    r"(?P<rest>(?P<verb>is|are|was|were|did|do|does|has|have|had|will|would|can|could|should)\s+"
    r"\S+\s+\S.*)$",
    re.I,
)
_OPENING = re.compile(rf"^(?P<lead>(?:on|in|at|after|before|by)\s[^,?]{{1,50}},)\s*(?={_WH})", re.I)
_VERB = re.compile(
    r"\b(?:is|are|was|were|did|do|does|has|have|had|will|would|can|could|should|may|might|must|"
    r"\w{3,}(?:ed|t|d))\b",
    re.I,
)
_ASKS = re.compile(rf"^{_LEAD}{_OF_WH}", re.I)
_SOURCE = r"according\s+to\s+(?:the\s+)?[^,?]+?"
_ATTRIBUTED = re.compile(rf",?\s*\b{_SOURCE}(?=\s*(?:,|\?|$|\band\b))", re.I)
_TWO_SOURCES = re.compile(rf"\b({_SOURCE})\s*,?\s+and\s+((?:according\s+)?to\s+[^,?]+)", re.I)
_DAYS_LATER = re.compile(
    r"\b(?:(?:on\s+)?the\s+(?:next|following)\s+day|the\s+day\s+after(?!\s+\w)|a\s+day\s+later|"
    r"(?P<count>two|three|four|five)\s+days\s+later)\b",
    re.I,
)
_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5}
_IT = re.compile(r"\bits?\b", re.I)
_THING = re.compile(
    r"\b(?:the|this)\s+(?:[\w’'&-]+\s+){0,3}?[\w’'&-]+(?=\s+(?:in|on|at|by|for|with|to|from|that|which|"
    r"after|before|over|during|under|is|are|was|were|has|have|had|will|built|sold|\w+ed)\b|\s*[,?]|$)",
    re.I,
)
_CHANGE = re.compile(
    r"^how\s+(?:did|do|does|has|have)\s+(?P<who>.+?)(?:'s|’s|s'|s’)?\s+"
    r"(?P<what>stance|position|view|views|opinion|line|tone|mind|account|story|version|attitude|"
    r"stand|statement|statements|answer|plan|plans)\s*"
    r"(?P<topic>(?:on|about|over|regarding|towards?|of)\s+.+?)?\s*,?\s+"
    r"(?:change|changed|shift|shifted|evolve|evolved|differ|develop|developed)\b",
    re.I,
)


def divide(question: str, today: date) -> tuple[str, ...]:
    """The questions that it is made of, in order; only itself where it is one.

    Args:
        question: One that stands alone.
        today: What days without a year are seen from.
    """
    question = " ".join(question.split())
    changed = _change(question)
    if changed:
        return changed
    claims = claims_of(question)
    if len(claims) > 1:
        return claims[:MOST]
    pieces = _pieces(question)
    if len(pieces) == 1:
        return _two_sources(question) or (question,)
    first = pieces[0]
    opening = _OPENING.match(first)
    asked = [first]
    for piece in pieces[1:]:
        piece = _with_source_of(first, piece)
        piece = _with_day(first, piece, today)
        piece = _named(piece, first)
        if opening and not _OPENING.match(piece) and not periods(piece, today):
            piece = f"{opening['lead']} {piece}"
        asked.append(piece)
    return tuple(_ended(one) for one in asked)


def _pieces(question: str) -> list[str]:
    """Cut where another question begins, if each piece asks something."""
    cuts = list(_NEXT.finditer(question))[: MOST - 1]
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(question)]
    pieces = [question[a:b].strip(" ,?;") for a, b in zip(starts, ends, strict=True)]
    pieces = [pieces[0], *(_completed(piece, pieces[0]) for piece in pieces[1:])]
    whole = all(_is_question(piece) for piece in pieces) and len(content_words(pieces[0])) > 1
    return pieces if whole and not _goes_on(pieces) else [question]


def _completed(piece: str, first: str) -> str:
    """With subject and verb of the first question, where it leaves them to that: "..., and why".

    Only where these are plain: "Who was hurt, and when?" has no subject to lend.
    """
    asked = _WITH_SUBJECT.match(first) if _BARE.match(piece) else None
    if asked is None or _is_question(piece):
        return piece
    thing = re.sub(r"^(?:many|much|old|long)\b\s*", "", (asked["thing"] or "").strip(), flags=re.I)
    verb = asked["verb"].lower()
    of_whom = asked["wh"].lower() in ("who", "what", "which", "whose")
    if of_whom or (thing and verb in ("is", "are", "was", "were")):
        return piece
    return " ".join(f"{piece} {asked['rest']} {thing}".split())


def _is_question(piece: str) -> bool:
    asks = _ASKS.match(piece)
    if not asks or len(piece.split()) < 3:
        return False
    subject = asks.group().lower().endswith(("who", "what"))  # "what won her over"
    return bool(subject or _VERB.search(piece, asks.end()) or _ATTRIBUTED.search(piece))


def _goes_on(pieces: list[str]) -> bool:
    """Two relative clauses of one question: "... the man who ran the firm, and who is accused"."""
    relative = re.compile(r"\S\s+(?:who|whose|whom|which)\b", re.I)
    return bool(relative.search(pieces[0])) and any(
        re.match(r"(?:who|whose|whom|which)\b", piece, re.I) for piece in pieces[1:]
    )


def _change(question: str) -> tuple[str, ...]:
    """A change of line has a beginning and an end."""
    match = _CHANGE.match(question)
    if not match:
        return ()
    who, topic = match["who"].strip(), match["topic"] or ""
    topic = re.sub(r"^(?:over|regarding|towards?|of)\b", "on", topic.strip(), flags=re.I)
    return tuple(
        f"{' '.join(f'What did {who} {when} say {topic}'.split())}?"
        for when in ("first", "finally")
    )


def _two_sources(question: str) -> tuple[str, ...]:
    """Asked once for each source: "How many, according to A and according to B?"."""
    match = _TWO_SOURCES.search(question)
    if not match:
        return ()
    sources = [match[1], re.sub(r"^(?:according\s+)?to\b", "according to", match[2].strip(" ?"))]
    return tuple(
        _ended(f"{question[: match.start()]}{source}{question[match.end() :]}".strip(" ?"))
        for source in sources
    )


def _with_source_of(first: str, piece: str) -> str:
    """What the first piece asked, of another source: "and how many according to B"."""
    source = _ATTRIBUTED.search(piece)
    if not source or not _ATTRIBUTED.search(first):
        return piece
    rest = (piece[: source.start()] + piece[source.end() :]).strip(" ,")
    if len(rest.split()) > 2 or not first.lower().startswith(rest.lower()):
        return piece
    return _ATTRIBUTED.sub(" " + source.group().strip(" ,"), first, count=1)


def _with_day(first: str, piece: str, today: date) -> str:
    """With "the day after" as that day."""
    later = _DAYS_LATER.search(piece)
    before = [one.first for one in periods(first, today) if one.first and one.first == one.last]
    if not later or not before:
        return piece
    day = before[-1] + timedelta(_COUNT.get((later["count"] or "").lower(), 1))
    return _DAYS_LATER.sub(f"on {day.day} {day:%B %Y}", piece, count=1)


def _named(piece: str, first: str) -> str:
    """With the first name of the first piece for a pronoun before any name.

    "It" is the thing that is spoken of last: not "Hatfield" but "the Hatfield crash".
    """
    things = _THING.findall(first)
    if things and _IT.search(piece):
        return with_name(piece, things[-1])
    found = names(re.sub(_OPENING, "", first))
    return with_name(piece, found[0]) if found else piece


def _ended(question: str) -> str:
    return question[:1].upper() + question[1:].rstrip(" ?,;") + "?"
