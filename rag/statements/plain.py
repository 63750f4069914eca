"""Sentences that the outlet asserts itself: plain statements with something in them to compare.

A figure, a name or a date makes one worth keeping; questions, first-person opinion, speech and what
is no sentence (captions, labels) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.statements.quantities import FREE
from rag.statements.spans import Spans
from rag.text.captions import is_pictured
from rag.text.dates import dates
from rag.text.figures import figures
from rag.text.furniture import is_appeal, is_teaser
from rag.types import Sentence

_MIN_WORDS = 5
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us)\b", re.IGNORECASE)
_US = re.compile(r"\bU\.?S\.?\b")
_LABEL = re.compile(
    r"(?:photo|image|video|watch|read more|related|reporting by|editing by|follow|sign up|"
    r"subscribe|click|copyright|©|advertisement|listen|share this|correction)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"\bcontributed to this (?:report|story|article)\b", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    r"\b(?:according to|reportedly|allegedly|purportedly|supposedly|said to)\b", re.IGNORECASE
)
_IRREGULAR = """began bit blew bore bought broke brought built burnt burst came caught chose clung
cost crept cut dealt did drank drew drove dug fed fell felt fled flew forbade forgot fought found
froze gave got grew had heard held hid hit hung hurt kept knelt knew laid lay led left lent let lit
lost made met paid put quit ran rang read rode rose said sang sank sat saw sent set shook shot shut
slept slid sold sought spent split spoke spread sprang stole stood struck stuck swam swept swore
swung taught thought threw told took tore understood went withdrew woke won wore wound wrote"""
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|will|would|can|could|may|might|must|does|do|\w+ed|\w+s|"
    + "|".join(_IRREGULAR.split())
    + r")\b"
)


def plain_sentences(
    body: str, sentences: Sequence[Sentence], taken: Spans, names: Spans
) -> list[Sentence]:
    """The sentences that the outlet itself asserts, in order.

    Args:
        body: All offsets are of it.
        sentences: Of the body.
        taken: Where somebody else speaks.
        names: Where somebody or something is named.
    """
    return [
        one
        for one in sentences
        if not taken.touch(one.start, one.end)
        and _asserts(body[one.start : one.end])
        and not is_pictured(body, one.start, one.end)
        and (names.touch(one.start, one.end) or _is_definite(body[one.start : one.end]))
    ]


def _is_definite(text: str) -> bool:
    return bool(figures(text)) or bool(dates(text)) or FREE.search(text) is not None


def _asserts(text: str) -> bool:
    if len(text.split()) < _MIN_WORDS or text[-1] not in '.!…”"’' or text.endswith("?"):
        return False
    if is_teaser(text) or is_appeal(text):
        return False
    if _LABEL.match(text) or _CREDIT.search(text) or _ATTRIBUTED.search(text):
        return False
    if not _VERB.search(text):
        return False
    return not _FIRST_PERSON.search(_US.sub("", text))
