"""An article's own sentence, set as ours: trimmed, shortened, and still its speaker's.

What is printed is made of the quote's words, in their order; only who says it is ever added. Knows
no models.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.pieces import is_comment
from rag.text.quotation import quoted_share, speaks_of_us
from rag.text.trim import shortened
from rag.types import CitedSentence, Evidence
from rag.writing.attribution import attribute, needs_attribution
from rag.writing.citations import WrittenSentence, without_marks
from rag.writing.facts import missing_facts

_REOPENS = re.compile(r"[.!?…]\s+$")


def in_own_words(
    evidence: Sequence[Evidence], *, characters: int, keep: str = ""
) -> CitedSentence | None:
    """The first evidence as a sentence of a page, citing all of it; None if it cannot stand there.

    Args:
        evidence: The first says it; the others say it too.
        characters: Trailing clauses are cut from a sentence that is longer.
        keep: Words that must not be cut: the date of a timeline's entry.
    """
    first = evidence[0]
    text = shortened(first.quote, characters)
    if keep and " ".join(keep.split()) not in text:
        text = shortened(first.quote, len(first.quote))
    cited = tuple(one.n for one in evidence)
    text = _with_speaker(without_marks(text), first)
    # Only an added speaker can be missing: then the outlet is named, which is always there.
    if missing_facts(text, [first]):
        text = _as_outlets(without_marks(shortened(first.quote, characters)), first)
        if missing_facts(text, [first]):
            return None
    return CitedSentence(balanced(text), cited, 1.0)


def speech_together(sentences: Sequence[WrittenSentence]) -> list[WrittenSentence]:
    """Sentences of one speech as one: what opens a quotation with what closes it.

    Only where no part of it cites something else; what is never closed stays as it is.
    """
    told: list[WrittenSentence] = []
    first = 0
    while first < len(sentences):
        end = _end_of_speech(sentences, first)
        text = " ".join(one.text for one in sentences[first:end])
        told.append(WrittenSentence(text, sentences[first].marks))
        first = end
    return told


def _end_of_speech(sentences: Sequence[WrittenSentence], first: int) -> int:
    """Position behind the sentence that closes what `first` opens; behind itself if none does."""
    for end in range(first + 1, len(sentences) + 1):
        if not _is_open(" ".join(one.text for one in sentences[first:end])):
            return end
        marks = sentences[end].marks if end < len(sentences) else ()
        if marks and marks != sentences[first].marks:
            break
    return first + 1


def rejoined(text: str) -> str:
    """Without the marks that open a quotation anew inside it, as papers do at each paragraph.

    "“It is late. “We must go.”": what a reader of one line takes for a second speaker.
    """
    kept: list[str] = []
    is_open = ""
    for place, letter in enumerate(text):
        if letter in '“"' and is_open and _REOPENS.search(text[:place]):
            follows = text[place + 1 : place + 2]
            if letter == is_open and follows and not follows.isspace():
                continue
        if letter in "“”" or letter == '"':
            is_open = "" if letter == "”" or is_open == letter == '"' else letter
        kept.append(letter)
    return "".join(kept)


def _is_open(text: str) -> bool:
    """Whether a quotation begins in it that does not end in it."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _with_speaker(text: str, first: Evidence) -> str:
    if is_comment(first.article, first.focus_start):
        return attribute(text, [first])
    if speaks_of_us(text):
        return _as_outlets(text, first)
    if quoted_share(text) > 0.9 or needs_attribution(text, [first]):
        return attribute(text, [first])
    return text


def _as_outlets(text: str, first: Evidence) -> str:
    """Set in quotation marks behind the name of the outlet: its "we" is not ours."""
    inside = text.strip('“”"').replace("“", "‘").replace("”", "’")
    return f"{first.article.source or 'The article'} writes: “{inside}”"


def balanced(text: str) -> str:
    """With the quotation mark that its sentence leaves to the one before it or behind it."""
    opens, closes = text.count("“"), text.count("”")
    if opens > closes:
        text = f"{text}”"
    elif closes > opens:
        text = f"“{text}"
    if text.count('"') % 2:
        closing = re.search(r'"(?=$|[\s,.;:!?)])', text)
        alone = closing is not None and text.find('"') == closing.start()
        text = f'"{text}' if alone else f'{text}"'
    return text
