"""Marks and what they lead to: [2] in a text is a link to passage 2 of the same place.

A place is a text with sources of its own, such as an answer ("t3") or a briefing; ids begin with
it, so that several can live on one page.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.types import CitedSentence
from rag.ui.render.html import Html, join, tag

MARK = re.compile(r"\[(\d{1,4})\]")


def passage_id(place: str, n: int) -> str:
    """Where the mark [n] of a place leads.

    Example: passage_id("t3", 2) -> "t3-e2"
    """
    return f"{place}-e{n}"


def mark(place: str, n: int) -> Html:
    """The small link of citation n."""
    return tag(
        "a", f"[{n}]", href=f"#{passage_id(place, n)}", class_="cite", data_cite=True,
        aria_label=f"Source {n}",
    )  # fmt: skip


def linked(place: str, text: str, numbers: Collection[int]) -> Html:
    """Text with the marks that name shown evidence as links, all others left as text."""
    parts: list[str] = []
    end = 0
    for match in MARK.finditer(text):
        if int(match[1]) in numbers:
            parts += [text[end : match.start()], mark(place, int(match[1]))]
            end = match.end()
    return join([*parts, text[end:]])


def cited(place: str, sentence: CitedSentence, numbers: Collection[int]) -> Html:
    """A sentence with the marks that name shown evidence, and what a reader should check in it."""
    marks = [mark(place, n) for n in sentence.citations if n in numbers]
    words = tag("span", sentence.text, class_="flagged") if sentence.flags else sentence.text
    notes = (tag("span", f"Check: {flag}", class_="flag", role="note") for flag in sentence.flags)
    return join([words, *marks, *notes])
