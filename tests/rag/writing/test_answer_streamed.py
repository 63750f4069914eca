"""What is seen while an answer is written, and that stopping it stops the generator."""

import itertools
from time import perf_counter

import pytest

from rag.errors import GeneratorError
from rag.types import Drafted, Piece
from rag.writing.prompts import REFUSAL
from tests.fakes import (
    FakeGenerator,
)
from tests.rag.writing.writers import QUESTION, answer, drafts, evidence, writer


def test_drafts_grow_to_the_text_that_was_written():
    seen = drafts("The ferry sank [1].")
    assert seen[-1] == "The ferry sank [1]."
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(seen))


@pytest.mark.parametrize(
    ("pieces", "seen"),
    [
        (["[", "3", "]", " The", " ferry"], ["", "", "", "The", "The ferry"]),
        ([" [", "3", "] ", "The"], ["", "", "", "The"]),
        ([" ", "[3", "] The"], ["", "", "The"]),
        (["[1", "][", "2", "]", " The"], ["", "", "", "", "The"]),
        (["[1, 2", "] The"], ["", "The"]),
    ],
)
def test_drafts_never_show_the_first_letters_of_a_leading_mark(pieces, seen):
    # The second look shows once more what was shown last.
    assert drafts([Piece(text) for text in pieces]) == [*seen, seen[-1]]


def test_every_piece_is_an_event_so_that_it_can_be_stopped_there():
    assert len(drafts([Piece("["), Piece(""), Piece("1"), Piece("]"), Piece(" It")])) == 5 + 1


def test_closing_the_answer_closes_the_generator():
    generator = FakeGenerator(["The ferry sank off Innerholm on Sunday [1]."])
    events = writer(generator).write(QUESTION, QUESTION, evidence(), started=perf_counter())
    next(events)
    next(events)
    events.close()
    assert generator.closed_early == 1
    assert generator.finished == 0


def test_closing_before_the_first_word_closes_the_generator():
    generator = FakeGenerator([[Piece(""), Piece("The ferry sank [1].")]])
    events = writer(generator).write(QUESTION, QUESTION, evidence(), started=perf_counter())
    assert next(events) == Drafted("")
    events.close()
    assert generator.closed_early == 1


def test_empty_pieces_count_as_no_tokens():
    got = answer([Piece(""), Piece("The ferry sank"), Piece(""), Piece(" [1]")], tokens=3)
    assert got.text == "The ferry sank [1]"


def test_an_empty_piece_shows_no_letter_of_a_refusal():
    assert drafts([Piece(REFUSAL[:2]), Piece(""), Piece(REFUSAL[2:])]) == ["", "", ""]


def test_closing_while_only_the_number_has_come_closes_the_generator():
    generator = FakeGenerator([[Piece("[1"), Piece("] The ferry sank.")]])
    events = writer(generator).write(QUESTION, QUESTION, evidence(), started=perf_counter())
    assert next(events) == Drafted("")
    events.close()
    assert generator.closed_early == 1


def test_an_answer_read_to_its_end_closes_nothing_early():
    generator = FakeGenerator(["The ferry sank [1]."])
    list(writer(generator).write(QUESTION, QUESTION, evidence(), started=perf_counter()))
    assert (generator.finished, generator.closed_early) == (2, 0)  # the answer, the second look


def test_a_failing_generator_is_told_and_not_hidden():
    failing = writer(FakeGenerator([GeneratorError("out of memory: use a smaller model")]))
    with pytest.raises(GeneratorError, match="smaller model"):
        list(failing.write(QUESTION, QUESTION, evidence(), started=perf_counter()))


def test_the_first_word_is_timed_from_the_question():
    got = answer("The ferry sank on Sunday [1].")
    assert got.timings.first_token_ms is not None
    assert 0 <= got.timings.first_token_ms <= got.timings.total_ms
