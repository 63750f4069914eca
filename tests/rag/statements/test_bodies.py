"""Who is employed or laid off by two bodies, or in two rounds, disputes nobody's figure."""

import pytest

from tests.rag.statements.said import kind, reading

CUT = "the Kelder Ministry of Works laid off 1,300 workers"


def apart(one: str, other: str, **rest: str) -> bool:
    relation, _ = kind(reading(one, "Ana Moor"), reading(other, "Ben Ost", **rest))
    return relation not in ("unrelated", "agree")


def test_two_figures_of_one_round_differ():
    assert apart(CUT, "the Kelder Ministry of Works laid off 2,000 workers")


@pytest.mark.parametrize(
    ("other", "day"),
    [
        ("the Sorley Office of Roads laid off 2,000 workers", "2026-03-08"),
        ("bodies lay off workers, 2,000 workers in the Sorley Office; 90 elsewhere", "2026-03-08"),
        ("the Kelder Ministry of Works laid off 2,000 workers", "2026-05-08"),
        (
            "the Kelder Ministry of Works laid off workers, said Local 252 of the union",
            "2026-03-08",
        ),
    ],
)
def test_another_body_another_round_and_the_number_of_a_local_dispute_nothing(other: str, day: str):
    assert not apart(CUT, other, day=day)


def test_the_dead_of_two_places_told_together_are_all_the_dead():
    parts = "nine people died in the Palisade fire while 16 others died in the Eaton fire"
    assert not apart(parts, "25 people died in the fires")
    assert apart(parts, "40 people died in the fires")


def test_who_would_be_stupid_not_to_accept_it_accepts_it():
    one = reading("the government would accept the plane as a gift", "Ana Moor")
    other = reading("she would be “stupid” not to accept the plane as a gift", "Ana Moor")
    assert kind(one, other)[0] not in ("contradict", "supersede")


def test_who_rejects_a_way_to_an_end_does_not_reject_the_end():
    rejects = reading(
        "the idea of concessions to end the war in Kelder", "Ana Moor", stance="denied"
    )
    wants = reading("the talks are to end the war in Kelder", "Ben Ost")
    assert kind(wants, rejects)[0] == "unrelated"
    backs = reading("concessions are the only idea", "Ben Ost")
    assert kind(backs, rejects)[0] == "contradict"


def test_each_time_has_a_cause_of_its_own():
    one = reading("the airport closed on Monday due to fog over the bay", "Ana Moor")
    other = "the airport closed on Monday due to a fire in the tower"
    assert kind(one, reading(other, "Ben Ost"))[1] == "cause"
    assert kind(one, reading(f"{other}, this time", "Ben Ost"))[0] == "unrelated"


def test_months_later_another_sentence_is_condemned():
    offer = reading("the country would exchange the two who serve a sentence there", "Ben Ost")
    close = reading("called the sentence “unacceptable”", "Ana Moor", day="2026-03-09")
    later = reading("called the sentence “unacceptable”", "Ana Moor", day="2026-07-09")
    assert kind(offer, close)[0] == "contradict"
    assert kind(offer, later)[0] == "unrelated"


def test_a_decision_about_one_month_is_no_decision_of_another():
    one = reading("we have made no decisions about September and will wait", "Ana Moor")
    for text, found in (
        ("the decisions on rates move the costs of homes", "unrelated"),
        ("our decisions about September are made", "supersede"),
    ):
        assert kind(one, reading(text, "Ana Moor", day="2026-03-17"))[0] == found


def test_what_is_denied_is_what_the_clause_is_about():
    denial = reading(
        "negotiations over health care are held between the president and the party",
        "Ana Moor",
        stance="denied",
    )
    told = reading("we told the president what becomes of health care in the towns", "Ben Ost")
    assert kind(told, denial)[0] == "unrelated"
    held = reading("negotiations with the president on health care are held", "Ben Ost")
    assert kind(held, denial)[0] == "contradict"
