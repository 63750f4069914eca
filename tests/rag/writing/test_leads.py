"""Yes and no before a sentence, and what several of them come to."""

from rag.types import Answer, CitedSentence
from rag.writing.leads import NOT_ALL, OPEN, THIS_MUCH, led, led_open, led_together


def sentence(text="The dam held.", n=1):
    return CitedSentence(text, (n,), 0.9)


def answer(verdict, n):
    told = led(sentence(f"Part {n}.", n), verdict, by_account=False) if verdict else sentence()
    return Answer(f"part {n}?", False, "", (told,), verdict=verdict)


def texts(answers):
    return [one.sentences[0].text for one in answers]


def test_the_verdict_stands_before_the_sentence_and_keeps_its_mark():
    said = led(sentence(), "yes", by_account=False)
    assert (said.text, said.citations) == ("Yes: The dam held.", (1,))
    assert led(sentence(), "no", by_account=True).text == "By this account, no: The dam held."
    assert led_open(sentence()).text == f"{OPEN}: The dam held."


def test_what_a_generator_began_with_is_not_said_twice():
    assert led(sentence("Yes, the dam held."), "yes", by_account=False).text == "Yes: The dam held."


def test_claims_that_all_hold_are_yes_once():
    told, verdict = led_together([answer("yes", 1), answer("yes", 2)])
    assert (texts(told), verdict) == (["Yes: Part 1.", "Part 2."], "yes")


def test_one_that_is_refuted_refutes_the_whole_and_stands_first():
    told, verdict = led_together([answer("yes", 1), answer("no", 2)])
    assert verdict == "no"
    assert texts(told) == [f"{NOT_ALL}: Part 2.", f"{THIS_MUCH}: Part 1."]


def test_one_that_stays_open_leaves_the_whole_open():
    answers = [answer("yes", 1), answer("", 2)]
    assert led_together(answers) == (answers, "")
