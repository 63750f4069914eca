import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.fusion import (
    RANK_CONSTANT,
    in_turn,
    reciprocal_rank_fusion,
    with_group_votes,
)

RANKING = st.lists(st.integers(0, 30), unique=True, max_size=12)


def test_two_rankings_add_up_by_hand():
    assert reciprocal_rank_fusion([[7, 8], [8]]) == [(8, 1 / 62 + 1 / 61), (7, 1 / 61)]


def test_ties_go_to_the_smaller_row():
    assert [row for row, _ in reciprocal_rank_fusion([[9], [3]])] == [3, 9]


def test_a_weight_counts_as_so_many_rankings():
    assert reciprocal_rank_fusion([[1], [2]], weights=[2.0, 1.0], constant=1) == [
        (1, 1.0),
        (2, 0.5),
    ]


def test_nothing_fused_is_nothing():
    assert reciprocal_rank_fusion([[], []]) == []


def test_a_weight_too_few_is_an_error_and_not_a_ranking_lost():
    with pytest.raises(ValueError, match="zip"):
        reciprocal_rank_fusion([[1], [2]], weights=[1.0])


@given(RANKING)
def test_one_ranking_keeps_its_order(ranking):
    assert [row for row, _ in reciprocal_rank_fusion([ranking])] == ranking


@given(st.lists(RANKING, min_size=1, max_size=3))
def test_every_row_comes_once_with_the_sum_of_its_places(rankings):
    fused = reciprocal_rank_fusion(rankings)
    assert sorted(row for row, _ in fused) == sorted(set().union(*rankings))
    scores = [score for _, score in fused]
    assert scores == sorted(scores, reverse=True)
    for row, score in fused:
        places = [ranking.index(row) + 1 for ranking in rankings if row in ranking]
        assert score == pytest.approx(sum(1 / (RANK_CONSTANT + place) for place in places))


def test_rankings_take_turns_and_no_row_comes_twice():
    assert in_turn([[1, 2], [1, 3, 4]]) == [1, 3, 2, 4]
    assert in_turn([]) == []


def test_a_group_found_twice_by_different_rows_beats_one_found_once():
    rankings = [[3, 1], [2]]
    fused = reciprocal_rank_fusion(rankings)
    voted = with_group_votes(
        fused, rankings, {1: "A", 2: "A", 3: "B"}, weights=[1.0, 1.0], weight=1.0
    )
    assert [row for row, _ in voted] == [2, 1, 3]
    assert dict(voted)[2] == pytest.approx(1 / 61 + (1 / 62 + 1 / 61))
    assert dict(voted)[3] == pytest.approx(1 / 61 + 1 / 61)


def test_more_rows_of_a_group_in_one_ranking_earn_it_nothing():
    rankings = [[1, 2, 3]]
    voted = with_group_votes(
        reciprocal_rank_fusion(rankings),
        rankings,
        {1: "A", 2: "A", 3: "B"},
        weights=[1.0],
        weight=1.0,
    )
    assert dict(voted)[3] == pytest.approx(1 / 63 + 1 / 62)
