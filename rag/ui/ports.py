"""What the web app needs of the desk beside what all faces need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.faces import FacedDesk
from rag.types import Article, OriginGroup, Sentence, Story


class ReadingDesk(FacedDesk, Protocol):
    """The part of `rag.desk.Desk` that the pages call."""

    def origins(self, article_ids: Sequence[str]) -> list[OriginGroup]: ...

    def stories_among(self, articles: Sequence[Article]) -> list[Story]: ...

    def sentences(self, article_id: str) -> list[Sentence]: ...

    def examples(self, n: int = 4) -> list[str]: ...
