"""Which sessions have asked for what is being written for them to end. Knows nothing of pages.

Stopping is asked for here and done by the writing itself, between two events: what Gradio cancels
may still send its last draft, and would draw it over the end.
"""

from __future__ import annotations

import gradio as gr


class Stopping:
    """One of each page: stopping an answer leaves a briefing alone."""

    def __init__(self) -> None:
        self._sessions: set[str | None] = set()

    def ask(self, request: gr.Request) -> None:
        """The reader of this session has seen enough."""
        self._sessions.add(request.session_hash)

    def asked(self, request: gr.Request) -> bool:
        return request.session_hash in self._sessions

    def forget(self, request: gr.Request) -> None:
        """At the beginning and at the end of writing: who stops once has stopped once."""
        self._sessions.discard(request.session_hash)
