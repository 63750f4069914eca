"""The checkable facts of a sentence, and which of them its quotes do not have. Pure text.

Figures, dates, names and denials are compared in normal forms by the modules of `rag.text`; here
they are gathered, and what is missing is put in words for a reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.dates import backs_date, dates, without_dates, years_of
from rag.text.figures import backed_by, figures, is_backed
from rag.text.naming import Name, Quoted, fold, missing_words, names_of, romans_of
from rag.text.negation import turned_around
from rag.types import Evidence
from rag.writing.attribution import wrong_speaker

_ENGLISH = re.compile(
    r"\b(?:what|who|whom|whose|where|when|why|which|how|did|does|has|have|was|were|is|are)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\W*(?:(?:about|around|in|for|by|at|of|on|to|with)\s+)?"
    r"(?:how (?:many|much)\b(?!\s+(?:longer|more|further|later|worse|better)\b)|"
    r"what (?:percentage|share|proportion|number)\b)",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:dozens|scores|hundreds|thousands|millions|billions|several|few|fewer|many|most|"
    r"majority|minority|all|half|every|everyone|everybody|nobody|no one|none|nothing|no|any|both|"
    r"single|alone|handful|tens)\b|(?<!\d)\.\d",
    re.IGNORECASE,
)


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


def cannot_answer(question: str, cited: Sequence[Evidence]) -> str:
    """Why these sentences do not answer the question, whatever they say; "" if they may."""
    if unnamed := never_named(question, cited):
        return f"its article does not speak of {unnamed}"
    return "it has no figure, which is what is asked for" if uncounted(question, cited) else ""


def uncounted(question: str, cited: Sequence[Evidence]) -> bool:
    """Whether a number is asked for and the sentences have none that the question has not."""
    if not _HOW_MANY.match(question):
        return False
    asked = {figure.text for figure in figures(question)}
    quotes = [without_dates(one.quote) for one in cited]
    counted = any(figure.text not in asked for quote in quotes for figure in figures(quote))
    return not counted and not any(_COUNTS.search(quote) for quote in quotes)


def never_named(question: str, cited: Sequence[Evidence]) -> str:
    """Whom a question names in full, if the cited articles have no word of that name anywhere.

    "Where was Charlie Kirk shot?" is not told by an article on another shooting. "" where a name of
    the question, or another form of it, is in one of them, and where it names nobody in full. Words
    that complete a question from the conversation do not count, nor does a question in another
    language, where names are other words.
    """
    if not _ENGLISH.search(question):
        return ""
    full = [name for name in names_of(question.split(" (")[0]) if len(name.words) > 1]
    articles = {one.article.id: one.article for one in cited}.values()
    quoted = Quoted.of(*(f"{one.source}\n{one.title}\n{one.body}" for one in articles))
    absent = [name for name in full if len(missing_words(name, quoted)) == len(name.words)]
    return ", ".join(name.text for name in full) if full and len(absent) == len(full) else ""


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
