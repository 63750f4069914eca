"""Who said what on a page: a few statements, each of another speaker where that can be.

Knows statements as nouns and how one is shown, and nothing of how they are found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rag.evidence.weighing import Material
from rag.statements.shown import keeps_silent, shown
from rag.text.words import CALENDAR, STOP_WORDS, stems
from rag.types import Statement, Voice
from rag.writing.briefing import Page

SHORTEST, LONGEST = 30, 320
"""Characters of what was said that are worth quoting, and that fit a page."""

SAME_WORDS = 0.6
"""Share of its words from which a statement only repeats one that is on the page."""

A_SPEAKER = 2
"""Statements of one speaker at most."""


_LEANING = frozenset("its his her their the this that he she they it".split())

# Shares of a survey and camps that nobody speaks for: "72% of voters", "some Republicans".
_NOBODY = re.compile(
    r"\d|\b(?:percent|per cent|respondents?|voters|people|adults|majority|half|third|quarter|some|"
    r"many|most|others?|both|all|everyone|nobody|sources?|reports?|critics|polls?|survey)\b",
    re.IGNORECASE,
)
# What a verb of speech has behind it is words only if it could stand alone: "he will resign",
# and not "his resignation", "to resign" or "would have resigned".
_SUBJECT = re.compile(
    r"(?:that\s+|[\w’'-]+ly,?\s+)?(?:[“\"‘]|[A-ZÀ-Þ]|(?:the|an?|this|that|these|those|there|it|he|she|"
    r"they|we|you|i|his|her|its|their|our|my|no|any|all|some|many|most|both|each|every|"
    r"nobody|nothing|\d[\d,.]*|if|when|while|although|what|why|how|whether|who)\b)"
)
# "Her intention to resign six weeks into a term that failed": its verb is none of the main clause.
_ASIDE = re.compile(
    r"\s(?:that|which|who|whose|when|where|while|after|before|because|as|in which|of which)\s"
)
# Who speaks ends with a name or a role, and no rank whose name is lost; and nothing speaks.
_NO_SPEAKER = re.compile(
    r"(?:\b(?:Lt|Gov|Sgt|Sen|Rep|Gen|Col|Capt|Dr|Mr|Mrs|Ms|Vice President)\.?|"
    r"\b(?:data|figures?|footage|video|report|index|survey|forecast|model|photos?|office|documents?|"
    r"records?|statement|letter|filing|page|article|track \w+))$|\bjust watched\b|"
    r"^(?:leader|president|director|chief|minister|secretary|chair\w*|mayor|governor|senator|ceo|"
    r"spokes\w+)$",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|will|would|can|could|should|must|may|might|do|does|did|"
    r"shall|(?<!-)(?!need\b)\w{3,}ed|went|came|took|made|gave|got|knew|saw|felt|left|lost|won|met|held|"
    r"want|wants|needs?|remains?|seems?|makes?|takes?|gives?|goes|comes|says?|know|think|believe)\b|"
    # "Lind's reply" has no verb, "it's late" has one.
    r"[’'](?:re|ve|ll|d|m)\b|n[’']t\b|\b(?i:it|he|she|that|there|this|what|who|here)[’']s\b"
)


def add(page: Page, statements: Sequence[Statement], material: Material) -> None:
    """Puts voices on the page, as many as it has room for."""
    for statement in _best(statements, page.sizes.voices, material):
        number = page.numbering.cite(statement.article, *statement.sentence)
        told = shown(statement)
        page.voices.append(Voice(statement, number, "" if told == statement.quote else told))


def _best(statements: Sequence[Statement], count: int, material: Material) -> list[Statement]:
    """At most `count` statements, oldest first."""
    worth = _Worth(statements, material)
    fitting = [one for one in statements if _fits(one)]
    fitting.sort(key=lambda one: (-worth.of(one), one.id))
    kept: list[Statement] = []
    for most in range(1, A_SPEAKER + 1):
        for one in fitting:
            spoken = sum(other.speaker == one.speaker for other in kept)
            if len(kept) < count and spoken < most and not any(_repeats(one, k) for k in kept):
                kept.append(one)
    return sorted(kept, key=_order_of_time)


class _Worth:
    """What a statement is worth on a page."""

    def __init__(self, statements: Sequence[Statement], material: Material) -> None:
        self._outlets: dict[str, set[str]] = defaultdict(set)
        for one in statements:
            self._outlets[one.speaker].add(one.article.source)
        self._sentences = [
            (one.article.id, one.focus_start, one.focus_end, float(worth))
            for one, worth in zip(material.sentences, material.worth, strict=True)
        ]

    def of(self, statement: Statement) -> float:
        """More for central sentences, own words, taken stands, and widely quoted speakers."""
        inside = [
            worth
            for article, start, end, worth in self._sentences
            if article == statement.article.id
            and start < statement.sentence[1]
            and statement.sentence[0] < end
        ]
        return (
            max(inside, default=0.0)
            + 0.4 * (statement.kind in ("direct", "mixed"))
            + 0.3 * (statement.stance != "said")
            + 0.15 * min(3, len(self._outlets[statement.speaker]))
            + 0.2 * bool(statement.role)
            - 0.4 * (statement.speaker_kind == "anonymous")
            - 0.3 * _says_itself(statement)
        )


def _says_itself(statement: Statement) -> bool:
    """Whether what was said has "she said" in its middle: told twice behind the speaker's name."""
    cue = statement.cue
    return cue is not None and statement.start < cue[0] and cue[1] <= statement.end


def _fits(statement: Statement) -> bool:
    """Somebody's words, short enough to print and long enough to say something."""
    return (
        bool(statement.speaker)
        and statement.kind != "plain"
        and _is_told(statement.speaker)
        and statement.speaker not in statement.article.source
        and statement.speaker_kind not in ("unclear", "outlet")
        and not keeps_silent(statement)
        and SHORTEST <= statement.end - statement.start <= LONGEST
        and _says_something(statement)
    )


def _says_something(statement: Statement) -> bool:
    """Whether the content could stand alone; what is in quotation marks, or denied, always can.

    A page prints it behind the speaker's name: a thing that somebody spoke of is no saying of his.
    """
    if statement.kind == "direct" or statement.stance == "denied":
        return True
    content = statement.quote
    subject = _SUBJECT.match(content)
    if subject is None:
        return False
    aside = _ASIDE.search(content, subject.end())
    return bool(_FINITE.search(content[: aside.start()] if aside else content))


def _is_told(speaker: str) -> bool:
    """Whether a reader learns who speaks: "its president" and a dateline's town are nobody."""
    words = speaker.lower().split()
    return (
        not speaker.isupper()
        and words[0] not in _LEANING
        and words[-1] not in STOP_WORDS
        and not _NOBODY.search(speaker)
        and not _NO_SPEAKER.search(speaker)
        and not CALENDAR & set(words)
    )


def _repeats(one: Statement, other: Statement) -> bool:
    mine, theirs = stems(one.quote), stems(other.quote)
    return len(mine & theirs) >= SAME_WORDS * max(1, min(len(mine), len(theirs)))


def _order_of_time(statement: Statement) -> tuple[bool, float, str, int]:
    published = statement.article.published
    stamp = published.timestamp() if published else 0.0
    return published is None, stamp, statement.article.id, statement.start
