"""What is tried by itself before the generator is shown all, and in whose words it is given."""

import math
from dataclasses import replace
from time import perf_counter

from rag.types import Answer, Evidence, Piece
from rag.writing.leads import OPEN
from rag.writing.prompts import REFUSAL
from tests.fakes import FakeGenerator
from tests.rag.writing.writers import BODIES, QUESTION, evidence, writer


def leading(n: int) -> list[Evidence]:
    """The three sentences, of which number n leads by its score."""
    return [replace(one, score=float(one.n == n)) for one in evidence()]


class Counting(FakeGenerator):
    """Counts how often it was asked whether a passage states the answer."""

    asked_looks = 0

    def stream(self, messages, *, max_tokens, stop=()):
        self.asked_looks += max_tokens == 1
        return super().stream(messages, max_tokens=max_tokens, stop=stop)


def test_a_sentence_that_leads_and_states_the_answer_is_shown_alone_and_looked_at_once():
    generator = Counting(["[2] Seventeen people on the ferry have died."])
    events = writer(generator).write(QUESTION, QUESTION, leading(2), started=perf_counter())
    given = list(events)[-1]
    assert given.text == "Seventeen people on the ferry have died [2]."
    (prompt,) = generator.prompts
    assert BODIES[1] in prompt[-1].content
    assert BODIES[0] not in prompt[-1].content
    assert generator.asked_looks == 1
    assert len(given.evidence) == 3  # a reader still sees all that was found


def test_a_sentence_that_leads_and_states_nothing_is_one_of_all():
    generator = Counting(["[1] The ferry Maren Light sank off Innerholm."], verdict="no")
    events = writer(generator).write(QUESTION, QUESTION, leading(2), started=perf_counter())
    given = list(events)[-1]
    assert given.text == f"{OPEN}: The ferry Maren Light sank off Innerholm [1]."
    assert all(body in generator.prompts[0][-1].content for body in BODIES)
    assert generator.asked_looks == 2


class OnlyTheToll(Counting):
    """Sees the answer in the second sentence only."""

    def stream(self, messages, *, max_tokens, stop=()):
        self.verdict = "yes" if BODIES[1] in messages[-1].content else "no"
        return super().stream(messages, max_tokens=max_tokens, stop=stop)


def close() -> list[Evidence]:
    """The three sentences, the first a little better than the second."""
    return [
        replace(one, score=score) for one, score in zip(evidence(), (1.0, 0.99, 0.1), strict=True)
    ]


def test_of_two_that_are_close_the_one_that_states_the_answer_is_shown_alone():
    generator = OnlyTheToll(["[2] Seventeen people on the ferry have died."])
    events = writer(generator).write(QUESTION, QUESTION, close(), started=perf_counter())
    assert list(events)[-1].text == "Seventeen people on the ferry have died [2]."
    (prompt,) = generator.prompts
    assert BODIES[0] not in prompt[-1].content
    assert generator.asked_looks == 2  # and what was looked at is not looked at again


def test_who_is_sure_of_the_first_looks_at_no_second():
    generator = Counting(["[1] The ferry Maren Light sank off Innerholm."])
    list(writer(generator).write(QUESTION, QUESTION, close(), started=perf_counter()))
    assert generator.asked_looks == 1


def in_its_words(generator: FakeGenerator, shown: list[Evidence]) -> Answer:
    events = writer(generator, phrases_all=False).write(
        QUESTION, QUESTION, shown, started=perf_counter()
    )
    *seen, given = events
    assert isinstance(given, Answer)
    if not given.abstained:
        assert seen[-1].text  # as a draft, too
    return given


def unsure(stated: float) -> list[Piece]:
    odds = (("yes", math.log(stated)), ("no", math.log(1 - stated)))
    return [Piece("yes", odds[0][1], odds)]


def test_what_one_sentence_surely_states_is_given_in_its_words_and_nothing_is_generated():
    generator = Counting()
    given = in_its_words(generator, leading(2))
    assert given.text == "Seventeen people on the ferry have died [2]."
    assert (generator.prompts, generator.asked_looks) == ([], 1)
    assert given.citations[0].quote == BODIES[1]


def test_what_it_states_less_surely_the_generator_must_want_to_cite():
    generator = FakeGenerator(["[2] Something else it would say."], verdict=unsure(0.6))
    given = in_its_words(generator, leading(2))
    assert given.text == f"{OPEN}: Seventeen people on the ferry have died [2]."
    (prompt,) = generator.prompts
    assert BODIES[0] not in prompt[-1].content


def test_what_the_generator_would_not_cite_is_one_of_all():
    generator = FakeGenerator(
        [REFUSAL, "[1] The ferry sank, and seventeen people died."], verdict=unsure(0.6)
    )
    given = in_its_words(generator, leading(2))
    assert given.text == f"{OPEN}: The ferry Maren Light sank off Innerholm on Sunday [1]."
    assert all(body in generator.prompts[1][-1].content for body in BODIES)


def test_of_all_too_the_sentence_that_is_chosen_speaks_for_itself():
    generator = Counting(["[2] Seventeen people sank the Maren Light."], verdict="no")
    given = in_its_words(generator, leading(1))
    assert given.text == f"{OPEN}: Seventeen people on the ferry have died [2]."


def test_an_article_in_another_language_is_phrased_in_the_asker_s():
    generator = FakeGenerator(["[2] Seventeen people on the ferry have died."])
    shown = [
        replace(one, article=replace(one.article, language="de"), score=float(one.n == 2))
        for one in evidence(BODIES[0], "Siebzehn Menschen auf der Maren Light sind tot.")
    ]
    in_its_words(generator, shown)
    assert len(generator.prompts) == 1


def test_who_refuses_the_sentence_that_states_the_answer_is_shown_all():
    generator = Counting([REFUSAL, "[2] Seventeen people on the ferry have died."])
    events = writer(generator).write(QUESTION, QUESTION, leading(1), started=perf_counter())
    assert list(events)[-1].text == "Seventeen people on the ferry have died [2]."
    assert all(body in generator.prompts[1][-1].content for body in BODIES)
