"""The seams: what the stages expect of models, index and store, as Protocols.

Stages import these, never the real parts; `rag.assemble` puts the real parts in, tests put in the
fakes of `tests/fakes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from rag.types import (
    Article,
    ArticleSummary,
    Check,
    Chunk,
    Filters,
    Message,
    ModelState,
    Moments,
    OriginGroup,
    Piece,
    RowIds,
    RowMask,
    Scores,
    Sentence,
    Span,
    Statement,
    Vectors,
    Verdicts,
)


class Embedder(Protocol):
    """Turns texts into unit vectors. Queries and passages are different things."""

    @property
    def name(self) -> str: ...

    @property
    def weight_hash(self) -> str:
        """SHA-256 (hex) of the weights: vectors of different hashes never share an index."""
        ...

    @property
    def dim(self) -> int: ...

    @property
    def max_tokens(self) -> int:
        """Longer texts are cut here by the model."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Rows in the order of `texts`, shape (n, dim)."""
        ...

    def join_in(self) -> None:
        """Lends the calling thread to an embedding of queries that is under way, until it ends.

        For a thread that waits for it anyhow. May return at once.
        """
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Rows in the order of `texts`, shape (n, dim)."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted. Safe to call from any thread."""
        ...


class Generator(Protocol):
    """Writes text to a chat prompt."""

    @property
    def name(self) -> str: ...

    @property
    def context_tokens(self) -> int:
        """Prompt and answer together may not be longer."""
        ...

    def count_tokens(self, text: str) -> int: ...

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        """Greedy decoding, piece by piece as it is written; deterministic for the same engine.

        An empty piece says only that the engine is still at work (loading, reading the prompt): it
        counts as no token, and comes several times a second while there is nothing else. Closing
        the iterator stops the engine and frees its slot before the next token. A `stop` string
        ends the text and is not part of it.

        Raises:
            GeneratorError: The engine failed, or prompt and answer do not fit its context.
        """
        ...


@runtime_checkable
class SecondLook(Protocol):
    """A generator that was taught to say whether a passage states the answer to a question."""

    def look(self, messages: Sequence[Message]) -> Iterator[Piece]:
        """One word, yes or no, with the weight of both, to the prompt that it was taught with.

        That is `rag.writing.look_prompts.look_messages`. Else as `Generator.stream`.

        Raises:
            GeneratorError: The engine failed, or the prompt does not fit its context.
        """
        ...


class Judge(Protocol):
    """Reads pairs of texts: does one follow from the other, does one answer the other?"""

    @property
    def name(self) -> str: ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Verdicts:
        """What each premise makes of its hypothesis (premise first), in the order given.

        Shape (n, 3), float32: probabilities of entails, neutral, contradicts.
        """
        ...

    def answers(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """How likely each passage answers its question (question first), in the order given.

        Shape (n,), float32, 0 to 1.
        """
        ...


class Reranker(Protocol):
    """Reads a question and a passage together: how well does the one fit the other?"""

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """One number for each pair (question first), larger is better; of one call's pairs only.

        Shape (n,), float32.
        """
        ...


class Splitter(Protocol):
    """Finds the sentences of a text."""

    def split(self, body: str, language: str) -> list[Sentence]:
        """Sentences in order, offsets exact, blanks between them belonging to none."""
        ...


class StatementSource(Protocol):
    """Gives the statements of a stored article, read now or before."""

    def statements(self, article: Article) -> Sequence[Statement]:
        """In the order of the body; safe to call from any thread.

        Raises:
            NotFoundError: The article has been removed.
            ModelMissingError: It has not been read before, and what reads it lacks its model.
        """
        ...


class StatementReader(Protocol):
    """Finds who said what in an article."""

    @property
    def version(self) -> str:
        """Changes whenever the same article may give other statements."""
        ...

    def read(self, article: Article, sentences: Sequence[Sentence]) -> list[Statement]:
        """In the order of the body; safe to call from any thread.

        Raises:
            ModelMissingError: A model that it needs is not installed.
        """
        ...


class VectorSearch(Protocol):
    """Nearest rows by inner product. Knows numbers only, nothing of articles."""

    def search(
        self, vector: Vectors, k: int, allowed: RowMask | None = None
    ) -> list[tuple[int, float]]:
        """The k best (row, cosine), best first, among `allowed` if given.

        Args:
            vector: Shape (dim,) or (1, dim).
            k: Fewer come back only if fewer are allowed.
            allowed: Which rows may be returned; None allows all.
        """
        ...


class VectorIndex(VectorSearch, Protocol):
    """Vectors by row id, to be added to and removed from."""

    def __len__(self) -> int: ...

    def rows(self) -> RowIds:
        """All row ids held, sorted."""
        ...

    def add(self, rows: RowIds, vectors: Vectors) -> None: ...

    def remove(self, rows: RowIds) -> None: ...


class ModelHandle(Protocol):
    """A model that may still be on its way."""

    @property
    def state(self) -> ModelState: ...

    def start(self) -> None:
        """Begins to fetch and load it in the background; does nothing if that has begun."""
        ...


class GeneratorHandle(ModelHandle, Protocol):
    """A generator that may still be on its way, and has a process to end."""

    def warm(self, *beginnings: Sequence[Message]) -> None:
        """Has it read, once loaded, what all prompts begin with."""
        ...

    def close(self) -> None: ...


class KeptIndex(VectorSearch, Protocol):
    """An index that follows the store by itself."""

    def save(self) -> None:
        """Writes it to disk, so that the next start need not build it."""
        ...

    def rebuild(self) -> None:
        """Makes it anew from the stored vectors."""
        ...

    def check(self) -> list[Check]:
        """Whether it agrees with the store."""
        ...

    def close(self, seconds: float) -> None:
        """Waits so long for what it is doing in the background, and saves."""
        ...


class ArticleStore(Protocol):
    """The library's database: the one truth. Safe to use from several threads and processes."""

    def unchanged(self, key: str, digest: str) -> bool:
        """Whether the content under `key` was last read from bytes with this digest."""
        ...

    def put(
        self,
        article: Article,
        *,
        key: str,
        digest: str,
        sentences: Sequence[Sentence],
        spans: Sequence[Span],
        vectors: Vectors,
    ) -> str:
        """Stores all of an article in one transaction; "added", "updated" or "unchanged"."""
        ...

    def holds(self, key: str, article_id: str) -> bool:
        """Whether `key` already stands for exactly this content."""
        ...

    def note_digest(self, key: str, digest: str, article_id: str) -> None:
        """Records that these bytes gave this (already stored) article."""
        ...

    def article(self, article_id: str) -> Article:
        """One version, current or not. A unique prefix of at least 6 characters will do.

        Raises:
            NotFoundError: No such article, or several begin so.
        """
        ...

    def articles(
        self,
        filters: Filters = Filters(),
        *,
        text: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[ArticleSummary]:
        """Current articles, newest first; `text` must occur in title, source or author."""
        ...

    def remove(self, article_id: str) -> list[str]:
        """Removes an article with all its versions, rows and vectors; returns the ids removed."""
        ...

    def sentences(self, article_id: str) -> list[Sentence]: ...

    def statements(self, article: Article, reader: str) -> list[Statement] | None:
        """What this version of the reader found in an article; None if it has not read it."""
        ...

    def unread(self, reader: str) -> list[str]:
        """Ids of current articles that this version of the reader has not read; newest first."""
        ...

    def put_statements(self, article_id: str, reader: str, statements: Sequence[Statement]) -> None:
        """Stores what a version of the reader found, in place of what was there.

        Raises:
            NotFoundError: The article is gone.
        """
        ...

    def chunks(self, rows: Sequence[int]) -> list[Chunk]:
        """In the order of `rows`; rows that are gone are left out."""
        ...

    def passing(self, filters: Filters) -> RowMask | None:
        """Which rows pass; None if the filters allow everything."""
        ...

    def published(self, rows: RowIds) -> Moments:
        """When the article of each row was published; "not a time" if it is gone or has no day."""
        ...

    def leads(self, rows: RowIds) -> RowIds:
        """The first row of the article of each row; the row itself if it is gone."""
        ...

    def search_text(self, query: str, k: int, *within: Filters) -> list[tuple[int, float]]:
        """BM25 over title and text: (row, score), best first, larger is better.

        The k best within each of the filters; of all if none is given.
        """
        ...

    def document_frequency(self, words: Sequence[str]) -> dict[str, int]:
        """In how many chunks each (lower-case) word occurs."""
        ...

    def rows(self) -> RowIds:
        """All chunk rows of current articles, sorted."""
        ...

    def changes_since(self, generation: int, newest: int) -> tuple[RowIds, RowIds]:
        """Rows that came and rows that went after a generation, each sorted.

        A row that came and went again may be in both.

        Args:
            generation: Which the caller agrees with.
            newest: The largest row that it has known.
        """
        ...

    def first_rows(self, article_ids: Sequence[str] | None = None) -> dict[str, int]:
        """The row of the first chunk of each current article, by its id; of all if None."""
        ...

    def rows_of(self, article_ids: Sequence[str]) -> dict[str, list[int]]:
        """The rows of all chunks of each current article named, in order, by its id."""
        ...

    def vectors(self, rows: RowIds) -> Vectors:
        """Stored vectors in the order of `rows`, shape (n, dim)."""
        ...

    @property
    def generation(self) -> int:
        """Counts up with every change, by any process."""
        ...

    def counts(self) -> dict[str, int]:
        """Totals: articles, chunks. Cheap."""
        ...

    def outlets(self) -> list[tuple[str, int]]:
        """Outlets with their number of current articles, most first."""
        ...

    def groups(self, article_ids: Sequence[str]) -> list[OriginGroup]:
        """The articles' groups of near-duplicates, each once, in the order of the ids.

        A group holds all current copies, asked for or not; ids that name nothing are left out.
        """
        ...

    def dated(self) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest current article were published; None if none is dated."""
        ...
