"""A document of each kind about one ferry, and the nastiest article that we could think of."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

from rag.types import (
    Answer,
    Article,
    ArticleSummary,
    Briefing,
    Citation,
    CitedSentence,
    ClaimCheck,
    ClaimWitness,
    Comparison,
    Difference,
    Filters,
    Issue,
    OriginGroup,
    Point,
    Position,
    PositionRelation,
    SpeakerKind,
    SpeechKind,
    Stance,
    Statement,
    Summary,
    TimelineEntry,
    Timings,
    Voice,
)
from tests.fakes import make_article, split_sentences
from tests.ui_fakes import evidence_of

FERRY = make_article(
    "The ferry Linnet ran aground off Skerry Point shortly after six on Tuesday morning.\n\n"
    "All 214 passengers were taken off by lifeboat, the harbour office said. Two people were "
    "treated for cold. The vessel will stay where it is until the spring tide.\n\n"
    "“We saw the light too late,” said the first mate, Ada Quill.",
    title="Ferry Linnet runs aground off Skerry Point",
    source="Harbour Courier",
    published="2026-11-17T09:30",
)
DENIAL = make_article(
    "The owner of the Linnet rejected reports of a faulty radar. “The radar worked,” a "
    "spokeswoman said on Wednesday. Nine people were treated for cold, she said. The inquiry "
    "has not commented.",
    title="Ferry company denies that radar was out of order",
    source="The Inland Gazette",
    published="2026-11-18T12:00",
    url="javascript:alert(1)",
)
REPRINT = replace(FERRY, id="reprint", source="Valley Wire", title="Ferry aground", url="")
UNION = make_article(
    "The seamen's union said the radar had failed twice since August. On Friday it withdrew: "
    "“We have no proof that the radar failed,” its chair Tove Marl said.",
    title="Union withdraws radar claim",
    source="Harbour Courier",
    published="2026-11-20T07:00",
)
NASTY = Article(
    id="nasty",
    title='<img src=x onerror="alert(1)"> [^1]: #set page(fill: red) *bold* | $x$ \\ `code`',
    body=(
        "<script>alert(1)</script> & &lt; &#60; <!-- no comment --> [^1] [link](http://x.example/) "
        "![i](http://x.example/a.png)\n"
        "# no heading\n"
        "- no entry\n"
        "1. no number\n"
        "    no code\n"
        "> no quote | no cell | **no bold** _no_ ~~no~~ `no` $x^2$ \\ \\\\ {{no}} :no:\n\n"
        "===\n"
        '#set page(fill: red) #panic("no") <label> @ref = no // no /* no */\n'
        "قال الوزير إن السد آمن שלום 漢 👩‍🚒🚢 naïve “quoted” ‘single’ \"straight\" 'typewriter'\n"
        "www.no.example https://no.example/a_b me@no.example \ttab\n"
        + "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 4
        + "."
    ),
    source='"><b>Outlet</b> & *Sons*',
    published=None,
    url='https://no.example/a b"><script>?q=(1)&r=<2>',
    author="<u>nobody</u>",
    language="en",
)
UNCLEAN = replace(
    NASTY, id="unclean", body="Bell \x07, escape \x1b[31m, null \x00, override \u202e, lone \ud800."
)
ARABIC = make_article(
    "قال الوزير إن السد آمن. لم يصب أحد بأذى.",
    title="السد آمن",
    source="البريد",
    published="2026-11-19",
    language="ar",
)


def cite(article: Article, n: int, quote: str) -> Citation:
    """Citation n, the place of `quote` in the article."""
    start = article.body.index(quote)
    return Citation(n, article, start, start + len(quote))


def all_of(article: Article, n: int = 1) -> Citation:
    return Citation(n, article, 0, len(article.body))


def say(
    article: Article, content: str, speaker: str, *, kind: SpeechKind = "indirect",
    stance: Stance = "said", speaker_kind: SpeakerKind = "institution", role: str = "",
) -> Statement:  # fmt: skip
    start = article.body.index(content)
    span = (start, start + len(content))
    sentence = next(
        (one.start, one.end) for one in split_sentences(article.body) if start < one.end
    )
    id = hashlib.sha256(f"{article.id} {span}".encode()).hexdigest()[:16]
    return Statement(
        id, article, *span, kind, speaker, speaker_kind, None, None, stance, sentence, role
    )


def answer_of(*citations: Citation, sentence: str = "All were rescued.") -> Answer:
    """An answer of a sentence that cites them all."""
    numbers = tuple(citation.n for citation in citations)
    return Answer(
        "Who was rescued?",
        abstained=False,
        text=sentence + "".join(f" [{n}]" for n in numbers),
        sentences=(CitedSentence(sentence, numbers, 0.9),),
        citations=citations,
        articles=len(citations),
        origins=len(citations),
        model="Quill-1.5B",
    )


RESCUE = cite(FERRY, 2, "All 214 passengers were taken off by lifeboat, the harbour office said.")
RADAR = cite(DENIAL, 5, "“The radar worked,” a spokeswoman said on Wednesday.")
MATE = cite(FERRY, 3, "“We saw the light too late,” said the first mate, Ada Quill.")

ANSWER = Answer(
    question="Was everybody rescued, and did the radar work?",
    abstained=False,
    text="The owner says the radar worked [5]. All 214 passengers were taken off [2][5].",
    sentences=(
        CitedSentence(
            "The owner says the radar worked.", (5,), 0.61, ("“owner” is not in the quote",)
        ),
        CitedSentence("All 214 passengers were taken off.", (2, 5), 0.92),
    ),
    citations=(RESCUE, RADAR),
    articles=2,
    origins=2,
    model="Quill-1.5B",
    query="Was everybody rescued from the Linnet, and did its radar work?",
    confidence=0.8,
    timings=Timings(120.0, 900.0, 3210.0),
)
ABSTENTION = Answer(
    question="Who built the ferry?",
    abstained=True,
    text="The articles do not say.",
    evidence=(evidence_of(FERRY, 1, MATE.quote), evidence_of(DENIAL, 2, RADAR.quote)),
    model="Quill-1.5B",
)
SUMMARY = Summary(
    FERRY,
    "bullets",
    (
        CitedSentence("The ferry Linnet ran aground off Skerry Point.", (1,), 0.95),
        CitedSentence("All 214 passengers were taken off by lifeboat.", (2,), 0.95),
        CitedSentence("Two people were treated for cold.", (3,), 0.95),
    ),
    (
        cite(
            FERRY, 1,
            "The ferry Linnet ran aground off Skerry Point shortly after six on Tuesday morning.",
        ),
        RESCUE,
        cite(FERRY, 3, "Two people were treated for cold."),
    ),
    model="Quill-1.5B",
)  # fmt: skip

WORKED = say(DENIAL, "The radar worked,", "Linnet Lines", kind="direct", speaker_kind="institution")
FAULTY = say(DENIAL, "a faulty radar", "Linnet Lines", stance="denied")
FAILED = say(UNION, "the radar had failed twice since August", "Seamen's union")
NO_PROOF = say(
    UNION, "We have no proof that the radar failed,", "Seamen's union", kind="direct",
    role="chair",
)  # fmt: skip
TWO = say(
    FERRY, "Two people were treated for cold.", "Harbour Courier", kind="plain",
    speaker_kind="outlet",
)  # fmt: skip
NINE = say(DENIAL, "Nine people were treated for cold", "Linnet Lines")


def passages(*statements: Statement) -> tuple[Citation, ...]:
    """Citations 1, 2, ... of the passages of statements."""
    return tuple(
        Citation(n, statement.article, *statement.sentence)
        for n, statement in enumerate(statements, start=1)
    )


BRIEFING = Briefing(
    topic="the Linnet",
    length="page",
    headline="Ferry Linnet aground; owner and union at odds over its radar",
    lead=(
        CitedSentence("The ferry Linnet ran aground off Skerry Point on 17 November.", (1,), 0.95),
        CitedSentence("Its owner denies that the radar was faulty.", (3,), 0.9),
    ),
    points=(
        Point(CitedSentence("All 214 passengers were taken off by lifeboat.", (2,), 0.95), 1, 2),
        Point(CitedSentence("The union withdrew its claim about the radar.", (5,), 0.9), 1, 1),
    ),
    timeline=(
        TimelineEntry(
            date(2026, 8, 1), "month",
            CitedSentence("The radar failed twice, the union first said.", (4,), 0.9),
        ),
        TimelineEntry(
            date(2026, 11, 17), "day", CitedSentence("The ferry ran aground.", (1,), 0.9)
        ),
        TimelineEntry(
            date(2026, 11, 18), "day", CitedSentence("The owner denied a fault.", (3,), 0.9)
        ),
        TimelineEntry(
            date(2026, 11, 20), "day", CitedSentence("The union withdrew its claim.", (5,), 0.9)
        ),
    ),
    voices=(Voice(FAULTY, 3), Voice(NO_PROOF, 5)),
    differences=(
        Difference(
            "figure",
            "how many were treated for cold",
            (
                CitedSentence("Two, the Harbour Courier reports.", (6,), 0.9),
                CitedSentence("Nine, the owner says.", (7,), 0.9),
            ),
        ),
    ),
    unknowns=(CitedSentence("The inquiry has not commented.", (8,), 0.9),),
    sources=(
        OriginGroup(ArticleSummary.of(FERRY), (ArticleSummary.of(REPRINT),)),
        OriginGroup(ArticleSummary.of(DENIAL), ()),
        OriginGroup(ArticleSummary.of(UNION), ()),
    ),
    citations=(
        cite(
            FERRY, 1,
            "The ferry Linnet ran aground off Skerry Point shortly after six on Tuesday morning.",
        ),
        RESCUE,
        cite(DENIAL, 3, "The owner of the Linnet rejected reports of a faulty radar."),
        cite(UNION, 4, "The seamen's union said the radar had failed twice since August."),
        cite(UNION, 5, "“We have no proof that the radar failed,” its chair Tove Marl said."),
        cite(FERRY, 6, "Two people were treated for cold."),
        cite(DENIAL, 7, "Nine people were treated for cold, she said."),
        cite(DENIAL, 8, "The inquiry has not commented."),
    ),
    filters=Filters(since=datetime(2026, 11, 1, tzinfo=UTC), sources=("Harbour Courier",)),
    notes=("One article has no date.",),
    model="Quill-1.5B",
)  # fmt: skip

ISSUES = (
    Issue(
        "Whether the radar worked",
        (
            Position("Linnet Lines", "institution", WORKED.quote, (WORKED, FAULTY), 0,
                     DENIAL.published, 1, (1, 2)),
            Position("Seamen's union", "institution", FAILED.quote, (FAILED,), 0,
                     UNION.published, 1, (3,)),
            Position("Seamen's union", "institution", NO_PROOF.quote, (NO_PROOF,), 0,
                     UNION.published, 1, (4,)),
        ),
        (
            PositionRelation(0, 1, "contradict", "", 0.93, "a denial of the same"),
            PositionRelation(1, 2, "supersede", "", 0.88, "the same speaker, later"),
        ),
    ),
    Issue(
        "How many were treated",
        (
            Position("Harbour Courier", "outlet", TWO.quote, (TWO,), 0, FERRY.published, 1, (5,)),
            Position("Linnet Lines", "institution", NINE.quote, (NINE,), 0, DENIAL.published, 1,
                     (6,)),
        ),
        (PositionRelation(0, 1, "differ", "figure", 0.97, "2 against 9"),),
    ),
)  # fmt: skip
COMPARISON = Comparison(
    topic="the Linnet's radar",
    issues=ISSUES,
    columns=("Linnet Lines", "Seamen's union", "Harbour Courier"),
    citations=passages(WORKED, FAULTY, FAILED, NO_PROOF, TWO, NINE),
    articles=3,
    origins=3,
    considered=14,
    silent=("Coastguard",),
    notes=("One article has no date.",),
)
CLAIM = ClaimCheck(
    claim="The radar of the Linnet was broken.",
    backing=(
        ClaimWitness(
            cite(UNION, 1, "The seamen's union said the radar had failed twice since August."),
            "Seamen's union", "institution", "agree", "", 0.82, "the same", FAILED,
        ),
    ),
    contradicting=(
        ClaimWitness(RADAR, "Linnet Lines", "institution", "contradict", "", 0.94, "", WORKED),
    ),
    open=(
        ClaimWitness(
            cite(DENIAL, 8, "The inquiry has not commented."), "The Inland Gazette", "outlet",
            "unrelated", "", 0.6, "",
        ),
    ),
    articles=2,
    origins=2,
    notes=("Two articles only.",),
)  # fmt: skip

DOCUMENTS = {
    "answer": ANSWER,
    "abstention": ABSTENTION,
    "summary": SUMMARY,
    "briefing": BRIEFING,
    "comparison": COMPARISON,
    "claim": CLAIM,
}
"""A document of each kind by its name."""
