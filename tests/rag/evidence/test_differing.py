import pytest

from rag.evidence.differing import contested, denied_content, disputes
from tests.rag.evidence.pages import material, sentence

DENIAL = "Olsk Lines denied that its crew warned of a leak in the bow door."
CLAIM = "The crew warned bosses of a leak in the bow door, a deckhand said."


def found(given, count=4):
    return [(one.kind, one.subject, one.places) for one in disputes(given, count)]


def test_counts_of_one_day_that_cannot_both_be_true_differ():
    given = material(
        sentence("Twelve people are dead.", published="2026-03-08T06:00"),
        sentence("At least 20 people died.", origin=1, published="2026-03-08T12:00"),
        alike=[(0, 1, 0.6)],
    )
    assert found(given) == [("figure", "how many died", (0, 1))]


def test_a_toll_that_rose_over_days_is_no_difference():
    given = material(
        sentence("Twelve people are dead.", published="2026-03-08"),
        sentence("The toll rose to 17.", origin=1, published="2026-03-12"),
        alike=[(0, 1, 0.6)],
    )
    assert found(given) == []


def test_who_is_missing_a_day_later_is_no_difference():
    given = material(
        sentence("Three people are missing.", published="2026-03-09T18:00"),
        sentence("Two people are missing.", origin=1, published="2026-03-10T17:00"),
        alike=[(0, 1, 0.6)],
    )
    assert found(given) == []


def test_a_toll_that_was_overstated_is():
    given = material(
        sentence("At least 20 people died.", published="2026-03-08"),
        sentence("The toll rose to 17.", origin=1, published="2026-03-12"),
        alike=[(0, 1, 0.6)],
    )
    assert found(given) == [("figure", "how many died", (0, 1))]


def test_reprints_of_one_origin_do_not_differ():
    given = material(
        sentence("Twelve people are dead."),
        sentence("Thirteen people are dead."),
        alike=[(0, 1, 0.6)],
    )
    assert found(given) == []


def test_a_denial_stands_beside_what_it_denies():
    given = material(
        sentence(DENIAL, published="2026-03-09"),
        sentence(CLAIM, origin=1, published="2026-03-08"),
        sentence("Olsk Lines owns the ferry.", origin=2),
        alike=[(0, 1, 0.6), (0, 2, 0.7)],
    )
    assert found(given) == [("denial", "crew warned of a leak in the bow door", (1, 0))]
    assert contested(disputes(given, 4), given) == {1}


def test_a_denial_of_what_nobody_says_is_no_difference():
    given = material(sentence(DENIAL), sentence("It rained.", origin=1), alike=[(0, 1, 0.6)])
    assert found(given) == []


def test_that_is_not_so_denies_what_stands_before_it():
    text = "That is not so, the mayor said."
    one = sentence(text)
    assert denied_content(one) is None


def test_no_more_are_told_than_asked_for():
    given = material(sentence(DENIAL), sentence(CLAIM, origin=1), alike=[(0, 1, 0.6)])
    assert found(given, 0) == []


def test_work_that_was_never_done_denies_nothing():
    assert (
        denied_content(sentence("The repairs of the dam were never done, engineers said.")) is None
    )


@pytest.mark.parametrize(
    "text",
    [
        "The bill would allow shops to deny service over the owner's faith.",
        "The mayor rejected the offer of a loan for the new dam on Monday.",
        "The council rejected the plan of the ministry by nine votes to two.",
        "The court dismissed the case of the crew against the owners.",
        "The judge denied funding of the search for the lost crew.",
    ],
)
def test_what_is_no_claim_cannot_be_denied(text):
    assert denied_content(sentence(text)) is None


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The firm denied the dam was cracked in May.", "the dam was cracked in May"),
        ("He rejected claims that the crew slept.", "crew slept"),
        ("She denied having seen the letter of the crew.", "having seen the letter of the crew"),
    ],
)
def test_what_is_denied_is_told_in_the_words_of_the_denial(text, content):
    assert denied_content(sentence(text)).endswith(content)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("In Greyfell 12 people died.", "In Selwick 20 people died.", False),
        ("In Greyfell 12 people died.", "Around Greyfell 20 people died.", True),
        ("In Greyfell 12 people died.", "Divers say that 20 people died.", True),
        ("In South Olsk 12 people died.", "In North Olsk 20 people died.", False),
        ("In Olsk 12 people died.", "In North Olsk 20 people died.", True),
        ("In Olsk 12 people died.", "Of 20 people who died, 15 died in Olsk.", False),
    ],
)
def test_counts_differ_only_on_one_event(one, other, differ):
    given = material(
        sentence(one, published="2026-03-08T06:00"),
        sentence(other, origin=1, published="2026-03-08T12:00"),
        alike=[(0, 1, 0.6)],
    )
    assert bool(found(given)) is differ


def test_a_bill_that_is_rejected_is_no_claim():
    assert (
        denied_content(sentence("Voters rejected a measure that would have closed the ferry line."))
        is None
    )


def test_who_tells_of_a_denial_in_passing_claims_nothing():
    given = material(
        sentence(DENIAL, published="2026-03-09"),
        sentence(
            "A crew that warned of a leak in the bow door, which Olsk denies, has left.", origin=1
        ),
        alike=[(0, 1, 0.6)],
    )
    assert found(given) == []
