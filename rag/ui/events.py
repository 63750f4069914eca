"""How buttons inside drawn HTML reach Python. Knows nothing of pages.

Drawn buttons carry `data-act="read"` and further `data-*`; a click becomes the Gradio event of
that name, with all of them as its payload. Payloads come from a browser and are not trusted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from time import monotonic
from types import UnionType
from typing import Any, TypeVar

import gradio as gr

ACTS = tuple(
    """read save remove turn_page example unfilter library samples story cell facet period without
    more""".split()
)

AT_ONCE = {"generator": 48, "ingest": 1}
"""Events of a lane that run together. Those for the generator take turns behind the desk, where
machines wait in the same line; in Gradio's own, one user's ten tabs would be before everybody."""

Event = TypeVar("Event")

_DELEGATE = """
const acts = %s;
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-act]');
  if (button && acts.includes(button.dataset.act)) {
    trigger(button.dataset.act, {...button.dataset});
  }
});
"""


def drawn(value: str = "", *, elem_id: str, script: str = "", acts: Iterable[str] = ACTS) -> Any:
    """A `gr.HTML` whose buttons trigger events; listen with `component.read(...)` and the like."""
    listed = "[" + ", ".join(f"'{act}'" for act in acts) + "]"
    return gr.HTML(
        value,
        elem_id=elem_id,
        js_on_load=_DELEGATE % listed + script,
        apply_default_css=False,
    )


def text_of(event: gr.EventData, name: str) -> str:
    """A payload field as text, "" if it is missing or something else."""
    payload = event._data if isinstance(event._data, dict) else {}
    value = payload.get(name, "")
    return value if isinstance(value, str) else ""


def number_of(event: gr.EventData, name: str) -> int | None:
    """A payload field as a whole number, None if it is none."""
    text = text_of(event, name)
    return int(text) if re.fullmatch(r"-?[0-9]{1,11}", text) else None


def quick(trigger: Callable[..., Any], fn: Callable[..., Any] | None, **options: Any) -> Any:
    """Wires a handler that is done at once: no queue, no spinner, no public endpoint."""
    defaults = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
    return trigger(fn, **(defaults | options))


def lasting(
    trigger: Callable[..., Any], fn: Callable[..., Any], *, lane: str, **options: Any
) -> Any:
    """Wires a handler that takes its time; see `AT_ONCE` for its `lane`."""
    return trigger(
        fn,
        concurrency_id=lane,
        concurrency_limit=AT_ONCE[lane],
        show_progress="hidden",
        trigger_mode="once",
        api_visibility="private",
        **options,
    )


def paced(
    events: Iterator[Event], droppable: type | UnionType, seconds: float = 0.1
) -> Generator[Event, None, None]:
    """All events, those of the `droppable` type at most once in so many seconds.

    A browser that is sent every token spends its time on drawing. Closing this closes `events`.
    """
    last = float("-inf")
    try:
        for event in events:
            if isinstance(event, droppable):
                now = monotonic()
                if now - last < seconds:
                    continue
                last = now
            yield event
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()
