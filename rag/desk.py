"""The only place where the stages meet: ingest, list, show, remove, search, ask, doctor.

Web app, command line and every later face call this and nothing below it, so that the same call
gives the same result everywhere. Builds nothing itself: see `rag.assemble`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from rag.articles.store import SqliteStore
from rag.brief.sources import Wanted
from rag.ports import (
    Embedder,
    Generator,
    GeneratorHandle,
    Judge,
    KeptIndex,
    ModelHandle,
    Reranker,
    SecondLook,
    Splitter,
    StatementReader,
)
from rag.retrieval.suggest import suggest
from rag.settings import Settings
from rag.stages import Stages
from rag.statements.find import matching
from rag.types import (
    Article,
    ArticleSummary,
    AskEvent,
    BriefEvent,
    BriefingLength,
    Check,
    ClaimEvent,
    CompareEvent,
    Filters,
    Hit,
    IngestEvent,
    ModelState,
    OriginGroup,
    Sentence,
    Statement,
    StatementsRead,
    Story,
    SummaryEvent,
    SummaryLength,
    Turn,
    Understood,
)
from rag.writing.look_prompts import VERIFY_START, YES_OR_NO_START
from rag.writing.prompts import INSTRUCTIONS

EXAMPLES_FROM = 40
"""Newest articles that example questions are made from."""

CHUNKS_ON_TOPIC = 200
"""Looked up for a topic; what is said in their articles is read."""

PATIENCE_SECONDS = 600.0
"""For an index that is being built when a desk is closed: it takes minutes for millions of chunks,
and who works from a command line would otherwise never have one."""


class Desk:
    """A library of articles and what can be asked of it. Safe to use from several threads.

    Attributes:
        settings: Its sizes and limits.
        reading: Reads who said what before anybody asks, once it is started.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        store: SqliteStore,
        index: KeptIndex,
        embedder: Embedder,
        generator: Generator,
        judge: Judge,
        splitter: Splitter,
        reader: StatementReader,
        handles: tuple[ModelHandle, GeneratorHandle, ModelHandle],
        reranker: Reranker | None = None,
        second_look: SecondLook | None = None,
    ) -> None:
        """Takes real parts.

        Args:
            settings: Its sizes and limits.
            store: Open; the desk closes it.
            index: Following the store.
            embedder: The one that the store's vectors are from.
            generator: Writes the answers.
            judge: Reads whether a passage answers a question, or follows from another.
            splitter: Splits articles and answers.
            reader: Finds who said what.
            handles: How far embedder, generator and judge are, in this order.
            reranker: Puts what was found in order once more, if there is one.
            second_look: The generator, if it was taught to say which sentence answers.
        """
        self.settings = settings
        self._store = store
        self._index = index
        self._embedder_handle, self._generator_handle, self._judge_handle = handles
        # What prompts begin with is read ahead where the generator phrases answers or is asked with
        # worked examples; one that was taught to look needs neither.
        # The rarer ones come last: they are read when nobody asks.
        written = () if second_look and not settings.phrases else (INSTRUCTIONS,)
        self._beginnings = (VERIFY_START, *written, YES_OR_NO_START)
        self._stages = Stages.of(
            settings,
            store,
            index,
            embedder,
            generator,
            judge,
            splitter,
            reader,
            reranker,
            second_look,
        )
        self.reading = self._stages.reading

    # The library

    def ingest(
        self, inputs: Sequence[str | Path], *, stop: threading.Event | None = None
    ) -> Iterator[IngestEvent]:
        """Reads files, folders and URLs into the library; see `rag.ingest.Ingest.run`."""
        try:
            yield from self._stages.ingest.run(inputs, stop=stop)
        finally:
            self._index.save()

    def articles(
        self,
        filters: Filters = Filters(),
        *,
        text: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[ArticleSummary]:
        """Current articles, newest first; `text` must occur in title, outlet or author."""
        return self._store.articles(filters, text=text, limit=limit, offset=offset)

    def article(self, article_id: str) -> Article:
        """One version of an article; raises NotFoundError."""
        return self._store.article(article_id)

    def sentences(self, article_id: str) -> list[Sentence]:
        """The sentences of one version of an article, in order."""
        return self._store.sentences(article_id)

    def remove(self, article_id: str) -> list[str]:
        """Removes an article with all its versions; returns the ids removed."""
        removed = self._store.remove(article_id)
        self._index.save()
        return removed

    def outlets(self) -> list[tuple[str, int]]:
        """Outlets with their number of articles, most first."""
        return self._store.outlets()

    def origins(self, article_ids: Sequence[str]) -> list[OriginGroup]:
        """The articles' groups of near-duplicates, each once, in the order of the ids.

        Each has its origin and all reprints that the library holds: "also in ...".
        """
        return self._store.groups(article_ids)

    def counts(self) -> dict[str, int]:
        """Totals of the library; see `ArticleStore.counts`."""
        return self._store.counts()

    @property
    def generation(self) -> int:
        """Counts up with every change of the library, by any process."""
        return self._store.generation

    # Asking

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters = Filters(),
        *,
        without: Sequence[str] = (),
        today: date | None = None,
    ) -> list[Hit]:
        """The k best chunks for a query in words.

        Args:
            query: In words.
            k: How many.
            filters: What may be searched.
            without: Keys of what `understood` lists and is to be left out.
            today: What "yesterday" is seen from; see `rag.retrieval.wanted.Known.today`.
        """
        read = self._stages.understanding.query(query, without=without, today=today)
        return self._stages.retriever.search(read, k, filters)

    def understood(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        without: Sequence[str] = (),
        today: date | None = None,
    ) -> tuple[Understood, ...]:
        """What a question says about the articles it wants, as `search` and `ask` heed it."""
        read = self._stages.understanding.query(question, history, without=without, today=today)
        return read.understood

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        without: Sequence[str] = (),
        today: date | None = None,
    ) -> Iterator[AskEvent]:
        """Answers a question: what was found, the evidence, drafts, then the checked answer.

        Closing the iterator stops the generator.

        Args:
            question: In words.
            history: Earlier turns of the same conversation, oldest first.
            filters: What may be searched.
            without: Keys of what `understood` lists and is to be left out.
            today: What "yesterday" is seen from; see `rag.retrieval.wanted.Known.today`.

        Raises:
            QuestionError: It cannot be asked.
            ModelError: A model cannot be had or failed.
        """
        started = perf_counter()
        query = self._stages.understanding.query(question, history, without=without, today=today)
        earlier = history[-1] if query.follow_up else None
        yield from self._stages.asker.ask(query, earlier=earlier, filters=filters, started=started)

    def examples(self, n: int = 4) -> list[str]:
        """Up to n questions that the library's articles suggest."""
        newest = self._store.articles(limit=EXAMPLES_FROM)
        return suggest([self._store.article(one.id) for one in newest], n)

    # Who said what

    def heard(self, topic: str = "", filters: Filters = Filters()) -> list[str]:
        """Ids of the articles in which something may be said on a topic; "" for all that pass.

        Raises:
            QuestionError: The topic cannot be searched for.
        """
        if not topic.strip():
            return [article.id for article in self.articles(filters)]
        hits = self.search(topic, CHUNKS_ON_TOPIC, filters)
        return list(dict.fromkeys(hit.chunk.article.id for hit in hits))

    def read_statements(self, article_ids: Sequence[str]) -> Iterator[StatementsRead]:
        """Reads the articles that were not read for statements before; told after each of them.

        Raises:
            NotFoundError: No such article.
            ModelMissingError: What reads them is not installed.
        """
        yield from self._stages.statements.read_all(article_ids)

    def statements(
        self, article_ids: Sequence[str], *, speaker: str = "", topic: str = ""
    ) -> list[Statement]:
        """Who said what in these articles, article by article in the order given.

        Args:
            article_ids: Of any versions; those not read before are read now.
            speaker: Only those of this speaker, under any of the names that the articles use.
            topic: Only those whose passage holds at least half of these words.

        Raises:
            NotFoundError: No such article.
            ModelMissingError: What reads them is not installed.
        """
        return matching(self._stages.statements.of_all(article_ids), speaker=speaker, topic=topic)

    def compare(
        self, topic: str, *, speakers: Sequence[str] = (), filters: Filters = Filters()
    ) -> Iterator[CompareEvent]:
        """Who said what on a topic: how far it is, each issue as it is ready, then everything.

        Closing the iterator stops the work.

        Args:
            topic: In words, or a question.
            speakers: Only these, under any of their names; everybody if empty.
            filters: What may be searched.

        Raises:
            QuestionError: It cannot be searched for.
            ModelError: A model cannot be had or failed.
        """
        query = self._stages.understanding.query(topic)
        yield from self._stages.comparer.compare(query, speakers=speakers, filters=filters)

    def check_claim(self, claim: str, *, filters: Filters = Filters()) -> Iterator[ClaimEvent]:
        """How far it is, then who backs a claim, contradicts it, or leaves it open, quoted.

        Closing the iterator stops the work.

        Raises:
            QuestionError: It cannot be searched for.
            ModelError: A model cannot be had or failed.
        """
        query = self._stages.understanding.query(claim)
        yield from self._stages.comparer.check_claim(query, filters=filters)

    # Summaries and briefings

    def summarise(
        self, article_id: str, length: SummaryLength = "paragraph"
    ) -> Iterator[SummaryEvent]:
        """Yields each sentence of a summary of one article, cited, and then the summary.

        Closing the iterator stops the generator.

        Raises:
            NotFoundError: No such article.
            ModelError: A model cannot be had or failed.
        """
        return self._stages.summaries.summarise(article_id, length)

    def stories(self, filters: Filters = Filters()) -> list[Story]:
        """Clusters of articles on one event, the one last in the news first."""
        return self._stages.sources.stories(filters)

    def stories_among(self, articles: Sequence[Article]) -> list[Story]:
        """What stories some articles make by themselves, the one last in the news first."""
        return self._stages.sources.stories_among(articles)

    def brief(
        self,
        topic: str = "",
        *,
        filters: Filters = Filters(),
        story: str = "",
        articles: Sequence[str] = (),
        length: BriefingLength = "page",
        language: str = "",
        stop: threading.Event | None = None,
    ) -> Iterator[BriefEvent]:
        """Yields the sources of a briefing, then the page as it grows, then the briefing.

        Args:
            topic: In words; "" where a story, articles or filters say what it is about.
            filters: What may be read.
            story: Id of a story, or the beginning of one.
            articles: Ids of picked articles.
            length: Of the page.
            language: ISO 639-1 code of the articles that it is written from; "" for the one that
                most of them are in.
            stop: When set, ends with what is written; closing the iterator ends it without.

        Raises:
            QuestionError: No article fits, or nothing to go by was given.
            NotFoundError: No such story or article.
            ModelError: A model cannot be had or failed.
        """
        query = self._stages.understanding.query(topic) if topic.strip() else None
        wanted = Wanted(query, filters, story, tuple(articles), language)
        return self._stages.briefings.brief(wanted, length, stop=stop)

    # Models and health

    def start_models(self) -> None:
        """Begins to load the models in the background, so that the first question is fast."""
        for handle in (self._embedder_handle, self._judge_handle, self._generator_handle):
            handle.start()
        self._generator_handle.warm(*self._beginnings)

    def embedder_state(self) -> ModelState:
        """How far the embedder is."""
        return self._embedder_handle.state

    def generator_state(self) -> ModelState:
        """How far the generator is."""
        return self._generator_handle.state

    def doctor(self) -> list[Check]:
        """Looks whether store and index are sound and agree."""
        return [*self._store.check(), *self._index.check(), self.reading.check()]

    def repair(self) -> list[Check]:
        """Rebuilds what can be rebuilt from the store, and looks again."""
        self._store.rebuild_full_text()
        self._store.rebuild_copies()
        self._index.rebuild()
        return self.doctor()

    def close(self, patience: float = PATIENCE_SECONDS) -> None:
        """Saves the index and closes the library.

        `patience` is for an index that is just being built; the next start begins with it anew.
        """
        self.reading.close()
        self._generator_handle.close()
        self._index.close(patience)
        self._store.close()
