"""A library over a dictionary, for fake desks: what is in it, and what is found in it by words."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rag.errors import NotFoundError, QuestionError
from rag.types import (
    Article,
    ArticleSummary,
    Failure,
    Filters,
    Hit,
    IngestEvent,
    IngestProgress,
    IngestReport,
    OriginGroup,
    Sentence,
    Story,
)
from tests.fakes import make_article, make_chunk, split_sentences, words_of


class FakeLibrary:
    """The part of `rag.desk.Desk` that holds and finds articles.

    A search finds the articles that share a word of four letters or more with the query, most
    shared words first. `ingest` adds one article per path; a path that ends in ".bad" fails.

    Attributes:
        library: The articles by id.
    """

    def __init__(self, articles: Sequence[Article] = ()) -> None:
        self.library = {article.id: article for article in articles}

    def ingest(
        self, inputs: Sequence[str | Path], *, stop: threading.Event | None = None
    ) -> Iterator[IngestEvent]:
        added, unchanged, failed = 0, 0, []
        for done, path in enumerate(map(str, inputs)):
            if stop is not None and stop.is_set():
                break
            yield IngestProgress("reading", done, len(inputs), path, 1.0, 1.0, tuple(failed))
            article = make_article(f"This is the text of {path}.", title=path, path=path)
            if path.endswith(".bad"):
                failed.append(Failure(path, "it holds no text"))
            elif article.id in self.library:
                unchanged += 1
            else:
                self.library[article.id] = article
                added += 1
        total = len(self.library)
        stopped = stop is not None and stop.is_set()
        yield IngestReport(added, 0, unchanged, tuple(failed), total, total, 0.5, stopped)

    def articles(
        self,
        filters: Filters = Filters(),
        *,
        text: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[ArticleSummary]:
        chosen = [
            article
            for article in self._allowed(filters)
            if text.lower() in f"{article.title} {article.source} {article.author}".lower()
        ]
        dated = datetime(1, 1, 1, tzinfo=UTC)
        chosen.sort(key=lambda article: article.published or dated, reverse=True)
        return [ArticleSummary.of(article) for article in chosen][offset:][:limit]

    def article(self, article_id: str) -> Article:
        found = [id for id in self.library if id.startswith(article_id)]
        if len(found) != 1:
            raise NotFoundError(f"no article {article_id!r}: `list` shows those that there are")
        return self.library[found[0]]

    def remove(self, article_id: str) -> list[str]:
        return [self.library.pop(self.article(article_id).id).id]

    def sentences(self, article_id: str) -> list[Sentence]:
        return split_sentences(self.article(article_id).body)

    def search(
        self,
        query: str,
        k: int = 10,
        filters: Filters = Filters(),
        *,
        without: Sequence[str] = (),
    ) -> list[Hit]:
        if not query.strip():
            raise QuestionError("the question is empty: type one")
        wanted = {word for word in words_of(query) if len(word) > 3}
        scored = [
            (len(wanted & set(words_of(f"{article.title} {article.body}"))), row, article)
            for row, article in enumerate(self._allowed(filters), start=1)
        ]
        best = sorted((entry for entry in scored if entry[0]), key=lambda entry: -entry[0])[:k]
        return [
            Hit(rank, score / 10, make_chunk(article, row=row))
            for rank, (score, row, article) in enumerate(best, start=1)
        ]

    def heard(self, topic: str = "", filters: Filters = Filters()) -> list[str]:
        if not topic.strip():
            return [article.id for article in self._allowed(filters)]
        return list(dict.fromkeys(hit.chunk.article.id for hit in self.search(topic, 200, filters)))

    def stories(self, filters: Filters = Filters()) -> list[Story]:
        """One story of all articles that pass, if there are two."""
        listed = tuple(self.articles(filters))
        if len(listed) < 2:
            return []
        dated = [one.published for one in listed if one.published]
        sources = tuple(dict.fromkeys(one.source for one in listed))
        headline = listed[0].title
        return [Story("5f" * 8, headline, listed, min(dated), max(dated), sources)]

    def stories_among(self, articles: Sequence[Article]) -> list[Story]:
        """One story of all of them, if there are two."""
        return self.stories(Filters(articles=tuple(one.id for one in articles)))

    def origins(self, article_ids: Sequence[str]) -> list[OriginGroup]:
        """No article is a reprint of another."""
        return [OriginGroup(ArticleSummary.of(self.article(one)), ()) for one in article_ids]

    def examples(self, n: int = 4) -> list[str]:
        return [f"What happened: {article.title}?" for article in self.library.values()][:n]

    def outlets(self) -> list[tuple[str, int]]:
        sources = [article.source for article in self.library.values()]
        return sorted({(name, sources.count(name)) for name in sources}, key=lambda pair: -pair[1])

    def counts(self) -> dict[str, int]:
        total = len(self.library)
        names = ("articles versions sentences chunks vectors fulltext statements").split()
        return dict.fromkeys(names, total)

    @property
    def generation(self) -> int:
        """A hash of what is in the library: differs whenever that does."""
        return hash(tuple(sorted(self.library)))

    def _allowed(self, filters: Filters) -> list[Article]:
        return [article for article in self.library.values() if passes(article, filters)]


def passes(article: Article, filters: Filters) -> bool:
    """Whether the filters let an article pass."""
    published = article.published
    if filters.since and (published is None or published < filters.since):
        return False
    if filters.until and (published is None or published > filters.until):
        return False
    sources = {source.casefold() for source in filters.sources}
    return (
        (not sources or article.source.casefold() in sources)
        and (not filters.languages or article.language in filters.languages)
        and (not filters.articles or article.id in filters.articles)
    )
