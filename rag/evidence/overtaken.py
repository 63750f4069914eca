"""Which sentences a newer one has overtaken: a toll that rose since, a count put right.

An old toll on today's page would be false. Only counts of people are looked at, see
`rag.text.tolls`: a price or a vote stays true of its day.
"""

from __future__ import annotations

from datetime import timedelta

from rag.evidence.gather import SourceSentence
from rag.evidence.points import Material
from rag.text.tolls import counts_anew

ON_ONE_THING = 0.25
"""Cosine from which two sentences may count the same thing."""

LATER = timedelta(hours=6)
"""Outlets that report on one afternoon may differ; what comes later replaces."""


def overtaken(material: Material) -> frozenset[int]:
    """Indices of sentences that state, or lean on, a count that a later article corrects."""
    sentences = material.sentences
    stating = [
        one
        for place, one in enumerate(sentences)
        if any(
            _later(one, other)
            and float(material.likeness[place, number]) >= ON_ONE_THING
            and counts_anew(one.text, other.text)
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
