"""The stages, made of parts and fitted to each other; whoever runs them is `rag.desk`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from rag.articles.store import SqliteStore
from rag.ask import Asker
from rag.brief.briefings import Briefings
from rag.brief.sources import Sources
from rag.brief.summaries import Summaries
from rag.compare.comparer import Comparer
from rag.evidence.select import Selector
from rag.ingest import Ingest
from rag.ports import (
    Embedder,
    Generator,
    Judge,
    KeptIndex,
    Reranker,
    SecondLook,
    Splitter,
    StatementReader,
)
from rag.retrieval.retriever import Retriever
from rag.retrieval.understanding import Understanding
from rag.settings import Settings
from rag.statements.ahead import ReadingAhead
from rag.statements.kept import KeptStatements
from rag.writing.answer import AnswerWriter
from rag.writing.phrasing import Phraser


@dataclass(frozen=True, slots=True)
class Stages:
    """See the attributes' own classes. All of one library, with the same models."""

    ingest: Ingest
    understanding: Understanding
    retriever: Retriever
    asker: Asker
    statements: KeptStatements
    reading: ReadingAhead
    comparer: Comparer
    sources: Sources
    summaries: Summaries
    briefings: Briefings

    @classmethod
    def of(
        cls,
        settings: Settings,
        store: SqliteStore,
        index: KeptIndex,
        embedder: Embedder,
        generator: Generator,
        judge: Judge,
        splitter: Splitter,
        reader: StatementReader,
        reranker: Reranker | None,
        second_look: SecondLook | None,
    ) -> Self:
        """Of the parts that the desk is given; see there."""
        retriever = Retriever(
            store,
            index,
            embedder,
            candidates_k=settings.candidates_k,
            reranker=reranker,
            rerank_k=settings.rerank_k,
        )
        statements = KeptStatements(store, reader)
        selector = Selector(
            store,
            embedder,
            judge,
            statements,
            evidence_k=settings.evidence_k,
            evidence_tokens=settings.evidence_tokens,
        )
        writer = AnswerWriter(
            generator,
            embedder,
            judge,
            splitter,
            answer_tokens=settings.answer_tokens,
            abstain_below=settings.abstain_below,
            phrases_all=settings.phrases,
            second_look=second_look,
        )
        phraser = Phraser(generator, embedder, judge, splitter) if settings.phrases else None
        sources = Sources(store, retriever.search, embedder)
        comparer = Comparer(store, retriever, embedder, statements, judge, generator)
        return cls(
            Ingest(store, embedder, splitter, settings),
            Understanding(store, max_chars=settings.max_question_chars),
            retriever,
            Asker(store, retriever, selector, writer, retrieve_k=settings.retrieve_k),
            statements,
            ReadingAhead(store, statements, settings.home),
            comparer,
            sources,
            Summaries(store, embedder, phraser),
            Briefings(store, sources, embedder, phraser, statements, comparer),
        )
