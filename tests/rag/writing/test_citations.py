"""Marks are read trusting nothing: what was shown may be cited, all else is removed and counted."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.types import Sentence
from rag.writing.citations import marks_in, read_marks, with_marks, without_marks
from tests.fakes import split_sentences


class PlainSplitter:
    def split(self, body: str, language: str) -> list[Sentence]:
        return split_sentences(body)


def read(text: str, shown: tuple[int, ...] = (1, 2, 3)) -> tuple[list[tuple[str, tuple]], int]:
    written = read_marks(text, shown, PlainSplitter())
    return [(one.text, one.marks) for one in written.sentences], written.dropped_marks


WELL_FORMED = [
    ("It rained [2].", (2,)),
    ("It rained. [2]", (2,)),
    ("It rained.[2]", (2,)),
    ("It rained [1][3].", (1, 3)),
    ("It rained [1, 3].", (1, 3)),
    ("It rained [1; 3].", (1, 3)),
    ("It rained [1 and 3].", (1, 3)),
    ("It rained [1-3].", (1, 2, 3)),
    ("It rained [1–3].", (1, 2, 3)),
    ("It rained [3][1][3].", (3, 1)),
    ("It rained ［２］.", (2,)),
    ("It rained 【3】.", (3,)),
    ("It rained 〔1、2〕.", (1, 2)),
    ("It rained [ 2 ].", (2,)),
    ("It rained [sentence 2].", (2,)),
    ("It rained [Source 2].", (2,)),
    ("It rained [#2].", (2,)),
    ("It [2] rained.", (2,)),
    ("[2] It rained.", (2,)),
    ("Answer: It rained [2].", (2,)),
    ("1. It rained [2].", (2,)),
    ("- It rained [2].", (2,)),
    ("**It rained** [2].", (2,)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "marks"), WELL_FORMED, ids=[text for text, _ in WELL_FORMED])
def test_a_mark_is_read_in_every_usual_form(text, marks):
    ((sentence, found),), dropped = read(text)
    assert re.sub(r"\s+([.])", r"\1", sentence) == "It rained."
    assert found == marks
    assert dropped == 0


BAD = [
    ("It rained [0].", 1),
    ("It rained [4].", 1),
    ("It rained [99999].", 1),
    ("It rained [1-999999999].", 1),
    ("It rained [999999999999999999999999].", 1),
    ("It rained [3-1].", 1),
    ("It rained [0, 9].", 2),
    ("It rained [-1].", 1),
    ("It rained [^1].", 1),
    ("It rained [2a].", 1),
    ("It rained [1.5].", 1),
    ("It rained [2: Lantern].", 1),
    ("It rained [].", 1),
    ("It rained [ ].", 1),
    ("It rained [n].", 1),
    ("It rained [citation needed].", 1),
    ("It rained [source].", 1),
    ("It rained ［０］.", 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "count"), BAD, ids=[text for text, _ in BAD])
def test_a_mark_that_names_nothing_shown_is_removed_and_counted(text, count):
    assert read(text) == ([("It rained.", ())], count)


@pytest.mark.parametrize(
    "text",
    ["It rained [1", "It rained [", "It rained [1,", "It rained [1-", "It rained [sentence 1"],
)
def test_a_mark_that_the_end_cut_is_no_mark(text):
    assert read(text) == ([("It rained", ())], 0)


def test_the_valid_part_of_a_mark_is_kept_and_the_rest_counted():
    assert read("It rained [1, 7].") == ([("It rained.", (1,))], 1)


def test_a_range_is_clamped_to_what_was_shown():
    assert read("It rained [2-9999].") == ([("It rained.", (2, 3))], 0)


def test_each_mark_belongs_to_its_own_sentence():
    assert read("It rained [1]. It snowed [2].")[0] == [("It rained.", (1,)), ("It snowed.", (2,))]
    assert read("It rained. [1] It snowed. [2]")[0] == [("It rained.", (1,)), ("It snowed.", (2,))]


def test_where_marks_come_first_they_belong_to_what_follows():
    assert read("[1] It rained. [2] It snowed.")[0] == [("It rained.", (1,)), ("It snowed.", (2,))]


def test_sentences_that_only_a_mark_keeps_apart_stay_apart():
    assert read("It rained.[1]It snowed.[2]")[0] == [("It rained.", (1,)), ("It snowed.", (2,))]


def test_what_editors_put_in_brackets_stays():
    text = "“[The wall] fell [sic],” he said."
    assert read(f"{text[:-1]} [3].")[0] == [(text, (3,))]


def test_bare_marks_are_no_sentence_but_are_found():
    assert read("[3]") == ([], 0)
    assert marks_in("[3] [1][3] [9]", (1, 2, 3)) == [3, 1]


def test_nothing_written_is_nothing_read():
    assert read("") == ([], 0)
    assert read(" \n ") == ([], 0)


def test_marks_in_article_text_are_taken_out():
    assert without_marks("The wall fell [7]. See [12, 13] and ［1］.") == (
        "The wall fell. See and."
    )


def test_marks_stand_before_the_stop():
    assert with_marks("It rained.", (2,)) == "It rained [2]."
    assert with_marks("It rained?!", (2, 3)) == "It rained [2][3]?!"
    assert with_marks("“It rained.”", (1,)) == "“It rained.” [1]"
    assert with_marks("It rained …", (1,)) == "It rained [1]…"
    assert with_marks("It rained.", ()) == "It rained."


NASTY = st.text(alphabet=st.sampled_from("[]［］【】0123９-–,;. \nAa(^#”<|>"), max_size=60)


@settings(deadline=None)
@given(st.one_of(NASTY, st.text(max_size=80)), st.sets(st.integers(1, 12), max_size=6))
def test_reading_never_fails_and_never_invents(text, shown):
    written = read_marks(text, shown, PlainSplitter())
    assert written.dropped_marks >= 0
    for sentence in written.sentences:
        assert set(sentence.marks) <= shown
        assert len(set(sentence.marks)) == len(sentence.marks)
        assert re.search(r"\w", sentence.text)
    assert set(marks_in(text, shown)) <= shown


@settings(deadline=None)
@given(NASTY)
def test_no_complete_numeric_mark_is_left_in_plain_text(text):
    assert not re.search(r"\[\s*\d+(?:\s*[,-]\s*\d+)*\s*\]", without_marks(without_marks(text)))


@given(
    st.lists(st.sampled_from("the dam broke in Kelder at 4 on Sunday U.S.".split()), min_size=1),
    st.lists(st.integers(1, 9), unique=True, min_size=1, max_size=4),
)
def test_marks_that_are_written_are_read_again(words, numbers):
    sentence = " ".join(words).replace("U.S.", "US").capitalize() + "."
    assert read(with_marks(sentence, numbers), tuple(range(1, 10)))[0] == [
        (sentence, tuple(numbers))
    ]
