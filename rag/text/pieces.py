"""What kind of piece an article is, as far as its title and address tell."""

from __future__ import annotations

import re

from rag.types import Article

_OPINION = re.compile(
    r"\W*(?:opinion|comment|commentary|editorial|column|op-ed|viewpoint|letters?)\b\s*[:|—–-]",
    re.IGNORECASE,
)
_OPINION_PAGE = re.compile(
    r"/(?:opinions?|comment|commentisfree|editorials?|columns?|op-ed)/", re.IGNORECASE
)


def is_opinion(article: Article) -> bool:
    """Whether an article argues instead of reporting."""
    return bool(_OPINION.match(article.title) or _OPINION_PAGE.search(article.url))
