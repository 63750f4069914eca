"""Small material for tests of pages: sentences with likeness and worth set by hand."""

import numpy as np

from rag.evidence.gather import SourceSentence
from rag.evidence.weighing import Material
from tests.fakes import make_article


def sentence(text, *, origin=0, place=0, published="2026-03-10", source="Harbour Post", **rest):
    """The only sentence of an article of its own."""
    article = make_article(text, source=source, published=published, title=rest.pop("title", "T"))
    return SourceSentence(article, origin, place, 0, 0, len(text), **({"leans": False} | rest))


def material(*sentences, worth=None, alike=()):
    """Sentences that are unlike but for the pairs in `alike`: (place, place, cosine)."""
    likeness = np.eye(len(sentences), dtype=np.float32)
    for one, other, cosine in alike:
        likeness[one, other] = likeness[other, one] = cosine
    given = worth if worth is not None else [1.0] * len(sentences)
    origins = len({one.origin for one in sentences})
    flat = np.zeros(len(sentences), dtype=np.float32)
    worths = np.array(given, dtype=np.float32)
    return Material(tuple(sentences), likeness, worths, origins, flat, flat)
