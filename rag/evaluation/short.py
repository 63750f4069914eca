"""The short form of an answer, for scores that compare a few words with a gold answer.

The same generator is given the checked answer, and nothing else, and asked for the few words of it
that answer the question. An abstention has no short form.
"""

from __future__ import annotations

from rag.ports import Generator
from rag.types import Answer, Message
from rag.writing.citations import without_marks

INSTRUCTION = (
    "Give only the words of the text that answer the question: a name, a number, a date or a short "
    "phrase. Write no sentence."
)
MAX_TOKENS = 24


def short_form(answer: Answer, generator: Generator) -> str:
    """A few words; "" for an abstention."""
    if answer.abstained:
        return ""
    text = without_marks(answer.text)
    messages = [
        Message("system", INSTRUCTION),
        Message("user", f"Text: {text}\n\nQuestion: {answer.question}"),
    ]
    written = "".join(piece.text for piece in generator.stream(messages, max_tokens=MAX_TOKENS))
    lines = [line for line in written.splitlines() if line.strip()]
    return lines[0].strip(" .\"“”'") if lines else ""
