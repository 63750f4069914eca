"""Nouns of asking: a question's answer and what is seen while it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.types.articles import Citation, Evidence, Hit
from rag.types.questions import Understood


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and the text that answered it."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds from the call: evidence ready, first written piece, all done."""

    retrieve_ms: float = 0.0
    first_token_ms: float | None = None
    total_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """One written sentence.

    Attributes:
        text: Without marks.
        citations: Numbers of the citations that it rests on, in the order written.
        support: 0 to 1, how well the cited quotes back it; a signal, not a proof.
        flags: What a reader should know ("number 40 is not in the quote"); empty if all is well.
    """

    text: str
    citations: tuple[int, ...]
    support: float
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What Dateline says to a question.

    Attributes:
        abstained: True if the articles do not say; `text` then says so, and no sentence is cited.
        text: The sentences with their marks, ready to show.
        citations: Those that the sentences use; a subset of `evidence`, same numbers.
        evidence: All that the generator was shown.
        articles: How many different articles are cited.
        origins: How many independent ones those are, near-duplicates counted once.
        dropped_marks: Marks of the generator that named no evidence and were removed.
        dropped_sentences: Written sentences that their quotes did not back, and why.
        model: Name of the generator.
        query: What was searched for, if the question was a follow-up and had to be completed.
        confidence: 0 to 1, the abstention rule's estimate that the question is answered.
        signals: What the rule weighed, by name, each 0 to 1.
        understood: What the question says about the articles it wants, and was heeded.
        unanswered: Of a question that asks several things, those that the articles do not answer;
            empty where all are answered, or none.
        verdict: "yes" or "no", told before the first sentence, where the question wants either and
            a passage is sure of it; else "".
    """

    question: str
    abstained: bool
    text: str
    sentences: tuple[CitedSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    articles: int = 0
    origins: int = 0
    dropped_marks: int = 0
    dropped_sentences: tuple[tuple[str, str], ...] = ()
    model: str = ""
    query: str = ""
    confidence: float = 0.0
    signals: tuple[tuple[str, float], ...] = ()
    timings: Timings = field(default_factory=Timings)
    understood: tuple[Understood, ...] = ()
    unanswered: tuple[str, ...] = ()
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class ArticlesFound:
    """First event of `Desk.ask`: what will be read, before any sentence of it is weighed.

    Attributes:
        hits: The best of each article, best first, ranks counted through.
        query: What was searched for, if the question was a follow-up and had to be completed.
        search_ms: Milliseconds from the call.
        understood: What the question says about the articles it wants, and was heeded.
    """

    hits: tuple[Hit, ...]
    query: str
    search_ms: float
    understood: tuple[Understood, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """Second event of `Desk.ask`: what the answer will rest on, before a word is written."""

    evidence: tuple[Evidence, ...]
    query: str
    retrieve_ms: float
    understood: tuple[Understood, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """An event of `Desk.ask`: all text written so far, not yet checked; "" while none is."""

    text: str


AskEvent = ArticlesFound | EvidenceFound | Drafted | Answer
"""`Desk.ask` yields one ArticlesFound, one EvidenceFound, any number of Drafted, and one Answer, in
this order. The evidence may be from other articles, where one was removed in between."""
