"""The short form of an answer, for scores that compare a few words with a gold answer.

The same generator, the same evidence, and its own checked sentences: it is only asked to say the
answer again in as few words as possible. An abstention has no short form.
"""

from __future__ import annotations

import re

from rag.ports import Generator
from rag.types import Answer, Message
from rag.writing.prompts import answer_messages

INSTRUCTION = (
    "Now give only the answer to the question, in as few words as possible, without a sentence."
)
MAX_TOKENS = 24

_MARK = re.compile(r"\s*\[[\d,\s–-]+\]")


def short_form(answer: Answer, generator: Generator) -> str:
    """A few words; "" for an abstention. Reuses the prompt that the engine has just read."""
    if answer.abstained:
        return ""
    messages = [
        *answer_messages(answer.question, answer.evidence),
        Message("assistant", answer.text),
        Message("user", INSTRUCTION),
    ]
    pieces = generator.stream(messages, max_tokens=MAX_TOKENS, stop=("\n",))
    return _MARK.sub("", "".join(piece.text for piece in pieces)).strip(" .\"“”'")
