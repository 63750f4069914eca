"""What an old article says of how things are now is told with its day. Pure text and calendar.

"Which company has filed for bankruptcy?" may be answered rightly by an article of two years ago,
and a reader who takes that for news is misled by a true sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from rag.text.kinds import asks_of_now
from rag.types import CitedSentence, Evidence

OLD = timedelta(365)
"""Before the day that is asked on."""


def with_age(
    question: str,
    kept: Sequence[CitedSentence],
    evidence: Sequence[Evidence],
    today: date | None,
) -> list[CitedSentence]:
    """The sentences, those that rest on old articles alone with a word on their day.

    Args:
        question: One that stands alone.
        kept: What is answered.
        evidence: All that was shown.
        today: The day whose news is asked for; None if it is not, and then nothing is said.
    """
    if today is None or not asks_of_now(question):
        return list(kept)
    by_number = {one.n: one for one in evidence}
    return [_dated(one, [by_number[number] for number in one.citations], today) for one in kept]


def _dated(sentence: CitedSentence, cited: Sequence[Evidence], today: date) -> CitedSentence:
    published = [one.article.published for one in cited]
    days = [moment.date() for moment in published if moment is not None]
    if not days or len(days) < len(published) or today - max(days) < OLD:
        return sentence
    newest = max(days)
    flag = f"this is of {newest.day} {newest:%B %Y}; it may have changed since"
    return replace(sentence, flags=(*sentence.flags, flag))
