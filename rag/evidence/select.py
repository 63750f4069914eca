"""Chooses, from the hits of a question, the sentences that an answer may cite.

Sentences are scored by words, by meaning and by the kind of answer asked for; then chosen one by
one, best first, with less for what repeats a chosen one, until the token budget is spent. The
generator reads at some 60 tokens a second on two cores, so the budget is what the user waits for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from rag.evidence.candidate import Candidate, following, is_undone, with_newest_count
from rag.evidence.context import end_with_reason, end_with_speech, start_with_context
from rag.evidence.timely import in_time, recent, timeliness
from rag.evidence.words_of import with_spoken
from rag.ports import ArticleStore, Embedder, Judge, StatementSource
from rag.text.answerable import (
    named_in_full,
    never_named,
    nobody_new,
    of_another_year,
    uncounted,
    wordless,
)
from rag.text.captions import is_caption
from rag.text.counted import counts
from rag.text.dated import dates_it
from rag.text.dates import without_dates
from rag.text.figures import values
from rag.text.furniture import is_heading
from rag.text.kinds import asks_for, asks_for_cause, asks_what_was_done, holds
from rag.text.pending import is_unexplained
from rag.text.roles import turned_round
from rag.text.withdrawn import is_withdrawn
from rag.text.words import content_words, names, stem, stems, words
from rag.types import Evidence, Filters, Hit, Sentence, Vectors

UNEXPLAINED_WITHIN = 3
"""Sentences behind one in which its paragraph may say that the reason is not known."""

JUDGED_CANDIDATES = 20
"""Sentences that the judge reads; the rest were weak by words and ranks already."""

EMBEDDED_CANDIDATES = 12
"""Sentences whose meaning is compared; the rest were weak by the judge's reading."""

LEXICAL_SCALE = 30.0
"""BM25 of a good hit."""

REPEATS_ABOVE = 0.86
"""Cosine of two sentences from which the second one only repeats the first."""

SAME_ARTICLE = 0.06
"""What each further sentence of one article loses, so that other articles are heard."""

_DENIAL = re.compile(
    r"\b(?:not|no|never|nobody|none|neither|cannot|without|den(?:y|ies|ied)|ruled out|refus\w+)\b|"
    r"n[’']t\b",
    re.IGNORECASE,
)


class Selector:
    """Turns hits into numbered evidence."""

    def __init__(
        self,
        store: ArticleStore,
        embedder: Embedder,
        judge: Judge,
        statements: StatementSource,
        *,
        evidence_k: int,
        evidence_tokens: int,
    ) -> None:
        self._store = store
        self._statements = statements
        self._embedder = embedder
        self._judge = judge
        self._evidence_k = evidence_k
        self._evidence_tokens = evidence_tokens

    def select(
        self,
        question: str,
        hits: Sequence[Hit],
        *,
        asked: str = "",
        share: float = 1.0,
        days: Sequence[Filters] = (),
        today: date | None = None,
    ) -> list[Evidence]:
        """Evidence in reading order (best article first), numbered from 1; empty without hits.

        Args:
            question: What it is to answer, with words of its topic where it has been completed.
            hits: What was found for it.
            asked: The question without these words, if it stands alone: what the judge reads.
            share: Of the sentences and tokens that there is room for; above 0.
            days: Times of publication that the question speaks of; such articles come sooner, and
                what was published long before news that is asked of is left out.
            today: The day whose news it asks for, if it does: the more recent the sooner.
        """
        hits = in_time(question, hits, days, today)
        weights = self._word_weights(question)
        candidates = self._candidates(question, weights, hits, days, today)
        if not days:
            candidates = with_newest_count(question, candidates)
        candidates = with_spoken(
            question, candidates, self._statements, lambda text: _coverage(weights, text)
        )
        if all(one.silent for one in candidates):
            return []
        best = _best(
            following([one for one in candidates if not one.silent], candidates), JUDGED_CANDIDATES
        )
        answering = self._judge.answers([(asked or question, candidate.read) for candidate in best])
        judged = [
            candidate.judged(float(estimate))
            for candidate, estimate in zip(best, answering, strict=True)
        ]
        best = _best(following(judged, candidates), EMBEDDED_CANDIDATES)
        query = self._embedder.embed_queries([question])[0]
        vectors = self._embedder.embed_passages([candidate.focus for candidate in best])
        cosines = vectors @ query
        judged = following(
            [
                replace(candidate, cosine=float(cosine))
                for candidate, cosine in zip(best, cosines, strict=True)
            ],
            candidates,
        )
        chosen = self._choose(judged, vectors, share)
        return _numbered(chosen)

    def _candidates(
        self,
        question: str,
        weights: dict[str, float],
        hits: Sequence[Hit],
        days: Sequence[Filters],
        today: date | None,
    ) -> list[Candidate]:
        kind = asks_for(question)
        asks_done = asks_what_was_done(question)
        asks_why = asks_for_cause(question)
        timely = timeliness(question, hits, days)
        how_recent = recent(hits, today)
        names_asked = named_in_full(question)
        unnamed: dict[str, bool] = {}
        candidates: dict[tuple[str, int], Candidate] = {}
        for hit in hits:
            article = hit.chunk.article
            sentences = self._store.sentences(article.id)
            if article.id not in unnamed:
                texts = (article.source, article.title, article.body)
                unnamed[article.id] = bool(never_named(names_asked, texts))
            written = article.published.year if article.published else None
            around = _coverage(weights, f"{article.title} {hit.chunk.text}")
            lexical = min(1.0, (hit.lexical or 0.0) / LEXICAL_SCALE)
            for position, sentence in enumerate(sentences):
                inside = hit.chunk.start <= sentence.start < hit.chunk.end
                if not inside:
                    continue
                end = end_with_speech(article.body, sentences, position)
                if asks_why and holds("reason", article.body[sentence.start : end], question):
                    end = end_with_reason(article.body, sentences, position)
                text = article.body[sentence.start : end]
                fits = holds(kind, text, question)
                undone = asks_done and is_undone(text)
                start = start_with_context(article.body, sentences, position)
                run_up = article.body[start : sentence.start]
                with_run_up = article.body[start:end]
                corrects = is_withdrawn(run_up)
                candidates.setdefault(
                    (article.id, sentence.start),
                    Candidate(
                        article,
                        start,
                        end,
                        sentence.start,
                        end,
                        hit.rank,
                        words=_coverage(weights, f"{article.title} {with_run_up}"),
                        focus_words=_coverage(weights, with_run_up if corrects else text),
                        kind=float(fits),
                        lacking=kind in ("number", "date") and not fits,
                        lexical=lexical,
                        timely=timely.get(article.id, 0.0),
                        recent=how_recent.get(article.id, 0.0),
                        withdrawn=float(is_withdrawn(text)),
                        turned=float(turned_round(question, text)),
                        caption=float(is_caption(text) or is_heading(text)),
                        around=around,
                        counted=float(counts(question, text)),
                        dated=float(not undone and dates_it(question, text)),
                        undone=float(undone),
                        silent_on=unnamed[article.id]
                        + float(uncounted(question, [text]))
                        + float(wordless(question, [with_run_up]))
                        + float(nobody_new(question, [(run_up, text)]))
                        + float(of_another_year(question, with_run_up, written))
                        + float(asks_why and _left_open(article.body, sentences, position)),
                    ),
                )
        return list(candidates.values())

    def _word_weights(self, question: str) -> dict[str, float]:
        """Inverse document frequency of each stem of the question, scaled to sum 1.

        Days are not among them: "on 12 March" speaks of articles, not of whoever "will bring 12".
        """
        asked = content_words(without_dates(question)) or content_words(question)
        frequency = self._store.document_frequency(asked)
        total = max(2, self._store.counts()["chunks"])
        weights = {stem(word): math.log(1 + total / (1 + frequency.get(word, 0))) for word in asked}
        scale = sum(weights.values()) or 1.0
        return {word: weight / scale for word, weight in weights.items()}

    def _choose(
        self, judged: Sequence[Candidate], vectors: Vectors, share: float
    ) -> list[Candidate]:
        """Best first by score, less for repeating what is chosen, within count and tokens."""
        most = math.ceil(self._evidence_k * share)
        lengths = self._embedder.count_tokens(
            [candidate.article.body[candidate.start : candidate.end] for candidate in judged]
        )
        left = int(self._evidence_tokens * share)
        chosen: list[Candidate] = []
        places: list[int] = []
        waiting = list(range(len(judged)))
        while waiting and len(chosen) < most:
            index = max(waiting, key=lambda place: _worth(judged[place], chosen))
            waiting.remove(index)
            # Its run-up may be quoted already: then it stands without.
            candidate = _apart(judged[index], chosen)
            if candidate is None or _repeats(index, places, vectors, judged):
                continue
            if lengths[index] > left and chosen:
                continue
            left -= lengths[index]
            chosen.append(candidate)
            places.append(index)
        return chosen


def _left_open(body: str, sentences: Sequence[Sentence], position: int) -> bool:
    """Whether its paragraph goes on to say that the reason is not known: then it has none."""
    for before, behind in pairwise(sentences[position : position + UNEXPLAINED_WITHIN + 1]):
        if "\n" in body[before.end : behind.start]:
            return False
        if is_unexplained(body[behind.start : behind.end]):
            return True
    return False


def _best(candidates: Sequence[Candidate], k: int) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: -candidate.score)[:k]


def _worth(candidate: Candidate, chosen: Sequence[Candidate]) -> tuple[bool, float]:
    """Its score, less for every sentence that its article has contributed already.

    The newest of several counts comes first, once: there may be no room for it behind the others.
    """
    same = sum(other.article.id == candidate.article.id for other in chosen)
    news = candidate.newest_count > 0 and not any(other.newest_count for other in chosen)
    return news, candidate.score - SAME_ARTICLE * same


def _coverage(weights: dict[str, float], text: str) -> float:
    found = stems(text)
    return sum(weight for word, weight in weights.items() if word in found)


def _apart(candidate: Candidate, chosen: Sequence[Candidate]) -> Candidate | None:
    """The candidate without a run-up that is quoted already; None if all of it is."""
    start = candidate.start
    for other in chosen:
        if other.article.id != candidate.article.id:
            continue
        if other.start < candidate.focus_end and candidate.focus_start < other.end:
            return None
        if other.start < candidate.focus_start and start < other.end:
            start = max(start, _next_word(candidate.article.body, other.end))
    return candidate if start == candidate.start else replace(candidate, start=start)


def _next_word(body: str, offset: int) -> int:
    while body[offset].isspace():
        offset += 1
    return offset


def _repeats(
    index: int, chosen: Sequence[int], vectors: Vectors, judged: Sequence[Candidate]
) -> bool:
    """Says the same as a chosen one: a differing figure or a denial is news, not a repeat."""
    focus = judged[index].focus
    return any(
        float(vectors[index] @ vectors[other]) > REPEATS_ABOVE
        and values(focus) <= values(judged[other].focus)
        and not _swaps_names(focus, judged[other].focus)
        and bool(_DENIAL.search(focus)) == bool(_DENIAL.search(judged[other].focus))
        for other in chosen
    )


def _swaps_names(one: str, other: str) -> bool:
    """Each names somebody or something that the other does not: rival accounts, not a repeat."""
    mine, theirs = _name_words(one), _name_words(other)
    return bool(mine - theirs) and bool(theirs - mine)


def _name_words(text: str) -> set[str]:
    return {word for name in names(text) for word in words(name)}


def _numbered(chosen: Sequence[Candidate]) -> list[Evidence]:
    """Grouped by article, articles by their best sentence, sentences in reading order."""
    articles = list(dict.fromkeys(candidate.article.id for candidate in chosen))
    ordered = sorted(
        chosen, key=lambda candidate: (articles.index(candidate.article.id), candidate.start)
    )
    return [
        Evidence(
            n,
            candidate.article,
            candidate.start,
            candidate.end,
            candidate.focus_start,
            candidate.focus_end,
            candidate.own,
            candidate.answering,
        )
        for n, candidate in enumerate(ordered, start=1)
    ]
