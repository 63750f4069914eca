import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.chunks.split import LIMIT, spans
from rag.types import Sentence, Span
from tests.fakes import split_sentences


def sentences_of(lengths: list[int]) -> list[Sentence]:
    """Sentences of one character each, one blank apart."""
    return [Sentence(index, 2 * index, 2 * index + 1) for index in range(len(lengths))]


def test_an_article_without_sentences_has_no_chunks():
    assert spans([], [], 200) == []


def test_a_short_article_is_one_chunk():
    assert spans(sentences_of([20, 30]), [20, 30], 200) == [Span(0, 0, 3)]


def test_equal_sentences_make_equal_chunks():
    # 6 x 100 tokens at 200: three chunks of two.
    assert spans(sentences_of([100] * 6), [100] * 6, 200) == [
        Span(0, 0, 3),
        Span(1, 4, 7),
        Span(2, 8, 11),
    ]


def test_no_leftover_is_left_at_the_end():
    # 5 x 50 at 200: three and two, not four and one (250 would be over the limit).
    lengths = [50] * 5
    chunks = spans(sentences_of(lengths), lengths, 200)
    assert sorted((chunk.end - chunk.start) // 2 + 1 for chunk in chunks) == [2, 3]


def test_a_sentence_over_the_limit_stands_alone():
    lengths = [100, 900, 100]
    assert spans(sentences_of(lengths), lengths, 200) == [
        Span(0, 0, 1),
        Span(1, 2, 3),
        Span(2, 4, 5),
    ]


@pytest.mark.parametrize(
    ("paragraph", "cut"),
    [
        pytest.param(9, 9, id="moved by one: 2 x 0.1^2 is less than 0.06"),
        pytest.param(8, 10, id="not by two: 2 x 0.2^2 is more"),
    ],
)
def test_a_cut_moves_to_the_end_of_a_paragraph_if_that_costs_little(paragraph, cut):
    body = "A. " * (paragraph - 1) + "A.\n\n" + "A. " * (20 - paragraph)
    sentences = split_sentences(body)
    chunks = spans(sentences, [20] * 20, 200, body)
    assert [chunk.start for chunk in chunks] == [0, sentences[cut].start]


def test_lengths_must_match_sentences():
    with pytest.raises(ValueError, match="2 sentences but 1 lengths"):
        spans(sentences_of([1, 1]), [1], 200)


@given(st.lists(st.integers(0, 400), max_size=60), st.integers(1, 300))
def test_every_sentence_is_in_one_chunk_and_only_single_sentences_exceed_the_limit(lengths, target):
    sentences = sentences_of(lengths)
    chunks = spans(sentences, lengths, target)
    inside = [
        [s.index for s in sentences if chunk.start <= s.start and s.end <= chunk.end]
        for chunk in chunks
    ]
    assert [index for group in inside for index in group] == list(range(len(lengths)))
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    for chunk, group in zip(chunks, inside, strict=True):
        assert (chunk.start, chunk.end) == (sentences[group[0]].start, sentences[group[-1]].end)
        assert len(group) == 1 or sum(lengths[index] for index in group) <= LIMIT * target
