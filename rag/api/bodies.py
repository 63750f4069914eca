"""What callers may send, checked before the desk is asked: names, types, sizes.

Field names are those of the command line's files: `from`, `to`, `sources`, `history`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rag.api.served import Asked, Briefed
from rag.contract import read_filters
from rag.export import Format
from rag.types import BriefingLength, Filters, SummaryLength, Turn

MAX_TURNS = 50
"""Earlier turns of a conversation; the desk looks at the last few."""

MAX_NAMES = 100
"""Outlets, languages, articles and the like in one request."""

SINCE = "Published on or after: 2026-03-02 or ISO 8601, UTC."
UNTIL = "Published on or before: 2026-03-02 (all of it) or ISO 8601."
SOURCES = "Outlets, compared without regard to case."

Text = Annotated[str, StringConstraints(max_length=20_000)]
Name = Annotated[str, StringConstraints(max_length=500)]
Names = Annotated[list[Name], Field(max_length=MAX_NAMES)]


def queried(
    since: Annotated[str | None, Query(alias="from", max_length=100, description=SINCE)] = None,
    until: Annotated[str | None, Query(alias="to", max_length=100, description=UNTIL)] = None,
    source: Annotated[list[Name], Query(max_length=MAX_NAMES, description=SOURCES)] = [],  # noqa: B006
) -> Filters:
    """What of the library a query string asks for; raises QuestionError as `Narrowed.filters`."""
    return read_filters(since, until, source)


class Body(BaseModel):
    """A request; unknown fields are refused, because a misspelt filter would filter nothing."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Narrowed(Body):
    """A request about a part of the library; what is not given narrows nothing."""

    since: Name | None = Field(None, alias="from", description=SINCE)
    until: Name | None = Field(None, alias="to", description=UNTIL)
    sources: Names = Field([], description=SOURCES)
    languages: Names = Field([], description="ISO 639-1 codes.")
    articles: Names = Field([], description="Ids of articles.")

    def filters(self) -> Filters:
        """What may be searched.

        Raises:
            QuestionError: Not a date, or `from` after `to`.
        """
        filters = read_filters(self.since, self.until, self.sources)
        return replace(filters, languages=tuple(self.languages), articles=tuple(self.articles))


class Written(Body):
    """A request for a document."""

    format: Format = Field("json", description="Of the response; only json comes as events.")


class SearchBody(Narrowed):
    """A search."""

    query: Text
    k: int = Field(10, ge=1, le=100, description="How many passages.")
    without: Names = Field([], description="Keys of `understood` that are to be left out.")


class TurnBody(Body):
    """An earlier question of the conversation, and the text that answered it."""

    question: Text
    text: Text


class AskBody(Narrowed, Written):
    """A question."""

    question: Text
    history: list[TurnBody] = Field([], max_length=MAX_TURNS, description="Oldest first.")
    without: Names = Field([], description="Keys of `understood` that are to be left out.")

    def asked(self) -> Asked:
        """The question as the desk takes it; raises QuestionError as `filters` does."""
        history = tuple(Turn(one.question, one.text) for one in self.history)
        return Asked(self.question, history, self.filters(), tuple(self.without))


class SummaryBody(Written):
    """A summary of one article."""

    article: Name = Field(description="Its id; the first six characters will do.")
    length: SummaryLength = "paragraph"


class BriefBody(Narrowed, Written):
    """A page on a topic, a story, picked articles, or a period."""

    topic: Text = ""
    story: Name = Field("", description="Id of a story; see /api/v1/stories.")
    length: BriefingLength = "page"
    language: Name = Field("", description="ISO 639-1 code of the articles to write it from.")

    def briefed(self) -> Briefed:
        """The briefing as the desk takes it; raises QuestionError as `filters` does."""
        picked = tuple(self.articles)
        filters = replace(self.filters(), articles=())
        return Briefed(self.topic, filters, self.story, picked, self.length, self.language)


class CompareBody(Narrowed, Written):
    """Who said what on a topic."""

    topic: Text
    speakers: Names = Field([], description="Only these; everybody if empty.")


class ClaimBody(Narrowed, Written):
    """Who backs a claim, and who contradicts it."""

    claim: Text


class StatementsBody(Narrowed):
    """Who said what, in all articles that pass."""

    speaker: Name = ""
    topic: Name = ""
