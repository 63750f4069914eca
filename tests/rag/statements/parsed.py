"""Statements of a text, read with the real parser."""

from rag.chunks.sentences import SentenceSplitter
from rag.statements.extract import RuleReader
from rag.statements.parse import EnglishParser
from tests.fakes import make_article

PARSER = EnglishParser()


def read(body, **rest):
    article = make_article(body, **rest)
    return RuleReader(PARSER).read(
        article, SentenceSplitter().split(body, rest.get("language", "en"))
    )


def said(body, **rest):
    """(speaker, cue, kind, quote) of all but the outlet's own assertions."""
    return [
        (one.speaker, one.cue_text, one.kind, one.quote)
        for one in read(body, **rest)
        if one.kind != "plain"
    ]
