import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.people import can_speak, gender_of, is_somebody, kind_of, without_titles


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("a Western diplomat", "anonymous"),
        ("two people familiar with the matter", "anonymous"),
        ("several fund managers", "anonymous"),
        ("the ministry", "institution"),
        ("a spokesman for the ministry", "institution"),
        ("police", "institution"),
        ("", "unclear"),
    ],
)
def test_what_somebody_is_who_is_only_described(phrase, kind):
    assert kind_of(phrase) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Mara Lind", "person"), ("Skarne Lines", "institution"), ("NATO", "institution")],
)
def test_what_somebody_is_who_is_named(name, kind):
    assert kind_of(name, named=True) == kind


def test_titles_are_cut_off_but_not_from_what_is_then_only_a_noun():
    assert without_titles("Prime Minister Ana Diaz") == ("Ana Diaz", "Prime Minister")
    assert without_titles("Transport Ministry") == ("Transport Ministry", "")
    assert without_titles("President") == ("President", "")


def test_gender_is_told_by_title_role_or_first_name_and_else_left_open():
    assert [gender_of(one) for one in ("Mrs Lind", "spokesman", "Mary Lind", "Lind")] == [
        "f", "m", "f", "",
    ]  # fmt: skip


def test_a_nation_before_a_title_belongs_to_the_title():
    assert without_titles("Verranian President Ana Diaz") == ("Ana Diaz", "Verranian President")


@pytest.mark.parametrize(
    ("written", "name", "title"),
    [
        ("White House Press Secretary Ana Diaz", "Ana Diaz", "White House Press Secretary"),
        ("U.S. Secretary of State Ana Diaz", "Ana Diaz", "U.S. Secretary of State"),
        ("State Ana Diaz", "Ana Diaz", "State"),
        ("Governor of New York Ana Diaz", "Ana Diaz", "Governor of New York"),
        ("House Majority Leader Ana Diaz", "Ana Diaz", "House Majority Leader"),
        ("Mayor Ana Diaz Diaz", "Ana Diaz", "Mayor"),
        ("Prime Minister's Office", "Prime Minister's Office", ""),
        ("President of Ukraine", "President of Ukraine", ""),
        ("Health Secretary", "Health Secretary", ""),
        ("Secretary of State", "Secretary of State", ""),
    ],
)
def test_what_stands_before_a_name_ends_with_the_last_title(written, name, title):
    assert without_titles(written) == (name, title)


def test_a_country_is_no_person():
    assert [kind_of(one, named=True) for one in ("Spain", "New York", "Georgia Diaz")] == [
        "institution", "institution", "person",
    ]  # fmt: skip


def test_people_and_papers_can_speak_and_leaks_and_deals_cannot():
    assert [can_speak(one) for one in ("fishermen", "report", "Deal", "leak", "deals")] == [
        True, True, True, False, False,
    ]  # fmt: skip


@given(st.lists(st.sampled_from("Ana Diaz President of the State House 's Ministry , . x".split())))
def test_titles_and_name_are_always_parts_of_what_is_written(words):
    name, title = without_titles(" ".join(words))
    assert name in " ".join(words)
    assert title in " ".join(words)


def test_nothing_is_a_name_of_nothing():
    assert without_titles("") == ("", "")


@pytest.mark.parametrize(
    ("noun", "somebody"),
    [("deputy", True), ("Residents", True), ("five", False), ("post", False), ("ministry", False)],
)
def test_what_says_who_somebody_is(noun, somebody):
    assert is_somebody(noun) == somebody
