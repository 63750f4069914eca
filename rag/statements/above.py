"""What a statement leans on that stands further above it than the sentence before.

A question that a bare figure answers; the plan of which it says "no such plan". Pure text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.statements.roots import root
from rag.text.figures import figures
from rag.text.kinds import asks
from rag.types import Sentence, Statement

_NO_SUCH = re.compile(r"\bno such (\w+)", re.IGNORECASE)


def no_such(statement: Statement, earlier: Sequence[Sentence]) -> str | None:
    """Of "no such plan", what stands above from the last "plan" on, else the headline.

    None if it says of nothing that there is no such thing.
    """
    match = _NO_SUCH.search(statement.passage)
    if match is None:
        return None
    body = statement.article.body
    wanted = root(match[1])
    for sentence in reversed(earlier):
        for word in re.finditer(r"[^\W\d_]+", body[sentence.start : sentence.end]):
            if root(word.group()) == wanted:
                return body[sentence.start + word.start() : sentence.end]
    return statement.article.title


def question(statement: Statement, earlier: Sequence[Sentence], start: int) -> str:
    """The question before `start`, of its paragraph, that a figure answers; "" if there is none."""
    body = statement.article.body
    paragraph = body.rfind("\n", 0, statement.sentence[0]) + 1
    near = [one for one in earlier if paragraph <= one.start < start]
    told = [body[one.start : one.end] for one in near] if figures(statement.quote) else []
    return next((text for text in reversed(told) if asks(text)), "")
