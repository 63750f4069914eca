import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.types import CitedSentence, Piece
from rag.writing.abstain import (
    Signals,
    by_name,
    confidence,
    read_signals,
    refusal_probability,
)
from rag.writing.prompts import REFUSAL
from tests.fakes import make_article, make_evidence

NONE_SAID = Signals(*[0.5] * 8)


@given(st.lists(st.floats(0, 1), min_size=8, max_size=8))
def test_confidence_is_a_probability(values):
    assert 0 < confidence(Signals(*values)) < 1


def test_a_generator_that_would_rather_refuse_lowers_confidence():
    assert confidence(replace(NONE_SAID, refusal=1.0)) < confidence(NONE_SAID)


def test_without_alternatives_the_written_piece_decides():
    assert refusal_probability(Piece(f" {REFUSAL}")) == 1.0
    assert refusal_probability(Piece("The")) == 0.0
    assert refusal_probability(None) == 1.0


def test_with_alternatives_the_weight_of_refusing_is_added_up():
    # "N" and "NO" both begin the refusal; 0.25 + 0.5 by hand.
    assert REFUSAL.startswith("NO")
    first = Piece("The", None, ((" N", math.log(0.25)), ("NO", math.log(0.5)), ("The", -0.1)))
    assert refusal_probability(first) == pytest.approx(0.75)


def test_a_blank_piece_is_no_refusal():
    assert refusal_probability(Piece(" ", None, ((" ", -0.01),))) == 0.0


def test_signals_of_an_answer_that_is_all_there():
    article = make_article("Mara Lind opened the dam on Monday.", title="Dam")
    kept = [CitedSentence("Lind opened it on Monday.", (1,), 0.8)]
    signals = read_signals("Who opened the dam?", [make_evidence(article)], Piece("Lind"), kept, 1)
    assert signals.refusal == 0.0
    assert signals.words == 1.0
    assert signals.names == 1.0
    assert signals.cited_words == 1.0
    assert signals.support == 0.8
    assert signals.kept == 0.5
    assert signals.new == 1.0


def test_a_name_asked_for_that_no_evidence_has_is_seen():
    signals = read_signals("What did Tomas Holm say?", [make_evidence()], None, [], 0)
    assert signals.names == 0.0


def test_an_answer_that_only_repeats_the_question_is_nothing_new():
    kept = [CitedSentence("The dam broke.", (1,), 0.9)]
    signals = read_signals("Why did the dam break, broke?", [make_evidence()], None, kept, 0)
    assert signals.new == 0.0


def test_nothing_kept_is_no_support():
    signals = read_signals("Why?", [make_evidence()], None, [], 2)
    assert (signals.support, signals.kept, signals.new, signals.cited_words) == (0, 0, 0, 0)


def test_signals_are_named_in_the_order_in_which_they_are_weighed():
    named = by_name(Signals(*range(8)))
    assert named[0] == ("refusal", 0)
    assert len(named) == 8
