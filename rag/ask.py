"""The pipeline of a question: hits, evidence, drafts, one checked answer.

A question that asks several things (see `rag.retrieval.divide`) is answered thing by thing, each
from evidence of its own; what is seen of it is one stream and one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import zip_longest
from time import perf_counter

from rag.errors import NotFoundError
from rag.evidence.select import Selector
from rag.ports import ArticleStore
from rag.retrieval.query import Query
from rag.retrieval.retriever import Retriever
from rag.types import (
    Answer,
    ArticlesFound,
    AskEvent,
    Drafted,
    Evidence,
    EvidenceFound,
    Filters,
    Hit,
    Turn,
)
from rag.writing.answer import AnswerWriter
from rag.writing.several import joined, numbered_together, once

ROOM_FOR_SEVERAL = 1.4
"""Evidence of a question that asks several things, all together, against that of a plain one."""

ATTEMPTS = 5
"""When articles are removed while evidence is looked for."""


class Asker:
    """Answers questions that were understood already. Safe to use from several threads."""

    def __init__(
        self,
        store: ArticleStore,
        retriever: Retriever,
        selector: Selector,
        writer: AnswerWriter,
        *,
        retrieve_k: int,
    ) -> None:
        self._store = store
        self._retriever = retriever
        self._selector = selector
        self._writer = writer
        self._retrieve_k = retrieve_k

    def ask(
        self, query: Query, *, earlier: Turn | None, filters: Filters, started: float
    ) -> Iterator[AskEvent]:
        """Yields hits, evidence, drafts and the answer. Closing it stops the generator.

        Args:
            query: What was understood.
            earlier: The turn that it leans on.
            filters: What may be searched.
            started: When the question came, on the clock of `perf_counter`, seconds.

        Raises:
            ModelError: A model cannot be had or failed.
        """
        asked = query.asked or (query,)
        hits = self._searched(asked, filters)
        search_ms = 1000 * (perf_counter() - started)
        completed = query.put if query.follow_up else ""
        yield ArticlesFound(_best_of_each(hits), completed, search_ms, query.understood)
        found, origins = self._weighed(asked, hits, filters)
        retrieve_ms = 1000 * (perf_counter() - started)
        yield EvidenceFound(once(found), completed, retrieve_ms, query.understood)
        answers: list[Answer] = []
        for one, evidence in zip(asked, found, strict=True):
            yield from self._written(one, evidence, earlier, answers, started)
            earlier = Turn(one.question, answers[-1].text)
        answer = joined(query.question, query.text, answers) if query.asked else answers[0]
        yield self._completed(answer, query, retrieve_ms, origins)

    def _searched(self, asked: Sequence[Query], filters: Filters) -> list[list[Hit]]:
        """What the search finds for each question."""
        return [self._retriever.search(one, self._retrieve_k, filters) for one in asked]

    def _weighed(
        self, asked: Sequence[Query], hits: Sequence[Sequence[Hit]], filters: Filters
    ) -> tuple[list[list[Evidence]], dict[str, str]]:
        """The evidence of each question, and the origin of each article of it, by id.

        Both now: an article that is removed while the answer is written was there when it was
        asked. Where one of the hits is gone by now, all is looked for again.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                found = numbered_together(
                    [
                        self._evidence(one, its, len(asked))
                        for one, its in zip(asked, hits, strict=True)
                    ]
                )
                ids = dict.fromkeys(one.article.id for evidence in found for one in evidence)
                groups = self._store.groups(list(ids))
                break
            except NotFoundError:
                if attempt == ATTEMPTS:
                    raise
                hits = self._searched(asked, filters)
        return found, {
            article.id: group.origin.id
            for group in groups
            for article in (group.origin, *group.reprints)
        }

    def _evidence(self, query: Query, hits: Sequence[Hit], of: int) -> list[Evidence]:
        days = [one.filters for one in query.understood if one.kind == "period"]
        several = of > 1
        return self._selector.select(
            query.text,
            hits,
            asked=query.question if several else query.alone,
            share=ROOM_FOR_SEVERAL / of if several else 1.0,
            days=days,
            today=query.news_of,
        )

    def _written(
        self,
        query: Query,
        evidence: Sequence[Evidence],
        earlier: Turn | None,
        answers: list[Answer],
        started: float,
    ) -> Iterator[Drafted]:
        """Drafts, behind what is answered already; the answer is added to `answers`."""
        before = " ".join(one.text for one in answers if not one.abstained)
        events = self._writer.write(
            query.question,
            query.put,
            evidence,
            earlier=earlier if query.follow_up else None,
            today=query.news_of,
            started=started,
        )
        with closing(events):  # type: ignore[type-var]
            for event in events:
                if isinstance(event, Answer):
                    answers.append(event)
                else:
                    yield Drafted(f"{before} {event.text}".strip())

    def _completed(
        self, answer: Answer, query: Query, retrieve_ms: float, origins: Mapping[str, str]
    ) -> Answer:
        """With what was understood, how many articles it cites, and how many independent."""
        cited = list(dict.fromkeys(citation.article.id for citation in answer.citations))
        return replace(
            answer,
            articles=len(cited),
            origins=len({origins.get(one, one) for one in cited}),
            timings=replace(answer.timings, retrieve_ms=retrieve_ms),
            understood=query.understood,
        )


def _best_of_each(hits: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The best hit of each article, those of several questions by turns, ranks counted through."""
    by_turns = [hit for ranks in zip_longest(*hits) for hit in ranks if hit is not None]
    best: dict[str, Hit] = {}
    for hit in by_turns:
        best.setdefault(hit.chunk.article.id, hit)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(best.values(), start=1))
