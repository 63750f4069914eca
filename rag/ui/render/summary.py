"""A summary in the reader: its sentences as they come, each mark a link to its sentence below.

While it is written nothing is known of where its citations stand, so its marks are no links yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.types import Citation, CitedSentence, Summary, SummaryLength
from rag.ui.render.html import Html, duration, join, tag
from rag.ui.render.saving import save_as

LENGTHS: dict[SummaryLength, str] = {
    "line": "One line",
    "paragraph": "A paragraph",
    "bullets": "Five points",
}


def summarising(article_id: str) -> Html:
    """The row that offers a summary, and where it will stand."""
    buttons = (
        tag("button", name, type="button", class_="quiet", data_act="summarise",
            data_length=length, data_article=article_id)
        for length, name in LENGTHS.items()
    )  # fmt: skip
    row = tag("p", tag("span", "Summarise"), *buttons, class_="summarise")
    return join([row, tag("div", class_="summary-slot", aria_live="polite")])


def so_far(
    article_id: str, length: SummaryLength, sentences: Sequence[CitedSentence], *, before: int = 0
) -> Html:
    """What has been written, and that more is coming; `before`: so many have their turn first."""
    stop = tag("button", "Stop", type="button", class_="quiet", data_act="stop")
    words = f"Waiting: {before:,} before you" if before else "Summing up"
    waiting = tag("p", tag("span", words, class_="waiting"), stop, class_="going")
    return _summary(article_id, _written(length, sentences, {}), waiting, busy=True)


def summed_up(summary: Summary) -> Html:
    """The whole summary; it can be saved as a file."""
    places = {citation.n: citation for citation in summary.citations}
    facts = [f"Written by {summary.model}" if summary.model else "In the article’s own words"]
    if summary.timings.total_ms:
        facts.append(duration(summary.timings.total_ms / 1000))
    meta = tag("p", *(tag("span", fact) for fact in facts), class_="meta")
    written = _written(summary.length, summary.sentences, places)
    return _summary(
        summary.article.id,
        written,
        meta,
        save_as(document="summary"),
        tag("div", class_="saved-slot"),
    )


def stopped(article_id: str, length: SummaryLength, sentences: Sequence[CitedSentence]) -> Html:
    """What there was when it was stopped."""
    note = tag("p", "Stopped before the end.", class_="note")
    return _summary(article_id, _written(length, sentences, {}), note)


def failed(article_id: str, message: str) -> Html:
    """Why there is no summary."""
    return _summary(article_id, tag("p", message, class_="failure", role="alert"))


def _summary(article_id: str, *parts: Html | None, busy: bool = False) -> Html:
    return tag(
        "div", *parts, class_="summary", data_article=article_id,
        aria_busy="true" if busy else "false",
    )  # fmt: skip


def _written(
    length: SummaryLength, sentences: Sequence[CitedSentence], places: Mapping[int, Citation]
) -> Html | None:
    if not sentences:
        return None
    drawn = [_sentence(sentence, places) for sentence in sentences]
    if length == "bullets":
        return tag("ul", *(tag("li", one, dir="auto") for one in drawn), class_="text")
    return tag("p", join(drawn, " "), class_="text", dir="auto")


def _sentence(sentence: CitedSentence, places: Mapping[int, Citation]) -> Html:
    marks = (_mark(n, places.get(n)) for n in sentence.citations)
    notes = (tag("span", f"Check: {flag}", class_="flag", role="note") for flag in sentence.flags)
    return join([sentence.text, *marks, *notes])


def _mark(n: int, citation: Citation | None) -> Html:
    if citation is None:
        return tag("span", f"[{n}]", class_="cite")
    return tag(
        "a", f"[{n}]", href=f"#sentence-{citation.start}", class_="cite", data_from=citation.start,
        data_to=citation.end, aria_label=f"Sentence {n} in the article",
    )  # fmt: skip
