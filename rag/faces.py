"""What every face, for people or for machines, asks of the desk; each adds what it needs alone.

What writes may tell who asks to wait: a desk that many share takes them in turns.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from rag.settings import Settings
from rag.types import (
    Article,
    ArticleSummary,
    AskEvent,
    BriefEvent,
    BriefingLength,
    ClaimEvent,
    CompareEvent,
    Filters,
    Hit,
    IngestEvent,
    ModelState,
    Readings,
    Story,
    SummaryEvent,
    SummaryLength,
    Turn,
    Understood,
    Waiting,
)


class ReadsAhead(Protocol):
    """The part of `rag.statements.ahead.ReadingAhead` that faces look at."""

    @property
    def state(self) -> Readings: ...


class FacedDesk(Protocol):
    """The part of `rag.desk.Desk` that all faces call. Safe to use from several threads."""

    @property
    def settings(self) -> Settings: ...

    @property
    def generation(self) -> int: ...

    @property
    def reading(self) -> ReadsAhead: ...

    def ingest(
        self, inputs: Sequence[str | Path], *, stop: threading.Event | None = None
    ) -> Iterator[IngestEvent]: ...

    def articles(
        self,
        filters: Filters = Filters(),
        *,
        text: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[ArticleSummary]: ...

    def article(self, article_id: str) -> Article: ...

    def remove(self, article_id: str) -> list[str]: ...

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters = Filters(),
        *,
        without: Sequence[str] = (),
    ) -> list[Hit]: ...

    def understood(
        self, question: str, history: Sequence[Turn] = (), *, without: Sequence[str] = ()
    ) -> tuple[Understood, ...]: ...

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        without: Sequence[str] = (),
    ) -> Iterator[AskEvent | Waiting]: ...

    def summarise(
        self, article_id: str, length: SummaryLength = "paragraph"
    ) -> Iterator[SummaryEvent | Waiting]: ...

    def stories(self, filters: Filters = Filters()) -> list[Story]: ...

    def brief(
        self,
        topic: str = "",
        *,
        filters: Filters = Filters(),
        story: str = "",
        articles: Sequence[str] = (),
        length: BriefingLength = "page",
    ) -> Iterator[BriefEvent]: ...

    def compare(
        self, topic: str, *, speakers: Sequence[str] = (), filters: Filters = Filters()
    ) -> Iterator[CompareEvent | Waiting]: ...

    def check_claim(
        self, claim: str, *, filters: Filters = Filters()
    ) -> Iterator[ClaimEvent | Waiting]: ...

    def outlets(self) -> list[tuple[str, int]]: ...

    def counts(self) -> dict[str, int]: ...

    def generator_state(self) -> ModelState: ...

    def embedder_state(self) -> ModelState: ...
