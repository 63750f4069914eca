"""The desk of the web app's tests: briefings and comparisons are those of the export's samples.

Words of the topic change what it does: "slow" waits before the end until `gate` is set, "fail"
raises a QuestionError, "crash" a bug, "hostile" writes what `HOSTILE` says.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.errors import QuestionError
from rag.types import (
    Article,
    ArticleSummary,
    BriefEvent,
    Briefing,
    BriefingLength,
    BriefingSoFar,
    Citation,
    CitedSentence,
    ClaimEvent,
    CompareEvent,
    Comparison,
    Filters,
    Hit,
    Issue,
    IssueFound,
    OriginGroup,
    Position,
    SourcesChosen,
    StatementsRead,
    Waiting,
)
from tests.rag.export.samples import BRIEFING, CLAIM, COMPARISON, REPRINT, say
from tests.rag.export.samples import DENIAL as SAMPLE_DENIAL
from tests.rag.export.samples import FERRY as SAMPLE_FERRY
from tests.rag.export.samples import UNION as SAMPLE_UNION
from tests.ui_fakes import HOSTILE, ScriptedDesk

SAMPLES = (SAMPLE_FERRY, REPRINT, SAMPLE_DENIAL, SAMPLE_UNION)
"""The articles that the briefing and the comparison cite."""

_WORDS = HOSTILE.body[: HOSTILE.body.index("\n\n")]
HOSTILE_BRIEFING = Briefing(
    topic=HOSTILE.title,
    length="page",
    headline=HOSTILE.title,
    lead=(CitedSentence(_WORDS, (1,), 0.9, (HOSTILE.title,)),),
    sources=(OriginGroup(ArticleSummary.of(HOSTILE), (ArticleSummary.of(HOSTILE),)),),
    citations=(Citation(1, HOSTILE, 0, len(HOSTILE.body)),),
    notes=(HOSTILE.title,),
    model="Quill-1.5B",
)
_SAID = replace(say(HOSTILE, "Prices rose", HOSTILE.source, role=HOSTILE.author))
HOSTILE_COMPARISON = Comparison(
    topic=HOSTILE.title,
    issues=(
        Issue(
            HOSTILE.title,
            (Position(HOSTILE.source, "unclear", _SAID.quote, (_SAID,), 0, None, 1, (1,)),),
            (),
        ),
    ),
    columns=(HOSTILE.source,),
    citations=(Citation(1, HOSTILE, *_SAID.sentence),),
    articles=1,
    origins=1,
    considered=1,
    notes=(HOSTILE.title,),
)


class PagesDesk(ScriptedDesk):
    """Its library is that of `ScriptedDesk`; `with_samples` adds what the pages cite."""

    def with_samples(self) -> PagesDesk:
        self.library |= {article.id: article for article in SAMPLES}
        return self

    def search(self, *asked: object, **also: object) -> list[Hit]:
        """As `FakeDesk.search`; all that is found is near in meaning."""
        return [replace(hit, dense=0.9) for hit in super().search(*asked, **also)]

    def origins(self, article_ids: Sequence[str]) -> list[OriginGroup]:
        """The ferry has a reprint, all others stand alone."""
        found = [self.article(one) for one in article_ids if one != REPRINT.id]
        return [OriginGroup(ArticleSummary.of(one), self._reprints(one)) for one in found]

    def _reprints(self, article: Article) -> tuple:
        kept = article.id == SAMPLE_FERRY.id and REPRINT.id in self.library
        return (ArticleSummary.of(REPRINT),) if kept else ()

    def brief(
        self, topic: str = "", *, filters: Filters = Filters(), story: str = "",
        articles: Sequence[str] = (), length: BriefingLength = "page", language: str = "",
        stop: threading.Event | None = None,
    ) -> Iterator[BriefEvent]:  # fmt: skip
        self.briefed.append((topic, filters, story, tuple(articles), length, language))
        if "fail" in topic:
            raise QuestionError("No article fits: the dates leave none over. Widen them.")
        if "crash" in topic:
            raise ZeroDivisionError("a bug")
        written = HOSTILE_BRIEFING if "hostile" in topic else BRIEFING
        written = replace(written, length=length)
        yield SourcesChosen(written.sources, written.notes)
        begun = replace(written, points=(), timeline=(), voices=(), differences=(), unknowns=())
        yield BriefingSoFar(begun, "choosing the points", 0.3)
        while "slow" in topic and not self.gate.wait(0.05):
            yield BriefingSoFar(begun, "phrasing 1 of 3", 0.6)
        yield written

    def compare(
        self, topic: str, *, speakers: Sequence[str] = (), filters: Filters = Filters()
    ) -> Iterator[CompareEvent]:
        self.compared.append((topic, tuple(speakers), filters))
        if "fail" in topic:
            raise QuestionError("The topic cannot be searched for. Use other words.")
        found = HOSTILE_COMPARISON if "hostile" in topic else COMPARISON
        for done in (1, 2, 3):
            yield StatementsRead(done, 3)
        yield IssueFound(found.issues[0], found.citations[:4])
        while "slow" in topic and not self.gate.wait(0.05):
            yield StatementsRead(3, 3)
        for issue in found.issues[1:]:
            yield IssueFound(issue, found.citations[4:])
        yield replace(found, topic=topic if "hostile" not in topic else found.topic)

    def check_claim(
        self, claim: str, *, filters: Filters = Filters()
    ) -> Iterator[ClaimEvent | Waiting]:
        if "queue" in claim:
            yield Waiting(3)
        yield StatementsRead(1, 2)
        self.gate.wait(10 if "slow" in claim else 0)
        yield StatementsRead(2, 2)
        yield replace(CLAIM, claim=claim)
