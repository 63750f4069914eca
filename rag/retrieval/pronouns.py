"""Whom a pronoun of a question stands for: a name that was given before it.

A question is read with the name in the pronoun's place, since what is searched, judged and looked
at has not heard the conversation. By rule, so that it costs nothing and cannot invent: whom the
last answer, or else the last question, names first is likeliest spoken of (the preferred centre of
Grosz, Joshi and Weinstein, "Centering: a framework for modeling the local coherence of discourse",
1995). What is in doubt stays as it was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.text.people import gender_of, kind_of
from rag.text.words import names, words
from rag.types import Turn

_BEFORE_A_NOUN = (
    r"(?=\s+(?!(?:over|up|down|out|off|in|on|at|to|for|from|with|about|after|before|by|that|when|"
    r"and|or|as)\b)[a-z])"
)


def _forms(subject: str, owner: str, object_: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Subjects first: "why did she sell her shares" asks what she did."""
    return (
        (re.compile(rf"\b(?:{subject})\b", re.IGNORECASE), "{}"),
        (re.compile(rf"\b(?:{owner})\b{_BEFORE_A_NOUN}", re.IGNORECASE), "{}’s"),
        (re.compile(rf"\b(?:{object_})\b", re.IGNORECASE), "{}"),
    )


_PERSONS = _forms("he|she", "his|her", "him|her")
_ALL = _forms("he|she|it|they", "his|her|its|their", "him|her|them")
_GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_MARKS = re.compile(r"\s*\[[\d,\s–-]+\]")


def with_name(question: str, name: str) -> str:
    """With the name for a pronoun that stands before any name of the question.

    Args:
        question: As asked.
        name: What was spoken of, a person or a thing.
    """
    found = _pronoun(question, _ALL)
    return found.replaced(name) if found is not None else question


def resolved(question: str, turns: Sequence[Turn]) -> str:
    """With the person last spoken of for "he" or "she"; as asked where nobody fits.

    Args:
        question: A follow-up, as asked.
        turns: The conversation so far, oldest first.
    """
    found = _pronoun(question, _PERSONS)
    if found is None:
        return question
    wanted = _GENDERS[found.match.group().lower()]
    if {_GENDERS.get(word, wanted) for word in words(question)} != {wanted}:
        return question  # of two: who is who?
    fits = (one for one in _spoken_of(turns) if gender_of(one) in {"", wanted})
    person = next(fits, None)
    return found.replaced(person) if person is not None else question


@dataclass(frozen=True, slots=True)
class _Pronoun:
    """One of a question, and the form that a name takes in its place."""

    match: re.Match[str]
    form: str

    def replaced(self, name: str) -> str:
        """The question with the name in its place."""
        text = self.match.string
        return text[: self.match.start()] + self.form.format(name) + text[self.match.end() :]


def _pronoun(question: str, forms: Sequence[tuple[re.Pattern[str], str]]) -> _Pronoun | None:
    """The first of these forms that stands before any name: one behind may mean that name."""
    named = names(question)
    before = question.find(named[0]) if named else len(question)
    for pattern, form in forms:
        match = pattern.search(question)
        if match and match.start() < before:
            return _Pronoun(match, form)
    return None


def _spoken_of(turns: Sequence[Turn]) -> Iterator[str]:
    """Persons of the conversation, the likeliest first."""
    for turn in reversed(turns):
        for text in (_MARKS.sub("", turn.text), turn.question):
            for name in (one.split(" of ")[0] for one in names(text)):
                if " " in name and kind_of(name, named=True) == "person":
                    yield name
