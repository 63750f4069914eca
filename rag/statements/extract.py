"""Article -> its statements: who said what, with exact offsets.

Joins the steps: quotations, readable units, parse, reports, speech that goes on, speakers, and the
outlet's own assertions. Knows nothing of other articles.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from rag.statements import cues
from rag.statements.cast import Cast
from rag.statements.continued import continued
from rag.statements.plain import plain_sentences
from rag.statements.quotes import quotations
from rag.statements.reports import Offsets, Report, reports
from rag.statements.speakers import Speaker, SpeakerFinder
from rag.statements.units import Unit, units
from rag.types import Article, Sentence, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc

EXTRACTOR = "1"
"""Counted up whenever an article may give other statements: stored ones are then read anew."""

_ENGLISH = frozenset({"", "en"})
_WORD = re.compile(r"[^\W\d_]+")
_OUTLET_UNKNOWN = "the article"


class Parser(Protocol):
    """What reads the grammar of English texts."""

    def parse(self, texts: Sequence[str]) -> list[Doc]:
        """One parse for each text, in order."""
        ...


class RuleReader:
    """Reads statements by grammar and rules; implements `rag.ports.StatementReader`.

    Keeps no state but the parser's; safe to use from several threads.
    """

    version = EXTRACTOR

    def __init__(self, parser: Parser) -> None:
        self._parser = parser

    def read(self, article: Article, sentences: Sequence[Sentence]) -> list[Statement]:
        """The statements of an article in the order of its text.

        Args:
            article: English, or of unknown language; of others nothing is read.
            sentences: Of its body, in order.

        Raises:
            ModelMissingError: The parser's model is not installed.
        """
        if article.language not in _ENGLISH or not sentences:
            return []
        body = article.body
        found = quotations(body)
        made = units(body, sentences, found)
        said = continued(body, self._reports(body, made))
        cast = Cast.of(body)
        finder = SpeakerFinder(cast)
        statements = [
            _statement(article, one, finder.find(one.mention, one.passage[0])) for one in said
        ]
        taken = [one.sentence for one in statements]
        for one in plain_sentences(body, sentences, taken, found, cast):
            statements.append(_plain(article, one))
        return sorted(statements, key=lambda one: (one.start, one.end))

    def _reports(self, body: str, made: Sequence[Unit]) -> list[tuple[Unit, list[Report]]]:
        """Every unit with its reports; only those that can hold any are parsed."""
        wanted = [unit for unit in made if _may_report(unit)]
        parses = dict(zip(wanted, self._parser.parse([unit.text for unit in wanted]), strict=True))
        return [
            (unit, reports(body, unit, parses[unit]) if unit in parses else []) for unit in made
        ]


def _may_report(unit: Unit) -> bool:
    if unit.bare:
        return False
    lowered = [word.lower() for word in _WORD.findall(unit.text)]
    return any(word in cues.VERBS or word in cues.NOUNS or word == "according" for word in lowered)


def _statement(article: Article, report: Report, speaker: Speaker) -> Statement:
    mention = report.mention.span if report.mention else None
    start, end = report.content
    return Statement(
        _identity(article, start, end, mention, report.cue, report.passage, report.addressee),
        article,
        start,
        end,
        report.kind,
        speaker.name,
        speaker.kind,
        mention,
        report.cue,
        report.stance,
        report.passage,
        speaker.role,
        report.addressee,
    )


def _plain(article: Article, sentence: Sentence) -> Statement:
    span = sentence.start, sentence.end
    return Statement(
        _identity(article, *span, None, None, span, None),
        article,
        *span,
        "plain",
        article.source or _OUTLET_UNKNOWN,
        "outlet",
        None,
        None,
        "said",
        span,
    )


def _identity(article: Article, *offsets: int | Offsets | None) -> str:
    told = "\x1f".join([article.id, *(repr(one) for one in offsets)])
    return hashlib.sha256(told.encode()).hexdigest()[:32]
