"""Several answers become one: numbers, texts, and what stays open."""

from dataclasses import replace

from rag.types import Answer, Citation, CitedSentence, Evidence, Timings
from rag.writing.prompts import NOT_STATED
from rag.writing.several import joined, numbered_together, once
from tests.fakes import make_article

DAM = make_article("The dam broke. Nobody was hurt. It was built in 1968.", id="dam")


def passage(n, start, end):
    return Evidence(n, DAM, start, end, start, end, 1.0)


BROKE, UNHURT, BUILT = passage(1, 0, 14), passage(2, 15, 31), passage(1, 32, 53)


def answer(question, evidence, **fields):
    sentence = CitedSentence(evidence.quote, (evidence.n,), 0.9)
    given = Answer(
        question, False, f"{evidence.quote} [{evidence.n}]", (sentence,),
        (Citation.from_evidence(evidence),), (evidence,), confidence=0.8,
        timings=Timings(first_token_ms=5.0, total_ms=9.0),
    )  # fmt: skip
    return replace(given, **fields)


def refusal(question):
    return Answer(question, True, NOT_STATED, confidence=0.2, timings=Timings(total_ms=20.0))


def test_numbers_count_through_and_one_passage_has_one_number():
    together = numbered_together([[BROKE, UNHURT], [BUILT, UNHURT]])
    assert [[one.n for one in part] for part in together] == [[1, 2], [3, 2]]
    assert [one.quote for one in once(together)] == [BROKE.quote, UNHURT.quote, BUILT.quote]


def test_two_answers_stand_one_behind_the_other():
    built = replace(BUILT, n=3)
    whole = joined("both?", "both?", [answer("one?", BROKE), answer("two?", built)])
    assert whole.text == "The dam broke [1]. It was built in 1968 [3]."
    assert [one.n for one in whole.citations] == [1, 3]
    assert (whole.abstained, whole.unanswered) == (False, ())


def test_what_stays_open_is_named():
    whole = joined("both?", "both?", [answer("one?", BROKE), refusal("two?")])
    assert (whole.abstained, whole.text) == (False, "The dam broke [1].")
    assert whole.unanswered == ("two?",)
    assert whole.timings.total_ms == 20.0


def test_it_abstains_if_nothing_is_answered():
    whole = joined("both?", "both?", [refusal("one?"), refusal("two?")])
    assert (whole.abstained, whole.text, whole.unanswered) == (True, NOT_STATED, ())


def test_the_same_sentence_is_said_once():
    whole = joined("both?", "both?", [answer("one?", BROKE), answer("two?", BROKE)])
    assert whole.text == "The dam broke [1]."
    assert len(whole.sentences) == 1


def test_what_one_answer_begins_with_is_no_other_account_behind_another():
    built = replace(BUILT, n=3)
    account = CitedSentence("Another account has: “It was built in 1968.”", (3,), 1.0)
    one = answer("one?", BROKE)
    one = replace(one, sentences=(*one.sentences, account),
                  citations=(*one.citations, Citation.from_evidence(built)))  # fmt: skip
    whole = joined("both?", "both?", [one, answer("two?", built)])
    assert whole.text == "The dam broke [1]. It was built in 1968 [3]."
    assert [citation.n for citation in whole.citations] == [1, 3]


def test_what_a_longer_sentence_says_already_is_not_said_again():
    both = passage(4, 0, 31)
    whole = joined("both?", "both?", [answer("one?", both), answer("two?", BROKE)])
    assert whole.text == "The dam broke. Nobody was hurt [4]."
    assert [one.n for one in whole.citations] == [4]


def test_a_sentence_answers_two_things_only_if_it_surely_does():
    for looked, open_parts in ((0.9, ()), (0.4, ("two?",))):
        signals = (("stated", 0.7), ("looked", looked))
        again = answer("two?", BROKE, signals=signals)
        whole = joined("both?", "both?", [answer("one?", BROKE), again])
        assert (whole.text, whole.unanswered) == ("The dam broke [1].", open_parts)
        apart = answer("two?", UNHURT, signals=signals)
        assert joined("both?", "both?", [answer("one?", BROKE), apart]).unanswered == ()


def test_claims_asked_together_come_to_one_verdict():
    held = replace(answer("a?", BROKE), verdict="yes")
    yes = replace(held, sentences=(replace(held.sentences[0], text="Yes: The dam broke."),))
    refuted = replace(answer("b?", UNHURT), verdict="no")
    no = replace(refuted, sentences=(replace(refuted.sentences[0], text="No: Nobody was hurt."),))
    whole = joined("both?", "both?", [yes, no])
    assert whole.verdict == "no"
    assert whole.text == (
        "No, not all of it: Nobody was hurt [2]. This much, yes: The dam broke [1]."
    )


def test_a_claim_that_stays_open_leaves_no_verdict_on_the_whole():
    whole = joined("both?", "both?", [replace(answer("a?", BROKE), verdict="yes"), refusal("b?")])
    assert (whole.verdict, whole.unanswered) == ("", ("b?",))
