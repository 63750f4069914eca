"""What the faces for machines need of the desk beside what all need."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.faces import FacedDesk
from rag.types import BriefEvent, BriefingLength, Check, Filters, Statement, StatementsRead


class MachineDesk(FacedDesk, Protocol):
    """The part of `rag.desk.Desk` that machines may call."""

    def read_statements(self, article_ids: Sequence[str]) -> Iterator[StatementsRead]: ...

    def heard(self, topic: str = "", filters: Filters = Filters()) -> list[str]: ...

    def statements(
        self, article_ids: Sequence[str], *, speaker: str = "", topic: str = ""
    ) -> list[Statement]: ...

    def brief(
        self,
        topic: str = "",
        *,
        filters: Filters = Filters(),
        story: str = "",
        articles: Sequence[str] = (),
        length: BriefingLength = "page",
        language: str = "",
        stop: threading.Event | None = None,
    ) -> Iterator[BriefEvent]: ...

    def doctor(self) -> list[Check]: ...
