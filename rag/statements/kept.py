"""Statements of stored articles: read once, kept in the store, read anew by a better reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.ports import ArticleStore, StatementReader
from rag.types import Article, Statement, StatementsRead


class KeptStatements:
    """What is said in the articles of a library. Safe to use from several threads.

    Each article is stored as soon as it is read: what an interruption leaves is whole, and the next
    call goes on there.
    """

    def __init__(self, store: ArticleStore, reader: StatementReader) -> None:
        self._store = store
        self._reader = reader

    def statements(self, article: Article) -> list[Statement]:
        """The statements of an article in the order of its text.

        Raises:
            NotFoundError: The article has been removed.
            ModelMissingError: It has not been read before, and the reader lacks its model.
        """
        kept = self._store.statements(article, self._reader.version)
        if kept is not None:
            return kept
        found = self._reader.read(article, self._store.sentences(article.id))
        self._store.put_statements(article.id, self._reader.version, found)
        return found

    def unread(self) -> list[str]:
        """Ids of the current articles that this reader has not read; newest first."""
        return self._store.unread(self._reader.version)

    def of_all(self, article_ids: Sequence[str]) -> list[Statement]:
        """The statements of several articles, in the order given; raises as `statements` does."""
        articles = [self._store.article(article_id) for article_id in article_ids]
        return [one for article in articles for one in self.statements(article)]

    def read_all(self, article_ids: Sequence[str]) -> Iterator[StatementsRead]:
        """Reads what has not been read, and tells how far it is after each article.

        Raises:
            NotFoundError: An article has been removed.
        """
        for done, article_id in enumerate(article_ids, start=1):
            self.statements(self._store.article(article_id))
            yield StatementsRead(done, len(article_ids))
