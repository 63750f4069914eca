"""Nouns of who said what: statements, and what comes of comparing them.

A `Statement` holds its article and computes every text from offsets, as a citation does: words
that nobody said cannot be put into anybody's mouth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rag.types.answers import Timings
from rag.types.articles import Article, Citation, Evidence, check_slice

SpeechKind = Literal["direct", "indirect", "mixed", "plain"]
"""Between quotation marks, reported, partly between marks; plain: the outlet's own assertion."""

SpeakerKind = Literal["person", "institution", "outlet", "anonymous", "unclear"]

Stance = Literal["said", "denied", "warned", "promised", "accused", "asked", "mentioned"]
"""What the cue makes of the content. "denied": the speaker holds the content to be untrue;
"mentioned": the content only names something of which nothing is said."""

Verdicts = NDArray[np.float32]
"""Shape (n, 3), float32, rows summing to 1: entails, neutral, contradicts."""

Relation = Literal["agree", "contradict", "differ", "supersede", "unrelated"]
"""Of two positions: "differ" is in a detail; "supersede": same speaker, later, changed line."""

Detail = Literal["", "figure", "date", "place", "cause", "actor"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that somebody said, as one article has it. All offsets are of `article.body`.

    Attributes:
        id: Hash of article id and all offsets.
        start: Of the content, body[start:end]; quotation marks that surround all of it excluded.
        end: Of the content. Split quotes run from the first to the last piece.
        kind: How it is reported.
        speaker: The fullest name that the article has for the speaker; the outlet for "plain";
            "" if unclear. Anonymous ones keep their description ("a Western diplomat").
        speaker_kind: What the speaker is.
        mention: Offsets of the words that name the speaker here; None for "plain".
        cue: Offsets of the words that report it ("said", "according to"); None for "plain".
        stance: What the cue makes of it.
        sentence: Offsets of the whole sentence or sentences that hold it all.
        role: What the article calls the speaker ("interior minister"); "" if it does not say.
        addressee: Offsets of whom it was said to, if given.
    """

    id: str
    article: Article
    start: int
    end: int
    kind: SpeechKind
    speaker: str
    speaker_kind: SpeakerKind
    mention: tuple[int, int] | None
    cue: tuple[int, int] | None
    stance: Stance
    sentence: tuple[int, int]
    role: str = ""
    addressee: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        for span in ((self.start, self.end), self.mention, self.cue, self.sentence, self.addressee):
            if span is not None:
                check_slice(self.article, *span)

    @property
    def quote(self) -> str:
        return self.article.body[self.start : self.end]

    @property
    def passage(self) -> str:
        """The whole sentences that hold it: what a citation of it shows."""
        return self.article.body[slice(*self.sentence)]

    @property
    def speaker_mention(self) -> str:
        return self.article.body[slice(*self.mention)] if self.mention else ""

    @property
    def cue_text(self) -> str:
        return self.article.body[slice(*self.cue)] if self.cue else ""


@dataclass(frozen=True, slots=True)
class Position:
    """What one holder says on an issue.

    Attributes:
        holder: Speaker, linked across articles, or outlet.
        holder_kind: What the holder is.
        text: The content of the statement that says it best, word for word.
        statements: All that say it, oldest first; the first one that says it best is `best`.
        best: Index in `statements` of the one that `text` is from.
        since: When it was first said, as far as the articles are dated.
        origins: Independent origins that carry it, near-duplicates counted once.
        citations: Numbers of its citations in the comparison.
    """

    holder: str
    holder_kind: SpeakerKind
    text: str
    statements: tuple[Statement, ...]
    best: int
    since: datetime | None
    origins: int
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PositionRelation:
    """How position `b` stands to position `a` (indexes of one issue's positions).

    Attributes:
        detail: In what they differ; "" if not in one detail.
        confidence: 0 to 1.
        why: For people: "7 against 9 dead", "a denial of the same", "the judge: .93".
        borne_out: Ids of the statements of `a` and of `b` that stand so; "" where not known.
    """

    a: int
    b: int
    relation: Relation
    detail: Detail
    confidence: float
    why: str
    borne_out: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Issue:
    """One matter on which statements bear. `disputed` if any two positions do not agree."""

    title: str
    positions: tuple[Position, ...]
    relations: tuple[PositionRelation, ...]

    @property
    def disputed(self) -> bool:
        return any(r.relation in ("contradict", "differ", "supersede") for r in self.relations)

    @property
    def one_voice(self) -> bool:
        """Whether nobody but one holder says anything of it: then there is nothing to dispute."""
        return len({one.holder for one in self.positions}) == 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who said what on a topic, grouped by issue, and how the positions stand to each other.

    Attributes:
        columns: Holders in the order of the matrix.
        citations: Numbered from 1, each the passage of one statement.
        articles: Articles cited.
        origins: Independent ones among them.
        considered: Statements that were looked at.
        silent: Speakers or outlets asked for that say nothing on the topic.
        notes: For people: what limits it ("one origin only").
    """

    topic: str
    issues: tuple[Issue, ...]
    columns: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    articles: int = 0
    origins: int = 0
    considered: int = 0
    silent: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class ClaimWitness:
    """A passage that bears on a claim: `relation` is "agree", "contradict" or "unrelated" (open).

    `statement` is None where the passage is the article's own text.
    """

    citation: Citation
    speaker: str
    speaker_kind: SpeakerKind
    relation: Relation
    detail: Detail
    confidence: float
    why: str
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """Which articles and speakers back a claim, contradict it, or leave it open, best first."""

    claim: str
    backing: tuple[ClaimWitness, ...]
    contradicting: tuple[ClaimWitness, ...]
    open: tuple[ClaimWitness, ...]
    evidence: tuple[Evidence, ...] = ()
    articles: int = 0
    origins: int = 0
    notes: tuple[str, ...] = ()
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class StatementsRead:
    """An event of comparing: how many of the articles in question have been read for statements."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class PassagesRead:
    """An event of checking a claim: how many of the likeliest passages the models have read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Readings:
    """How far the articles of a library have been read for statements.

    Attributes:
        read: How many were.
        articles: How many there are.
        going: The rest is being read behind what else is done.
        problem: What keeps it from going on, and what to do; "" if nothing does.
    """

    read: int
    articles: int
    going: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class IssueFound:
    """An event of comparing: one issue is ready; its citation numbers are final."""

    issue: Issue
    citations: tuple[Citation, ...]


CompareEvent = StatementsRead | IssueFound | Comparison
"""`Desk.compare` yields any number of the first two and then one Comparison."""

ClaimEvent = StatementsRead | PassagesRead | ClaimCheck
"""`Desk.check_claim` yields any number of the first, of the second, and then one ClaimCheck."""
