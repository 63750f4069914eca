"""The checkable facts of a sentence, and which of them its quotes do not have. Pure text.

Figures, dates, names and denials are compared in normal forms by the modules of `rag.text`; here
they are gathered, and what is missing is put in words for a reader.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.answerable import named_in_full, never_named, nobody_new, uncounted, wordless
from rag.text.dates import backs_date, dates, without_dates, years_of
from rag.text.figures import backed_by, figures, is_backed
from rag.text.naming import Name, Quoted, fold, missing_words, names_of, romans_of
from rag.text.negation import turned_around
from rag.types import Evidence
from rag.writing.attribution import wrong_speaker

BEGINNING = 400
"""Characters of an article that say whom and what it is about."""


def missing_facts(sentence: str, cited: Sequence[Evidence]) -> tuple[str, ...]:
    """The facts of a sentence that its quotes do not have, in words for a reader.

    What counts as a quote is all that the reader of a card has before him: the quoted sentences,
    the title, the outlet and, for dates, the day of publication.
    """
    missing = [
        *_missing_figures(sentence, cited),
        *_missing_dates(sentence, cited),
        *_missing_names(sentence, cited),
    ]
    if contradiction := turned_around(sentence, [evidence.quote for evidence in cited]):
        missing.append(contradiction)
    if speaker := wrong_speaker(sentence, cited):
        missing.append(f"{speaker} does not say this in the quotes")
    return tuple(missing)


def cannot_back(claim: str, passage: Evidence) -> bool:
    """Whether a passage lacks what whatever backs a claim must have.

    That are its figures and dates, and whom or what it names first; the other names may stand
    elsewhere in the article, which tells of the ferry without naming it in every sentence.
    """
    if _missing_figures(claim, [passage]) or _missing_dates(claim, [passage]):
        return True
    return is_of_others(claim, passage)


def is_of_others(claim: str, passage: Evidence) -> bool:
    """Whether a passage is on something else than what a claim names first.

    It stands in the passage; or in the title or where the article begins, and the sentence names
    nobody else: what another show got is not the claim's.

    Args:
        claim: As a question, for what begins a sentence is not taken for a name.
        passage: What may be on it.
    """
    asked = names_of(claim)
    if not asked:
        return False
    body = passage.article.body
    whole = Quoted.of(readable(passage), body)
    if any(missing_words(name, whole) for name in asked):
        return True
    if _stands_in(asked[0], Quoted.of(passage.quote)):
        return False
    begins = Quoted.of(readable(passage), body[:BEGINNING])
    told = Quoted.of(claim)
    others = names_of(body[passage.focus_start : passage.focus_end])
    return not _stands_in(asked[0], begins) or any(not _stands_in(one, told) for one in others)


def _stands_in(name: Name, quoted: Quoted) -> bool:
    return len(missing_words(name, quoted)) < len(name.words)


def cannot_answer(question: str, cited: Sequence[Evidence]) -> str:
    """Why these sentences do not answer the question, whatever they say; "" if they may."""
    articles = {one.article.id: one.article for one in cited}.values()
    texts = (f"{one.source}\n{one.title}\n{one.body}" for one in articles)
    if unnamed := never_named(named_in_full(question), texts):
        return f"its article does not speak of {unnamed}"
    if uncounted(question, [one.quote for one in cited]):
        return "it has no figure, which is what is asked for"
    if nobody_new(
        question, [(one.article.body[one.start : one.focus_start], one.focus) for one in cited]
    ):
        return "it names nobody but whom the question names, and asked is who"
    if wordless(question, [one.quote for one in cited]):
        return "nobody says anything in it, and somebody's words are asked for"
    return ""


def only_in_titles(sentence: str, cited: Sequence[Evidence], question: str = "") -> tuple[str, ...]:
    """Figures and names of a sentence that the title alone holds, in words for a reader.

    A title says what an article is about, so the subject that a question names itself may stand
    there alone. What answers it may not: a citation has to show it.
    """
    shown = [f"{one.quote}\n{one.article.source}" for one in cited]
    quoted = Quoted.of(*shown, question)
    held = backed_by(without_dates(text) for text in (*shown, question))
    years = set().union(*(_years(evidence) for evidence in cited))
    # "Mara Lind" is shown by a quote that has "Lind".
    alone = [
        name.text
        for name in names_of(sentence)
        if len(missing_words(name, quoted)) == len(name.words)
    ] + [
        figure.text
        for figure in figures(without_dates(sentence))
        if figure.means and not (is_backed(figure, held) or figure.year in years)
    ]
    titles = " ".join(evidence.article.title for evidence in cited)
    return tuple(f"{one} is in the title only" for one in alone if _shares_word(one, titles))


def _shares_word(text: str, titles: str) -> bool:
    return bool(set(fold(text).lower().split()) & set(fold(titles).lower().split()))


def readable(evidence: Evidence) -> str:
    """Quote, title and outlet."""
    return f"{evidence.quote}\n{evidence.article.title}\n{evidence.article.source}"


def _missing_figures(sentence: str, cited: Sequence[Evidence]) -> list[str]:
    held = backed_by(without_dates(readable(evidence)) for evidence in cited)
    years = set().union(*(_years(evidence) for evidence in cited))
    return [
        f"{figure.text} is not in the quotes"
        for figure in figures(without_dates(sentence))
        if figure.means and not (is_backed(figure, held) or figure.year in years)
    ]


def _years(evidence: Evidence) -> set[int]:
    """Years that a quote names; if none, that of its publication."""
    text = readable(evidence)
    named = years_of(text) | {figure.year for figure in figures(text) if figure.year}
    published = evidence.article.published
    return named or ({published.year} if published else set())


def _missing_dates(sentence: str, cited: Sequence[Evidence]) -> list[str]:
    return [
        f"{stated} is not in the quotes"
        for stated in dates(sentence)
        if not any(backs_date(stated, e.quote, e.article.title, e.article.published) for e in cited)
    ]


def _missing_names(sentence: str, cited: Sequence[Evidence]) -> list[str]:
    quoted = Quoted.of(*(readable(evidence) for evidence in cited))
    missing = [
        f"{name.text} is not in the quotes"
        for name in names_of(sentence)
        if missing_words(name, quoted) and not _is_in_full_elsewhere(name, quoted, cited)
    ]
    # "Charles III" may be "King Charles" in a quote, but not "Charles II".
    if quoted.romans:
        missing += [f"{one} is not in the quotes" for one in romans_of(sentence) - quoted.romans]
    return missing


def _is_in_full_elsewhere(name: Name, quoted: Quoted, cited: Sequence[Evidence]) -> bool:
    """Whether a quote has part of the name ("Lind") and its article the whole ("Mara Lind")."""
    if len(missing_words(name, quoted)) == len(name.words):
        return False
    whole = " ".join(name.text.split())
    return any(whole in " ".join(fold(one.article.body).split()) for one in cited)
