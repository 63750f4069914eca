"""What the web app needs of the desk, and nothing more."""

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
    Filters,
    IngestEvent,
    ModelState,
    Turn,
)


class ReadingDesk(Protocol):
    """The part of `rag.desk.Desk` that the pages call. Safe to use from several threads."""

    @property
    def settings(self) -> Settings: ...

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

    def ask(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> Iterator[AskEvent]: ...

    def examples(self, n: int = 4) -> list[str]: ...

    def outlets(self) -> list[tuple[str, int]]: ...

    def counts(self) -> dict[str, int]: ...

    def generator_state(self) -> ModelState: ...

    def embedder_state(self) -> ModelState: ...
