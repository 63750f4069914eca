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


OPEN = "The council has yet to decide whether to extend the toll-free weeks on Arn bridge."
DECIDED = "The council extended the toll-free weeks on Arn bridge until spring."


def test_what_was_open_is_overtaken_by_what_was_decided():
    given = material(
        sentence(OPEN, published="2026-03-02"),
        sentence(DECIDED, published="2026-03-09"),
        alike=[(0, 1, 0.8)],
    )
    assert overtaken(given) == {0}


def test_what_was_open_stays_where_the_decision_is_older_or_on_something_else():
    before = material(
        sentence(OPEN, published="2026-03-09"),
        sentence(DECIDED, published="2026-03-02"),
        alike=[(0, 1, 0.8)],
    )
    other = material(
        sentence(OPEN, published="2026-03-02"),
        sentence("The council approved a new school.", published="2026-03-09"),
        alike=[(0, 1, 0.5)],
    )
    assert overtaken(before) == overtaken(other) == frozenset()
