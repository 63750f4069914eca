"""What is told of two statements to who did not ask to compare."""

import pytest

from rag.statements.matter import Matter
from rag.statements.relate import Relater
from tests.fakes import FakeEmbedder, FakeJudge
from tests.rag.statements.said import reading

WARNED = "the crew warned bosses of a leak in the bow door"
NEVER = FakeJudge()
ALWAYS = FakeJudge({"": (0.9, 0.1, 0.0)})


def kind(earlier, later, judge=None):
    pool = [earlier, later]
    vectors = FakeEmbedder().embed_passages([one.whole for one in pool])
    (found,) = Relater(judge, plainly=True).relate(pool, [(0, 1)], Matter(pool, vectors))
    return found.relation, found.detail


def toll(content, day, speaker="Ana Moor"):
    return reading(content, speaker, day=day, source=f"{speaker} Post")


def test_counts_of_one_day_that_cannot_both_be_true_differ():
    first = toll("12 people died when the ferry sank", "2026-03-08T06:00")
    second = toll("at least 20 people died when the ferry sank", "2026-03-08T12:00", "Ben Ost")
    assert kind(first, second) == ("differ", "figure")


def test_what_was_foretold_is_no_other_count():
    first = toll("18 storms came over the sea in the season", "2026-03-08T06:00")
    second = toll("the season could bring 13 storms over the sea", "2026-03-08T12:00", "Ben Ost")
    assert kind(first, second)[0] == "unrelated"
    again = toll("13 storms came over the sea in the season", "2026-03-08T12:00", "Ben Ost")
    assert kind(first, again) == ("differ", "figure")


def test_a_toll_that_rose_over_a_day_is_no_dispute():
    first = toll("12 people died when the ferry sank", "2026-03-08T06:00")
    second = toll("17 people died when the ferry sank", "2026-03-09T12:00", "Ben Ost")
    assert kind(first, second)[0] == "unrelated"


def test_who_is_missing_a_day_later_is_no_dispute():
    first = toll("3 people are missing after the ferry sank", "2026-03-09T06:00")
    second = toll("2 people are missing after the ferry sank", "2026-03-10T12:00", "Ben Ost")
    assert kind(first, second)[0] == "unrelated"


def test_a_toll_that_was_overstated_is():
    first = toll("at least 20 people died when the ferry sank", "2026-03-08T06:00")
    second = toll("17 people died when the ferry sank", "2026-03-10T12:00", "Ben Ost")
    assert kind(first, second) == ("differ", "figure")


def test_fewer_dead_of_another_month_are_of_another_event():
    first = toll("at least 3 people died in the storm", "2026-03-08")
    second = toll("2 people died in the storm", "2026-04-10", "Ben Ost")
    assert kind(first, second)[0] == "unrelated"


def test_how_many_were_aboard_does_not_grow():
    first = toll("86 people were on board the ferry when it sank", "2026-03-08T06:00")
    second = toll("94 people were on board the ferry when it sank", "2026-03-11", "Ben Ost")
    assert kind(first, second) == ("differ", "figure")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A county and the state, two counties, a part of the whole, a date for a number.
        ("at least 14 people died in the storm", "6 people died in the storm in Lee County"),
        ("9 people died in the storm in Ohio", "3 people died in the storm in Kansas"),
        ("of the 31 people who died, 27 died in Olsk", "19 people died in the storm"),
        ("she recalled the victims of 9/11 who died", "3 people died in the attack of 9/11"),
        ("a pupil, 10, was killed in the shooting", "21 people were killed in the shooting"),
    ],
)
def test_counts_that_may_be_of_two_things_are_no_dispute(one, other):
    first = toll(one, "2026-03-08T06:00")
    second = toll(other, "2026-03-08T08:00", "Ben Ost")
    assert kind(first, second)[0] == "unrelated"
    assert kind(second, first)[0] == "unrelated"


def test_other_figures_are_a_dispute_where_the_judge_finds_the_rest_the_same():
    first = reading("9,400 people were evacuated from the valley below the dam")
    second = reading("11,000 people were evacuated from the valley below the dam", "Ben Ost")
    assert kind(first, second, ALWAYS) == ("differ", "figure")
    assert kind(first, second, NEVER)[0] == "unrelated"


def test_a_denial_of_what_the_other_says_in_the_same_words_is_plain():
    denied = reading(
        "its crew warned of a leak in the bow door", "The firm", stance="denied", day="2026-03-09"
    )
    assert kind(reading(WARNED), denied, NEVER) == ("contradict", "")


def test_of_one_word_in_common_the_judge_must_say_that_it_is_what_is_denied():
    told = reading("the ferry waited until an intervention by the speaker of the house")
    denied = reading("the intervention", "The speaker", stance="denied")
    assert kind(told, denied, ALWAYS) == ("contradict", "")
    assert kind(told, denied, NEVER)[0] == "unrelated"


def test_a_report_called_a_hoax_is_disputed_by_who_calls_it_that():
    told = reading("papers on the dam were among those sought in the search of the house", "Post")
    hoax = reading(
        "the report is a hoax",
        "Lind",
        before="Papers on the dam were among those sought in the search of the house.",
    )
    assert kind(told, hoax) == ("contradict", "")


def test_pictures_called_fake_dispute_nothing_that_tells_of_none():
    fake = reading("the footage of bodies in the streets of Sorley is fake", "The army")
    shown = reading("the images of bodies in the streets of Sorley are true", "Lind")
    other = reading("the bodies in the streets of Sorley call for an inquiry", "Lind")
    assert kind(shown, fake) == ("contradict", "")
    assert kind(other, fake)[0] == "unrelated"


def test_opposites_and_the_judges_own_word_are_for_who_compares():
    sure = FakeJudge({"": (0.0, 0.0, 0.99)})
    first = reading("the ferry line will be closed for the summer by the council")
    second = reading("the ferry line will be opened for the summer by the council", "Ben Ost")
    assert kind(first, second, sure)[0] == "unrelated"
