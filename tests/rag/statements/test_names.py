import pytest

from rag.statements.names import names_in


def names(body):
    return [(one.name, one.kind) for one in names_in(body)]


def full(body):
    return {one.name: one.full for one in names_in(body)}


def test_titles_and_openers_are_no_part_of_a_name():
    body = "On Monday President Ana Diaz met Mr Okafor."
    assert [(one.title, one.name) for one in names_in(body)] == [
        ("President", "Ana Diaz"),
        ("Mr", "Okafor"),
    ]


@pytest.mark.parametrize("opener", ["Plus", "Unlike", "Meanwhile,", "Yesterday"])
def test_what_opens_a_sentence_makes_no_longer_name(opener):
    told = full(f"{opener} Diaz left. Ana Diaz spoke.")
    assert told == {"Diaz": "Ana Diaz", "Ana Diaz": "Ana Diaz"}


def test_a_name_is_where_it_says():
    body = "Then Governor Ysolde Carrick left."
    (one,) = names_in(body)
    assert body[one.start : one.end] == "Ysolde Carrick"


def test_a_ministry_is_an_institution_and_stays_whole():
    assert names("They asked the Ministry of Health.") == [("Ministry of Health", "institution")]
    assert names("They asked the Transport Ministry.") == [("Transport Ministry", "institution")]


def test_whom_somebody_works_for_is_another_name():
    assert names("Ana Diaz of Coast Rescue left.") == [
        ("Ana Diaz", "person"),
        ("Coast Rescue", "institution"),
    ]


def test_a_surname_is_short_for_the_full_name():
    assert full("Diaz left. Ana Diaz came back.")["Diaz"] == "Ana Diaz"


def test_the_first_word_of_a_firm_is_short_for_it_and_makes_it_one():
    body = "Northgate Plant will pay. Northgate said so."
    assert names(body) == [("Northgate Plant", "institution"), ("Northgate", "institution")]
    assert full(body)["Northgate"] == "Northgate Plant"


def test_initials_are_short_for_an_institution():
    body = "The Marine Safety Board met. The MSB rose."
    assert full(body)["MSB"] == "Marine Safety Board"


@pytest.mark.parametrize("body", ["Boeing, which builds it, left.", "It is Boeing’s board."])
def test_a_lone_name_that_stands_like_a_firm_is_one(body):
    assert names(body) == [("Boeing", "institution")]


def test_common_nouns_that_open_a_sentence_are_no_names():
    assert names("Officials left. Rain fell, and more rain. Police came.") == []


def test_a_day_behind_a_name_is_no_part_of_it():
    assert names("The Harbour Post Thursday told of it.") == [("Harbour Post", "institution")]


@pytest.mark.parametrize(
    "name", ["Food and Drug Administration", "Ministry of Trade and Industry", "House of Keys"]
)
def test_a_body_that_is_named_for_two_things_is_one(name):
    assert names(f"They asked the {name}.") == [(name, "institution")]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("They asked Ana Diaz and Ben Ost.", ["Ana Diaz", "Ben Ost"]),
        ("They asked the Ministry of Health and Ana Diaz.", ["Ministry of Health", "Ana Diaz"]),
        ("They asked Coast Rescue and White House.", ["Coast Rescue", "White House"]),
        ("They asked the Ministry of Health and UNESCO.", ["Ministry of Health", "UNESCO"]),
    ],
)
def test_who_is_named_beside_another_is_another(body, told):
    assert [name for name, _ in names(body)] == told


def test_a_house_is_not_its_rooms():
    body = "The White House spoke. They met in the White House Cabinet Room."
    assert full(body)["White House"] == "White House"
