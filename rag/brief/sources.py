"""Which articles a briefing reads: on a topic, of a story, picked, or all that pass the filters.

Knows the library and its search; nothing of what is made of the articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from rag.articles.duplicates import origins
from rag.articles.stories import stories
from rag.errors import NotFoundError, QuestionError
from rag.ports import ArticleStore, Embedder
from rag.retrieval.passages import Spans, is_about, passages
from rag.retrieval.query import Query
from rag.retrieval.topic import NEAR_BEST, SEARCHED_CHUNKS, Topic, on_topic
from rag.text.shown import count
from rag.types import Article, ArticleSummary, Filters, Hit, OriginGroup, Story

MOST_ARTICLES = 300
"""Articles of one briefing; of more, the nearest to the topic or the newest are read."""

STORY_SHARE = 0.5
"""Share of a story's articles that are on a topic from which all of the story is."""

Search = Callable[[Query, int, Filters], list[Hit]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a briefing is asked for.

    Attributes:
        topic: In words, understood; None where only filters, a story or articles are given.
        filters: What may be read.
        story: Id of a story, or the beginning of one; "" for none.
        articles: Ids of picked articles.
        language: ISO 639-1 code of the articles that the page is written from; "" for the one
            that most of them are in.
    """

    topic: Query | None = None
    filters: Filters = field(default_factory=Filters)
    story: str = ""
    articles: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The articles of a briefing.

    Attributes:
        articles: Newest first, undated last.
        groups: Indices of near-duplicates, each group one origin, its first the origin itself.
        language: What the page is written in.
        notes: For people.
        within: By the id of an article that only touches the topic: the passages on it, which are
            all that is read of it.
    """

    articles: tuple[Article, ...]
    groups: tuple[tuple[int, ...], ...]
    language: str
    notes: tuple[str, ...]
    within: Mapping[str, Spans] = field(default_factory=dict)

    def origin_groups(self) -> tuple[OriginGroup, ...]:
        """The articles as they are listed: by origin, reprints below it."""
        shown = [ArticleSummary.of(article) for article in self.articles]
        return tuple(
            OriginGroup(shown[group[0]], tuple(shown[index] for index in group[1:]))
            for group in self.groups
        )


class Sources:
    """Chooses articles from one library."""

    def __init__(self, store: ArticleStore, search: Search, embedder: Embedder) -> None:
        self._store = store
        self._search = search
        self._embedder = embedder

    def stories(self, filters: Filters = Filters()) -> list[Story]:
        """Clusters of articles on one event, the one last in the news first.

        A story is made of all articles of the library, so that it keeps its id; those that the
        filters let pass are shown, and a story of which fewer than two do is left out.
        """
        first = self._store.first_rows()
        articles = [one for one in self._store.articles() if one.id in first]
        if not articles:
            return []
        rows = np.array([first[one.id] for one in articles], dtype=np.int64)
        found = stories(articles, self._store.vectors(rows))
        if filters.empty:
            return found
        passing = {one.id for one in self._store.articles(filters)}
        kept = [_narrowed(story, passing) for story in found]
        return [story for story in kept if len(story.articles) > 1]

    def stories_among(self, articles: Sequence[Article]) -> list[Story]:
        """What stories some articles make by themselves, the one last in the news first.

        Their ids are not those of `stories`, because others of a story may not be among them.
        """
        first = self._store.first_rows([one.id for one in articles])
        current = [ArticleSummary.of(one) for one in articles if one.id in first]
        rows = np.array([first[one.id] for one in current], dtype=np.int64)
        return stories(current, self._store.vectors(rows)) if current else []

    def choose(self, wanted: Wanted) -> Chosen:
        """The articles to read.

        Raises:
            QuestionError: Nothing to go by was given, or no article fits; the message names the
                filter that emptied it.
            NotFoundError: No such story or article.
        """
        if wanted == Wanted(language=wanted.language):
            raise QuestionError(
                "Say what the briefing is about: a topic, a story, articles, dates or an outlet."
            )
        fitting = self._fitting(wanted)
        if not fitting:
            raise QuestionError(self._why_empty(wanted))
        notes = []
        if len(fitting) > MOST_ARTICLES:
            notes.append(f"{len(fitting):,} articles fit; {MOST_ARTICLES} of them were read")
        articles = [self._store.article(one) for one in list(fitting)[:MOST_ARTICLES]]
        within = {one.id: spans for one in articles if (spans := fitting[one.id]) is not None}
        articles.sort(key=_newest_first)
        groups = tuple(tuple(group) for group in origins(articles))
        language = wanted.language or _commonest_language(articles)
        notes += _limits(articles, groups, language, len(within))
        return Chosen(tuple(articles), groups, language, tuple(notes), within)

    def _fitting(self, wanted: Wanted) -> dict[str, Spans | None]:
        """The fitting articles by id, those to be read first where they are too many.

        With the passages on the topic, of those that only touch it; None: all of it is read.
        """
        passing = [one.id for one in self._store.articles(wanted.filters)]
        if wanted.articles:
            picked = [self._store.article(one).id for one in wanted.articles]
            # An earlier version may be picked, but only a current one can pass filters.
            allowed = set(picked) if wanted.filters.empty else set(passing)
            return {one: None for one in picked if one in allowed}
        if wanted.story:
            members = [one.id for one in self._story(wanted.story).articles]
            passing = [one for one in passing if one in members]
        if wanted.topic is None:
            return dict.fromkeys(passing)
        return self._on_topic(wanted.topic, wanted.filters, set(passing))

    def _on_topic(
        self, topic: Query, filters: Filters, passing: set[str]
    ) -> dict[str, Spans | None]:
        """Articles on the topic, and the rest of the stories that are mostly on it."""
        hits = self._search(topic, SEARCHED_CHUNKS, filters)
        about = Topic.of(topic.text, hits)
        nearest = [one for one in on_topic(about, hits) if one in passing]
        found = self._told(about, nearest, _best(hits))
        wholly = {one for one, spans in found.items() if spans is None}
        for story in self.stories(filters):
            members = [one.id for one in story.articles if one.id in passing]
            if members and len(wholly & set(members)) >= max(2, STORY_SHARE * len(members)):
                found |= {one: None for one in members if one not in found}
        return found

    def _told(self, topic: Topic, articles: Sequence[str], best: float) -> dict[str, Spans | None]:
        """What each article tells of the topic; without those that tell nothing of it."""
        (query,) = self._embedder.embed_queries([topic.text])
        rows = self._store.rows_of(articles)
        found: dict[str, Spans | None] = {}
        for article in articles:
            held = np.array(rows.get(article, []), dtype=np.int64)
            if not len(held):
                continue
            vectors = self._store.vectors(held)
            cosines = vectors @ query
            if is_about(vectors, cosines, best):
                found[article] = None
                continue
            near = held[cosines >= NEAR_BEST * best]
            if spans := passages(topic, self._store.chunks(near.tolist())):
                found[article] = spans
        return found

    def _story(self, story_id: str) -> Story:
        found = [one for one in self.stories() if one.id.startswith(story_id)]
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFoundError(f"several stories begin with {story_id!r}. Give more of the id.")
        raise NotFoundError(f"no story has the id {story_id!r}. `python -m rag stories` shows all.")

    def _why_empty(self, wanted: Wanted) -> str:
        """What to change: the filter without which something would fit."""
        filters = wanted.filters
        parts = (
            ("the dates", replace(filters, since=None, until=None)),
            (f"the outlets {', '.join(filters.sources)}", replace(filters, sources=())),
            (f"the languages {', '.join(filters.languages)}", replace(filters, languages=())),
        )
        for name, without in parts:
            if without != filters and self._fitting(replace(wanted, filters=without)):
                return f"No article fits: {name} leave none over. Widen them, or leave them out."
        if wanted.topic is not None and self._store.articles(filters, limit=1):
            return (
                f"No article is on {wanted.topic.question!r}. Try other words, or choose one of "
                "the stories (`python -m rag stories` lists them)."
            )
        if not self._store.articles(limit=1):
            return "The library is empty. Ingest some articles first."
        return "No article passes these filters. Widen the dates or name other outlets."


def _narrowed(story: Story, passing: set[str]) -> Story:
    kept = tuple(one for one in story.articles if one.id in passing)
    if len(kept) == len(story.articles):
        return story
    dated = [one.published for one in kept if one.published]
    outlets = {one.source for one in kept}
    return replace(
        story,
        articles=kept,
        since=min(dated, default=None),
        until=max(dated, default=None),
        sources=tuple(source for source in story.sources if source in outlets),
    )


def _best(hits: Sequence[Hit]) -> float:
    """The greatest cosine; 0 without hits."""
    return max((hit.dense or 0.0 for hit in hits), default=0.0)


def _limits(
    articles: Sequence[Article], groups: Sequence[Sequence[int]], language: str, touching: int
) -> list[str]:
    """What a reader should know of the sources."""
    notes = []
    if touching:
        notes.append(
            f"{count(touching, 'article')} mainly on something else: of these only the passages "
            "on the topic were read"
        )
    if len(groups) == 1:
        notes.append("one origin only: nothing here is independently confirmed")
    elif len({article.source for article in articles}) == 1:
        notes.append(f"one outlet only: {articles[0].source}")
    undated = sum(article.published is None for article in articles)
    if undated:
        notes.append(f"{count(undated, 'article')} undated: not in the timeline by itself")
    others = Counter(one.language for one in articles if one.language not in (language, ""))
    for code, number in sorted(others.items()):
        notes.append(f"{count(number, 'article')} in {code}: listed, not quoted on this page")
    return notes


def _commonest_language(articles: Sequence[Article]) -> str:
    counts = Counter(article.language for article in articles if article.language)
    return max(counts, key=lambda code: (counts[code], code)) if counts else ""


def _newest_first(article: Article) -> tuple[bool, float, str]:
    stamp = article.published.timestamp() if article.published else 0.0
    return article.published is None, -stamp, article.id
