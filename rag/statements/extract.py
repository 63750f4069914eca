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
from rag.statements.labels import labelled
from rag.statements.plain import plain_sentences
from rag.statements.quotes import quotations
from rag.statements.reports import Offsets, ReadUnit, Report, read_unit
from rag.statements.spans import Spans
from rag.statements.speakers import SpeakerFinder
from rag.statements.units import Unit, units
from rag.text.captions import is_of_gallery
from rag.text.comments import comments_start
from rag.text.people import can_speak
from rag.text.players import players, without_players
from rag.text.trim import dateline_end
from rag.types import Article, Sentence, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc

EXTRACTOR = "23"
"""Counted up whenever an article may give other statements: stored ones are then read anew."""

_ENGLISH = frozenset({"", "en"})
_WORD = re.compile(r"[^\W\d_]+")
_SPEECH_BEHIND_COLON = re.compile(r":\s*“It is so")
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
            article: In English or an unknown language; of others only speech between quotation
                marks behind its speaker's name and a colon is read.
            sentences: Of its body, in order.

        Raises:
            ModelMissingError: The parser's model is not installed.
        """
        body = article.body
        quotes = quotations(body)
        shown = players(body)
        cast = Cast.of(without_players(body))
        labels = labelled(body, quotes, cast)
        finder = SpeakerFinder(cast, article.author)
        if article.language not in _ENGLISH:
            marked = {one.inner for one in quotes}
            proven = [one for one in labels.reports if one.content[0] in marked]
            return [_statement(article, one, finder) for one in proven]

        # What readers write below an article is neither its outlet's nor its author's.
        comments = (comments_start(body), len(body))
        films, behind = Spans(shown), Spans([*labels.spans, *shown, comments])
        free = [
            one
            for one in sentences
            if not behind.touch(one.start, one.end) and not is_of_gallery(body[one.start : one.end])
        ]
        made = units(body, free, [one for one in quotes if not behind.touch(one.start, one.end)])
        proven = [one for one in labels.reports if not films.touch(*one.content)]
        reports = [*proven, *continued(body, self._read(body, made))]
        said = sorted(filter(_is_somebodys, reports), key=_place)
        statements = [_statement(article, one, finder) for one in said]

        spoken = [(one.start, one.end) for one in quotes if one.is_speech(body)]
        taken = Spans([*labels.spans, *spoken, *(one.sentence for one in statements)])
        names = Spans((one.start, one.end) for one in cast.named)
        statements += [_plain(article, one) for one in plain_sentences(body, free, taken, names)]
        return sorted(statements, key=lambda one: (one.start, one.end))

    def _read(self, body: str, made: Sequence[Unit]) -> list[ReadUnit]:
        """Every unit with its reports; only those that can hold any are parsed."""
        wanted = [_may_report(unit) for unit in made]
        texts = [unit.text for unit, parse in zip(made, wanted, strict=True) if parse]
        parses = iter(self._parser.parse(texts))
        return [
            read_unit(body, unit, next(parses)) if parse else ReadUnit(unit)
            for unit, parse in zip(made, wanted, strict=True)
        ]


def _place(report: Report) -> Offsets:
    return report.content


def _is_somebodys(report: Report) -> bool:
    """“The leak raised questions” is told by the outlet: nobody said so."""
    return report.mention is None or can_speak(report.mention.head)


def _may_report(unit: Unit) -> bool:
    """Whether a unit has a word that reports, or ends in a colon before speech."""
    if unit.bare:
        return False
    if unit.text.rstrip().endswith(":") or _SPEECH_BEHIND_COLON.search(unit.text):
        return True
    words = (word.lower() for word in _WORD.findall(unit.text))
    return any(word in cues.VERBS or word in cues.NOUNS or word == "according" for word in words)


def _statement(article: Article, report: Report, finder: SpeakerFinder) -> Statement:
    speaker = finder.find(report.mention, report.passage[0])
    mention = report.mention.span if report.mention else None
    start, end = report.content
    start = _behind_dateline(article.body, start, end, report.passage[0])
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


def _behind_dateline(body: str, start: int, end: int, sentence: int) -> int:
    """Where a content begins that would begin in the dateline of its sentence."""
    behind = sentence + dateline_end(body[sentence:end])
    return behind if start < behind < end else start


def _plain(article: Article, sentence: Sentence) -> Statement:
    span = sentence.start, sentence.end
    start = _behind_dateline(article.body, *span, sentence.start)
    return Statement(
        _identity(article, start, sentence.end, None, None, span, None),
        article,
        start,
        sentence.end,
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
