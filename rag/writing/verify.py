"""A second look: does what an answer cites state the answer, by the generator's own yes or no?

A small model that reads one passage knows better whether the answer is in it than one that has to
choose among seven: what it would put on "yes" is the estimate (Kadavath et al., "Language models
(mostly) know what they know", 2022). It reads passages alone, never what was written.
"""

from __future__ import annotations

import math
from collections.abc import Generator as Streamed
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.ports import Generator, SecondLook
from rag.text.dates import without_dates, without_day
from rag.text.kinds import asks_for, holds
from rag.text.words import names, stem, stems, words
from rag.types import Drafted, Evidence, Piece
from rag.writing.abstain import Estimates
from rag.writing.choice import ASKED, TAUGHT, to_try
from rag.writing.first_word import first_word, word_weights
from rag.writing.look_prompts import look_messages, verify_messages
from rag.writing.wording import led_up_to

UNKNOWN = 0.5
"""The estimate where nothing was said."""

HOPELESS, HOPELESS_OF_MUCH = 0.2, 0.08
"""What it was taught gives less to is no answer, and it need not be asked with examples as well:
they take what is on the subject for an answer. Of a question that asks after several things in one
no passage states more than a part; and a passage with the words that are asked and a day or figure
is not dismissed by one look. `benchmarks/LOG.md` has what these were chosen by."""

HAS_WORDS = 0.65
"""Share of a question's words, names left out, from which a passage has what is asked: two of
three, and not one of two."""

MUCH = 35
"""Words of a question from which it asks after several things in one."""

SETTLED = 0.85
"""From here no estimate that was seen beside it would have changed what the rule says."""

_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Looked:
    """A sentence that the generator was asked of, and its estimate that it states the answer."""

    evidence: Evidence
    stated: float

    @property
    def as_choice(self) -> Piece:
        """As a choice between this sentence and none."""
        odds = ((str(self.evidence.n), self.stated), ("0", 1 - self.stated))
        likely = tuple((number, math.log(max(p, _TINY))) for number, p in odds)
        return Piece(likely[0][0], likely[0][1], likely)


class Verifier:
    """Asks one generator."""

    def __init__(self, generator: Generator, second_look: SecondLook | None = None) -> None:
        """Joins the parts; loads nothing.

        Args:
            generator: Asked with worked examples, where there is nothing better.
            second_look: The same, if it was taught to look.
        """
        self._generator = generator
        self._second_look = second_look
        self.trying = ASKED if second_look is None else TAUGHT

    def verify(
        self, question: str, evidence: Sequence[Evidence], seen: Drafted
    ) -> Streamed[Drafted, None, float]:
        """Returns the estimate, 0 to 1; closing it stops the generator.

        Args:
            question: One that stands alone.
            evidence: The passage, in reading order; not empty.
            seen: What is yielded at every sign of work: only between two events can it be closed.

        Raises:
            ModelError: The generator cannot be had or failed.
        """
        question = without_day(question, evidence[-1].article.published)
        messages = verify_messages(question, evidence)
        return (yield from _estimated(self._generator.stream(messages, max_tokens=1), seen))

    def estimates(
        self, question: str, cited: Sequence[Evidence], tried: Sequence[Looked], seen: Drafted
    ) -> Streamed[Drafted, None, Estimates]:
        """What it says of what an answer cites: now, and when it was tried.

        Closing it stops the generator. It is asked with examples even where it was taught: the two
        make different mistakes.

        Args:
            question: One that stands alone.
            cited: The passage, in reading order; of nothing both are 0.
            tried: What was looked at before.
            seen: See `verify`.

        Raises:
            ModelError: The generator cannot be had or failed.
        """
        if not cited:
            return Estimates(0.0, 0.0)
        looked = max((one.stated for one in tried if one.evidence in cited), default=UNKNOWN)
        asked = any([one.evidence] == cited for one in tried)
        shy = len(words(question)) > MUCH or _has_what_is_asked(question, cited)
        hopeless = HOPELESS_OF_MUCH if shy else HOPELESS
        settled = looked < hopeless or looked >= SETTLED
        if asked if self._second_look is None else settled:
            return Estimates(looked, looked)
        stated = yield from self.verify(question, cited, seen)
        return Estimates(stated, looked)

    def tried(
        self, question: str, among: Sequence[Evidence], evidence: Sequence[Evidence]
    ) -> Streamed[Drafted, None, list[Looked]]:
        """What the generator says of the likeliest sentences, each by itself, the likeliest first.

        Each is read with what leads up to it. Closing it stops the generator.

        Args:
            question: One that stands alone.
            among: What may answer it.
            evidence: All that was found.

        Raises:
            ModelError: The generator cannot be had or failed.
        """
        tried: list[Looked] = []
        for one in to_try(among, self.trying):
            shown = led_up_to(one, evidence)
            stated = yield from self._looked(question, shown)
            tried.append(Looked(one, stated))
            if stated >= self.trying.sure:
                break
        return tried

    def _looked(
        self, question: str, evidence: Sequence[Evidence]
    ) -> Streamed[Drafted, None, float]:
        """By what it was taught, if it was."""
        if self._second_look is None:
            return (yield from self.verify(question, evidence, Drafted("")))
        question = without_day(question, evidence[-1].article.published)
        pieces = self._second_look.look(look_messages(question, evidence))
        return (yield from _estimated(pieces, Drafted("")))


def _has_what_is_asked(question: str, cited: Sequence[Evidence]) -> bool:
    """Whether a day or a figure is asked for, and one sentence has it beside the words asked.

    Names may stand anywhere in its article.
    """
    kind = asks_for(question)
    if kind not in ("date", "number"):
        return False
    named = {stem(word) for name in names(question) for word in words(name)}
    asked = stems(without_dates(question)) - named
    for one in cited:
        article = stems(f"{one.article.title} {one.article.body}")
        share = len(asked & stems(one.focus)) / len(asked) if asked else 0.0
        if share >= HAS_WORDS and named <= article and holds(kind, one.focus, question):
            return True
    return False


def _estimated(pieces: Iterator[Piece], seen: Drafted) -> Streamed[Drafted, None, float]:
    """The estimate from the first word that is said."""
    said = yield from first_word(pieces, seen)
    return word_weights(said, ("yes", "no"))["yes"] if said else UNKNOWN
