"""Copies of one article that differ in one thing: a name, a figure or a day put right, or wrong.

Two copies of one origin are no two witnesses, and nobody contradicts himself in them. But where the
same sentence has another name in each, one of them is wrong, and a reader has to see both.
"""

from __future__ import annotations

from rag.statements.figures import Difference
from rag.statements.occasions import days_apart
from rag.statements.reading import Reading
from rag.text.dates import dates
from rag.text.figures import figures
from rag.text.swapped import swapped
from rag.types import Detail

SURE = 0.9
"""How sure it is that the one thing in which two copies differ is the same thing told twice."""

SHARED_ROOTS = 0.4
"""Of the longer one's roots; with less they need not be compared word by word."""


def copies_apart(one: Reading, other: Reading) -> Difference | None:
    """In what a sentence and its copy of the same day differ; None if they do not, or in more.

    Args:
        one: A statement.
        other: One of another article of the same origin. A copy of a later day may have been put
            right, or follow the news.
    """
    longer = max(len(one.own), len(other.own))
    if days_apart(one, other) or len(one.own & other.own) < SHARED_ROOTS * longer:
        return None
    swap = swapped(one.text, other.text)
    if swap is None:
        return None
    detail: Detail = "actor"
    if dates(swap.mine) and dates(swap.theirs):
        detail = "date"
    elif figures(swap.mine) and figures(swap.theirs):
        detail = "figure"
    return Difference(detail, SURE, f"{swap.mine} against {swap.theirs}, in two copies")
