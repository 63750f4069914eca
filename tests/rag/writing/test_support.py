"""How a written sentence stands to its quotes. The embedder counts words."""

import pytest

from rag.types import Evidence
from rag.writing.support import SupportChecker, score
from tests.fakes import FakeEmbedder, make_article


def quote(body: str, n: int = 1, **rest) -> Evidence:
    return Evidence(n, make_article(body, **rest), 0, len(body), 0, len(body))


@pytest.fixture
def checker() -> SupportChecker:
    return SupportChecker(FakeEmbedder())


def test_a_sentence_that_repeats_its_quote_is_backed(checker):
    support = checker.check("The dam broke on Monday.", [quote("The dam broke on Monday.")])
    assert support.backed
    assert support.missing == ()
    assert support.score > 0.9


def test_a_sentence_that_cites_nothing_is_not_backed(checker):
    support = checker.check("The dam broke.", [])
    assert not support.backed
    assert support.score == 0.0


def test_a_figure_that_the_quote_lacks_makes_it_unbacked_however_alike_it_sounds(checker):
    support = checker.check("17 people died in the flood.", [quote("15 people died in the flood.")])
    assert not support.backed
    assert support.missing == ("17 is not in the quotes",)


def test_a_denial_turned_around_is_unbacked(checker):
    assert not checker.check("Lind resigned.", [quote("Lind did not resign.")]).backed


def test_other_words_altogether_are_unbacked_without_any_fact_missing(checker):
    support = checker.check("the harvest was plentiful", [quote("the bridge has been painted")])
    assert support.missing == ()
    assert not support.backed


def test_words_in_the_title_count_as_held(checker):
    body = "It happened at dawn on the island."
    alone = checker.check("The ferry sank at dawn.", [quote(body, title="Weather")])
    titled = checker.check("The ferry sank at dawn.", [quote(body, title="Ferry sank")])
    assert titled.score > alone.score


def test_the_best_of_several_quotes_counts(checker):
    right, wrong = quote("The dam broke."), quote("The weather was calm.", 2)
    one = checker.check("The dam broke.", [right])
    both = checker.check("The dam broke.", [wrong, right])
    assert both.score == pytest.approx(one.score)


def test_more_words_held_and_nearer_meaning_raise_the_score():
    assert score(1.0, 1.0) > score(0.5, 1.0) > score(0.5, 0.5) > score(0.0, 0.0)
    assert 0 < score(0.0, -1.0) < score(1.0, 1.0) < 1


def test_the_closest_evidence_has_all_facts_and_most_words(checker):
    shown = [
        quote("14 people died in the fire.", 1),
        quote("15 people died.", 2),
        quote("15 people died in the flood.", 3),
    ]
    found = checker.closest("15 people died in the flood.", shown)
    assert found is not None
    assert found.n == 3


def test_there_is_no_closest_where_no_evidence_has_the_facts(checker):
    assert checker.closest("16 people died.", [quote("15 people died.")]) is None
