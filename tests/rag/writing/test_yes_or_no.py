"""Verdicts: told where the generator and its second look are sure, and only there."""

import math
from datetime import UTC, datetime
from time import perf_counter

import pytest

from rag.types import Answer, CitedSentence, Evidence, Piece
from rag.writing.leads import OPEN
from rag.writing.verify import Looked
from rag.writing.yes_or_no import Reply, Verdict, read_reply
from tests.fakes import FakeGenerator, make_article
from tests.rag.writing.writers import evidence, writer

ASKED = "Did people on the ferry die?"


def weighed(yes, no):
    """A first word with these weights, the rest on "open"."""
    odds = (("yes", yes), ("no", no), ("open", 1 - yes - no))
    return [Piece("yes", 0.0, tuple((word, math.log(weight)) for word, weight in odds))]


def replied(tried, replies, question=ASKED, *, phrased=False):
    generator = FakeGenerator(replies)
    reading = read_reply(
        generator, question, tried, [one.evidence for one in tried], phrased=phrased
    )
    while True:
        try:
            next(reading)
        except StopIteration as done:
            return done.value, generator


def looked(*estimates):
    return [Looked(one, stated) for one, stated in zip(evidence(), estimates, strict=False)]


@pytest.mark.parametrize(
    ("stated", "yes", "no", "said"),
    [
        (0.8, 0.8, 0.1, "yes"),  # 1.39 + 1.39 in log odds
        (0.5, 0.85, 0.05, "yes"),  # 0 + 1.73
        (0.5, 0.8, 0.05, None),  # 0 + 1.39: not enough
        (0.8, 0.1, 0.5, "no"),
        (0.8, 0.2, 0.5, None),  # only 2.5 times as likely
        (0.4, 0.05, 0.6, None),  # the passage may be on something else
    ],
)
def test_yes_by_the_sum_of_both_and_no_only_of_what_answers(stated, yes, no, said):
    reply, _ = replied(looked(stated), [weighed(yes, no)])
    assert (reply.verdict.said if reply.verdict else None) == said


def test_what_hardly_answers_is_not_asked():
    reply, generator = replied(looked(0.2), [])
    assert reply.verdict is None
    assert generator.prompts == []


def test_what_is_refused_in_so_many_words_is_a_no_whatever_the_second_look_says():
    found = evidence("Ada Lind said she would not resign.")
    reply, _ = replied([Looked(found[0], 0.1)], [weighed(0.07, 0.43)], "Has Lind resigned?")
    assert reply.verdict.said == "no"
    assert reply.verdict.weight == pytest.approx(0.43 / 0.5, abs=1e-4)
    assert reply.verdict.estimates.looked == 0.5
    # Somebody else's refusal is not even asked of.
    reply, generator = replied([Looked(found[0], 0.1)], [], "Has Orso Vane resigned?")
    assert (reply.verdict, generator.prompts) == (None, [])


def test_the_surest_passage_gives_the_verdict():
    reply, _ = replied(looked(0.5, 0.6), [weighed(0.9, 0.05), weighed(0.95, 0.02)])
    assert reply.verdict.looked.evidence.n == 2


def test_passages_that_reply_differently_settle_nothing():
    reply, _ = replied(looked(0.6, 0.6), [weighed(0.9, 0.05), weighed(0.05, 0.9)])
    assert reply.verdict is None
    assert reply.leaning == {1, 2}


def test_a_passage_on_another_final_does_not_say_yes():
    body = "The Chiefs came out on top in Super Bowl 58 with an overtime win in Las Vegas."
    found = evidence(body)
    asked = "Did the Chiefs win Super Bowl {}?"
    for number, said in (("LIX", None), ("59", None), ("58", "yes")):
        tried = [Looked(found[0], 0.9)]
        reply, _ = replied(tried, [weighed(0.9, 0.05)], asked.format(number))
        assert (reply.verdict.said if reply.verdict else None) == said
        assert bool(reply.leaning) == bool(said)


def test_an_old_passage_does_not_tell_what_is_still_so():
    days = [datetime(2022, 12, 15, tzinfo=UTC), datetime(2022, 9, 9, tzinfo=UTC)]
    found = []
    for n, day in enumerate(days, start=1):
        article = make_article("Musk is the richest man.", published=day)
        found.append(Evidence(n, article, 0, 24, 0, 24))
    tried = [Looked(found[0], 0.2), Looked(found[1], 0.9)]
    reply, generator = replied(tried, [], "Is Musk still the richest man?")
    assert (reply.verdict, generator.prompts) == (None, [])
    reply, _ = replied(tried, [weighed(0.9, 0.05)], "Was Musk the richest man?")
    assert reply.verdict.said == "yes"


def told(text, question=ASKED, said="yes"):
    one = evidence(text)[0]
    verdict = Verdict(said, Looked(one, 0.9), 0.9)
    kept = [CitedSentence(text, (1,), 0.9)]
    return Reply(verdict, frozenset({1})).told(kept, question)[0].text


def test_what_somebody_says_is_so_by_that_account_only():
    assert told("Twelve people died.").startswith("Yes: ")
    assert told("Twelve people died, the police said.").startswith("By this account, yes: ")
    assert told("A caller reported that twelve died.").startswith("By this account, yes: ")


def test_that_it_was_said_is_a_fact_where_that_is_asked():
    assert told("Lind denied that people died.", "Did Lind deny the deaths?").startswith("Yes: ")


def test_an_aside_in_which_somebody_speaks_makes_no_account():
    text = "The union backs the bid, ten days after its president called the bidder a vulture."
    assert told(text, "Does the union back the bid?").startswith("Yes: ")


def test_where_all_stays_open_that_is_told_before_the_articles_words():
    kept = [CitedSentence("The ferry sank.", (1,), 0.9)]
    assert Reply(None, frozenset()).told(kept, ASKED)[0].text == f"{OPEN}: The ferry sank."
    assert Reply(None, frozenset({1})).told(kept, ASKED) == kept
    assert Reply(None, frozenset(), phrased=True).told(kept, ASKED) == kept
    assert Reply(None, frozenset()).told([], ASKED) == []


def given(replies, question=ASKED, taught=("Seventeen",)):
    generator = FakeGenerator(replies, taught=taught)
    writing = writer(generator, phrases_all=False, taught=True)
    *_, last = writing.write(question, question, evidence(), started=perf_counter())
    assert isinstance(last, Answer)
    return last


def test_an_answer_has_its_verdict_in_its_text_and_beside_it():
    answer = given([weighed(0.9, 0.05)])
    assert answer.verdict == "yes"
    assert answer.text == "Yes: Seventeen people on the ferry have died [2]."
    assert answer.citations[0].quote == "Seventeen people on the ferry have died."


def test_an_answer_to_another_question_has_none():
    answer = given([], "How many people on the ferry have died?")
    assert answer.verdict == ""
    assert answer.text == "Seventeen people on the ferry have died [2]."
