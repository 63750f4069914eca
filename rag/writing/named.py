"""Who "a man" is: the sentence that names whom an answer only calls by what he is.

News tells the arrest first ("Police have arrested a man") and the name further down ("Jon Aske, 29,
is accused of ..."). Asked who, a reader wants both. Rules on text, English only; knows no models.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.kinds import asks_who, holds
from rag.text.words import names, words
from rag.types import CitedSentence, Evidence

_UNNAMED = re.compile(
    r"\b(?:an?|the)\s+(?:[\w-]+\s+){0,4}?(?:man|woman|suspect|gunman|shooter|attacker|driver|student|"
    r"teenager|boy|girl|officer|soldier|employee|resident|person|suspected \w+|accused \w+)\b",
    re.IGNORECASE,
)
_NAME = r"(?:[A-ZÀ-Þ][\w’'-]+\s+){0,3}[A-ZÀ-Þ][\w’'-]+"
_ACCUSED = re.compile(
    rf"^\W*(?P<opens>{_NAME})(?:,[^,.;]{{1,60}},)?\s+(?:is|was|has been|had been|faces?|pleaded|"
    r"appeared)\s+(?:\w+\s+){0,2}?(?:accused|charged|arrested|detained|indicted|identified|booked|"
    r"suspected|charges|guilty|not guilty|in court)\b"
)
_IDENTIFIED = re.compile(
    r"\b(?:(?:identified|named)\s+(?:[\w’'-]+\s+){0,6}?as|suspect(?:ed \w+)?,)\s+(?:the\s+)?"
    rf"(?:\d+-year-old\s+)?(?P<as>{_NAME})"
)


def naming(
    question: str, kept: Sequence[CitedSentence], evidence: Sequence[Evidence]
) -> Evidence | None:
    """The evidence that names whom the answer leaves unnamed; None if nobody is, or none does.

    Only of the articles that the answer cites, and only where it is said in so many words who it
    is: whom an article happens to name need not be the one.

    Args:
        question: Completed from the conversation.
        kept: The answer's checked sentences.
        evidence: All that was shown.
    """
    if not asks_who(question) or not any(_UNNAMED.search(one.text) for one in kept):
        return None
    # The first word is capitalised whatever it is: "Police have arrested a man".
    if any(holds("name", one.text[:1].lower() + one.text[1:], question) for one in kept):
        return None
    used = {number for one in kept for number in one.citations}
    articles = {one.article.id for one in evidence if one.n in used}
    told = [one for one in evidence if one.n not in used and one.article.id in articles]
    return next((one for one in told if _names_somebody(question, one.focus)), None)


def _names_somebody(question: str, text: str) -> bool:
    asked = set(words(question))
    for pattern, group in ((_ACCUSED, "opens"), (_IDENTIFIED, "as")):
        match = pattern.search(text)
        if match and names(match[group]) and not set(words(match[group])) & asked:
            return True
    return False
