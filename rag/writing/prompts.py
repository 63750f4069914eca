"""All that the generator is ever told, and the constants that go with it.

The instructions come first and never change, so that the engine reads them once. Article text is
data: before it enters a prompt its chat-template tokens, fake marks and fake headings are made
harmless (in the prompt only: what is stored and quoted stays as it is).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.types import Evidence, Message, Turn

REFUSAL = "NONE"
"""What the generator writes when nothing helps; a single odd token, easy to see and to weigh."""

NOT_STATED = "The articles do not say."
"""What a person is shown then."""

ANSWER_INSTRUCTIONS = (
    "You answer questions about the news from numbered sentences of articles. Use only these "
    "sentences. Write one or two full sentences that answer the question, and end each with the "
    "number of the sentence it rests on, for example [2]. Keep who said it. If articles differ, "
    f"say what each says. Only if nothing in the sentences helps to answer, write only: {REFUSAL}"
)

INSTRUCTIONS = (Message("system", ANSWER_INSTRUCTIONS),)
"""What every prompt begins with: an engine may read it before the first question."""

MAX_SENTENCE_CHARACTERS = 600
"""Longer evidence is cut in the prompt; its citation is not."""

MAX_TITLE_CHARACTERS = 70

HEADING_OPENS = "From "
"""How the line above an article's sentences begins."""

_TEMPLATE_TOKEN = re.compile(r"<\s*\|\s*([^|<>]{0,40}?)\s*\|\s*>|\[/?INST\]|<</?SYS>>|</?s>", re.I)
_MARK_LIKE = re.compile(r"[\[［【〔]\s*([0-9０-９][0-9０-９,;\s–-]*)[\]］】〕]")
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.'’ -]{2,40}(?:,[^—–()“”\"]{1,40}?)?(?:\s*\([^()]{2,40}\))?\s*[—–-]+\s+|"
    r"\([A-Z][\w. ]{1,20}\)\s*[—–-]*\s*)(?=[A-Z0-9“‘])"
)
_ROLE = re.compile(r"(?im)^(\s*)(system|assistant|user|sentences|question)(\s*:)")


def answer_messages(
    question: str, evidence: Sequence[Evidence], *, earlier: Turn | None = None
) -> list[Message]:
    """The prompt for one answer.

    Args:
        question: As asked.
        evidence: Numbered; neighbours of one article stand under one heading.
        earlier: The turn before, if the question leans on it.
    """
    parts = ["Sentences:", evidence_lines(evidence), ""]
    if earlier:
        parts += [f"Asked before: {harmless(earlier.question)}", f"Answer: {_short(earlier.text)}"]
    parts.append(f"Question: {harmless(question)}")
    return [*INSTRUCTIONS, Message("user", "\n".join(parts))]


def evidence_lines(evidence: Sequence[Evidence]) -> str:
    """A heading of outlet, date and title for each article, and its numbered sentences."""
    lines: list[str] = []
    last = ""
    for one in evidence:
        article = one.article
        if article.id != last:
            lines.append(heading(one))
            last = article.id
        text = without_dateline(" ".join(one.quote.split()))
        lines.append(f"[{one.n}] {harmless(_cut(text, MAX_SENTENCE_CHARACTERS))}")
    return "\n".join(lines)


def heading(evidence: Evidence) -> str:
    """Outlet, date, title: what the generator needs to say who reports and when."""
    article = evidence.article
    day = f"{article.published.day} {article.published:%B %Y}" if article.published else "undated"
    title = f" (“{_cut(article.title, MAX_TITLE_CHARACTERS)}”)" if article.title else ""
    return harmless(f"{HEADING_OPENS}{article.source or 'an unnamed outlet'}, {day}{title}:")


def without_dateline(text: str) -> str:
    """The text without "PORT SELWICK, March 8 (VNA) - " or "(CNN) " before it: nobody says that."""
    return _DATELINE.sub("", text, count=1)


def harmless(text: str) -> str:
    """One line of text in which nothing looks like a template token, a mark or a role."""
    text = " ".join(text.split())
    text = _TEMPLATE_TOKEN.sub(lambda match: f"({match.group(1) or ''})", text)
    text = _MARK_LIKE.sub(r"(\1)", text)
    text = _ROLE.sub(r"\1\2 -", text)
    return text.replace("<|", "< ").replace("|>", " >")


def _short(text: str) -> str:
    return _cut(harmless(text), 300)


def _cut(text: str, characters: int) -> str:
    if len(text) <= characters:
        return text
    return text[:characters].rsplit(" ", 1)[0] + " …"
