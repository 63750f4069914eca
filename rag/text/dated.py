"""Whether a text dates what a question asks the day of, and not something beside it. Pure text.

"Two years ago they decided that, when Carter died, they would go" has a time and a death, and does
not say when he died; "after Carter died Dec. 29" does. English only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from rag.text.dates import dates, without_dates
from rag.text.words import content_words, names, stem, stems, words

# Narrower than a question for a date (`rag.text.kinds`): "how soon" and "what deadline" are often
# answered by a clause that has none of their words.
_ASKS_WHEN = re.compile(
    r"(?:^|[,;:]\s*|\b(?:and|but)\s+)(?:on|by|until|since)?\s*"
    r"(?:when|(?:what|which) (?:day|date|month|year))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:.!?()“”\"—–]|,(?!\s*(?:\d|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)))|"
    r"\b(?:that|which|who|whose|after|before|when|while|because|as|but|and|since)\b",
)

ON_IT = 0.5
"""Share of the question's words, names left out, that the clause of a date has."""


@lru_cache(maxsize=64)
def _asked(question: str) -> frozenset[str]:
    """Stems of what is to be dated, names left out; empty if no day is asked for."""
    if not _ASKS_WHEN.search(question):
        return frozenset()
    named = {word for name in names(question) for word in words(name)}
    return frozenset(
        stem(word) for word in content_words(without_dates(question)) if word not in named
    )


def dates_it(question: str, text: str) -> bool:
    """Whether a day, month or year stands in a clause with what the question asks the day of."""
    asked = _asked(question)
    if not asked:
        return False
    known = {str(one) for one in dates(question)}
    breaks = [0, *(match.end() for match in _CLAUSE.finditer(text)), len(text)]
    for start, end in pairwise(breaks):
        clause = text[start:end]
        if len(asked & stems(without_dates(clause))) >= ON_IT * len(asked) and any(
            str(one) not in known for one in dates(clause)
        ):
            return True
    return False
