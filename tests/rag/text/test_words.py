import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.words import content_words, names, stem, stems, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J.B.’s $1.2m", ["j.b", "1.2m"]),
        ("The dam, the Dam.", ["the", "dam", "the", "dam"]),
        ("Lind's AT&T well-known U.S. plan", ["lind", "at&t", "well-known", "u.s", "plan"]),
        ("Élysée", ["élysée"]),
        ("... — !", []),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words_are_lower_case_without_possessives(text, expected):
    assert words(text) == expected


def test_content_words_leave_out_what_every_question_has():
    assert content_words("How many people were on the ferry, the ferry?") == ["people", "ferry"]


def test_where_no_word_has_content_all_are_kept():
    assert content_words("Who was it?") == ["who", "was", "it"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("evacuated", "evacuation"),
        ("resigned", "resignation"),
        ("resigns", "resign"),
        ("elected", "election"),
        ("dies", "died"),
        ("capsized", "capsizing"),
        ("stopped", "stopping"),
        ("1,200", "1200"),
    ],
)
def test_forms_of_a_word_share_a_stem(one, other):
    assert stem(one) == stem(other)


def test_different_words_keep_different_stems():
    assert len({stem(word) for word in ("dam", "damage", "ferry", "fire", "state", "steel")}) == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "What did Mara Lind of the Transport Ministry say?",
            ["Mara Lind of the Transport Ministry"],
        ),
        ("Who is Lind?", ["Lind"]),
        ("By Mara Lind. The dam broke.", ["Mara Lind"]),
        ("Dr. Holm of the U.S. Navy left.", ["Dr. Holm of the U.S. Navy"]),
        ("J. B. Smith's boat", ["J. B. Smith"]),
        ("Did Élodie Özil win?", ["Élodie Özil"]),
        ("What happened on Monday in March?", []),
        ("Did Theresa May leave?", ["Theresa May"]),
        ("It sank. She wept. They left.", []),
        ("the iPhone", []),
        ("Lind met Lind", ["Lind"]),
        ("", []),
    ],
)
def test_names_are_runs_of_capitals_within_a_sentence(text, expected):
    assert names(text) == expected


@given(st.text(max_size=80))
def test_names_stand_in_the_text_and_words_never_fail(text):
    plain = " ".join(text.split())
    assert all(name in plain for name in names(plain))
    assert stems(text) == {stem(word) for word in content_words(text)}
