"""Evidence and a question -> what the generator writes, streamed and unchecked.

The generator begins with the number of the sentence that it will cite. Where another one is the
likelier answer (see `rag.writing.choice`), it is stopped there and shown that sentence alone; where
only the choice is wanted, it is stopped behind the number, whichever that is.
"""

from __future__ import annotations

import re
from collections.abc import Generator as Streamed
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from time import perf_counter

from rag.ports import Generator
from rag.types import Drafted, Evidence, Piece, Turn
from rag.writing.abstain import is_number, number_of, weights_of
from rag.writing.choice import better_choice
from rag.writing.prompts import REFUSAL, answer_messages

MARK_TOKENS = 4
"""In which the mark that an answer begins with is written."""

_LEADING_MARKS = re.compile(r"^\s*(?:\[[^\]]*(?:\]\s*|$))*")
_OPEN_MARK = re.compile(r"\s*\[?\s*\d{1,3}\s*\]?\s*$")
_ENDED = re.compile(r"[.!?…][”\"’')\]\d\[]*\s*$")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the generator wrote, unchecked.

    Attributes:
        text: All of it.
        chosen: The piece with the number it cited first, which tells how sure it was among all.
        first_at: Seconds on the clock of `perf_counter` when its first words were shown; None if
            none were.
        complete: Whether it ended by itself and not at the token limit.
        alone: Number of the sentence that it was then shown alone; 0 if it kept its choice.
    """

    text: str
    chosen: Piece | None
    first_at: float | None
    complete: bool
    alone: int = 0

    @property
    def seen(self) -> Drafted:
        """What of it was shown last; nothing if it waits to be checked first."""
        return Drafted(_visible(self.text) if self.first_at is not None else "")


class Drafter:
    """Writes drafts with one generator."""

    def __init__(self, generator: Generator, *, answer_tokens: int) -> None:
        self._generator = generator
        self._answer_tokens = answer_tokens

    def draft(
        self,
        question: str,
        evidence: Sequence[Evidence],
        earlier: Turn | None,
        *,
        number_only: bool = False,
    ) -> Streamed[Drafted, None, Draft]:
        """Yields what is written so far; closing it stops the generator.

        Args:
            question: As asked.
            evidence: Numbered.
            earlier: The turn that the question leans on.
            number_only: Stop at the number; the draft is the mark of the likeliest sentence. What
                begins without a number is written to its end all the same.

        Raises:
            ModelError: The generator cannot be had or failed.
        """
        text = ""
        chosen: Piece | None = None
        first_at: float | None = None
        better: Evidence | None = None
        tokens = 0
        messages = answer_messages(question, evidence, earlier=earlier)
        pieces = self._generator.stream(messages, max_tokens=self._answer_tokens)
        with closing(pieces):  # type: ignore[type-var]
            for piece in pieces:
                if piece.text:
                    tokens += 1
                    text += piece.text
                # Only inside the mark at the beginning: "1987" chooses nothing.
                if chosen is None and is_number(piece) and _OPEN_MARK.match(text):
                    chosen = piece
                    better = better_choice(number_of(piece), weights_of(piece), evidence)
                    if better or number_only:
                        break
                visible = _visible(text)
                if visible and first_at is None:
                    first_at = perf_counter()
                # An event even when there is nothing new to see (an empty piece, or the number
                # that comes first): only between two events can we be closed.
                yield Drafted(visible)
            else:
                complete = tokens < self._answer_tokens or bool(_ENDED.search(text))
                return Draft(text.strip(), chosen, first_at, complete)
        if better is None or number_only:
            number = better.n if better else number_of(chosen)
            return Draft(f"[{number}]", chosen, None, True, better.n if better else 0)
        draft = yield from self.draft(question, [better], earlier)
        return replace(draft, chosen=chosen, alone=better.n)

    def choose(
        self, question: str, one: Evidence, earlier: Turn | None
    ) -> Streamed[Drafted, None, Piece | None]:
        """The number it begins with when it is shown one sentence, 0 if that does not answer.

        It is stopped there. None if it begins without a number.

        Raises:
            ModelError: The generator cannot be had or failed.
        """
        text = ""
        pieces = self._generator.stream(
            answer_messages(question, [one], earlier=earlier), max_tokens=MARK_TOKENS
        )
        with closing(pieces):  # type: ignore[type-var]
            for piece in pieces:
                text += piece.text
                if is_number(piece) and _OPEN_MARK.match(text):
                    return piece
                yield Drafted("")
        return None


def _visible(text: str) -> str:
    """What of a draft may be seen: no mark before it, and nothing of a refusal."""
    return "" if text.lstrip().startswith(REFUSAL) else _LEADING_MARKS.sub("", text)
