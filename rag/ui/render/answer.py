"""The conversation: a question as a headline, and what became of it.

Marks are links to `tN-eM`, passage M of the sources of turn N, see `marks.passage_id`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rag.types import Answer
from rag.ui.render.html import Html, count, duration, escape, join, tag
from rag.ui.render.marks import cited, linked, mark
from rag.ui.render.saving import save_as
from rag.ui.render.sources import place_of
from rag.ui.render.welcome import understood

ABSTAINED = "The articles do not say."


def searching(turn: int, question: str) -> Html:
    """The question is being looked up."""
    waiting = tag("p", "Searching the articles", class_="waiting")
    return _exchange(turn, question, waiting, busy=True)


def reading(turn: int, question: str, articles: int) -> Html:
    """Articles are there; none of their sentences has been weighed."""
    waiting = tag("p", f"Reading {count(articles, 'article')}", class_="waiting")
    return _exchange(turn, question, waiting, busy=True)


def found(turn: int, question: str, passages: int) -> Html:
    """Evidence is there; no word has been written."""
    waiting = tag("p", f"Reading {count(passages, 'passage')}", class_="waiting")
    return _exchange(turn, question, waiting, busy=True)


def in_line(turn: int, question: str, before: int) -> Html:
    """Others are having their turn."""
    waiting = tag("p", f"Waiting: {before:,} before you", class_="waiting")
    return _exchange(turn, question, waiting, busy=True)


def drafting(turn: int, question: str, text: str, numbers: Collection[int]) -> Html:
    """What is written so far, muted, because nothing of it is checked yet."""
    draft = tag("p", linked(place_of(turn), text, numbers), class_="draft", dir="auto")
    waiting = tag("p", "Writing. Not checked yet", class_="waiting")
    return _exchange(turn, question, draft, waiting, busy=True)


def answered(turn: int, answer: Answer, *, newest: bool = True) -> Html:
    """The checked answer, or that the articles do not say; each can be saved as a file.

    What the `newest` question was taken to say can be left out.
    """
    parts = _abstained(turn, answer) if answer.abstained else _checked(turn, answer)
    saving = save_as(turn=turn)
    heeded = (understood(answer.understood) or None) if newest else None
    return _exchange(
        turn, answer.question, *parts, heeded, _searched_for(answer), _meta(answer), saving
    )


def stopped(turn: int, question: str, draft: str) -> Html:
    """Stopped by the reader; what was written is shown as the unchecked draft that it is."""
    text = tag("p", draft, class_="draft", dir="auto") if draft else None
    note = tag("p", "Stopped before it was checked.", class_="note")
    return _exchange(turn, question, text, note)


def failed(turn: int, question: str, message: str) -> Html:
    """What went wrong, in words, where the answer would stand."""
    return _exchange(turn, question, tag("p", message, class_="failure", role="alert"))


def _exchange(turn: int, question: str, *parts: str | None, busy: bool = False) -> Html:
    heading = tag("h2", tag("bdi", question), class_="question", id=place_of(turn), tabindex="-1")
    body = tag(
        "div", *parts, class_="answer", aria_live="polite", aria_busy="true" if busy else "false"
    )
    return tag("section", heading, body, class_="exchange", data_turn=turn)


def _checked(turn: int, answer: Answer) -> list[Html | None]:
    place = place_of(turn)
    numbers = {evidence.n for evidence in answer.evidence}
    if answer.sentences:
        text = join((cited(place, sentence, numbers) for sentence in answer.sentences), " ")
    else:
        text = linked(place, answer.text, numbers)
    return [
        tag("p", text, class_="text", dir="auto"),
        *(_open(question) for question in answer.unanswered),
        _dropped(answer.dropped_sentences),
    ]


def _open(question: str) -> Html:
    """One of several things asked that the articles do not answer."""
    return tag("p", "The articles do not say: ", tag("bdi", question), class_="nearest unanswered")


def _dropped(dropped: Sequence[tuple[str, str]]) -> Html | None:
    if not dropped:
        return None
    entries = (
        tag("li", tag("span", text, class_="dropped", dir="auto"), tag("span", why, class_="why"))
        for text, why in dropped
    )
    verb = "was" if len(dropped) == 1 else "were"
    summary = f"{count(len(dropped), 'sentence')} {verb} left out, because the sources do not back"
    summary += " it" if len(dropped) == 1 else " them"
    return tag("details", tag("summary", summary), tag("ul", *entries), class_="left-out")


def _abstained(turn: int, answer: Answer) -> list[Html | None]:
    own = answer.text.strip()
    same = own.rstrip(".").casefold() == ABSTAINED.rstrip(".").casefold()
    explained = tag("p", own, dir="auto") if own and not same else None
    nearest: Html | None = None
    if answer.evidence:
        marks = join((mark(place_of(turn), evidence.n) for evidence in answer.evidence), " ")
        nearest = tag("p", "What comes nearest, without answering it: ", marks, class_="nearest")
    verdict = tag("p", ABSTAINED, class_="verdict")
    return [tag("div", verdict, explained, nearest, class_="abstained"),
            _dropped(answer.dropped_sentences)]  # fmt: skip


def _searched_for(answer: Answer) -> Html | None:
    if not answer.query or answer.query == answer.question:
        return None
    return tag("p", "Understood as: ", tag("q", answer.query), class_="understood", dir="auto")


def _meta(answer: Answer) -> Html:
    parts = []
    if answer.articles:
        origins = count(answer.origins, "independent origin")
        parts.append(f"{count(answer.articles, 'article')}, {origins}")
    if answer.model:
        parts.append(answer.model)
    if answer.timings.total_ms:
        parts.append(duration(answer.timings.total_ms / 1000))
    return tag("p", *(tag("span", escape(part)) for part in parts), class_="meta")
