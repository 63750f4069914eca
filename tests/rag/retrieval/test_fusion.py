"""Sums of shares that can be added up by head."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.fusion import convex_combination, in_turn, ranked

SCORES = st.dictionaries(st.integers(0, 30), st.floats(0.01, 9), max_size=12)


def test_two_searches_add_up_by_hand():
    meaning, wording = {7: 0.8, 8: 0.4}, {8: 3.0}
    assert convex_combination([meaning, wording], [1.0, 0.5], [1.0, 0.0]) == {7: 1.0, 8: 1.0}


def test_what_a_search_did_not_give_has_a_share_of_its_least_score():
    found = convex_combination([{1: 1.0, 2: 0.5}, {3: 1.0}], [1.0, 0.0], [1.0, 1.0])
    assert found == {1: 1.0, 2: 0.5, 3: 0.5}


def test_a_search_that_likes_nothing_counts_nothing():
    assert convex_combination([{1: -0.2, 2: -0.1}, {}], [1.0, 1.0], [1.0, 0.0]) == {1: 0, 2: 0}


def test_how_far_apart_two_scores_are_is_kept():
    # Second by words, but hardly behind; far behind by meaning: ranks would call it even.
    found = convex_combination([{1: 0.9, 2: 0.2}, {2: 10.0, 1: 9.9}], [1.0, 1.0], [1.0, 0.0])
    assert ranked(found) == [1, 2]
    assert found[1] - found[2] > 0.7


def test_ties_go_to_the_smaller_row():
    assert ranked({9: 1.0, 3: 1.0, 4: 2.0}) == [4, 3, 9]


def test_a_weight_too_few_is_an_error_and_not_a_search_lost():
    with pytest.raises(ValueError, match="zip"):
        convex_combination([{1: 1.0}, {2: 1.0}], [1.0], [0.0, 0.0])


@given(SCORES)
def test_one_search_keeps_its_order(scores):
    assert ranked(convex_combination([scores], [0.7], [0.0])) == ranked(scores)


@given(SCORES, SCORES)
def test_every_row_comes_once_and_none_beats_the_best_of_all_searches(one, other):
    found = convex_combination([one, other], [1.0, 0.75], [1.0, 0.0])
    assert set(found) == set(one) | set(other)
    assert all(0 <= score <= 1.75 + 1e-9 for score in found.values())


def test_rankings_take_turns_and_no_row_comes_twice():
    assert in_turn([[1, 2], [1, 3, 4]]) == [1, 3, 2, 4]
    assert in_turn([]) == []
