"""The library's database: the one truth, behind the port `ArticleStore`.

Speaks of articles, sentences, chunks and their vectors; knows nothing of how any of them is made,
nor of the vector index, which is caught up from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from rag.articles import clusters, reads, rows, writes
from rag.articles.check import check
from rag.articles.columns import FilterColumns
from rag.articles.database import Database
from rag.errors import NotFoundError, StoreError
from rag.types import (
    Article,
    ArticleSummary,
    Check,
    Chunk,
    EmbedderFacts,
    Filters,
    Moments,
    OriginGroup,
    RowIds,
    RowMask,
    Sentence,
    Span,
    Statement,
    Vectors,
)

Outcome = Literal["added", "updated", "unchanged"]


class SqliteStore:
    """All articles of one library, in `library.db` in its folder. Implements `ArticleStore`.

    Safe to use from several threads and processes at once: each thread reads through its own
    connection, and every write is one transaction.
    """

    def __init__(self, database: Database, facts: EmbedderFacts | None) -> None:
        """Takes an open database; use `open` or `browse`."""
        self._database = database
        self._facts = facts
        self._columns = FilterColumns(database)
        self._outlets: tuple[int, list[tuple[str, int]]] | None = None  # as of a generation

    @classmethod
    def open(cls, home: Path, *, embedder_name: str, weight_hash: str, dim: int) -> SqliteStore:
        """Opens the library of the folder `home`, made if there is none, for reading and writing.

        Args:
            home: The library's folder.
            embedder_name: What the embedder is called, for messages.
            weight_hash: SHA-256 of its weights, by which it is known.
            dim: Length of its vectors.

        Raises:
            EmbedderMismatchError: The library holds vectors of another embedder.
            StoreError: It cannot be opened, is damaged, or is of a newer version.
        """
        facts = EmbedderFacts(embedder_name, weight_hash, dim)
        database = Database(home)
        try:
            with database.transaction() as connection:
                writes.claim(connection, facts, database.path)
        except BaseException:
            database.close()
            raise
        return cls(database, facts)

    @classmethod
    def browse(cls, home: Path) -> SqliteStore:
        """Opens the library without an embedder: everything but `put` works.

        Raises:
            StoreError: It cannot be opened, is damaged, or is of a newer version.
        """
        return cls(Database(home), None)

    def close(self) -> None:
        """Closes the connections of all threads."""
        self._database.close()

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def embedder(self) -> EmbedderFacts | None:
        """What the stored vectors were made by; None for a library that never had any."""
        ((name, weight_hash, dim),) = self._database.read(
            "SELECT embedder, weight_hash, dim FROM meta"
        )
        return EmbedderFacts(name, weight_hash, dim) if dim else None

    # Writing

    def put(
        self,
        article: Article,
        *,
        key: str,
        digest: str,
        sentences: Sequence[Sentence],
        spans: Sequence[Span],
        vectors: Vectors,
    ) -> Outcome:
        """Stores all of an article in one transaction, as what `key` stands for from now on.

        What the key stood for before keeps its text and sentences but is searched no more, unless
        another key stands for it too.

        Args:
            article: Its `version` and `current` are not read: the store counts versions.
            key: What stays the same when the content changes, see `Found.key`.
            digest: Of the bytes it was read from; "" if not known.
            sentences: In order, numbered from 0.
            spans: Of the chunks, in order, numbered from 0.
            vectors: Of the chunks, shape (len(spans), dim), unit rows.

        Returns:
            "added" for new content under a new key, "updated" if the key stood for other content,
            "unchanged" if the content was there already.

        Raises:
            SourceError: The article cannot be stored (no sentences, NUL characters).
            EmbedderMismatchError: Another program gave the library another embedder meanwhile.
            LibraryFullError: No space is left; nothing of the article was stored.
            StoreError: The database cannot be written; nothing of the article was stored.
        """
        rows.check_put(article, sentences, spans, vectors)
        if self._facts is None:
            raise StoreError(f"{str(self.path)!r} is open for looking only. Open it with `open`.")
        if vectors.shape[1] != self._facts.dim:
            raise ValueError(f"vectors must have {self._facts.dim} columns, got {vectors.shape}")
        with self._database.transaction() as connection:
            writes.claim(connection, self._facts, self.path)
            number = writes.write_article(connection, article)
            new = not writes.is_current(connection, number)
            if new:
                writes.write_parts(connection, number, sentences, spans, vectors)
            replaced = writes.point(connection, rows.storable(key), digest, number)
            if new:
                clusters.join(connection, number, article.body)
            if new or replaced:
                writes.count_up(connection)
        if replaced:
            return "updated"
        return "added" if new else "unchanged"

    def note_digest(self, key: str, digest: str, article_id: str) -> None:
        """Records that `key`, read from bytes with this digest, stands for this current article.

        Raises:
            NotFoundError: No current article has this id.
            StoreError: The database cannot be written.
        """
        with self._database.transaction() as connection:
            found = connection.execute(
                f"SELECT number FROM articles WHERE id = ? AND {rows.CURRENT}", (article_id,)
            ).fetchone()
            if found is None:
                raise NotFoundError(f"no current article has the id {article_id!r}. Ingest it.")
            if writes.point(connection, rows.storable(key), digest, found[0]):
                writes.count_up(connection)

    def put_statements(self, article_id: str, reader: str, statements: Sequence[Statement]) -> None:
        """Stores what a version of the reader found in an article, in place of what was there.

        Raises:
            NotFoundError: The article is gone.
            StoreError: The database cannot be written.
        """
        with self._database.transaction() as connection:
            number = reads.number_of(self._database, article_id)
            writes.write_statements(connection, number, reader, statements)

    def remove(self, article_id: str) -> list[str]:
        """Removes an article with all versions of its keys, rows and vectors; the ids removed.

        A version that a key of another article stands or stood for stays there.

        Raises:
            NotFoundError: No such article, or several begin so.
            StoreError: The database cannot be written.
        """
        with self._database.transaction() as connection:
            removed = writes.drop_versions(connection, reads.number_of(self._database, article_id))
            writes.count_up(connection)
        return removed

    # Reading: articles

    def unchanged(self, key: str, digest: str) -> bool:
        """Whether the content under `key` was last read from bytes with this digest."""
        return digest != "" and bool(
            self._database.read(
                "SELECT 1 FROM places WHERE key = ? AND digest = ?", (rows.storable(key), digest)
            )
        )

    def holds(self, key: str, article_id: str) -> bool:
        """Whether `key` already stands for exactly this content."""
        return bool(
            self._database.read(
                "SELECT 1 FROM places JOIN articles ON articles.number = places.article "
                "WHERE places.key = ? AND articles.id = ?",
                (rows.storable(key), article_id),
            )
        )

    def article(self, article_id: str) -> Article:
        """One version, current or not. A unique prefix of at least 6 characters will do.

        Raises:
            NotFoundError: No such article, or several begin so.
        """
        number = reads.number_of(self._database, article_id)
        found = self._database.read(
            f"SELECT {rows.ARTICLE_COLUMNS} FROM articles WHERE number = ?", (number,)
        )
        if not found:  # removed by another program since
            raise reads.no_such(article_id)
        return rows.article_from(found[0])

    def articles(
        self,
        filters: Filters = Filters(),
        *,
        text: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[ArticleSummary]:
        """Current articles, newest first, undated last.

        `text` must occur in title, source or author, without regard to case.
        """
        passing, parameters = rows.conditions(filters)
        found = self._database.read(
            f"SELECT {rows.SUMMARY_COLUMNS} FROM articles WHERE {rows.CURRENT} AND {passing} "
            "AND (? = '' OR instr(folded(title || char(10) || source || char(10) || author), ?)) "
            "ORDER BY published DESC, number DESC LIMIT ? OFFSET ?",
            (*parameters, text, text.casefold(), -1 if limit is None else limit, offset),
        )
        return [rows.summary_from(row) for row in found]

    def sentences(self, article_id: str) -> list[Sentence]:
        """The sentences of one version, in order.

        Raises:
            NotFoundError: No such article, or several begin so.
        """
        found = self._database.read(
            "SELECT ordinal, start, stop FROM sentences WHERE article = ? ORDER BY ordinal",
            (reads.number_of(self._database, article_id),),
        )
        return [Sentence(*row) for row in found]

    def statements(self, article: Article, reader: str) -> list[Statement] | None:
        """What this version of the reader found in an article; None if it has not read it."""
        return reads.statements(self._database, article, reader)

    def unread(self, reader: str) -> list[str]:
        """Ids of current articles that this version of the reader has not read; newest first."""
        return reads.unread(self._database, reader)

    def outlets(self) -> list[tuple[str, int]]:
        """Outlets with their number of current articles, most first; spellings by case are one."""
        generation = self.generation
        remembered = self._outlets
        if remembered is None or remembered[0] != generation:
            remembered = self._outlets = (generation, reads.outlets(self._database))
        return list(remembered[1])

    def groups(self, article_ids: Sequence[str]) -> list[OriginGroup]:
        """The articles' groups of near-duplicates, each once, in the order of the ids.

        A group holds all current copies, asked for or not; ids that name nothing are left out.
        """
        return reads.groups(self._database, article_ids)

    def dated(self) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest current article were published; None if none is dated."""
        return reads.dated(self._database)

    # Reading: chunks

    def chunks(self, wanted: Sequence[int]) -> list[Chunk]:
        """In the order of the rows given; rows that are gone are left out."""
        return reads.chunks(self._database, wanted)

    def passing(self, filters: Filters) -> RowMask | None:
        """Which rows pass; None if the filters allow everything.

        Raises:
            ValueError: A time without zone.
        """
        return None if filters.empty else self._columns.passing(filters)

    def published(self, wanted: RowIds) -> Moments:
        """When the article of each row was published; "not a time" if it is gone or has no day."""
        return self._columns.published_of(wanted)

    def leads(self, wanted: RowIds) -> RowIds:
        """The first row of the article of each row; the row itself if it is gone."""
        return self._columns.leads_of(wanted)

    def search_text(self, query: str, k: int, *within: Filters) -> list[tuple[int, float]]:
        """BM25 over title and text: (row, score), best first, larger is better.

        The k best within each of the filters; of all if none is given. Filters act inside the
        query: k come back if k rows pass and hold a word of the query.
        """
        masks = [self.passing(filters) for filters in within or (Filters(),)]
        return reads.search_text(self._database, query, k, masks)

    def document_frequency(self, words: Sequence[str]) -> dict[str, int]:
        """In how many chunks, their titles included, each word occurs.

        The full-text search itself counts, so a word and its other forms ("run", "running") count
        as they are found, and one that it cuts ("covid-19") counts as a phrase.
        """
        return reads.document_frequency(self._database, words)

    def rows(self) -> RowIds:
        """All chunk rows of current articles, sorted."""
        return reads.all_rows(self._database)

    def changes_since(self, generation: int, newest: int) -> tuple[RowIds, RowIds]:
        """Rows that came and rows that went after a generation, each sorted.

        A row that came and went again may be in both.

        Args:
            generation: Which the caller agrees with.
            newest: The largest row that it has known.
        """
        added = reads.rows_since(self._database, newest)
        return added, reads.gone_since(self._database, generation)

    def first_rows(self, article_ids: Sequence[str] | None = None) -> dict[str, int]:
        """The row of the first chunk of each current article, by its id; of all if None."""
        return reads.first_rows(self._database, article_ids)

    def rows_of(self, article_ids: Sequence[str]) -> dict[str, list[int]]:
        """The rows of all chunks of each current article named, in order, by its id."""
        return reads.rows_of(self._database, article_ids)

    def vectors(self, wanted: RowIds) -> Vectors:
        """Stored vectors in the order of the rows given, shape (n, dim).

        Raises:
            NotFoundError: Some of the rows are gone, as when another program removed an article.
        """
        facts = self.embedder
        return reads.vectors(self._database, wanted, facts.dim if facts else 0)

    # Totals

    @property
    def generation(self) -> int:
        """Counts up with every change of what can be found, by any process."""
        return reads.generation(self._database)

    def counts(self) -> dict[str, int]:
        """Current articles, and their chunks."""
        return self._columns.counts()

    def totals(self) -> dict[str, int]:
        """Of everything that is stored, by table; takes seconds in a large library."""
        return reads.totals(self._database)

    # Health

    def check(self) -> list[Check]:
        """Whether the database is sound, see `rag.articles.check`."""
        return check(self._database)

    def rebuild_full_text(self) -> None:
        """Indexes all chunks' texts anew; what else is stored stays as it is."""
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO fulltext (fulltext) VALUES ('rebuild')")

    def rebuild_copies(self) -> None:
        """Finds all near-duplicates anew; what else is stored stays as it is."""
        with self._database.transaction() as connection:
            clusters.rebuild(connection)
