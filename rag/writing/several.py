"""Answers to the things that one question asks -> one answer. Knows no models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.types import Answer, Citation, CitedSentence, Evidence, Timings
from rag.writing.citations import with_marks
from rag.writing.leads import led_together
from rag.writing.prompts import NOT_STATED

SAID_AGAIN = 0.5
"""What the generator must say, on each of its looks, of a passage that answers two things asked."""


def numbered_together(found: Sequence[Sequence[Evidence]]) -> list[list[Evidence]]:
    """The same passages with numbers that count through all lists; one passage, one number."""
    numbers: dict[tuple[str, int, int], int] = {}
    return [
        [
            replace(
                one, n=numbers.setdefault((one.article.id, one.start, one.end), len(numbers) + 1)
            )
            for one in evidence
        ]
        for evidence in found
    ]


def once(found: Sequence[Sequence[Evidence]]) -> tuple[Evidence, ...]:
    """All passages, each once, by number."""
    by_number = {one.n: one for evidence in found for one in evidence}
    return tuple(by_number[n] for n in sorted(by_number))


def joined(question: str, query: str, answers: Sequence[Answer]) -> Answer:
    """One answer of several; it abstains only if all do, and says what stays unanswered.

    Args:
        question: The whole, as asked.
        query: What was searched for; the same if it stood alone.
        answers: To each thing asked, in order, with numbers that count through; at least one.
    """
    given = _given(answers)
    unanswered = tuple(one.question for one in answers if one not in given)
    verdict = ""
    if len(given) == len(answers) or any(one.verdict == "no" for one in given):
        given, verdict = led_together(given)
    sentences = _once(given)
    cited = {number for sentence in sentences for number in sentence.citations}
    citations: dict[int, Citation] = {one.n: one for part in given for one in part.citations}
    first = [
        one.timings.first_token_ms for one in answers if one.timings.first_token_ms is not None
    ]
    return Answer(
        question=question,
        abstained=not given,
        text=" ".join(with_marks(one.text, one.citations) for one in sentences) or NOT_STATED,
        sentences=sentences,
        citations=tuple(citations[n] for n in sorted(cited)),
        evidence=once([one.evidence for one in answers]),
        dropped_marks=sum(one.dropped_marks for one in answers),
        dropped_sentences=tuple(pair for one in answers for pair in one.dropped_sentences),
        model=next((one.model for one in answers if one.model), ""),
        query=query,
        confidence=max((one.confidence for one in given), default=answers[0].confidence),
        signals=(given or list(answers))[0].signals,
        timings=Timings(
            first_token_ms=min(first, default=None), total_ms=answers[-1].timings.total_ms
        ),
        unanswered=unanswered if given else (),
        verdict=verdict,
    )


def _given(answers: Sequence[Answer]) -> list[Answer]:
    """Those that answer: none that only says again, and hardly to the point, what another said."""
    given: list[Answer] = []
    for one in answers:
        cited = {number for other in given for sentence in other.sentences
                 for number in sentence.citations}  # fmt: skip
        again = all(set(sentence.citations) <= cited for sentence in one.sentences)
        told = dict(one.signals)
        sure = min(told.get("stated", 1.0), told.get("looked", 1.0)) >= SAID_AGAIN
        if not one.abstained and (sure or not again):
            given.append(one)
    return given


def _once(given: Sequence[Answer]) -> tuple[CitedSentence, ...]:
    """Their sentences, none twice, nor what a longer one already says.

    What another answer begins with is not told as "another account" as well.
    """
    begun = [set(one.sentences[0].citations) for one in given]
    kept: list[CitedSentence] = []
    for place, one in enumerate(given):
        elsewhere = set().union(*(marks for at, marks in enumerate(begun) if at != place))
        for number, sentence in enumerate(one.sentences):
            if number == 0 or not set(sentence.citations) <= elsewhere:
                kept.append(sentence)
    texts = [one.text.rstrip(".") for one in kept]
    return tuple(
        one
        for place, one in enumerate(kept)
        if not any(
            texts[place] in text and (len(text) > len(texts[place]) or at < place)
            for at, text in enumerate(texts)
            if at != place
        )
    )
