"""Where the accounts of a page's articles differ: what they plainly dispute, both sides quoted.

The disputes are those that a comparison finds; here each becomes two sentences of the page. Who is
right is never decided. Knows nothing of how statements are related.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from rag.brief.slots import named_by_outlet, own_words
from rag.evidence.gather import SourceSentence
from rag.evidence.weighing import Material
from rag.retrieval.query import Query
from rag.text.negation import denies
from rag.types import Article, Issue, PositionRelation, Statement
from rag.writing.briefing import Page, Slot

TWO_ARTICLES = 0.1
"""Confidence that two articles are worth over two voices in one."""

_APART = ("contradict", "differ")


class DisputeSource(Protocol):
    """Finds what articles plainly dispute."""

    def disputed(
        self, topic: Query, articles: Sequence[Article], statements: Sequence[Statement]
    ) -> Iterator[Issue]:
        """Issues on which what is said does not agree, the most disputed first.

        Args:
            topic: What the articles are on.
            articles: Read already.
            statements: Of these, to be compared.
        """
        ...


def add(
    page: Page, issues: Iterator[Issue], sentences: Sequence[SourceSentence]
) -> Iterator[Statement]:
    """Puts differences on the page, as many as it has room for.

    Yields what somebody claims in them and another denies: it belongs beside its denial.

    Args:
        page: Grows.
        issues: The most disputed first; no more are asked for than are needed.
        sentences: All of the articles that a page may quote.
    """
    shown: set[tuple[str, ...]] = set()
    for one in issues:
        if len(page.differences) >= page.sizes.differences:
            return
        for kind, said in _pairs(one):
            told = tuple(sorted(f"{who.article.id} {who.sentence}" for who in said))
            sides = [side for who in said if (side := _side(page, who, sentences)) is not None]
            if len(sides) < 2 or len(set(told)) < len(told) or told in shown:
                continue
            shown.add(told)
            page.differences.append((kind, one.title, tuple(sides)))
            yield from _denied(said) if kind == "denial" else ()
            break


def places_of(statements: Sequence[Statement], material: Material) -> frozenset[int]:
    """Indices of the sentences in which the statements stand."""
    return frozenset(
        place
        for place, one in enumerate(material.sentences)
        if any(_holds(one, statement) for statement in statements)
    )


def _pairs(issue: Issue) -> list[tuple[str, list[Statement]]]:
    """What stands apart in an issue, the surest first, and its kind."""
    apart = [one for one in issue.relations if one.relation in _APART]
    told = [
        (one.confidence, one.detail if one.relation == "differ" else "denial", _said(issue, one))
        for one in apart
    ]
    told.sort(key=lambda pair: -pair[0] - TWO_ARTICLES * (_articles(pair[2]) > 1))
    return [(kind, said) for _, kind, said in told]


def _articles(said: Sequence[Statement]) -> int:
    return len({one.article.id for one in said})


def _said(issue: Issue, relation: PositionRelation) -> list[Statement]:
    """The two statements that stand so, the older first."""
    said = []
    for place, shown in zip((relation.a, relation.b), relation.borne_out, strict=True):
        position = issue.positions[place]
        best = position.statements[position.best]
        said.append(next((one for one in position.statements if one.id == shown), best))
    return sorted(said, key=_age)


def _side(page: Page, statement: Statement, sentences: Sequence[SourceSentence]) -> Slot | None:
    """Its sentence behind the name of its outlet; None if no page may quote it, or none alone."""
    own = [one for one in sentences if _holds(one, statement)]
    if not own:
        return None
    whole = replace(own[0], focus_end=own[-1].focus_end)
    keep = statement.quote if len(statement.quote) <= page.sizes.characters else ""
    side = own_words(page, [whole], page.sizes.characters, keep)
    return named_by_outlet(side) if side is not None else None


def _holds(one: SourceSentence, statement: Statement) -> bool:
    start, end = statement.sentence
    same = one.article.id == statement.article.id
    return same and one.focus_start < end and start < one.focus_end


def _denied(said: Sequence[Statement]) -> list[Statement]:
    """What is claimed of the two; none where no one can tell which it is, or an outlet tells it."""
    denials = [one for one in said if one.stance == "denied"] or [
        one for one in said if denies(one.passage)
    ]
    if len(denials) != 1:
        return []
    return [one for one in said if one is not denials[0] and one.kind != "plain"]


def _age(statement: Statement) -> tuple[bool, float, str, int]:
    published = statement.article.published
    stamp = published.timestamp() if published else 0.0
    return published is None, stamp, statement.article.id, statement.start
