"""Evidence and a question become a checked answer, streamed while it is written.

Drafts are shown as they come; the answer that replaces them has only sentences that their quotes
back, with marks that exist. Knows nothing of retrieval, stores or the screen.
"""

from __future__ import annotations

from collections.abc import Generator as Streamed
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from rag.ports import Embedder, Generator, Judge, SecondLook, Splitter
from rag.text.polar import wants_yes_or_no
from rag.text.roles import turned_round
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
from rag.writing.abstain import (
    ASKED,
    SURE,
    TAUGHT,
    Estimates,
    by_name,
    confidence,
    number_of,
    read_signals,
)
from rag.writing.accounts import are_apart, other_accounts, overtaking
from rag.writing.age import with_age
from rag.writing.attribution import attribute, needs_attribution
from rag.writing.choice import STATES
from rag.writing.citations import WrittenSentence, read_marks, with_marks, without_marks
from rag.writing.draft import Draft, Drafter
from rag.writing.facts import cannot_answer, missing_facts, only_in_titles
from rag.writing.leads import led_apart, led_open
from rag.writing.named import naming
from rag.writing.prompts import NOT_STATED, REFUSAL
from rag.writing.quoting import balanced, speech_together
from rag.writing.support import BACKED_FROM, SupportChecker
from rag.writing.verify import Looked, Verifier
from rag.writing.wording import (
    echoes,
    in_words_of_article,
    led_up_to,
    once,
    own_words,
    pointed_at,
    quoted,
    second_choice,
    stutters,
    whole,
    without_origins,
)
from rag.writing.yes_or_no import Reply, Verdict, read_reply

MAX_SENTENCES = 4
"""An answer has one to four sentences; what is written beyond is cut."""

LOST = 0.4
"""How much less a written sentence may answer, by the judge, than the sentence it cites."""

_ENGLISH = frozenset({"", "en"})
"""Languages of articles whose own words an answer may be in: others are phrased in the asker's."""

_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class _Written:
    """What of a draft may be shown, what may not and why, and how many marks named nothing."""

    kept: tuple[CitedSentence, ...]
    dropped: tuple[tuple[str, str], ...]
    dropped_marks: int
    verdict: Verdict | None = None


class AnswerWriter:
    """Writes answers with one generator and checks them with one embedder and one judge."""

    def __init__(
        self,
        generator: Generator,
        embedder: Embedder,
        judge: Judge,
        splitter: Splitter,
        *,
        answer_tokens: int,
        abstain_below: float,
        phrases_all: bool,
        second_look: SecondLook | None = None,
    ) -> None:
        """Joins the parts; loads nothing.

        Args:
            generator: What looks, chooses and writes.
            embedder: How near a written sentence is to its quotes.
            judge: Whether a sentence answers.
            splitter: Of drafts, into sentences.
            answer_tokens: Of a draft at most.
            abstain_below: Confidence under which an answer is that the articles do not say.
            phrases_all: Have the generator phrase what it chooses; else that is given in the
                article's words: a small model copies them, or joins what does not belong together.
            second_look: The generator, if it was taught to say which sentence answers.
        """
        self._generator = generator
        self._drafter = Drafter(generator, answer_tokens=answer_tokens)
        self._verifier = Verifier(generator, second_look)
        self._rule = ASKED if second_look is None else TAUGHT
        self._splitter = splitter
        self._embedder = embedder
        self._judge = judge
        self._checker = SupportChecker(embedder)
        self._abstain_below = abstain_below
        self._phrases_all = phrases_all

    def write(
        self,
        question: str,
        query: str,
        evidence: Sequence[Evidence],
        *,
        earlier: Turn | None = None,
        today: date | None = None,
        started: float,
    ) -> Iterator[Drafted | Answer]:
        """Yields drafts, then the answer. Closing the iterator stops the generator.

        Args:
            question: As asked.
            query: Completed from the conversation; the same if it stood alone.
            evidence: Numbered; without any the answer abstains and no model is asked.
            earlier: The turn that the question leans on.
            today: The day whose news it asks for, if it does.
            started: When the question came, on the clock of `perf_counter`, seconds.

        Raises:
            ModelError: The generator cannot be had or failed.
        """
        if not evidence:
            empty = _abstention(query, evidence, model="")
            yield replace(empty, question=question, timings=Timings(total_ms=_ms_since(started)))
            return
        may = [one for one in evidence if not cannot_answer(query, [one])]
        tried = yield from self._verifier.tried(query, may, evidence)
        reply: Reply | None = None
        if wants_yes_or_no(query):
            phrased = not self._in_own_words(evidence)
            reply = yield from read_reply(self._generator, query, tried, evidence, phrased=phrased)
        by_itself = [reply.verdict.looked] if reply and reply.verdict else tried
        draft = yield from self._drafted(question, evidence, by_itself, earlier)
        written = self._written(query, evidence, draft, reply)
        cited = _used(written.kept, evidence)
        if written.verdict is not None:
            estimates = written.verdict.estimates
        else:
            estimates = yield from self._verifier.estimates(query, cited, tried, draft.seen)
        answer = self._weighed(query, evidence, draft, written, estimates, today)
        total_ms = _ms_since(started)
        first_ms = None if answer.abstained else total_ms
        if draft.first_at is not None:
            first_ms = 1000 * (draft.first_at - started)
        timings = Timings(first_token_ms=first_ms, total_ms=total_ms)
        yield replace(answer, question=question, timings=timings)

    def _drafted(
        self,
        question: str,
        evidence: Sequence[Evidence],
        tried: Sequence[Looked],
        earlier: Turn | None,
    ) -> Streamed[Drafted, None, Draft]:
        """A draft from the sentence that was tried and states the answer, else from all."""
        best = max(tried, key=lambda one: one.stated, default=None)
        only = not self._verifier.trying.then_all and self._in_own_words(evidence)
        if only and best is None:
            return Draft(REFUSAL, None, None, complete=True)
        if best is not None and (only or best.stated >= STATES):
            if not self._in_own_words([best.evidence]):
                draft = yield from self._drafter.draft(question, [best.evidence], earlier)
            else:
                shown = led_up_to(best.evidence, evidence)
                draft = yield from self._in_its_words(question, best, shown, earlier)
            # It may refuse what it has just called an answer: then it is shown the rest.
            if not draft.text.startswith(REFUSAL):
                return replace(draft, alone=best.evidence.n)
        return (yield from self._from_all(question, evidence, earlier))

    def _from_all(
        self, question: str, evidence: Sequence[Evidence], earlier: Turn | None
    ) -> Streamed[Drafted, None, Draft]:
        """What the generator makes of all, or the words of the sentence that it chooses."""
        if not self._in_own_words(evidence):
            return (yield from self._drafter.draft(question, evidence, earlier))
        draft = yield from self._drafter.draft(question, evidence, earlier, number_only=True)
        one = next((one for one in evidence if draft.text == f"[{one.n}]"), None)
        if one is None:
            return draft
        draft = replace(draft, text=f"[{one.n}] {own_words(one)}", first_at=perf_counter())
        yield draft.seen
        return draft

    def _in_its_words(
        self,
        question: str,
        looked: Looked,
        shown: Sequence[Evidence],
        earlier: Turn | None,
    ) -> Streamed[Drafted, None, Draft]:
        """What a sentence says itself, behind what leads up to it, or a refusal.

        It is refused if the generator would not cite it.
        """
        one = looked.evidence
        if not self._verifier.trying.then_all or looked.stated >= self._verifier.trying.sure:
            chosen: Piece | None = looked.as_choice
        else:
            chosen = yield from self._drafter.choose(question, one, earlier)
            if chosen is not None and not number_of(chosen):
                return Draft(REFUSAL, chosen, None, complete=True)
        text = " ".join(f"[{each.n}] {own_words(each)}" for each in shown)
        shown_at = perf_counter() if looked.stated >= self._verifier.trying.shown else None
        draft = Draft(text, chosen, shown_at, complete=True)
        yield draft.seen
        return draft

    def _in_own_words(self, evidence: Sequence[Evidence]) -> bool:
        """Whether an answer from these is given in the words of the article that it cites."""
        english = all(one.article.language in _ENGLISH for one in evidence)
        return english and not self._phrases_all

    def _written(
        self, query: str, evidence: Sequence[Evidence], draft: Draft, reply: Reply | None = None
    ) -> _Written:
        """What of a draft may be shown, with what it replies to a question for yes or no."""
        refused = draft.text.startswith(REFUSAL)
        shown = {one.n for one in evidence}
        marked = read_marks(without_origins(draft.text, evidence), shown, self._splitter)
        told = [] if refused else whole(marked.sentences, complete=draft.complete)
        sentences = speech_together(told)
        if refused:
            # Not the last word: the rule below weighs it, with how near another choice was.
            sentences = second_choice(draft, evidence)
        elif not sentences:
            sentences = pointed_at(draft.text, evidence)
        kept: list[CitedSentence] = []
        dropped: list[tuple[str, str]] = []
        for sentence in once(self._as_they_answer(query, sentences[:MAX_SENTENCES], evidence)):
            outcome = self._check(query, sentence, evidence)
            if isinstance(outcome, CitedSentence):
                kept.append(outcome)
                continue
            dropped.append((sentence.text, outcome))
            # The generator chose the sentence well and said it badly: then the article says it.
            own = self._check(query, quoted(sentence, evidence), evidence)
            if isinstance(own, CitedSentence):
                kept.append(own)
        kept = once(kept)
        verdict = reply.verdict if reply else None
        if verdict is not None and verdict.looked.evidence not in _used(kept, evidence):
            verdict = None
        kept = reply.told(kept, query) if reply else kept
        marks = 0 if refused else marked.dropped_marks
        return _Written(tuple(kept), tuple(dropped), marks, verdict)

    def _weighed(
        self,
        query: str,
        evidence: Sequence[Evidence],
        draft: Draft,
        written: _Written,
        estimates: Estimates,
        today: date | None,
    ) -> Answer:
        """The answer, or that the articles do not say, by the rule of `abstain`."""
        kept = list(written.kept)
        signals = read_signals(query, evidence, draft.chosen, kept, estimates)
        answer = replace(
            _abstention(query, evidence, model=self._generator.name),
            dropped_marks=written.dropped_marks,
            dropped_sentences=written.dropped,
            confidence=confidence(signals, self._rule),
            signals=by_name(signals),
        )
        if not kept or answer.confidence < self._abstain_below:
            return answer
        # The newest article's sentence, where that is asked for; then whom it leaves unnamed.
        newest = overtaking(query, kept, evidence, self._embedder)
        kept = self._own_sentence(query, newest, evidence) or kept
        kept += self._own_sentence(query, naming(query, kept, evidence), evidence)
        apart = are_apart(query, kept, evidence)
        kept += other_accounts(query, kept, evidence, self._embedder)[: MAX_SENTENCES - len(kept)]
        kept = with_age(query, kept, evidence, today)
        if answer.confidence < SURE and not wants_yes_or_no(query):
            kept = [led_open(kept[0]), *kept[1:]]
        elif apart and not written.verdict:
            kept = [led_apart(kept[0]), *kept[1:]]
        return replace(
            answer,
            abstained=False,
            verdict=written.verdict.said if written.verdict else "",
            text=" ".join(with_marks(one.text, one.citations) for one in kept),
            sentences=tuple(kept),
            citations=tuple(Citation.from_evidence(one) for one in _used(kept, evidence)),
        )

    def _own_sentence(
        self, query: str, one: Evidence | None, evidence: Sequence[Evidence]
    ) -> list[CitedSentence]:
        """What a piece of evidence says itself, where it may be shown; nothing for none."""
        if one is None:
            return []
        own = self._check(query, WrittenSentence(own_words(one), (one.n,)), evidence)
        return [own] if isinstance(own, CitedSentence) else []

    def _as_they_answer(
        self, query: str, written: Sequence[WrittenSentence], evidence: Sequence[Evidence]
    ) -> list[WrittenSentence]:
        """As written, or in the article's words where the writing lost the answer."""
        sentences = [in_words_of_article(query, one, evidence) for one in written]
        theirs = [quoted(one, evidence) for one in sentences]
        texts = [one.text for one in (*sentences, *theirs)]
        estimates = self._judge.answers([(query, text) for text in texts])
        return [
            own
            if estimates[place + len(sentences)] - estimates[place] > LOST
            or echoes(query, sentence, evidence)
            else sentence
            for place, (sentence, own) in enumerate(zip(sentences, theirs, strict=True))
        ]

    def _check(
        self, question: str, sentence: WrittenSentence, evidence: Sequence[Evidence]
    ) -> CitedSentence | str:
        """The sentence as it may be shown, or why it may not."""
        cited = self._cited(sentence, evidence)
        if not cited:
            return "no sentence of the articles says this"
        if stutters(sentence.text):
            sentence = WrittenSentence(own_words(cited[0]), (cited[0].n,))
        cited = _with_proof(question, sentence.text, cited, evidence)
        if titled := only_in_titles(sentence.text, cited, question):
            return "; ".join(titled)
        if reason := cannot_answer(question, cited):
            return reason
        if turned_round(question, sentence.text):
            return "the articles tell this the other way round from what is asked"
        support = self._checker.check(sentence.text, cited)
        if not support.backed:
            return "; ".join(support.missing) or "its quotes say something else"
        text = sentence.text
        if needs_attribution(text, cited):
            text = attribute(balanced(text), cited)
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


def _with_proof(
    question: str, text: str, cited: list[Evidence], evidence: Sequence[Evidence]
) -> list[Evidence]:
    """With one more sentence that shows what the cited ones leave to their article's title."""
    if not only_in_titles(text, cited, question):
        return cited
    others = [[*cited, one] for one in evidence if one not in cited]
    return next((more for more in others if not only_in_titles(text, more, question)), cited)


def _used(kept: Sequence[CitedSentence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """What the sentences cite, in reading order."""
    used = {number for sentence in kept for number in sentence.citations}
    return [one for one in evidence if one.n in used]


def _abstention(query: str, evidence: Sequence[Evidence], *, model: str) -> Answer:
    return Answer(
        question=query,
        abstained=True,
        text=NOT_STATED,
        evidence=tuple(evidence),
        model=model,
        query=query,
    )


def _ms_since(started: float) -> float:
    return 1000 * (perf_counter() - started)
