"""The generator puts a few sentences of articles into one; checks decide whether it may stand.

What it writes has to hold only facts of its quotes, be backed by them, and keep its speaker; else
there is none, and the caller keeps the article's own words. Knows nothing of pages.
"""

from __future__ import annotations

import re
from collections.abc import Generator as Streamed
from collections.abc import Sequence
from contextlib import closing

from rag.ports import Embedder, Generator, Judge, Splitter
from rag.text.quotation import speaks_of_us
from rag.text.words import stems
from rag.types import CitedSentence, Evidence
from rag.writing.attribution import attribute, needs_attribution
from rag.writing.citations import without_marks
from rag.writing.facts import only_in_titles
from rag.writing.prompts import point_messages
from rag.writing.support import BACKED_FROM, SupportChecker

POINT_TOKENS = 64
"""A phrased sentence is at most so long."""

CONTRADICTED_FROM = 0.5
"""The judge's probability of contradiction from which a sentence is not shown."""

KEPT_WORDS = 0.5
"""Share of the words of the first quote's sentence that a phrasing must keep."""

_LABEL = re.compile(r"^\s*(?:answer|sentence|headline|point)\s*[:：]\s*", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…][”\"’')]*$")


class Phraser:
    """Phrases points with one generator and checks them with one embedder and one judge."""

    def __init__(
        self, generator: Generator, embedder: Embedder, judge: Judge, splitter: Splitter
    ) -> None:
        self._generator = generator
        self._judge = judge
        self._splitter = splitter
        self._checker = SupportChecker(embedder)

    @property
    def name(self) -> str:
        """Of the generator."""
        return self._generator.name

    def phrase(self, evidence: Sequence[Evidence]) -> Streamed[None, None, CitedSentence | None]:
        """Yields while the generator writes; returns the checked sentence, or None.

        Closing it stops the generator.

        Raises:
            ModelError: The generator cannot be had or failed.
        """
        text = ""
        pieces = self._generator.stream(point_messages(evidence), max_tokens=POINT_TOKENS)
        with closing(pieces):  # type: ignore[type-var]
            for piece in pieces:
                text += piece.text
                yield None
        return self.checked(text, evidence)

    def checked(self, text: str, evidence: Sequence[Evidence]) -> CitedSentence | None:
        """What was written, as it may be shown; None if it may not."""
        sentence = self._only_sentence(text)
        if not sentence or speaks_of_us(sentence) or not _says_enough(sentence, evidence[0]):
            return None
        if needs_attribution(sentence, evidence):
            sentence = attribute(sentence, evidence)
        support = self._checker.check(sentence, evidence)
        if support.missing or support.score < BACKED_FROM or only_in_titles(sentence, evidence):
            return None
        quotes = " ".join(" ".join(one.quote.split()) for one in evidence)
        contradicts = float(self._judge.judge([(quotes, sentence)])[0, 2])
        if contradicts >= CONTRADICTED_FROM:
            return None
        return CitedSentence(sentence, tuple(one.n for one in evidence), round(support.score, 3))

    def _only_sentence(self, text: str) -> str:
        """The first whole sentence; "" if the token limit cut it."""
        plain = " ".join(without_marks(_LABEL.sub("", text)).split())
        found = self._splitter.split(plain, "en")
        if not found:
            return ""
        first = plain[found[0].start : found[0].end]
        return first if _ENDED.search(first) else ""


def _says_enough(sentence: str, first: Evidence) -> bool:
    """Whether it still says what the first quote says, and not only something true."""
    wanted = stems(first.focus)
    return len(wanted & stems(sentence)) >= KEPT_WORDS * len(wanted)
