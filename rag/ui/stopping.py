"""Which sessions have asked for what is being written for them to end. Knows nothing of pages.

Stopping is asked for here and done by the writing itself, between two events: what Gradio cancels
may still send its last draft, and would draw it over the end.
"""

from __future__ import annotations

from collections import OrderedDict

import gradio as gr

MOST = 1000
"""Sessions that are to end and have not; browsers name them as they like."""


class Stopping:
    """One of each page: stopping an answer leaves a briefing alone."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[str | None, None] = OrderedDict()

    def ask(self, request: gr.Request) -> None:
        """The reader of this session has seen enough."""
        self._sessions[request.session_hash] = None
        if len(self._sessions) > MOST:
            self._sessions.popitem(last=False)

    def asked(self, request: gr.Request) -> bool:
        return request.session_hash in self._sessions

    def forget(self, request: gr.Request) -> None:
        """At the beginning and at the end of writing: who stops once has stopped once."""
        self._sessions.pop(request.session_hash, None)
