"""Questions that want yes or no: which are, and what each claim of theirs asks. Pure text.

"Did the minister resign?" asks whether something is so ("polar questions"; Huddleston and Pullum,
"The Cambridge Grammar of the English Language", 2002, chapter 10). "Did Ames or Bolt win?" wants a
name, and "Do the two papers agree?" a comparison: neither is one here.
"""

from __future__ import annotations

import re

_AUXILIARY = (
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|must|"
    r"isn[’']t|aren[’']t|wasn[’']t|weren[’']t|didn[’']t|doesn[’']t|don[’']t|hasn[’']t|haven[’']t|"
    r"won[’']t)"
)
_LEAD = (
    r"(?:(?:and|but|so)\s+)?(?:(?:according to|by|in|on|at|after|before|as of)\s[^,?]{1,60},\s*)?"
)
_POLAR = re.compile(rf"^{_LEAD}(?P<auxiliary>{_AUXILIARY})\s+\S+\s+\S", re.I)
# "Can you tell me who won?", "Do you know when ...": asked politely, but asked who and when.
_POLITELY = re.compile(
    r"^(?:can|could|would|will|do)\s+(?:you|we|i|anyone|somebody)\b|"
    r"^(?:is|are)\s+(?:it|there)\s+(?:known|clear)\s+(?:who|what|when|where|why|how)\b",
    re.I,
)
_CHOICE = re.compile(r"\bor\b(?!\s+(?:not|more|less|so|fewer|later|earlier)\b)", re.I)
_COMPARES = re.compile(
    r"\b(?:same|similar\w*|differ\w*|agree[ds]?|disagree\w*|consisten\w+|inconsisten\w+|"
    r"contradict\w*|conflict\w*|compared?|changed?|changes|both|unlike|match(?:es|ed)?)\b",
    re.I,
)
_ASKS_OF_SPEECH = re.compile(
    r"\b(?:say|said|claim|deny|denied|promise|pledge|accuse|warn|report|announce|argue|suggest|"
    r"admit|concede|insist|tell|told|state|rule out|ruled out|reject|dismiss|criticise|criticize|"
    r"call|describe|blame|demand|urge|declare|predict|confirm|dispute|apologi[sz]e|condemn|"
    r"mention|discuss|highlight|indicate|imply|attribute|according to)\w*\b",
    re.I,
)
_NEXT_CLAIM = re.compile(
    r",?\s+(?:while|whereas)\s+|,\s+(?:and|but)\s+(?=(?:does|did|is|was|has)\b)", re.I
)


def wants_yes_or_no(question: str) -> bool:
    """Whether it asks if one thing is so, and neither which of two, nor how two things compare."""
    question = " ".join(question.split())
    return bool(
        _POLAR.match(question)
        and not _POLITELY.match(question)
        and not _CHOICE.search(question)
        and not _COMPARES.search(question)
    )


def asks_what_was_said(question: str) -> bool:
    """Whether it asks if somebody said so: then that they said it is the fact asked for."""
    return _ASKS_OF_SPEECH.search(question) is not None


def claims_of(question: str) -> tuple[str, ...]:
    """A question for each claim of "Does A say X, while B says Y?"; only itself where it has one.

    "While" may tell of time ("Did he laugh while she spoke?"): only where a name of its own stands
    right behind it does another claim begin.
    """
    first = _POLAR.match(question)
    if not first or not wants_yes_or_no(question):
        return (question,)
    pieces = _NEXT_CLAIM.split(question.rstrip(" ?"))
    if len(pieces) == 1 or not all(_begins_with_name(piece) for piece in pieces[1:]):
        return (question,)
    auxiliary = first["auxiliary"].capitalize()
    return tuple(
        f"{piece if _POLAR.match(piece) else f'{auxiliary} {piece}'}?"[:1].upper()
        + f"{piece if _POLAR.match(piece) else f'{auxiliary} {piece}'}?"[1:]
        for piece in pieces
    )


def _begins_with_name(piece: str) -> bool:
    """Behind "the", an auxiliary or a quotation mark stands a capital."""
    bare = re.sub(
        rf"^(?:{_AUXILIARY}\s+)?(?:an?\s+|the\s+|another\s+)?(?:(?:article|report|story)\s+(?:from|by|in)\s+)?[\"'“‘]?",
        "",
        piece,
        flags=re.I,
    )
    return bare[:1].isupper() and len(piece.split()) > 3
