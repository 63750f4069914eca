from rag.evidence.overtaken import overtaken
from tests.rag.evidence.pages import material, sentence


def test_an_older_toll_is_overtaken_by_a_newer_one():
    given = material(
        sentence("Twelve people are dead.", published="2026-03-08"),
        sentence("The toll reached 17.", published="2026-03-12"),
        alike=[(0, 1, 0.6)],
    )
    assert overtaken(given) == {0}


def test_tolls_of_one_afternoon_stand_beside_each_other():
    given = material(
        sentence("Twelve people are dead.", published="2026-03-08T12:00"),
        sentence("The toll reached 17.", published="2026-03-08T15:00"),
        alike=[(0, 1, 0.6)],
    )
    assert overtaken(given) == frozenset()


def test_another_event_overtakes_nothing():
    given = material(
        sentence("Twelve people are dead.", published="2026-03-08"),
        sentence("The toll reached 17.", published="2026-03-12"),
        alike=[(0, 1, 0.1)],
    )
    assert overtaken(given) == frozenset()
