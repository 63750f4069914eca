"""Runs check every citation against the store, and short forms come from the answer alone."""

from __future__ import annotations

from rag.evaluation.short import short_form
from rag.types import Answer, Citation, CitedSentence
from tests.fakes import FakeGenerator, make_article


def answered(text: str) -> Answer:
    article = make_article("The ferry left at 18:40.")
    return Answer(
        question="When did it leave?",
        abstained=False,
        text=text,
        sentences=(CitedSentence(text, (1,), 0.9),),
        citations=(Citation(1, article, 0, len(article.body)),),
    )


def test_the_short_form_is_the_first_line_without_quotes_or_stop() -> None:
    generator = FakeGenerator(["“18:40”.\nIt left then."])
    assert short_form(answered("The ferry left at 18:40 [1]."), generator) == "18:40"


def test_the_generator_is_given_the_answer_without_its_marks() -> None:
    generator = FakeGenerator(["18:40"])
    short_form(answered("The ferry left at 18:40 [1]."), generator)
    assert "[1]" not in generator.prompts[0][-1].content
    assert "The ferry left at 18:40" in generator.prompts[0][-1].content


def test_an_abstention_has_no_short_form_and_asks_nothing() -> None:
    generator = FakeGenerator([])
    silent = Answer(question="Why?", abstained=True, text="The articles do not say.")
    assert short_form(silent, generator) == ""
    assert generator.prompts == []
