"""A quote that is not a slice of its article cannot be built."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import Chunk, Citation, Evidence, Filters
from tests.fakes import make_article, make_chunk, make_evidence

ARTICLE = make_article("The dam broke. Nobody was hurt.")
LENGTH = len(ARTICLE.body)


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (5, 4), (0, LENGTH + 1), (99, 120)])
def test_what_is_no_slice_of_the_body_cannot_be_built(start, end):
    with pytest.raises(ValueError, match="not a slice"):
        Citation(1, ARTICLE, start, end)
    with pytest.raises(ValueError, match="not a slice"):
        Chunk(1, ARTICLE, 0, start, end)
    with pytest.raises(ValueError, match="not a slice"):
        Evidence(1, ARTICLE, start, end, start, end)


@given(st.text(min_size=1, max_size=60), st.integers(-3, 63), st.integers(-3, 63))
def test_every_citation_that_can_be_built_is_a_slice(body, start, end):
    article = make_article(body)
    if 0 <= start < end <= len(body):
        assert Citation(1, article, start, end).quote == body[start:end]
        assert Chunk(1, article, 0, start, end).text == body[start:end]
    else:
        with pytest.raises(ValueError, match="not a slice"):
            Citation(1, article, start, end)


@pytest.mark.parametrize(("focus_start", "focus_end"), [(0, 5), (4, 20), (8, 8), (9, 8)])
def test_the_focus_lies_inside_the_quote(focus_start, focus_end):
    with pytest.raises(ValueError, match="focus"):
        Evidence(1, ARTICLE, 4, 14, focus_start, focus_end)


def test_evidence_is_numbered_from_one():
    with pytest.raises(ValueError, match="numbered from 1"):
        Evidence(0, ARTICLE, 0, 5, 0, 5)


def test_a_citation_keeps_the_number_and_all_of_the_quote():
    evidence = Evidence(7, ARTICLE, 0, LENGTH, 15, LENGTH)
    citation = Citation.from_evidence(evidence)
    assert citation.n == 7
    assert citation.quote == evidence.quote == ARTICLE.body
    assert evidence.focus == "Nobody was hurt."


def test_the_nouns_are_frozen():
    for noun, field in ((ARTICLE, "body"), (make_chunk(), "start"), (make_evidence(), "n")):
        with pytest.raises(FrozenInstanceError):
            setattr(noun, field, 1)


def test_filters_without_a_field_are_empty():
    assert Filters().empty
    assert not Filters(sources=("Harbour Post",)).empty
