"""The headline of a page: a title that an article has for the news of the lead, or the lead itself.

A title is taken only if the lead has all its facts, since nothing else on the page may bear it out.
Knows nothing of how the lead was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.text.trim import shortened, trimmed
from rag.text.words import STOP_WORDS, stem, stems
from rag.types import Article, Evidence
from rag.writing.briefing import Slot
from rag.writing.facts import missing_facts

CHARACTERS = 110
"""A headline is at most so long."""

ON_THE_LEAD = 0.5
"""Share of its words that a title of an article which the lead does not cite has from the lead."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def headline(lead: Sequence[Slot], articles: Iterable[Article]) -> str:
    """Of the articles that the lead cites first, then of all others, then of the lead's own words.

    Args:
        lead: Written sentences of the page, at least one.
        articles: All that were read, those to be preferred first.
    """
    cited = [one.article for slot in lead for one in slot.evidence]
    for article in cited:
        title = trimmed(article.title)
        if _fits(title, article, lead):
            return title.rstrip(".")
    wanted = stems(" ".join(slot.sentence.text for slot in lead))
    for article in articles:
        title = trimmed(article.title)
        own = stems(title)
        near = len(own & wanted) >= ON_THE_LEAD * max(1, len(own))
        if near and _fits(title, article, lead):
            return title.rstrip(".")
    return _cut(shortened(lead[0].sentence.text, CHARACTERS).rstrip("."))


def _fits(title: str, article: Article, lead: Sequence[Slot]) -> bool:
    """Whether a title is whole, is no question, and has no figure or name that the lead lacks."""
    if not title or len(title) > CHARACTERS or title.rstrip().endswith("?"):
        return False
    if article.title.rstrip().endswith(("...", "…")):
        return False  # as search engines cut them
    written = " ".join(slot.sentence.text for slot in lead)
    bare = replace(lead[0].evidence[0].article, title="", body=written)
    shown = [Evidence(1, bare, 0, len(written), 0, len(written))]
    return not missing_facts(_as_spoken(title, article.body), shown)


def _as_spoken(title: str, body: str) -> str:
    """A Title In Capitals with small letters where its article has them: only names keep theirs."""
    small = {stem(word) for word in _WORD.findall(body) if word[:1].islower()}

    def spoken(match: re.Match[str]) -> str:
        lowered = match.group().lower()
        return lowered if lowered in STOP_WORDS or stem(lowered) in small else match.group()

    first = _WORD.search(title)
    begins = first.end() if first else 0
    return title[:begins] + _WORD.sub(spoken, title[begins:])


def _cut(text: str) -> str:
    """At a word, with a sign that it goes on."""
    if len(text) <= CHARACTERS:
        return text
    return text[:CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"
