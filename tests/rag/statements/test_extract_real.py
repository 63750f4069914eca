"""Statements read with the real parser: one article each, answers worked out by hand."""

import pytest

from rag.chunks.sentences import SentenceSplitter
from rag.statements.extract import RuleReader
from rag.statements.parse import EnglishParser
from tests.fakes import make_article

pytestmark = pytest.mark.real

PARSER = EnglishParser()


def read(body, **rest):
    article = make_article(body, **rest)
    return RuleReader(PARSER).read(article, SentenceSplitter().split(body, "en"))


def said(body, **rest):
    """(speaker, cue, kind, quote) of all but the outlet's own assertions."""
    return [
        (one.speaker, one.cue_text, one.kind, one.quote)
        for one in read(body, **rest)
        if one.kind != "plain"
    ]


def test_direct_speech_is_without_its_marks():
    assert said("“We buy in order to build,” said Celia Varnholt.") == [
        ("Celia Varnholt", "said", "direct", "We buy in order to build")
    ]


def test_indirect_speech_is_the_clause():
    assert said("The ministry said on Monday that the dam was safe.") == [
        ("The ministry", "said", "indirect", "the dam was safe")
    ]


def test_split_speech_is_one_statement_to_its_last_piece():
    (one,) = said("“The water came,” Mara Lind said. “We ran.”")
    assert one == ("Mara Lind", "said", "direct", "The water came,” Mara Lind said. “We ran.")


def test_a_pronoun_is_whoever_spoke_last():
    body = "The mayor, Ana Diaz, opened the bridge. “It is safe,” she said."
    assert said(body) == [("Ana Diaz", "said", "direct", "It is safe")]


def test_a_surname_is_the_fullest_name_of_the_article():
    body = "Ana Diaz opened the bridge. Diaz said that it was safe."
    assert said(body) == [("Ana Diaz", "said", "indirect", "it was safe")]


def test_according_to_is_speech():
    assert said("Nine people died, according to the coast guard.") == [
        ("the coast guard", "according to", "indirect", "Nine people died")
    ]


def test_what_nobody_else_says_is_the_outlets_own():
    (one,) = read("The ferry sank on Saturday.", source="Harbour Post")
    assert (one.speaker, one.speaker_kind, one.kind) == ("Harbour Post", "outlet", "plain")
