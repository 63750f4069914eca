"""The pipeline of a summary: an article's sentences weighed, the best set in its order, and cited.

All sentences of the article are looked at, so its length does not matter. Knows one article only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from time import perf_counter

from rag.evidence.gather import gather
from rag.evidence.points import choose
from rag.evidence.weighing import weigh
from rag.ports import ArticleStore, Embedder
from rag.types import (
    Article,
    CitedSentence,
    Evidence,
    Summary,
    SummaryEvent,
    SummaryLength,
    Timings,
)
from rag.writing.briefing import Numbering
from rag.writing.phrasing import Phraser
from rag.writing.quoting import in_own_words

EMBEDDED = 64
"""Sentences compared by meaning: some three seconds' worth on two busy cores."""

SENTENCES: dict[SummaryLength, int] = {"line": 1, "paragraph": 4, "bullets": 5}

CHARACTERS: dict[SummaryLength, int] = {"line": 150, "paragraph": 230, "bullets": 180}
"""Longer sentences lose trailing clauses, where they have any that may go."""

PHRASED_FROM = 150
"""Characters from which a single line is worth phrasing."""


class Summaries:
    """Summarises articles. Keeps no state between calls; safe to use from several threads."""

    def __init__(self, store: ArticleStore, embedder: Embedder, phraser: Phraser | None) -> None:
        """Without a phraser all sentences stay in the article's own words."""
        self._store = store
        self._embedder = embedder
        self._phraser = phraser

    def summarise(
        self, article_id: str, length: SummaryLength = "paragraph"
    ) -> Iterator[SummaryEvent]:
        """Yields each sentence, cited, in the article's order, and then the summary.

        Closing the iterator stops the generator.

        Raises:
            NotFoundError: No such article.
            ModelError: A model cannot be had or failed.
        """
        started = perf_counter()
        article = self._store.article(article_id)
        numbering = Numbering()
        sentences: list[CitedSentence] = []
        first_ms: float | None = None
        for evidence in self._evidence(article, length):
            numbered = numbering.evidence(evidence)
            sentence = in_own_words([numbered], characters=CHARACTERS[length])
            if sentence is None:
                continue
            if self._phraser and length == "line" and len(sentence.text) > PHRASED_FROM:
                sentence = _phrased(self._phraser, numbered) or sentence
            first_ms = first_ms or 1000 * (perf_counter() - started)
            sentences.append(sentence)
            yield sentence
        yield Summary(
            article,
            length,
            tuple(sentences),
            tuple(numbering.citations()),
            self._phraser.name if self._phraser else "",
            Timings(first_token_ms=first_ms, total_ms=1000 * (perf_counter() - started)),
        )

    def _evidence(self, article: Article, length: SummaryLength) -> list[Evidence]:
        """The sentences that say most of the article, in its order, each once."""
        stored = {article.id: self._store.sentences(article.id)}
        sentences = gather([article], stored, [[0]])
        material = weigh(sentences, self._embedder, limit=EMBEDDED, topic=article.title)
        chosen = [group.best for group in choose(material, SENTENCES[length], least_share=0.0)]
        evidence: list[Evidence] = []
        for place in sorted(chosen):
            one = material.sentences[place].evidence(1)
            # What it leans on may have been said already.
            if evidence and one.start <= evidence[-1].focus_start:
                one = replace(one, start=one.focus_start)
            evidence.append(one)
        return evidence


def _phrased(phraser: Phraser, evidence: Evidence) -> CitedSentence | None:
    """A shorter sentence of the generator's, if the checks let it."""
    writing = phraser.phrase([evidence])
    with closing(writing):
        while True:
            try:
                next(writing)
            except StopIteration as ended:
                written: CitedSentence | None = ended.value
                return written
