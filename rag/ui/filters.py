"""The filters as people type them -> `Filters`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from rag.errors import QuestionError
from rag.types import Filters


def filters_from(since: str, until: str, sources: Sequence[str]) -> Filters:
    """Both days count whole, in UTC.

    Raises:
        QuestionError: A day that is none, or a first day after the last.
    """
    first, last = _day(since), _day(until)
    if first and last and first > last:
        raise QuestionError(f"The first day, {first}, is after the last, {last}. Swap them.")
    return Filters(
        since=datetime.combine(first, time.min, UTC) if first else None,
        until=datetime.combine(last, time.max, UTC) if last else None,
        sources=tuple(sources),
    )


def _day(text: str) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QuestionError(f"{text!r} is not a day. Write it as 2026-11-24.") from None
