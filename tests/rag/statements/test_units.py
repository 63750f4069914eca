from rag.statements.quotes import quotations
from rag.statements.units import units
from tests.fakes import split_sentences


def made(body):
    return units(body, split_sentences(body), quotations(body))


def test_speech_is_replaced_and_each_character_knows_where_it_is_from():
    body = "“We buy. We build,” he said."
    (unit,) = made(body)
    assert unit.text == "“It is so,” he said."
    assert (unit.starts[0], unit.ends[0]) == (0, 19)
    place = unit.text.index("he")
    assert body[unit.starts[place] : unit.ends[place + 1]] == "he"


def test_a_borrowed_word_only_loses_its_marks():
    (unit,) = made("The “bargain” failed.")
    assert unit.text == "The bargain failed."


def test_an_exclamation_before_the_cue_is_read_as_a_comma():
    (unit,) = made("“Leave now!” he said.")
    assert unit.text == "“It is so,” he said."


def test_nothing_but_speech_is_bare():
    assert [unit.bare for unit in made("“We buy,” he said. “We build.”")] == [False, True]


def test_a_dateline_is_not_read():
    (unit,) = made("SORLEY, 5 March — The dam held.")
    assert unit.text == "The dam held."
