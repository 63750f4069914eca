"""Which sentences a newer one has overtaken: a toll that rose since, a decision that was then open.

An old toll on today's page would be false, and so would "has yet to decide" beside the decision.
Only counts of people (`rag.text.tolls`) and what was open (`rag.text.pending`) are looked at: a
price or a vote stays true of its day.
"""

from __future__ import annotations

from datetime import timedelta

from rag.evidence.gather import SourceSentence
from rag.evidence.weighing import Material
from rag.text.pending import settles
from rag.text.tolls import counts_anew

ON_ONE_THING = 0.25
"""Cosine from which two sentences may count the same thing."""

ON_ONE_MATTER = 0.45
"""Cosine from which a sentence may settle what another one calls open."""

LATER = timedelta(hours=6)
"""Outlets that report on one afternoon may differ; what comes later replaces."""


def overtaken(material: Material) -> frozenset[int]:
    """Indices of sentences that state, or lean on, what a later article corrects or settles."""
    sentences = material.sentences
    stating = [
        one
        for place, one in enumerate(sentences)
        if any(
            _later(one, other)
            and _replaces(other.text, one.text, float(material.likeness[place, number]))
            for number, other in enumerate(sentences)
        )
    ]
    return frozenset(
        place
        for place, one in enumerate(sentences)
        if any(
            one.article.id == other.article.id and one.start <= other.focus_start < one.focus_end
            for other in stating
        )
    )


def _later(sentence: SourceSentence, other: SourceSentence) -> bool:
    mine, theirs = sentence.article.published, other.article.published
    return mine is not None and theirs is not None and theirs - mine >= LATER


def _replaces(newer: str, older: str, likeness: float) -> bool:
    if likeness >= ON_ONE_THING and counts_anew(older, newer):
        return True
    return likeness >= ON_ONE_MATTER and settles(newer, older)
