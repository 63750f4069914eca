"""What the sentences of a draft become before they are checked: whole, and in whose words.

A small model writes only a number, copies an outlet's "we", says half of what it read back to the
question, or the same thing twice; each has its cure here, most of them the article's own words.
Knows nothing of models.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from rag.text.kinds import asks_for, holds
from rag.text.quotation import without_quotations
from rag.text.trim import without_dateline
from rag.text.words import names, stems
from rag.types import CitedSentence, Evidence
from rag.writing.abstain import likeliest_sentence
from rag.writing.citations import WrittenSentence, marks_in
from rag.writing.draft import Draft
from rag.writing.prompts import harmless, origin_of
from rag.writing.quoting import balanced, rejoined

MAX_OWN_CHARACTERS = 520
"""A longer quote is shortened to the sentence that matters, where the article speaks itself."""

ECHOED = 2
"""Content words of the question in a sentence, and not in what it cites, that are too many."""

Sentence = TypeVar("Sentence", CitedSentence, WrittenSentence)

_FIRST_PERSON = re.compile(r"\b(?:we|our|us|I|my)\b")
_LEANS = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)
_QUOTATION = re.compile(r"[“\"][^”\"]*[”\"]")


def whole(sentences: Sequence[WrittenSentence], *, complete: bool) -> list[WrittenSentence]:
    """Without a last sentence that the token limit cut, and without repetitions.

    Where that sentence is the only one, it ends in an ellipsis instead.
    """
    kept = list(sentences)
    if not complete and kept:
        cut = kept.pop()
        kept = kept or [replace(cut, text=f"{cut.text} …")]
    return list({sentence.text.lower(): sentence for sentence in kept}.values())


def pointed_at(text: str, evidence: Sequence[Evidence]) -> list[WrittenSentence]:
    """The evidence itself, where a small model only wrote its number: "[3]"."""
    by_number = {one.n: one for one in evidence}
    return [
        WrittenSentence(own_words(by_number[number]), (number,))
        for number in marks_in(text, by_number)[:2]
    ]


def without_origins(text: str, evidence: Sequence[Evidence]) -> str:
    """Without "(Harbour Post, 2 March)": small models copy what stands behind the sentences.

    Behind a full stop it would be read as a sentence of its own.
    """
    for one in evidence:
        for with_year in (True, False):
            origin = harmless(origin_of(one, with_year=with_year))
            text = text.replace(f" ({origin})", "")
    return text


def second_choice(draft: Draft, evidence: Sequence[Evidence]) -> list[WrittenSentence]:
    """The sentence that was likeliest after "none", in the article's words."""
    number = draft.alone or likeliest_sentence(draft.chosen)
    return [WrittenSentence(own_words(one), (one.n,)) for one in evidence if one.n == number]


def in_words_of_article(
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
    if _FIRST_PERSON.search(_QUOTATION.sub("", balanced(text))):
        said = own_words(marked).strip("“”")
        return replace(sentence, text=f"{marked.article.source or 'The article'} writes: “{said}”")
    kind = asks_for(question)
    if not holds(kind, text, question) and holds(kind, own_words(marked), question):
        return quoted(sentence, evidence)
    return sentence


def stutters(text: str) -> bool:
    """Whether it calls somebody by the whole name twice: "Mara Lind won Mara Lind over"."""
    told = _QUOTATION.sub("", text)
    return any(" " in name and told.count(name) > 1 for name in names(told))


def quoted(sentence: WrittenSentence, evidence: Sequence[Evidence]) -> WrittenSentence:
    """What the first marked sentence says itself; as it was where none is marked."""
    marked = next((one for one in evidence if one.n in sentence.marks[:1]), None)
    if marked is None:
        return sentence
    return WrittenSentence(own_words(marked), (marked.n,))


def own_words(evidence: Evidence) -> str:
    """With the run-up that says who "he" is, unless that is long."""
    quote = " ".join(evidence.quote.split())
    if len(quote) > MAX_OWN_CHARACTERS:
        quote = " ".join(evidence.focus.split())
    return balanced(rejoined(without_dateline(quote)))


def led_up_to(one: Evidence, evidence: Sequence[Evidence]) -> list[Evidence]:
    """A sentence behind the evidence right before it in its article, where that says who "he" is.

    What is all quotation follows who says it, as far back as it takes.

    The run-up of a sentence is left out of it where it is evidence itself.
    """
    body = one.article.body
    leads = [
        other
        for other in evidence
        if other.article.id == one.article.id
        and other.end <= one.start
        and not body[other.end : one.start].strip()
    ]
    told = without_quotations(balanced(rejoined(one.quote)))
    leans = _LEANS.search(told) is not None or not any(map(str.isalnum, told))
    if not leads or not leans or names(told):
        return [one]
    return [*led_up_to(leads[-1], [other for other in evidence if other is not one]), one]


def echoes(question: str, sentence: WrittenSentence, evidence: Sequence[Evidence]) -> bool:
    """Whether it takes words from the question that nothing it cites has: said, but by nobody.

    A title may say what an article is about; who somebody is only the quote itself may.
    """
    cited = [one for one in evidence if one.n in sentence.marks]
    titled = asks_for(question) != "name"
    shown = stems(
        " ".join(
            f"{one.article.title if titled else ''} {one.article.source} {one.quote}"
            for one in cited
        )
    )
    return bool(cited) and len((stems(sentence.text) & stems(question)) - shown) >= ECHOED


def once(kept: Sequence[Sentence]) -> list[Sentence]:
    """Without what another sentence, on the same quotes, has said in the same words."""
    texts = [sentence.text.rstrip(" .") for sentence in kept]
    return [
        sentence
        for place, sentence in enumerate(kept)
        if not any(
            texts[place] in text
            and set(_rests_on(sentence)) <= set(_rests_on(kept[other]))
            and (texts[place] != text or other < place)
            for other, text in enumerate(texts)
            if other != place
        )
    ]


def _rests_on(sentence: CitedSentence | WrittenSentence) -> Sequence[int]:
    return sentence.citations if isinstance(sentence, CitedSentence) else sentence.marks
