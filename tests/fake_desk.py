"""A desk over a dictionary, for the faces: finds by words, answers in the articles' own."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rag.errors import NotFoundError, QuestionError
from rag.settings import Settings
from rag.types import (
    Answer,
    Article,
    ArticleSummary,
    AskEvent,
    BriefEvent,
    Briefing,
    BriefingLength,
    BriefingSoFar,
    Check,
    Citation,
    CitedSentence,
    ClaimCheck,
    ClaimEvent,
    CompareEvent,
    Comparison,
    Drafted,
    Evidence,
    EvidenceFound,
    Failure,
    Filters,
    Hit,
    IngestEvent,
    IngestProgress,
    IngestReport,
    Issue,
    IssueFound,
    ModelState,
    OriginGroup,
    Point,
    Position,
    Readings,
    Sentence,
    SourcesChosen,
    Statement,
    StatementsRead,
    Story,
    Summary,
    SummaryEvent,
    SummaryLength,
    Timings,
    Turn,
    Understood,
)
from tests.fakes import (
    FakeReader,
    make_article,
    make_chunk,
    make_evidence,
    split_sentences,
    words_of,
)


class FakeReading:
    """Has read nothing and reads nothing; `state` may be set.

    Attributes:
        busy: What it was started with; None if it was not.
        closed: Whether it was.
    """

    def __init__(self) -> None:
        self.state = Readings(0, 0)
        self.busy: Callable[[], bool] | None = None
        self.closed = False

    def start(self, busy: Callable[[], bool]) -> None:
        self.busy = busy

    def close(self) -> None:
        self.closed = True


class FakeDesk:
    """`rag.desk.Desk` over a dictionary of articles, with answers that need no model.

    A search finds the articles that share a word of four letters or more with the query, most
    shared words first. An answer is the best article's first sentence, cited as [1]; without a
    hit it abstains. `ingest` adds one article per path; a path that ends in ".bad" fails.

    Attributes:
        closed_early: How many answers were closed before their end.
        asked: Every (question, history, filters) of `ask`.
        briefed: Every (topic, filters, story, articles, length, language) of `brief`.
    """

    def __init__(self, articles: Sequence[Article] = (), settings: Settings | None = None) -> None:
        self.settings = settings or Settings(home=Path("/nowhere"), models_dir=Path("/nowhere"))
        self.library = {article.id: article for article in articles}
        self.asked: list[tuple[str, tuple[Turn, ...], Filters]] = []
        self.compared: list[tuple[str, tuple[str, ...], Filters]] = []
        self.briefed: list[tuple[object, ...]] = []
        self.closed = False
        self.closed_early = 0
        self.started_models = False
        self.reading = FakeReading()
        self.checks = [Check("store", True, f"{len(self.library)} articles")]

    def ingest(
        self, inputs: Sequence[str | Path], *, stop: threading.Event | None = None
    ) -> Iterator[IngestEvent]:
        added, unchanged, failed = 0, 0, []
        for done, path in enumerate(map(str, inputs)):
            if stop is not None and stop.is_set():
                break
            yield IngestProgress("reading", done, len(inputs), path, 1.0, 1.0, tuple(failed))
            article = make_article(f"This is the text of {path}.", title=path, path=path)
            if path.endswith(".bad"):
                failed.append(Failure(path, "it holds no text"))
            elif article.id in self.library:
                unchanged += 1
            else:
                self.library[article.id] = article
                added += 1
        total = len(self.library)
        stopped = stop is not None and stop.is_set()
        yield IngestReport(added, 0, unchanged, tuple(failed), total, total, 0.5, stopped)

    def articles(
        self,
        filters: Filters = Filters(),
        *,
        text: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[ArticleSummary]:
        chosen = [
            article
            for article in self._allowed(filters)
            if text.lower() in f"{article.title} {article.source} {article.author}".lower()
        ]
        dated = datetime(1, 1, 1, tzinfo=UTC)
        chosen.sort(key=lambda article: article.published or dated, reverse=True)
        return [ArticleSummary.of(article) for article in chosen][offset:][:limit]

    def article(self, article_id: str) -> Article:
        found = [id for id in self.library if id.startswith(article_id)]
        if len(found) != 1:
            raise NotFoundError(f"no article {article_id!r}: `list` shows those that there are")
        return self.library[found[0]]

    def remove(self, article_id: str) -> list[str]:
        return [self.library.pop(self.article(article_id).id).id]

    def sentences(self, article_id: str) -> list[Sentence]:
        return split_sentences(self.article(article_id).body)

    def understood(
        self, question: str, history: Sequence[Turn] = (), *, without: Sequence[str] = ()
    ) -> tuple[Understood, ...]:
        found = [
            Understood(f"outlet:{name}", "outlet", f"from {name}", name, Filters(sources=(name,)))
            for name, _ in self.outlets()
            if name in question
        ]
        return tuple(one for one in found if one.key not in without)

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters = Filters(),
        *,
        without: Sequence[str] = (),
    ) -> list[Hit]:
        if not query.strip():
            raise QuestionError("the question is empty: type one")
        wanted = {word for word in words_of(query) if len(word) > 3}
        scored = [
            (len(wanted & set(words_of(f"{article.title} {article.body}"))), row, article)
            for row, article in enumerate(self._allowed(filters), start=1)
        ]
        best = sorted((entry for entry in scored if entry[0]), key=lambda entry: -entry[0])[:k]
        return [
            Hit(rank, score / 10, make_chunk(article, row=row))
            for rank, (score, row, article) in enumerate(best, start=1)
        ]

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        without: Sequence[str] = (),
    ) -> Iterator[AskEvent]:
        self.asked.append((question, tuple(history), filters))
        hits = self.search(question, 3, filters)
        evidence = tuple(make_evidence(hit.chunk.article, n=hit.rank) for hit in hits)
        try:
            understood = self.understood(question, without=without)
            yield EvidenceFound(evidence, question, 12.0, understood)
            answer = replace(_answer(question, evidence), understood=understood)
            for end in [match.end() for match in re.finditer(r"\S+", answer.text)]:
                yield Drafted(answer.text[:end])
            yield answer
        except GeneratorExit:
            self.closed_early += 1
            raise

    def read_statements(self, article_ids: Sequence[str]) -> Iterator[StatementsRead]:
        for done, article_id in enumerate(article_ids, start=1):
            self.article(article_id)
            yield StatementsRead(done, len(article_ids))

    def heard(self, topic: str = "", filters: Filters = Filters()) -> list[str]:
        if not topic.strip():
            return [article.id for article in self._allowed(filters)]
        return list(dict.fromkeys(hit.chunk.article.id for hit in self.search(topic, 200, filters)))

    def statements(
        self, article_ids: Sequence[str], *, speaker: str = "", topic: str = ""
    ) -> list[Statement]:
        found = [
            one
            for article_id in article_ids
            for one in FakeReader().read(self.article(article_id), self.sentences(article_id))
        ]
        return [
            one
            for one in found
            if speaker.lower() in one.speaker.lower() and topic.lower() in one.quote.lower()
        ]

    def summarise(
        self, article_id: str, length: SummaryLength = "paragraph"
    ) -> Iterator[SummaryEvent]:
        """The first sentence of the article, cited."""
        article = self.article(article_id)
        one = make_evidence(article)
        sentence = CitedSentence(one.quote, (1,), 1.0)
        yield sentence
        cited = (Citation.from_evidence(one),)
        yield Summary(article, length, (sentence,), cited, "fake-generator", Timings(1.0, 2.0, 3.0))

    def stories(self, filters: Filters = Filters()) -> list[Story]:
        """One story of all articles that pass, if there are two."""
        listed = tuple(self.articles(filters))
        if len(listed) < 2:
            return []
        dated = [one.published for one in listed if one.published]
        sources = tuple(dict.fromkeys(one.source for one in listed))
        headline = listed[0].title
        return [Story("5f" * 8, headline, listed, min(dated), max(dated), sources)]

    def stories_among(self, articles: Sequence[Article]) -> list[Story]:
        """One story of all of them, if there are two."""
        return self.stories(Filters(articles=tuple(one.id for one in articles)))

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
        """The first sentence of each article that passes is a point; the newest gives the lead."""
        self.briefed.append((topic, filters, story, tuple(articles), length, language))
        read = [self.article(one.id) for one in self.articles(filters)]
        if not read:
            raise QuestionError("No article fits: the dates leave none over.")
        groups = tuple(OriginGroup(ArticleSummary.of(one), ()) for one in read)
        yield SourcesChosen(groups, ("one origin only",))
        evidence = [make_evidence(one, n=n) for n, one in enumerate(read, start=1)]
        points = tuple(Point(CitedSentence(one.quote, (one.n,), 1.0), 1, 1) for one in evidence)
        page = Briefing(
            topic,
            length,
            read[0].title,
            (points[0].sentence,),
            sources=groups,
            citations=tuple(Citation.from_evidence(one) for one in evidence),
            notes=("one origin only",),
            model="fake-generator",
        )
        yield BriefingSoFar(page, "choosing the points", 0.5)
        yield replace(page, points=points, stopped=stop is not None and stop.is_set())

    def origins(self, article_ids: Sequence[str]) -> list[OriginGroup]:
        """No article is a reprint of another."""
        return [OriginGroup(ArticleSummary.of(self.article(one)), ()) for one in article_ids]

    def compare(
        self, topic: str, *, speakers: Sequence[str] = (), filters: Filters = Filters()
    ) -> Iterator[CompareEvent]:
        """All that `FakeReader` reads is one issue, a position for each statement."""
        self.compared.append((topic, tuple(speakers), filters))
        ids = [article.id for article in self._allowed(filters)]
        yield from self.read_statements(ids)
        found = self.statements(ids)
        citations = tuple(
            Citation(n, one.article, *one.sentence) for n, one in enumerate(found, start=1)
        )
        positions = tuple(
            Position(one.speaker, one.speaker_kind, one.quote, (one,), 0,
                     one.article.published, 1, (n,))
            for n, one in enumerate(found, start=1)
        )  # fmt: skip
        issues = (Issue(topic, positions, ()),) if positions else ()
        if issues:
            yield IssueFound(issues[0], citations)
        columns = tuple(dict.fromkeys(one.holder for one in positions))
        articles = len({one.article.id for one in citations})
        yield Comparison(topic, issues, columns, citations, articles, articles, len(found))

    def check_claim(self, claim: str, *, filters: Filters = Filters()) -> Iterator[ClaimEvent]:
        """Nobody says anything on any claim."""
        yield from self.read_statements([article.id for article in self._allowed(filters)])
        yield ClaimCheck(claim, (), (), ())

    def examples(self, n: int = 4) -> list[str]:
        return [f"What happened: {article.title}?" for article in self.library.values()][:n]

    def outlets(self) -> list[tuple[str, int]]:
        sources = [article.source for article in self.library.values()]
        return sorted({(name, sources.count(name)) for name in sources}, key=lambda pair: -pair[1])

    def counts(self) -> dict[str, int]:
        total = len(self.library)
        names = ("articles versions sentences chunks vectors fulltext statements").split()
        return dict.fromkeys(names, total)

    @property
    def generation(self) -> int:
        """A hash of what is in the library: differs whenever that does."""
        return hash(tuple(sorted(self.library)))

    def doctor(self) -> list[Check]:
        return self.checks

    def repair(self) -> list[Check]:
        self.checks = [Check(check.name, True, "repaired") for check in self.checks]
        return self.checks

    def start_models(self) -> None:
        self.started_models = True

    def generator_state(self) -> ModelState:
        return ModelState("fake-generator", "ready")

    def embedder_state(self) -> ModelState:
        return ModelState("fake-embedder", "ready")

    def close(self) -> None:
        self.closed = True

    def _allowed(self, filters: Filters) -> list[Article]:
        return [article for article in self.library.values() if passes(article, filters)]


def passes(article: Article, filters: Filters) -> bool:
    """Whether the filters let an article pass."""
    published = article.published
    if filters.since and (published is None or published < filters.since):
        return False
    if filters.until and (published is None or published > filters.until):
        return False
    sources = {source.casefold() for source in filters.sources}
    return (
        (not sources or article.source.casefold() in sources)
        and (not filters.languages or article.language in filters.languages)
        and (not filters.articles or article.id in filters.articles)
    )


def _answer(question: str, evidence: tuple[Evidence, ...]) -> Answer:
    timings = Timings(12.0, 34.0, 56.0)
    if not evidence:
        text = "The articles do not say."
        return Answer(question, True, text, model="fake-generator", timings=timings)
    text = evidence[0].quote
    return Answer(
        question,
        False,
        f"{text} [1]",
        sentences=(CitedSentence(text, (1,), 0.9),),
        citations=(Citation.from_evidence(evidence[0]),),
        evidence=evidence,
        articles=1,
        origins=1,
        model="fake-generator",
        confidence=0.9,
        timings=timings,
    )
