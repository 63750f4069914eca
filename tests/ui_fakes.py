"""The desk of `tests.fakes` with a script for the web app, and the articles that it tells of.

It answers by the words of the question: "fail" raises a GeneratorError, "crash" a bug, "nobody"
abstains, "heavy" waits with the evidence until `weighed` is set, "slow" after every word until
`gate` is, everything else is answered from the first two articles.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rag.errors import GeneratorError
from rag.settings import Settings
from rag.types import (
    Answer,
    Article,
    ArticlesFound,
    AskEvent,
    Chunk,
    Citation,
    CitedSentence,
    Drafted,
    Evidence,
    EvidenceFound,
    Failure,
    Filters,
    Hit,
    IngestEvent,
    IngestProgress,
    IngestReport,
    ModelState,
    Timings,
    Turn,
)
from tests.fake_desk import FakeDesk

FERRY = Article(
    id="a1" * 8,
    title="Ferry Linnet runs aground off Skerry Point",
    body=(
        "The ferry Linnet ran aground off Skerry Point shortly after six on Tuesday morning.\n\n"
        "All 214 passengers were taken off by lifeboat, the harbour office said. Two people were "
        "treated for cold. The vessel will stay where it is until the spring tide.\n\n"
        "“We saw the light too late,” said the first mate, Ada Quill."
    ),
    source="Harbour Courier",
    published=datetime(2026, 11, 17, 9, 30, tzinfo=UTC),
    url="https://harbour-courier.example/linnet",
    author="Nell Osgood",
    language="en",
)
DENIAL = Article(
    id="b2" * 8,
    title="Ferry company denies that radar was out of order",
    body=(
        "The owner of the Linnet rejected reports of a faulty radar. “The radar worked,” a "
        "spokeswoman said on Wednesday. The inquiry has not commented."
    ),
    source="The Inland Gazette",
    published=datetime(2026, 11, 18, 12, 0, tzinfo=UTC),
    url="javascript:alert(1)",
    language="en",
)
HOSTILE = Article(
    id="c3" * 8,
    title='<img src=x onerror="window.__pwned=1">Market <script>window.__pwned=1</script>',
    body=(
        '<script>window.__pwned=1</script><img src="http://attacker.example/a.png"> '
        "Prices rose. ${window.__pwned=1} {{constructor.constructor('window.__pwned=1')()}} "
        '<a href="javascript:window.__pwned=1">link</a> ![x](http://attacker.example/b.png)\n\n'
        "</p></article><svg onload=window.__pwned=1><iframe src=http://attacker.example></iframe>"
    ),
    source='"><b onmouseover=window.__pwned=1>Outlet',
    published=None,
    url="http://attacker.example/page",
    author="<u>nobody</u>",
)


def evidence_of(article: Article, n: int, quote: str, focus: str | None = None) -> Evidence:
    """Evidence n, the place of `quote` in the article; `focus` is the sentence that counts."""
    start = article.body.index(quote)
    focus_start = article.body.index(focus or quote)
    return Evidence(
        n, article, start, start + len(quote), focus_start, focus_start + len(focus or quote)
    )


RESCUE = evidence_of(
    FERRY,
    1,
    "The ferry Linnet ran aground off Skerry Point shortly after six on Tuesday morning.\n\n"
    "All 214 passengers were taken off by lifeboat, the harbour office said.",
    "All 214 passengers were taken off by lifeboat, the harbour office said.",
)
RADAR = evidence_of(DENIAL, 2, "“The radar worked,” a spokeswoman said on Wednesday.")
MATE = evidence_of(FERRY, 3, "“We saw the light too late,” said the first mate, Ada Quill.")
PRICES = evidence_of(HOSTILE, 4, HOSTILE.body)
EVIDENCE = (RESCUE, RADAR, MATE, PRICES)
HITS = tuple(
    Hit(rank, 1 / rank, Chunk(rank, one.article, 0, one.start, one.end))
    for rank, one in enumerate((RESCUE, RADAR, PRICES), start=1)
)

DRAFT = "All 214 passengers were rescued [1]. The owner says the radar worked [2]."
READY = ModelState("Quill-1.5B", "ready")


def answer_to(question: str) -> Answer:
    """The answer that the fake gives to an ordinary question."""
    return Answer(
        question=question,
        abstained=False,
        text=DRAFT,
        sentences=(
            CitedSentence("All 214 passengers were rescued.", (1,), 0.92),
            CitedSentence(
                "The owner says the radar worked.", (2,), 0.61, ("“owner” is not in the quote",)
            ),
        ),
        citations=(Citation.from_evidence(RESCUE), Citation.from_evidence(RADAR)),
        evidence=EVIDENCE,
        articles=2,
        origins=2,
        dropped_marks=1,
        dropped_sentences=(("The captain resigned.", "no source says so"),),
        model="Quill-1.5B",
        confidence=0.8,
        timings=Timings(120.0, 900.0, 3210.0),
    )


def abstention(question: str) -> Answer:
    """The answer that the fake gives when nobody says."""
    return Answer(
        question=question,
        abstained=True,
        text="The articles do not say.",
        evidence=(MATE,),
        model="Quill-1.5B",
        timings=Timings(110.0, None, 140.0),
    )


class ScriptedDesk(FakeDesk):
    """Remembers what it was asked and given, and whether an answer was stopped."""

    def __init__(
        self, home: Path, articles: Sequence[Article] = (FERRY, DENIAL, HOSTILE), port: int = 0
    ) -> None:
        super().__init__(articles, Settings(home=home, models_dir=home, port=port))
        self.ingested: list[list[str | Path]] = []
        self.writer = READY
        self.gate = threading.Event()
        self.gate.set()
        self.weighed = threading.Event()
        self.stopped = threading.Event()

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        without: Sequence[str] = (),
    ) -> Iterator[AskEvent]:
        self.asked.append((question, tuple(history), filters))
        if "fail" in question:
            raise GeneratorError("The engine stopped. Start Dateline again.")
        if "crash" in question:
            raise ZeroDivisionError("a bug")
        if "nobody" in question:
            yield ArticlesFound(HITS[:1], question, 60.0)
            yield EvidenceFound((MATE,), question, 110.0)
            yield abstention(question)
            return
        try:
            yield ArticlesFound(HITS, question, 60.0)
            if "heavy" in question:
                self.weighed.wait(20)
            yield EvidenceFound(EVIDENCE, question, 120.0)
            words = DRAFT.split(" ")
            for written in range(1, len(words) + 1):
                if "slow" in question:
                    self.gate.wait(0.15)
                yield Drafted(" ".join(words[:written]))
            while "slow" in question and not self.gate.wait(0.05):
                yield Drafted(DRAFT)
            heeded = self.understood(question, without=without)
            yield replace(answer_to(question), understood=heeded)
        except GeneratorExit:
            self.stopped.set()
            raise

    def ingest(
        self, inputs: Sequence[str | Path], *, stop: threading.Event | None = None
    ) -> Iterator[IngestEvent]:
        self.ingested.append(list(inputs))
        failed: tuple[Failure, ...] = ()
        added = 0
        for done, given in enumerate(inputs):
            yield IngestProgress("reading", done, len(inputs), str(given), 4.0, 2.0, failed)
            while not self.gate.wait(0.05):
                if stop is not None and stop.is_set():
                    yield self._report(added, failed, stopped=True)
                    return
                yield IngestProgress("reading", done, len(inputs), str(given), 4.0, 2.0, failed)
            if "broken" in str(given):
                failed += (Failure(str(given), "it is encrypted; save it without a password"),)
                continue
            article = replace(FERRY, id=f"{len(self.library):016x}", title=Path(str(given)).stem)
            self.library[article.id] = article
            added += 1
        yield self._report(added, failed)

    def _report(
        self, added: int, failed: tuple[Failure, ...], *, stopped: bool = False
    ) -> IngestReport:
        return IngestReport(added, 0, 0, failed, len(self.library), len(self.library), 0.5, stopped)

    def examples(self, n: int = 4) -> list[str]:
        return ["How many passengers were rescued?", "What does the owner deny?"][:n]

    def generator_state(self) -> ModelState:
        return self.writer

    def embedder_state(self) -> ModelState:
        return ModelState("all-MiniLM-L6-v2", "ready")
