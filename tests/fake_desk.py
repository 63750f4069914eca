"""A desk over a dictionary, for the faces: answers in the articles' own words."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rag.errors import QuestionError
from rag.settings import Settings
from rag.types import (
    Answer,
    Article,
    ArticlesFound,
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
    Filters,
    Issue,
    IssueFound,
    ModelState,
    OriginGroup,
    Point,
    Position,
    Readings,
    SourcesChosen,
    Statement,
    StatementsRead,
    Summary,
    SummaryEvent,
    SummaryLength,
    Timings,
    Turn,
    Understood,
)
from tests.fake_library import FakeLibrary
from tests.fakes import (
    FakeReader,
    make_evidence,
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


class FakeDesk(FakeLibrary):
    """`rag.desk.Desk` over a dictionary of articles, with answers that need no model.

    An answer is the best article's first sentence, cited as [1]; without a hit it abstains.

    Attributes:
        patience: What it was closed with.
        closed_early: How many answers were closed before their end.
        asked: Every (question, history, filters) of `ask`.
        briefed: Every (topic, filters, story, articles, length, language) of `brief`.
    """

    def __init__(self, articles: Sequence[Article] = (), settings: Settings | None = None) -> None:
        self.settings = settings or Settings(home=Path("/nowhere"), models_dir=Path("/nowhere"))
        super().__init__(articles)
        self.asked: list[tuple[str, tuple[Turn, ...], Filters]] = []
        self.compared: list[tuple[str, tuple[str, ...], Filters]] = []
        self.briefed: list[tuple[object, ...]] = []
        self.closed = False
        self.patience = 0.0
        self.closed_early = 0
        self.started_models = False
        self.reading = FakeReading()
        self.checks = [Check("store", True, f"{len(self.library)} articles")]

    def understood(
        self, question: str, history: Sequence[Turn] = (), *, without: Sequence[str] = ()
    ) -> tuple[Understood, ...]:
        found = [
            Understood(f"outlet:{name}", "outlet", f"from {name}", name, Filters(sources=(name,)))
            for name, _ in self.outlets()
            if name in question
        ]
        return tuple(one for one in found if one.key not in without)

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
            yield ArticlesFound(tuple(hits), question, 6.0, understood)
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

    def close(self, patience: float = 600.0) -> None:
        self.closed = True
        self.patience = patience


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
