"""The sources pane: each article a card, with its passages marked where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.types import Answer, Article, Evidence, Hit
from rag.ui.render.article import headline, kicker, passage
from rag.ui.render.html import Html, count, link, tag
from rag.ui.render.marks import passage_id


def place_of(turn: int) -> str:
    """The place, see `marks`, of the answer of a turn.

    Example: place_of(3) -> "t3"
    """
    return f"t{turn}"


def empty() -> Html:
    """The pane before the first question."""
    return tag("p", "The passages behind each answer appear here.", class_="hint")


def unanswered() -> Html:
    """The pane when a question failed before anything was found."""
    return tag("p", "None: the question was not answered.", class_="hint")


def reading(turn: int, hits: Sequence[Hit]) -> Html:
    """The articles that will be read, in the form of the cards that take their place."""
    if not hits:
        return tag("p", "No article was found.", class_="hint")
    note = tag("p", f"{count(len(hits), 'article')} found", class_="pane-note")
    cards = (_unread(hit) for hit in hits)
    return tag(
        "div", note, tag("div", *cards, class_="cards"), class_="sources unweighed", data_turn=turn
    )


def found(turn: int, evidence: Sequence[Evidence]) -> Html:
    """All evidence, before a word is written."""
    if not evidence:
        return tag("p", "No passage was found.", class_="hint")
    note = tag("p", f"{count(len(evidence), 'passage')} found", class_="pane-note")
    return tag("div", note, _cards(turn, evidence), class_="sources found", data_turn=turn)


def answered(turn: int, answer: Answer) -> Html:
    """Cited articles on top; what was read without being cited is folded below them."""
    cited_numbers = {citation.n for citation in answer.citations}
    cited = [evidence for evidence in answer.evidence if evidence.n in cited_numbers]
    others = [evidence for evidence in answer.evidence if evidence.n not in cited_numbers]
    if answer.abstained:
        note = "Nearest passages, none of which answers the question" if others else "Nothing near"
        parts = [tag("p", note, class_="pane-note"), _cards(turn, others)]
        return tag("div", *parts, class_="sources nearest", data_turn=turn)
    folded = None
    if others:
        summary = f"{count(len(others), 'more passage')} read, not cited"
        folded = tag("details", tag("summary", summary), _cards(turn, others), class_="uncited")
    return tag("div", _cards(turn, cited), folded, class_="sources", data_turn=turn)


def earlier(exchanges: Iterable[tuple[int, Answer]]) -> Html:
    """The sources of earlier turns, newest first, each folded under its question."""
    return tag(
        "div",
        *(
            tag("details", tag("summary", tag("bdi", answer.question)), answered(turn, answer))
            for turn, answer in reversed(list(exchanges))
        ),
        class_="earlier",
    )


def card(
    place: str,
    article: Article,
    evidence: Sequence[Evidence],
    *,
    back: str,
    note: Html | None = None,
) -> Html:
    """An article with the passages of a place that are from it; `back` says what leads there."""
    foot = tag(
        "p",
        link("Original page", article.url),
        tag("a", back, href=f"#{place}", data_cite=True, class_="back"),
        class_="card-foot",
    )
    title = tag("h3", headline(article, evidence[0].start, evidence[0].end))
    passages = (_passage(place, one) for one in evidence)
    return tag("article", kicker(article), title, *passages, note, foot, class_="card")


def _unread(hit: Hit) -> Html:
    article = hit.chunk.article
    title = tag("h3", headline(article, hit.chunk.start, hit.chunk.end))
    return tag("article", kicker(article), title, class_="card")


def _cards(turn: int, evidence: Sequence[Evidence]) -> Html:
    by_article: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_article.setdefault(one.article.id, []).append(one)
    cards = (
        card(place_of(turn), group[0].article, group, back="Back to the answer")
        for group in by_article.values()
    )
    return tag("div", *cards, class_="cards")


def _passage(place: str, evidence: Evidence) -> Html:
    focus = (evidence.focus_start, evidence.focus_end)
    text = passage(evidence.article.body, (evidence.start, evidence.end), focus)
    number = tag("span", str(evidence.n), class_="number", aria_label=f"Source {evidence.n}")
    return tag(
        "div", number, tag("p", text, dir="auto"), class_="passage",
        id=passage_id(place, evidence.n), tabindex="-1",
    )  # fmt: skip
