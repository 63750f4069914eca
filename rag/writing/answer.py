"""Evidence and a question become a checked answer, streamed while it is written.

Drafts are shown as they come; the answer that replaces them has only sentences that their quotes
back, with marks that exist. Knows nothing of retrieval, stores or the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import perf_counter

from rag.ports import Embedder, Generator, Judge, Splitter
from rag.text.kinds import asks_for, holds
from rag.text.trim import without_dateline
from rag.text.words import stems
from rag.types import (
    Answer,
    Citation,
    CitedSentence,
    Drafted,
    Evidence,
    Timings,
    Turn,
)
from rag.writing.abstain import (
    by_name,
    confidence,
    likeliest_sentence,
    read_signals,
)
from rag.writing.accounts import other_accounts
from rag.writing.attribution import attribute, needs_attribution
from rag.writing.citations import (
    WrittenSentence,
    marks_in,
    read_marks,
    with_marks,
    without_marks,
)
from rag.writing.draft import Draft, Drafter
from rag.writing.facts import missing_facts, only_in_titles
from rag.writing.prompts import (
    NOT_STATED,
    REFUSAL,
    harmless,
    origin_of,
)
from rag.writing.support import BACKED_FROM, SupportChecker

MAX_SENTENCES = 4
"""An answer has one to four sentences; what is written beyond is cut."""

MAX_OWN_CHARACTERS = 400
"""A longer quote is shortened to the sentence that matters, where the article speaks itself."""

LOST = 0.4
"""How much less a written sentence may answer, by the judge, than the sentence it cites."""

ECHOED = 2
"""Content words of the question in a sentence, and not in what it cites, that are too many."""

FIRST_PERSON = re.compile(r"\b(?:we|our|us|I|my)\b")
QUOTATION = re.compile(r"[“\"][^”\"]*[”\"]")


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
    ) -> None:
        self._generator = generator
        self._drafter = Drafter(generator, answer_tokens=answer_tokens)
        self._splitter = splitter
        self._embedder = embedder
        self._judge = judge
        self._checker = SupportChecker(embedder)
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
        draft = yield from self._drafter.draft(question, evidence, earlier)
        yield self._checked(question, query, evidence, draft, started)

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
        written = read_marks(_without_origins(draft.text, evidence), shown, self._splitter)
        sentences = [] if refused else _whole(written.sentences, complete=draft.complete)
        if refused:
            # Not the last word: the rule below weighs it, with how near another choice was.
            sentences = _second_choice(draft, evidence)
        elif not sentences:
            sentences = _pointed_at(draft.text, evidence)
        kept: list[CitedSentence] = []
        dropped: list[tuple[str, str]] = []
        for sentence in self._as_they_answer(query, sentences[:MAX_SENTENCES], evidence):
            outcome = self._check(query, sentence, evidence)
            if isinstance(outcome, CitedSentence):
                kept.append(outcome)
                continue
            dropped.append((sentence.text, outcome))
            # The generator chose the sentence well and said it badly: then the article says it.
            quoted = self._check(query, _quoted(sentence, evidence), evidence)
            if isinstance(quoted, CitedSentence):
                kept.append(quoted)
        kept = _once(kept)
        signals = read_signals(
            query, evidence, draft.chosen, kept, len(dropped), answered=self._answered(query, kept)
        )
        sure = confidence(signals)
        if not kept or sure < self._abstain_below:
            answer = _abstention(
                question, query, evidence, started=started, model=self._generator.name
            )
            return replace(
                answer,
                dropped_marks=0 if refused else written.dropped_marks,
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

    def _as_they_answer(
        self, query: str, written: Sequence[WrittenSentence], evidence: Sequence[Evidence]
    ) -> list[WrittenSentence]:
        """As written, or in the article's words where the writing lost the answer."""
        sentences = [_in_words_of_article(query, one, evidence) for one in written]
        quoted = [_quoted(one, evidence) for one in sentences]
        texts = [one.text for one in (*sentences, *quoted)]
        estimates = self._judge.answers([(query, text) for text in texts])
        return [
            own
            if estimates[place + len(sentences)] - estimates[place] > LOST
            or _echoes(query, sentence, evidence)
            else sentence
            for place, (sentence, own) in enumerate(zip(sentences, quoted, strict=True))
        ]

    def _answered(self, query: str, kept: Sequence[CitedSentence]) -> float:
        """How likely the judge holds that what was written answers the question."""
        if not kept:
            return 0.0
        return float(self._judge.answers([(query, " ".join(one.text for one in kept))])[0])

    def _check(
        self, question: str, sentence: WrittenSentence, evidence: Sequence[Evidence]
    ) -> CitedSentence | str:
        """The sentence as it may be shown, or why it may not."""
        cited = self._cited(sentence, evidence)
        if not cited:
            return "no sentence of the articles says this"
        cited = _with_proof(question, sentence.text, cited, evidence)
        if titled := only_in_titles(sentence.text, cited, question):
            return "; ".join(titled)
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


def _with_proof(
    question: str, text: str, cited: list[Evidence], evidence: Sequence[Evidence]
) -> list[Evidence]:
    """With one more sentence that shows what the cited ones leave to their article's title."""
    if not only_in_titles(text, cited, question):
        return cited
    others = [[*cited, one] for one in evidence if one not in cited]
    return next((more for more in others if not only_in_titles(text, more, question)), cited)


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
    return [
        WrittenSentence(_own_words(by_number[number]), (number,))
        for number in marks_in(text, by_number)[:2]
    ]


def _without_origins(text: str, evidence: Sequence[Evidence]) -> str:
    """Without "(Harbour Post, 2 March)": small models copy what stands behind the sentences.

    Behind a full stop it would be read as a sentence of its own.
    """
    for one in evidence:
        for with_year in (True, False):
            origin = harmless(origin_of(one, with_year=with_year))
            text = text.replace(f" ({origin})", "")
    return text


def _second_choice(draft: Draft, evidence: Sequence[Evidence]) -> list[WrittenSentence]:
    """The sentence that was likeliest after "none", in the article's words."""
    number = draft.alone or likeliest_sentence(draft.chosen)
    return [WrittenSentence(_own_words(one), (one.n,)) for one in evidence if one.n == number]


def _in_words_of_article(
    question: str, sentence: WrittenSentence, evidence: Sequence[Evidence]
) -> WrittenSentence:
    """As written, or in the article's words where the writing went wrong in a known way.

    Small models copy an outlet's "we" as if it were ours, and turn a question round without
    answering it.
    """
    marked = next((one for one in evidence if one.n in sentence.marks[:1]), None)
    if marked is None:
        return sentence
    text = sentence.text
    if FIRST_PERSON.search(QUOTATION.sub("", text)):
        said = _own_words(marked).strip("“”")
        return replace(sentence, text=f"{marked.article.source or 'The article'} writes: “{said}”")
    kind = asks_for(question)
    if not holds(kind, text, question) and holds(kind, _own_words(marked), question):
        return _quoted(sentence, evidence)
    return sentence


def _quoted(sentence: WrittenSentence, evidence: Sequence[Evidence]) -> WrittenSentence:
    """What the first marked sentence says itself; as it was where none is marked."""
    marked = next((one for one in evidence if one.n in sentence.marks[:1]), None)
    if marked is None:
        return sentence
    return WrittenSentence(_own_words(marked), (marked.n,))


def _own_words(evidence: Evidence) -> str:
    """With the run-up that says who "he" is, unless that is long."""
    quote = " ".join(evidence.quote.split())
    if len(quote) > MAX_OWN_CHARACTERS:
        quote = " ".join(evidence.focus.split())
    return without_dateline(quote)


def _echoes(question: str, sentence: WrittenSentence, evidence: Sequence[Evidence]) -> bool:
    """Whether it takes words from the question that nothing it cites has: said, but by nobody."""
    cited = [one for one in evidence if one.n in sentence.marks]
    shown = stems(
        " ".join(f"{one.article.title} {one.article.source} {one.quote}" for one in cited)
    )
    return bool(cited) and len((stems(sentence.text) & stems(question)) - shown) >= ECHOED


def _once(kept: Sequence[CitedSentence]) -> list[CitedSentence]:
    """Without what another sentence, on the same quotes, has said in the same words."""
    texts = [sentence.text.rstrip(" .") for sentence in kept]
    return [
        sentence
        for place, sentence in enumerate(kept)
        if not any(
            texts[place] in text
            and set(sentence.citations) <= set(kept[other].citations)
            and (texts[place] != text or other < place)
            for other, text in enumerate(texts)
            if other != place
        )
    ]


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
