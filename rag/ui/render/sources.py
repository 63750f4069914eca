"""The sources pane: each article a card, with its passages marked where they stand.

Ids are unique by turn, so several answers can live on one page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.types import Answer, Article, Evidence
from rag.ui.render.article import kicker, passage, title_of
from rag.ui.render.html import Html, count, link, tag


def passage_id(turn: int, n: int) -> str:
    """Where the mark [n] of a turn leads.

    Example: passage_id(3, 2) -> "t3-e2"
    """
    return f"t{turn}-e{n}"


def empty() -> Html:
    """The pane before the first question."""
    return tag("p", "The passages behind each answer appear here.", class_="hint")


def unanswered() -> Html:
    """The pane when a question failed before anything was found."""
    return tag("p", "None: the question was not answered.", class_="hint")


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


def _cards(turn: int, evidence: Sequence[Evidence]) -> Html:
    by_article: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_article.setdefault(one.article.id, []).append(one)
    cards = (_card(turn, group[0].article, group) for group in by_article.values())
    return tag("div", *cards, class_="cards")


def _card(turn: int, article: Article, evidence: Sequence[Evidence]) -> Html:
    first = evidence[0]
    title = tag(
        "button", tag("bdi", title_of(article)), type="button", class_="headline", data_act="read",
        data_article=article.id, data_start=first.start, data_end=first.end,
    )  # fmt: skip
    foot = tag(
        "p",
        link("Original page", article.url),
        tag("a", "Back to the answer", href=f"#t{turn}", data_cite=True, class_="back"),
        class_="card-foot",
    )
    passages = (_passage(turn, one) for one in evidence)
    return tag("article", kicker(article), tag("h3", title), *passages, foot, class_="card")


def _passage(turn: int, evidence: Evidence) -> Html:
    focus = (evidence.focus_start, evidence.focus_end)
    text = passage(evidence.article.body, (evidence.start, evidence.end), focus)
    number = tag("span", str(evidence.n), class_="number", aria_label=f"Source {evidence.n}")
    return tag(
        "div", number, tag("p", text, dir="auto"), class_="passage",
        id=passage_id(turn, evidence.n), tabindex="-1",
    )  # fmt: skip
