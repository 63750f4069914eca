"""Other accounts of the same fact: what shown evidence says against an answer.

A small model picks one of two figures and moves on. So the code looks whether another article, on
the same thing, has a figure or a name in its place, and adds that article's own sentence, quoted
and dated, behind the answer: first of all where it is word for word the same but for that. It never
decides who is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from rag.ports import Embedder
from rag.text.counted import counting, counts, what_is_counted
from rag.text.dates import without_dates
from rag.text.figures import Figure, backed_by, figures, values
from rag.text.kinds import AnswerKind, asks_for, asks_for_latest, holds
from rag.text.swapped import swapped
from rag.text.tolls import Toll, counted_in, tells_of, tolls
from rag.text.trim import without_dateline
from rag.text.withdrawn import is_withdrawn
from rag.text.words import content_words, names, stem, words
from rag.types import CitedSentence, Evidence
from rag.writing.citations import without_marks
from rag.writing.quoting import balanced

MAX_ACCOUNTS = 2

FIGURES_ALIKE = 0.6
"""Cosine from which two sentences with different figures are on the same thing."""

NAMES_ALIKE = 0.75
"""The same for different names: they differ more often without contradicting."""

COUNTS_ALIKE = 0.35
"""The same for two counts of the dead, the missing, the hurt or those aboard."""

BELOW = 1.4
"""By how much another account may be worth less, as an answer, than what was cited: with less it is
of something else ("paying $44 billion" and "sold $23 billion worth of shares")."""

ASIDE_ALIKE = 0.65
"""Cosine of a clause and the question from which the clause is on what was asked."""

MAX_QUOTED_CHARACTERS = 280

_CLAUSE = re.compile(r"[;:]\s|,\s+(?=(?:as|after|while|with|and|but|when|bringing|which|who)\b)")
_ALL_QUOTED = re.compile(r'[“"](?P<inside>[^“”"]*)[”"]?')
_STRAIGHT = re.compile(r'"([^"]*)"')
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNIT_OF_TIME = r"(?:second|minute|hour|day|night|week|month|year)s?"
_TIME_BEHIND = re.compile(rf"[\s-]+(?:more\s+)?{_UNIT_OF_TIME}\b", re.I)
_TIMES_OF_DAY = frozenset(("noon", "midday", "midnight"))
_ASKS_FOR_SPAN = re.compile(
    rf"\b(?:how (?:long|old|soon|late|often)|age|aged|{_UNIT_OF_TIME})\b", re.I
)
_ASKS_HOW_LONG = re.compile(r"\bhow long\b(?! ago\b)", re.I)


def other_accounts(
    question: str,
    kept: Sequence[CitedSentence],
    evidence: Sequence[Evidence],
    embedder: Embedder,
) -> list[CitedSentence]:
    """Sentences that quote differing accounts, later ones first; none where all agree.

    Args:
        question: Completed from the conversation.
        kept: The answer's checked sentences.
        evidence: All that was shown.
        embedder: Tells whether two sentences are on the same thing.
    """
    cited = _cited(kept, evidence)
    rivals = _rivals(question, kept, cited, evidence, embedder)[:MAX_ACCOUNTS]
    return [_quoting(one, cited[0]) for one in rivals]


def are_apart(question: str, kept: Sequence[CitedSentence], evidence: Sequence[Evidence]) -> bool:
    """Whether a copy from no other day has something else in the place of the answer.

    What a later copy has instead may be the news, or put right.

    Args: see `other_accounts`.
    """
    cited = _cited(kept, evidence)
    said = " ".join(sentence.text for sentence in kept)
    copies = _differing_copies(asks_for(question), question, said, cited, evidence)
    return any(
        not _is_later(copy, one) and not _is_later(one, copy) for copy in copies for one in cited
    )


def overtaking(
    question: str,
    kept: Sequence[CitedSentence],
    evidence: Sequence[Evidence],
    embedder: Embedder,
) -> Evidence | None:
    """The newest figure, where that is asked for and the answer rests on older articles.

    Args: see `other_accounts`.
    """
    cited = _cited(kept, evidence)
    if asks_for(question) != "number" or not asks_for_latest(question) or not cited:
        return None
    rivals = _rivals(question, kept, cited, evidence, embedder)
    later = [one for one in rivals if _is_later_than_all(one, cited)]
    return max(later, key=_published, default=None)


def _cited(kept: Sequence[CitedSentence], evidence: Sequence[Evidence]) -> list[Evidence]:
    used = {number for sentence in kept for number in sentence.citations}
    return [one for one in evidence if one.n in used]


def _rivals(
    question: str,
    kept: Sequence[CitedSentence],
    cited: Sequence[Evidence],
    evidence: Sequence[Evidence],
    embedder: Embedder,
) -> list[Evidence]:
    """What has something else in the place of the answer: later accounts first, nearest first."""
    kind = asks_for(question)
    said = " ".join(sentence.text for sentence in kept)
    copies = _differing_copies(kind, question, said, cited, evidence)
    others = [one for one in evidence if one not in copies]
    accounts = [
        *((1.0, one) for one in copies),
        *_other_tellings(kind, question, said, cited, others, embedder),
    ]
    accounts.sort(key=lambda pair: (not _is_later_than_all(pair[1], cited), -pair[0]))
    return [one for _, one in accounts]


def _differing_copies(
    kind: AnswerKind,
    question: str,
    said: str,
    cited: Sequence[Evidence],
    evidence: Sequence[Evidence],
) -> list[Evidence]:
    """What is word for word a sentence that bears the answer out, but for what is answered.

    One for each thing that stands in the place of the answer.
    """
    asked, told = set(words(question)), set(words(said))
    articles = {one.article.id for one in cited}
    found: dict[frozenset[str], Evidence] = {}
    for other in evidence:
        if other.article.id in articles or is_withdrawn(other.focus):
            continue
        for one in evidence:
            swap = swapped(one.focus, other.focus) if one is not other else None
            if swap is None or not _fits(kind, swap.mine):
                continue
            mine, theirs = set(words(swap.mine)), set(words(swap.theirs))
            if mine <= told and not mine <= asked and not theirs <= asked | told:
                found.setdefault(frozenset(theirs), other)
    return list(found.values())


def _fits(kind: AnswerKind, thing: str) -> bool:
    """Whether it may be in the place of what is asked for."""
    if kind in ("number", "date"):
        return bool(figures(thing))
    return kind != "name" or not thing[0].isdigit()


def _other_tellings(
    kind: AnswerKind,
    question: str,
    said: str,
    cited: Sequence[Evidence],
    evidence: Sequence[Evidence],
    embedder: Embedder,
) -> list[tuple[float, Evidence]]:
    """What says something else of the same thing in words of its own, with how near it is."""
    if kind not in ("number", "date", "name"):
        return []
    articles = {one.article.id for one in cited}
    least = max((one.score for one in cited), default=0.0) - BELOW
    differing = [
        one
        for one in evidence
        if one.article.id not in articles
        and (one.score >= least or _counts_later(question, one, cited))
        and not is_withdrawn(one.focus)
        and _differs(kind, question, said, cited, one)
    ]
    if not differing or not cited:
        return []
    limit = NAMES_ALIKE if kind == "name" else FIGURES_ALIKE
    cited_vectors = embedder.embed_passages([one.focus for one in cited])
    vectors = embedder.embed_passages([one.focus for one in differing])
    counts = _counts(question, said)
    nearness = (vectors @ cited_vectors.T).max(axis=1).tolist()
    return [
        (near, one)
        for one, near in zip(differing, nearness, strict=True)
        if near >= (COUNTS_ALIKE if counts and _counts(question, one.focus) else limit)
        or _told_aside(kind, question, one, embedder)
    ]


def _told_aside(kind: AnswerKind, question: str, other: Evidence, embedder: Embedder) -> bool:
    """Whether a clause of it answers, whatever the rest tells: "..., as the toll reached 17"."""
    asked = _common_stems(question)
    clauses = [
        clause
        for clause in _CLAUSE.split(other.focus)
        if _new_figures(kind, question, clause) and asked & _common_stems(clause)
    ]
    if kind != "number" or not clauses:
        return False
    (query,) = embedder.embed_passages([question])
    return float((embedder.embed_passages(clauses) @ query).max()) >= ASIDE_ALIKE


def _differs(
    kind: AnswerKind, question: str, said: str, cited: Sequence[Evidence], other: Evidence
) -> bool:
    """Whether the other sentence has something else in the place of what was answered."""
    if kind == "name":
        return _differs_in_name(question, said, cited, other)
    if _is_of_others(question, cited, other):
        return False
    answered = _new_figures(kind, question, said)
    theirs = _new_figures(kind, question, other.focus)
    ours, others = _counts(question, said), _counts(question, other.focus)
    if ours and others:
        # "15 of 94 aboard" and "17 of the 94" differ, whatever else they have in common.
        earlier = any(_is_later(one, other) for one in cited)
        return not _is_background(other) and not any(
            _holds_beside(one, mine, earlier=earlier) for one in others for mine in ours
        )
    # "Billions" is no other sum than 44 billion.
    held = backed_by(one.quote for one in cited)
    return (
        bool(answered)
        and bool(theirs)
        and holds(kind, other.focus, question)
        and not theirs & answered
        and bool(_measures(theirs) & _measures(answered))
        and not theirs <= held
        and not _is_background(other)
        and _counts_the_same(question, cited, other)
        and _on_subject(question, cited, other)
    )


def _is_of_others(question: str, cited: Sequence[Evidence], other: Evidence) -> bool:
    """Whether its article never names somebody whom question and cited articles name.

    What an airline orders elsewhere is no other number of the planes that ATR sells it.
    """
    ours = set(words(" ".join(f"{one.article.title} {one.article.body}" for one in cited)))
    theirs = set(words(f"{other.article.title} {other.article.body}"))
    asked = [set(words(name)) for name in names(question)]
    return any(name <= ours and not name & theirs for name in asked)


def _differs_in_name(question: str, said: str, cited: Sequence[Evidence], other: Evidence) -> bool:
    named = _name_words(said) - _name_words(question)
    theirs = _name_words(other.focus) - _name_words(question)
    quoted = set().union(*(_name_words(one.quote) for one in cited)) if cited else set()
    return bool(named) and bool(theirs - quoted) and not named & set(words(other.quote))


def _new_figures(kind: AnswerKind, question: str, text: str) -> set[str]:
    """Figures that the question does not have; times and days only where these are asked for."""
    if kind == "date":
        return values(text) - values(question)
    if what_is_counted(question):
        text = _without(text, _starts(figures(text)) - _starts(counting(text)))
    if _ASKS_HOW_LONG.search(question):
        text = _without(text, _starts(figures(text)) - _starts(_times(text)))
    elif not _ASKS_FOR_SPAN.search(question):
        text = _without(text, _starts(_times(text)))
    return values(without_dates(text)) - values(without_dates(question))


def _measures(readings: Set[str]) -> set[str]:
    """What kinds of figures these are: sums of money, shares, or any other numbers."""
    return {"%" if one[-1] == "%" else one[0] if one[0] in "$£€¥₹" else "" for one in readings}


def _times(text: str) -> list[Figure]:
    """The figures that say how long something took, or at what time of day it was."""
    return [
        one
        for one in figures(text)
        if one.text.lower() in _TIMES_OF_DAY or _TIME_BEHIND.match(text, one.start + len(one.text))
    ]


def _starts(found: Sequence[Figure]) -> set[int]:
    return {one.start for one in found}


def _without(text: str, starts: Set[int]) -> str:
    """Without the figures that begin at these offsets."""
    for figure in reversed(figures(text)):
        if figure.start in starts:
            text = f"{text[: figure.start]} {text[figure.start + len(figure.text) :]}"
    return text


def _counts_the_same(question: str, cited: Sequence[Evidence], other: Evidence) -> bool:
    """Whether it counts what is asked for: who was expected is no other number of the dead."""
    asked = counted_in(question)
    if asked is not None:
        return tells_of(asked, other.focus)
    return (
        not what_is_counted(question)
        or counts(question, other.focus)
        or not any(counts(question, one.focus) for one in cited)
    )


def _counts(question: str, text: str) -> list[Toll]:
    """What in it counts what the question wants counted."""
    asked = counted_in(question)
    return [toll for toll in tolls(text) if toll.of == asked]


def _holds_beside(one: Toll, other: Toll, *, earlier: bool) -> bool:
    """Whether both hold: a later "at least three died" disputes no 76, an earlier one does."""
    return one.value == other.value or (one.at_least and one.value < other.value and not earlier)


def _counts_later(question: str, other: Evidence, cited: Sequence[Evidence]) -> bool:
    return bool(_counts(question, other.focus)) and _is_later_than_all(other, cited)


def _is_background(evidence: Evidence) -> bool:
    """Tells of another year than its own: history, not another account."""
    published = evidence.article.published
    return bool(published and set(_YEAR.findall(evidence.focus)) - {str(published.year)})


def _on_subject(question: str, cited: Sequence[Evidence], other: Evidence) -> bool:
    """Shares a common word with the question or with what was cited, names not counted."""
    subject = _common_stems(question).union(*(_common_stems(one.focus) for one in cited))
    return bool(subject & _common_stems(other.focus))


def _common_stems(text: str) -> set[str]:
    in_names = _name_words(text)
    return {stem(word) for word in content_words(text) if word not in in_names}


def _name_words(text: str) -> set[str]:
    return {word for name in names(text) for word in words(name) if len(word) > 1}


def _quoting(evidence: Evidence, first: Evidence) -> CitedSentence:
    article = evidence.article
    quote = _within_marks(without_dateline(" ".join(evidence.focus.split())))
    if len(quote) > MAX_QUOTED_CHARACTERS:
        quote = quote[:MAX_QUOTED_CHARACTERS].rsplit(" ", 1)[0] + " …"
    day = f" on {article.published.day} {article.published:%B %Y}" if article.published else ""
    source = article.source or "another article"
    text = f"{_order(evidence, first)}, {source}{day}, has: “{quote}”"
    return CitedSentence(without_marks(text), (evidence.n,), 1.0)


def _within_marks(text: str) -> str:
    """To be put between marks: what is all quoted loses its own, others become inner ones."""
    whole = _ALL_QUOTED.fullmatch(text)
    if whole:
        return whole["inside"]
    text = balanced(text)
    return _STRAIGHT.sub(r"‘\1’", text).replace("“", "‘").replace("”", "’")


def _order(evidence: Evidence, first: Evidence) -> str:
    if _is_later(evidence, first):
        return "A later account"
    return "An earlier account" if _is_later(first, evidence) else "Another account"


def _is_later_than_all(one: Evidence, others: Sequence[Evidence]) -> bool:
    return all(_is_later(one, other) for other in others)


def _is_later(one: Evidence, other: Evidence) -> bool:
    """Whether it was published on a later day; not so if a day is unknown."""
    first, then = other.article.published, one.article.published
    return first is not None and then is not None and first.date() < then.date()


def _published(evidence: Evidence) -> float:
    published = evidence.article.published
    return published.timestamp() if published else 0.0
