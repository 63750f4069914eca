import pytest

from rag.statements.people import gender_of, kind_of, without_titles


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
