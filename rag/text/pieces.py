"""What kind of piece an article is, as far as its title and address tell."""

from __future__ import annotations

import re

from rag.text.comments import comments_start
from rag.text.quotation import without_quotations
from rag.types import Article

_OURS = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_OPINION = re.compile(
    r"\W*(?:opinion|comment|commentary|analysis|editorial|column|op-ed|viewpoint|letters?)\b\s*[:|—–-]",
    re.IGNORECASE,
)
_OPINION_PAGE = re.compile(
    r"/(?:opinions?|comment|commentisfree|editorials?|columns?|op-ed)/", re.IGNORECASE
)


_CHARACTERS_A_WE = (
    700  # an article that says "we" more often than once in so many speaks for itself
)


def is_own_statement(article: Article) -> bool:
    """Whether somebody speaks for himself in it (a press office, a letter), not of others."""
    spoken = without_quotations(article.body)
    return len(_OURS.findall(spoken)) * _CHARACTERS_A_WE > len(article.body)


def is_opinion(article: Article) -> bool:
    """Whether an article argues instead of reporting."""
    return bool(_OPINION.match(article.title) or _OPINION_PAGE.search(article.url))


def is_comment(article: Article, at: int) -> bool:
    """Whether what stands at an offset of its body is a reader's, not the outlet's."""
    return at >= comments_start(article.body)
