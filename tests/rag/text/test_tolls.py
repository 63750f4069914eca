import pytest

from rag.text.tolls import Toll, counted_in, counts_anew, grows_in, tolls


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Twelve people are confirmed dead.", [Toll("dead", 12, False)]),
        ("The death toll rose to 15 on Tuesday.", [Toll("dead", 15, False)]),
        ("The number of people known to have died rose to 15.", [Toll("dead", 15, False)]),
        ("The search ended, bringing the toll to 17.", [Toll("dead", 17, False)]),
        ("The storm killed at least 30 people.", [Toll("dead", 30, True)]),
        (
            "Twelve are dead and three are missing.",
            [Toll("dead", 12, False), Toll("missing", 3, False)],
        ),
        ("The last two missing people were found.", [Toll("missing", 2, False)]),
        # An age and a date count nobody.
        ("Ana Orr, also 10, was killed in the attack.", []),
        ("She spoke for the families of the 9/11 dead.", []),
        ("Forty were injured in the blast.", [Toll("hurt", 40, False)]),
        ("The ship had 94 people on board.", [Toll("aboard", 94, False)]),
        ("19 children and two teachers were killed.", [Toll("dead", 21, False)]),
        ("The gunman killed 19 children and two teachers there.", [Toll("dead", 21, False)]),
        (
            "The blast left 12 dead and 30 injured.",
            [Toll("dead", 12, False), Toll("hurt", 30, False)],
        ),
        ("In 2011 nine people died on the headland.", []),
        ("The offer is worth 17 crowns a share.", []),
    ],
)
def test_the_counts_of_a_text(text, counted):
    assert tolls(text) == counted


def test_a_newer_toll_counts_anew():
    assert counts_anew("Twelve people are dead.", "The toll reached 17.")


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("Twelve people are dead.", "Three people are missing."),
        ("At least 12 people died.", "The toll reached 17."),
        ("The toll reached 17.", "The 17 people who died were remembered."),
    ],
)
def test_another_count_a_lower_bound_and_the_same_number_do_not(older, newer):
    assert not counts_anew(older, newer)


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("How many people died on the ferry?", "dead"),
        ("What is the death toll of the ferry?", "dead"),
        ("How many passengers are still missing?", "missing"),
        ("How many were aboard the ferry?", "aboard"),
        ("How many of those aboard died?", None),
        ("Who died on the ferry?", None),
        ("How many buses ran?", None),
    ],
)
def test_what_a_question_wants_counted(question, counted):
    assert counted_in(question) == counted


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("How many people died when the Maren sank?", "dead"),
        ("How many are missing?", "missing"),
        ("How many people died on the Maren Star in 2011?", None),
        ("How many people died on 8 March?", None),
        ("How many people were aboard?", None),
        ("Why did the Maren sink?", None),
    ],
)
def test_what_is_counted_anew_from_day_to_day(question, counted):
    assert grows_in(question) == counted
