"""Who is heard about which sentence to cite."""

from rag.types import Evidence
from rag.writing.choice import ASKED, SURER, TAUGHT, better_choice, pooled, to_try
from tests.fakes import make_article

ARTICLE = make_article("It broke. It was built in 1968. Nobody was hurt.")


def shown(n: int, score: float = 1.0) -> Evidence:
    return Evidence(n, ARTICLE, 0, 9, 0, 9, score)


def test_where_the_evidence_is_level_the_generator_decides():
    pool = pooled({1: 0.2, 2: 0.7}, [shown(1), shown(2)])
    assert pool[2] > pool[1]
    assert better_choice(2, {1: 0.2, 2: 0.7}, [shown(1), shown(2)]) is None


def test_by_far_the_best_evidence_wins_over_a_wavering_generator():
    evidence = [shown(1, 3.0), shown(2, 0.5)]
    assert better_choice(2, {1: 0.3, 2: 0.4}, evidence) == evidence[0]


def test_a_little_more_is_not_worth_beginning_anew():
    evidence = [shown(1, 1.0 + SURER / 2), shown(2)]
    assert better_choice(2, {1: 0.4, 2: 0.4}, evidence) is None


def test_a_sentence_that_the_generator_did_not_list_still_counts():
    pool = pooled({2: 0.9}, [shown(1), shown(2)])
    assert pool[1] < pool[2]


def test_an_engine_that_does_not_tell_is_left_alone():
    assert better_choice(2, {}, [shown(1, 3.0), shown(2, 0.5)]) is None


def test_a_refusal_is_not_weighed_here():
    assert better_choice(0, {0: 0.9, 1: 0.1}, [shown(1, 3.0)]) is None


def test_a_number_that_was_not_shown_is_not_weighed():
    assert better_choice(9, {9: 0.9, 1: 0.1}, [shown(1, 3.0)]) is None


def test_who_leads_clearly_is_tried_and_else_the_best_two():
    ahead = [shown(1, 1.0), shown(2, 1.0 + ASKED.clear + 0.01), shown(3, 0.2)]
    assert to_try(ahead, ASKED) == [ahead[1]]
    close = [shown(1, 0.2), shown(2, 1.0), shown(3, 1.0 + ASKED.clear / 2)]
    assert to_try(close, ASKED) == [close[2], close[1]]


def test_where_there_is_no_choice_nothing_is_tried():
    assert to_try([], ASKED) == []
    assert to_try([shown(1, 3.0)], ASKED) == []
    assert to_try([shown(1), shown(2), shown(3)], ASKED) == []


def test_who_was_taught_to_look_is_tried_on_the_best_four_however_clear_one_leads():
    found = [shown(n, score) for n, score in enumerate((0.1, 9.0, 0.3, 0.4, 0.2), start=1)]
    assert to_try(found, TAUGHT) == [found[1], found[3], found[2], found[4]]
    assert to_try(found[:1], TAUGHT) == found[:1]
    assert to_try([], TAUGHT) == []
