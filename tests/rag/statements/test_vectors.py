"""Remembered vectors: embedded once, bounded, and each no larger than itself."""

import numpy as np

from rag.statements.vectors import RememberedVectors
from tests.fakes import FakeEmbedder


def test_a_text_is_embedded_once():
    embedder = FakeEmbedder()
    remembered = RememberedVectors(embedder)
    first = remembered.of(["a dam", "a ferry", "a dam"])
    assert np.array_equal(first, remembered.of(["a dam", "a ferry", "a dam"]))
    assert embedder.embedded == ["a dam", "a ferry"]


def test_the_one_not_needed_for_longest_goes_first():
    embedder = FakeEmbedder()
    remembered = RememberedVectors(embedder, most=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        remembered.of([text])
    assert embedder.embedded == ["a", "b", "c", "b"]


def test_a_vector_that_is_kept_does_not_keep_those_it_was_made_with():
    remembered = RememberedVectors(FakeEmbedder(), most=1)
    remembered.of([f"text {number}" for number in range(50)])
    (kept,) = remembered._known.values()
    assert kept.base is None
