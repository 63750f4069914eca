"""Questions, read in the light of one library as it is now, become queries.

The reading itself is in `rag.retrieval.query`; this knows the library and the longest question.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rag.ports import ArticleStore
from rag.retrieval.query import Query, understand
from rag.retrieval.wanted import Library
from rag.types import Turn


class Understanding:
    """Reads questions to one library. Safe to use from several threads."""

    def __init__(self, store: ArticleStore, *, max_chars: int) -> None:
        self._library = Library(store)
        self._max_chars = max_chars

    def query(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        without: Sequence[str] = (),
        today: date | None = None,
    ) -> Query:
        """What is searched for.

        Args:
            question: In words.
            history: Earlier turns of the same conversation, oldest first.
            without: Keys of what `Query.understood` lists and is to be left out.
            today: What "yesterday" is seen from; see `rag.retrieval.wanted.Known.today`.

        Raises:
            QuestionError: It is empty or too long.
        """
        return understand(
            question,
            history,
            max_chars=self._max_chars,
            known=self._library.known(),
            without=without,
            today=today,
        )
