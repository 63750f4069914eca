"""The headline of a page: a title that an article has for the news of the lead, or the lead itself.

A title is taken only if the lead has all its facts, since nothing else on the page may bear it out.
Knows nothing of how the lead was chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from rag.text.trim import shortened, trimmed
from rag.text.words import STOP_WORDS, stem, stems
from rag.types import Article, Evidence
from rag.writing.briefing import Slot
from rag.writing.facts import missing_facts

CHARACTERS = 110
"""A headline is at most so long."""

ON_THE_LEAD = 0.5
"""Share of its words that a title of an article which the lead does not cite has from the lead."""

NEAR_IN_TIME = timedelta(days=2)
"""Titles of other articles further apart than this head another day's news."""

# Titles that name a kind of page and not the news.
_OF_A_KIND = re.compile(
    r"\blive (?:updates|blog)\b|\bpodcast\b|things (?:you need )?to know|\bbriefing\b|"
    r"\bnews from around\b|\bhere[’']s (?:what|the|how|why|where|when)\b|"
    r"^(?:photos|video|watch|in pictures|opinion|analysis)\b",
    re.IGNORECASE,
)

# "has quit the party | and accused it of treason", and not "the party and the league".
_ADDS = re.compile(
    r",?\s+(?:(?:and|but)\s+(?=(?:now|then|later|also)\b|(?:has|have|had|was|were|is|are|will|would|said|says|\w{3,}ed)\b)|"
    r"(?:after|as|while|when|because|amid|despite)\s+(?=[^\W\d]))"
)
WHOLE = 45
"""Characters from which what stands before such a clause may be a headline."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def headline(lead: Sequence[Slot], articles: Iterable[Article]) -> str:
    """Of the articles that the lead cites first, then of all others, then of the lead's own words.

    Args:
        lead: Written sentences of the page, at least one.
        articles: All that were read, those to be preferred first.
    """
    first = lead[0].evidence[0].article
    title = trimmed(first.title)
    if _fits(title, first, lead):
        return title.rstrip(".")
    wanted = stems(" ".join(slot.sentence.text for slot in lead))
    cited = [one.article for slot in lead for one in slot.evidence]
    for article in [*cited, *articles]:
        if not _of_its_days(article, first):
            continue
        title = trimmed(article.title)
        own = stems(title)
        near = len(own & wanted) >= ON_THE_LEAD * max(1, len(own))
        if near and _fits(title, article, lead):
            return title.rstrip(".")
    return _cut(shortened(lead[0].sentence.text, CHARACTERS).rstrip("."))


def _of_its_days(article: Article, first: Article) -> bool:
    """Whether it is about as old as the article that the page begins with, or nobody can tell."""
    mine, theirs = article.published, first.published
    return mine is None or theirs is None or abs(mine - theirs) <= NEAR_IN_TIME


def _fits(title: str, article: Article, lead: Sequence[Slot]) -> bool:
    """Whether a title is whole, is no question, and has no figure or name that the lead lacks."""
    if not title or len(title) > CHARACTERS or "?" in title:
        return False
    if article.title.rstrip().endswith(("...", "…")):
        return False  # as search engines cut them
    if _OF_A_KIND.search(title):
        return False
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
    """Before a clause that only adds to it, else at a word, with a sign that it goes on."""
    if len(text) <= CHARACTERS:
        return text
    adds = [one.start() for one in _ADDS.finditer(text) if WHOLE <= one.start() <= CHARACTERS]
    if adds:
        return text[: adds[-1]].rstrip(" ,;:–—-")
    return text[:CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"
