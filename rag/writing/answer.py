"""Evidence and a question become a checked answer, streamed while it is written.

Drafts are shown as they come; the answer that replaces them has only sentences that their quotes
back, with marks that exist. Knows nothing of retrieval, stores or the screen.
"""

from __future__ import annotations

import re
from collections.abc import Generator as Streamed
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from time import perf_counter

from rag.ports import Embedder, Generator, Splitter
from rag.types import (
    Answer,
    Citation,
    CitedSentence,
    Drafted,
    Evidence,
    Piece,
    Timings,
    Turn,
)
from rag.writing.abstain import by_name, confidence, read_signals
from rag.writing.accounts import other_accounts
from rag.writing.attribution import attribute, needs_attribution
from rag.writing.citations import (
    WrittenSentence,
    marks_in,
    read_marks,
    with_marks,
    without_marks,
)
from rag.writing.facts import missing_facts
from rag.writing.prompts import (
    HEADING_OPENS,
    NOT_STATED,
    REFUSAL,
    answer_messages,
    without_dateline,
)
from rag.writing.support import BACKED_FROM, SupportChecker

MAX_SENTENCES = 4
"""An answer has one to four sentences; what is written beyond is cut."""

HEADED = re.compile(r"^[^,]+, (?:\d{1,2} [A-Z][a-z]+ \d{4}|undated)\b")
FIRST_PERSON = re.compile(r"\b(?:we|our|us|I|my)\b")
QUOTATION = re.compile(r"[“\"][^”\"]*[”\"]")

_ENDED = re.compile(r"[.!?…][”\"’')\]\d\[]*\s*$")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the generator wrote, unchecked.

    Attributes:
        text: All of it.
        first: Its first piece, which tells how near it was to refusing.
        first_at: Seconds on the clock of `perf_counter` when that came; None if nothing came.
        complete: Whether it ended by itself and not at the token limit.
    """

    text: str
    first: Piece | None
    first_at: float | None
    complete: bool


class AnswerWriter:
    """Writes answers with one generator and checks them with one embedder."""

    def __init__(
        self,
        generator: Generator,
        embedder: Embedder,
        splitter: Splitter,
        *,
        answer_tokens: int,
        abstain_below: float,
    ) -> None:
        self._generator = generator
        self._splitter = splitter
        self._embedder = embedder
        self._checker = SupportChecker(embedder)
        self._answer_tokens = answer_tokens
        self._abstain_below = abstain_below

    def write(
        self,
        question: str,
        query: str,
        evidence: Sequence[Evidence],
        *,
        earlier: Turn | None = None,
        started: float,
    ) -> Iterator[Drafted | Answer]:
        """Yields drafts, then the answer. Closing the iterator stops the generator.

        Args:
            question: As asked.
            query: Completed from the conversation; the same if it stood alone.
            evidence: Numbered; without any the answer abstains and no model is asked.
            earlier: The turn that the question leans on.
            started: When the question came, on the clock of `perf_counter`, seconds.

        Raises:
            ModelError: The generator cannot be had or failed.
        """
        if not evidence:
            yield _abstention(question, query, evidence, started=started, model="")
            return
        draft = yield from self._draft(question, evidence, earlier)
        yield self._checked(question, query, evidence, draft, started)

    def _draft(
        self, question: str, evidence: Sequence[Evidence], earlier: Turn | None
    ) -> Streamed[Drafted, None, Draft]:
        messages = answer_messages(question, evidence, earlier=earlier)
        text = ""
        first: Piece | None = None
        first_at: float | None = None
        tokens = 0
        pieces = self._generator.stream(messages, max_tokens=self._answer_tokens)
        with closing(pieces):  # type: ignore[type-var]
            for piece in pieces:
                if piece.text:
                    tokens += 1
                    if first is None:
                        first, first_at = piece, perf_counter()
                    text += piece.text
                # A refusal is never shown as text, not even its first letters.
                if not REFUSAL.startswith(text.strip()[: len(REFUSAL)]):
                    yield Drafted(text.lstrip())
                elif not piece.text:
                    # Nothing new to see, but only between two events can we be closed.
                    yield Drafted("")
        complete = tokens < self._answer_tokens or bool(_ENDED.search(text))
        return Draft(text.strip(), first, first_at, complete)

    def _checked(
        self,
        question: str,
        query: str,
        evidence: Sequence[Evidence],
        draft: Draft,
        started: float,
    ) -> Answer:
        first_ms = 1000 * (draft.first_at - started) if draft.first_at is not None else None
        refused = draft.text.startswith(REFUSAL)
        shown = {one.n for one in evidence}
        written = read_marks(draft.text, shown, self._splitter)
        sentences = [] if refused else _whole(written.sentences, complete=draft.complete)
        if not sentences and not refused:
            sentences = _pointed_at(draft.text, evidence)
        kept: list[CitedSentence] = []
        dropped: list[tuple[str, str]] = []
        for written_sentence in sentences[:MAX_SENTENCES]:
            sentence = _in_words_of_article(written_sentence, evidence)
            outcome = self._check(sentence, evidence)
            if isinstance(outcome, CitedSentence):
                kept.append(outcome)
            else:
                dropped.append((sentence.text, outcome))
        signals = read_signals(query, evidence, draft.first, kept, len(dropped))
        sure = confidence(signals)
        if not kept or sure < self._abstain_below:
            answer = _abstention(
                question, query, evidence, started=started, model=self._generator.name
            )
            return replace(
                answer,
                dropped_marks=written.dropped_marks,
                dropped_sentences=tuple(dropped),
                confidence=sure,
                signals=by_name(signals),
                timings=Timings(first_token_ms=first_ms, total_ms=_ms_since(started)),
            )
        kept += other_accounts(query, kept, evidence, self._embedder)[: MAX_SENTENCES - len(kept)]
        return Answer(
            question=question,
            abstained=False,
            text=" ".join(with_marks(one.text, one.citations) for one in kept),
            sentences=tuple(kept),
            citations=_citations(kept, evidence),
            evidence=tuple(evidence),
            dropped_marks=written.dropped_marks,
            dropped_sentences=tuple(dropped),
            model=self._generator.name,
            query=query,
            confidence=sure,
            signals=by_name(signals),
            timings=Timings(first_token_ms=first_ms, total_ms=_ms_since(started)),
        )

    def _check(
        self, sentence: WrittenSentence, evidence: Sequence[Evidence]
    ) -> CitedSentence | str:
        """The sentence as it may be shown, or why it may not."""
        cited = self._cited(sentence, evidence)
        if not cited:
            return "no sentence of the articles says this"
        support = self._checker.check(sentence.text, cited)
        if not support.backed:
            return "; ".join(support.missing) or "its quotes say something else"
        text = sentence.text
        if needs_attribution(text, cited):
            text = attribute(text, cited)
        # What comes from articles (a quote, an outlet) may hold marks of its own.
        text = without_marks(text)
        flags = () if support.score >= BACKED_FROM else ("weakly backed: read the quote",)
        return CitedSentence(text, tuple(one.n for one in cited), round(support.score, 3), flags)

    def _cited(self, sentence: WrittenSentence, evidence: Sequence[Evidence]) -> list[Evidence]:
        """The evidence that a sentence rests on: its marks, put right where they miss a fact."""
        by_number = {one.n: one for one in evidence}
        cited = [by_number[number] for number in sentence.marks]
        if cited and not missing_facts(sentence.text, cited):
            return cited
        # Small models often mark the neighbour of the sentence they used.
        closest = self._checker.closest(sentence.text, evidence)
        if closest is not None:
            return [closest]
        for one in evidence:
            if one not in cited and not missing_facts(sentence.text, [*cited, one]):
                return [*cited, one]
        return cited


def _whole(sentences: Sequence[WrittenSentence], *, complete: bool) -> list[WrittenSentence]:
    """Without a last sentence that the token limit cut, and without repetitions.

    Where that sentence is the only one, it ends in an ellipsis instead.
    """
    kept = list(sentences)
    if not complete and kept:
        cut = kept.pop()
        kept = kept or [replace(cut, text=f"{cut.text} …")]
    return list({sentence.text.lower(): sentence for sentence in kept}.values())


def _pointed_at(text: str, evidence: Sequence[Evidence]) -> list[WrittenSentence]:
    """The evidence itself, where a small model only wrote its number: "[3]"."""
    by_number = {one.n: one for one in evidence}
    numbers = [number for number in marks_in(text, by_number) if number in by_number]
    return [
        WrittenSentence(without_dateline(" ".join(by_number[number].focus.split())), (number,))
        for number in numbers[:2]
    ]


def _in_words_of_article(
    sentence: WrittenSentence, evidence: Sequence[Evidence]
) -> WrittenSentence:
    """The quoted sentence in place of an echoed heading, or of an outlet's "we" as if it were ours.

    Small models copy the line above the sentences, or a sentence in the first person.
    """
    by_number = {one.n: one for one in evidence}
    marked = next((by_number[number] for number in sentence.marks), None)
    if marked is None:
        return sentence
    outlet = marked.article.source
    opening = sentence.text.removeprefix(HEADING_OPENS)
    if outlet and opening.startswith(f"{outlet}, ") and HEADED.search(opening):
        return replace(sentence, text=without_dateline(" ".join(marked.focus.split())))
    if FIRST_PERSON.search(QUOTATION.sub("", sentence.text)):
        focus = without_dateline(" ".join(marked.focus.split()))
        return replace(sentence, text=f"{outlet or 'The article'} writes: “{focus.strip('“”')}”")
    return sentence


def _citations(kept: Sequence[CitedSentence], evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    used = {number for sentence in kept for number in sentence.citations}
    return tuple(Citation.from_evidence(one) for one in evidence if one.n in used)


def _abstention(
    question: str, query: str, evidence: Sequence[Evidence], *, started: float, model: str
) -> Answer:
    return Answer(
        question=question,
        abstained=True,
        text=NOT_STATED,
        evidence=tuple(evidence),
        model=model,
        query=query,
        timings=Timings(total_ms=_ms_since(started)),
    )


def _ms_since(started: float) -> float:
    return 1000 * (perf_counter() - started)
