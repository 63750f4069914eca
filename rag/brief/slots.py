"""A sentence of a page in its article's own words, with what it cites. Knows no weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.evidence.gather import SourceSentence
from rag.writing.briefing import Page, Slot
from rag.writing.quoting import in_own_words

CITED = 3
"""Quotes that one sentence shows at most, of as many origins."""


def own_words(
    page: Page, sentences: Sequence[SourceSentence], characters: int, keep: str = ""
) -> Slot | None:
    """The first sentence as one of the page; None if it cannot stand alone.

    Args:
        page: Its quotes are numbered on.
        sentences: The first says it, the others say the same.
        characters: Trailing clauses are cut from a sentence that is longer.
        keep: Words that must not be cut: the date of a timeline's entry.
    """
    if sentences[0].unclear:
        return None
    # Numbered only once it is sure to be used.
    unnumbered = [one.evidence(1) for one in sentences[:CITED]]
    if in_own_words(unnumbered, characters=characters, keep=keep) is None:
        return None
    evidence = tuple(page.numbering.evidence(one) for one in unnumbered)
    written = in_own_words(evidence, characters=characters, keep=keep)
    assert written is not None
    return Slot(evidence, written)


def named_by_outlet(one: Slot) -> Slot:
    """The slot with the name of its outlet before the sentence, unless the sentence has it."""
    source = one.evidence[0].article.source
    text = one.sentence.text
    if source and source not in text:
        one.sentence = replace(one.sentence, text=f"{source}: {text}")
    return one
