"""The desk as the web app is given it: the same line and the same roles as for machines.

The web app names nobody when it calls; who asks is what the gate found, see `rag.users.current`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rag.api.served import Asked, Briefed, Remembered, ServedDesk
from rag.types import (
    AskEvent,
    BriefEvent,
    Briefing,
    BriefingLength,
    BriefingSoFar,
    ClaimEvent,
    CompareEvent,
    Filters,
    IngestEvent,
    SummaryEvent,
    SummaryLength,
    Turn,
    Waiting,
)
from rag.users import current_user


class PeoplesDesk:
    """As `rag.desk.Desk`; what is not here is the desk's own.

    A wait shows as an event, at which it can be stopped, too.
    """

    def __init__(self, served: ServedDesk) -> None:
        self._served = served

    def __getattr__(self, name: str) -> Any:
        # Some twenty calls that read and cost little: forwarding each by hand would hide the six
        # below, which are what this class is about.
        return getattr(self._served.desk, name)

    def ingest(
        self, inputs: Sequence[str | Path], *, stop: threading.Event | None = None
    ) -> Iterator[IngestEvent]:
        """For editors; raises AccessError."""
        current_user().must_be("editor")
        yield from self._served.desk.ingest(inputs, stop=stop)

    def remove(self, article_id: str) -> list[str]:
        """For editors; raises AccessError."""
        current_user().must_be("editor")
        return self._served.desk.remove(article_id)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        without: Sequence[str] = (),
    ) -> Iterator[AskEvent | Waiting]:
        """In the user's turn."""
        asked = Asked(question, tuple(history), filters, tuple(without))
        for event in self._served.ask(current_user().name, asked):
            if not isinstance(event, Remembered):
                yield event

    def summarise(
        self, article_id: str, length: SummaryLength = "paragraph"
    ) -> Iterator[SummaryEvent | Waiting]:
        """In the user's turn."""
        return self._served.summarise(current_user().name, article_id, length)

    def brief(
        self,
        topic: str = "",
        *,
        filters: Filters = Filters(),
        story: str = "",
        articles: Sequence[str] = (),
        length: BriefingLength = "page",
    ) -> Iterator[BriefEvent]:
        """In the user's turn."""
        wanted = Briefed(topic, filters, story, tuple(articles), length)
        for event in self._served.brief(current_user().name, wanted):
            if isinstance(event, Waiting):
                nothing = Briefing(topic, length, "", ())
                yield BriefingSoFar(nothing, f"waiting: {event.position} before you", 0.0)
            else:
                yield event

    def compare(
        self, topic: str, *, speakers: Sequence[str] = (), filters: Filters = Filters()
    ) -> Iterator[CompareEvent | Waiting]:
        """In the user's turn."""
        return self._served.compare(current_user().name, topic, speakers, filters)

    def check_claim(
        self, claim: str, *, filters: Filters = Filters()
    ) -> Iterator[ClaimEvent | Waiting]:
        """In the user's turn."""
        return self._served.check_claim(current_user().name, claim, filters)
