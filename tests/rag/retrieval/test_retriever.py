"""Hybrid search over a store in dictionaries and an index that compares rows one by one."""

import threading
from datetime import date

import numpy as np
import pytest

from rag.errors import StoreError
from rag.retrieval.query import understand
from rag.retrieval.retriever import Retriever, Weights
from rag.retrieval.wanted import Known, Library
from rag.types import Article, Filters, Hit, Span
from tests.fake_store import FakeIndex, FakeStore
from tests.fakes import FakeEmbedder, make_article

VOCABULARY = ("dam", "ferry", "steel")


def library(*bodies: str) -> tuple[list[Article], FakeStore, Retriever]:
    articles = [
        make_article(body, title=f"Story {place}", source=f"Outlet {place}")
        for place, body in enumerate(bodies, start=1)
    ]
    return articles, *over(articles)


def over(articles: list[Article], **options: object) -> tuple[FakeStore, Retriever]:
    store, embedder = FakeStore(articles), FakeEmbedder(VOCABULARY)
    texts = [chunk.text for chunk in store.chunk.values()]
    index = FakeIndex(dict(zip(store.chunk, embedder.embed_passages(texts), strict=True)))
    return store, Retriever(store, index, embedder, **options)


def bodies(hits: list[Hit]) -> list[str]:
    return [hit.chunk.text for hit in hits]


def test_what_both_searches_find_comes_first():
    _, _, retriever = library("The dam broke.", "The ferry sank.", "Steel prices rose.")
    hits = retriever.search(understand("Which ferry?", today=date(2026, 3, 2)), 3)
    assert bodies(hits)[0] == "The ferry sank."
    assert hits[0].rank == 1
    assert hits[0].dense == pytest.approx(1.0)
    assert hits[0].lexical == 1.0
    assert hits[0].score == pytest.approx(1 + 0.75 + 0.3)  # best in both searches, and of today


def test_what_only_the_vectors_find_has_no_lexical_score():
    _, _, retriever = library("The dam broke.", "The ferry sank.")
    hits = retriever.search(understand("ferry"), 2)
    assert [hit.lexical for hit in hits] == [1.0, None]


def test_hits_are_numbered_and_as_many_as_asked_for():
    _, _, retriever = library(*[f"The dam {number} broke." for number in range(9)])
    hits = retriever.search(understand("dam"), 4)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]


def test_with_fewer_articles_than_asked_for_all_come():
    _, _, retriever = library("The dam broke.", "The ferry sank.")
    assert len(retriever.search(understand("dam"), 10)) == 2


def test_filters_act_before_the_best_are_taken():
    # Twenty better hits of other outlets must not use up the candidates of the one allowed.
    articles = [make_article("The dam broke.", title=str(n), source="Many") for n in range(20)]
    wanted = make_article("The ferry near the dam sank.", source="Rare")
    _, retriever = over([*articles, wanted], candidates_k=3)
    hits = retriever.search(understand("dam"), 3, Filters(sources=("Rare",)))
    assert [hit.chunk.article for hit in hits] == [wanted]


def test_a_filter_that_allows_nothing_finds_nothing():
    _, _, retriever = library("The dam broke.")
    assert retriever.search(understand("dam"), 3, Filters(sources=("None",))) == []


def test_an_article_removed_meanwhile_is_left_out_and_the_next_moves_up():
    _, store, retriever = library("The dam broke.", "The dam held.", "The dam leaked.")
    del store.chunk[1]
    hits = retriever.search(understand("dam"), 2)
    assert bodies(hits) == ["The dam held.", "The dam leaked."]
    assert [hit.rank for hit in hits] == [1, 2]


def test_at_most_so_many_chunks_of_one_article():
    articles = [make_article("The dam broke.", title="A"), make_article("The dam held.", title="B")]
    store, retriever = over(articles, max_per_article=1)
    store.chunk[2] = store.chunk[1]
    assert len(retriever.search(understand("dam"), 2)) == 1


def known(*articles: Article) -> Known:
    return Library(FakeStore(articles)).known()


def test_a_question_without_outlets_or_dates_gets_the_same_hits_as_before():
    articles = [
        make_article(f"The dam number {n} broke near the ferry.", title=str(n), source=f"Wire {n}")
        for n in range(8)
    ]
    _, retriever = over(articles)
    for question in ("Which dam broke?", "Who saw the ferry near the dam?", "steel"):
        plain = understand(question, today=date(2026, 3, 9))
        knowing = understand(question, known=known(*articles), today=date(2026, 3, 9))
        assert retriever.search(knowing, 5) == retriever.search(plain, 5)


def test_a_demanded_outlet_is_a_filter_and_a_hint_only_comes_first():
    lantern = make_article("The steel dam may leak.", title="A", source="The Daily Lantern")
    other = make_article("The dam broke. The dam broke.", title="B", source="Harbour Post")
    _, retriever = over([other, lantern])
    demand = understand("Which dam, according to The Daily Lantern?", known=known(lantern, other))
    hint = understand("As The Daily Lantern said, which dam?", known=known(lantern, other))
    assert [hit.chunk.article for hit in retriever.search(demand, 5)] == [lantern]
    assert [hit.chunk.article for hit in retriever.search(hint, 5)] == [lantern, other]


def test_the_callers_filters_hold_against_what_the_question_demands():
    lantern = make_article("The dam may leak.", title="A", source="The Daily Lantern")
    other = make_article("The dam broke.", title="B", source="Harbour Post")
    _, retriever = over([other, lantern])
    query = understand("Which dam, according to The Daily Lantern?", known=known(lantern, other))
    hits = retriever.search(query, 5, Filters(sources=("Harbour Post",)))
    assert [hit.chunk.article for hit in hits] == [other]


def test_articles_of_the_period_come_first_and_the_others_stay():
    old = make_article("The dam broke.", title="Old", published="2026-03-02")
    new = make_article("The dam broke again.", title="New", published="2026-03-20")
    _, retriever = over([old, new])
    hits = retriever.search(understand("Which dam broke on 20 March?", known=known(old, new)), 5)
    assert [hit.chunk.article for hit in hits] == [new, old]


def test_each_outlet_of_a_question_has_room_among_the_hits():
    many = [make_article("The dam is safe.", title=str(n), source="Lantern") for n in range(9)]
    rare = make_article("Steel prices rose at last.", title="S", source="Courier")
    _, retriever = over([*many, rare])
    query = understand(
        "Does the Lantern article say that the dam is safe, while the Courier article says that "
        "steel prices rose?",
        known=known(*many, rare),
    )
    assert rare in [hit.chunk.article for hit in retriever.search(query, 2)]


def test_the_newest_come_sooner_where_the_latest_is_asked_for():
    articles = [
        make_article("The dam broke.", title=f"Day {day}", published=f"2026-03-{day:02}")
        for day in (2, 9, 20)
    ]
    _, retriever = over(articles)
    query = understand("What is the latest on the dam?", known=known(*articles))
    assert retriever.search(query, 3)[0].chunk.article == articles[2]


def test_each_search_can_be_weighed_down_to_nothing():
    articles = [make_article("The ferry. Dam steel."), make_article("Ferry plans were made.")]
    for weights, ranked in ((Weights(dense=0.0), "lexical"), (Weights(lexical=0.0), "dense")):
        _, retriever = over(articles, weights=weights)
        hits = retriever.search(understand("ferry"), 3)
        found = [getattr(hit, ranked) for hit in hits if hit.score]
        assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Which dam broke?", "Late"),
        ("What was originally said when the dam broke?", "Early"),
        ("Which dam broke in February 2026?", "Early"),  # a period that is over
    ],
)
def test_of_two_that_are_as_near_the_recent_one_comes_first_unless_the_past_is_asked_for(
    question, first
):
    early = make_article("The dam broke.", published="2026-02-01", source="Early")
    late = make_article("The dam broke, again.", published="2026-03-09", source="Late")
    _, retriever = over([early, late])
    query = understand(question, known=known(early, late), today=date(2026, 3, 10))
    assert retriever.search(query, 2)[0].chunk.article.source == first


def test_a_hint_at_the_wrong_days_does_not_cost_the_first_place():
    true = make_article("The ferry sank near the dam.", title="True", published="2026-01-05")
    others = [
        make_article(f"Steel {n} prices rose.", title=str(n), published="2026-03-09")
        for n in range(8)
    ]
    _, retriever = over([true, *others])
    query = understand(
        "Which ferry sank this week?", known=known(true, *others), today=date(2026, 3, 9)
    )
    assert [one.kind for one in query.understood] == ["period"]
    assert retriever.search(query, 5)[0].chunk.article == true


def test_being_late_does_not_make_up_for_being_about_something_else():
    articles = [
        make_article("The dam broke at night.", published="2026-03-01"),
        *(make_article(f"Steel {n} prices rose.", published="2026-03-09") for n in range(8)),
    ]
    _, retriever = over(articles)
    assert bodies(retriever.search(understand("Which dam broke?"), 1)) == [
        "The dam broke at night."
    ]


def in_two_chunks(store: FakeStore, lead: str, rest: str, **told: str) -> Article:
    article = make_article(f"{lead} {rest}", **told)
    cut = len(lead) + 1
    spans = [Span(0, 0, len(lead)), Span(1, cut, len(article.body))]
    store.put(
        article,
        key=article.id,
        digest="",
        sentences=(),
        spans=spans,
        vectors=np.zeros((2, 1), dtype=np.float32),
    )
    return article


@pytest.mark.parametrize(("lead", "first"), [(0.0, "Round-up"), (0.3, "Ferry")])
def test_an_article_that_opens_with_the_matter_comes_before_a_round_up_that_ends_with_it(
    lead, first
):
    store, embedder = FakeStore(), FakeEmbedder(VOCABULARY)
    in_two_chunks(store, "Steel prices rose.", "The ferry sank.", title="Round-up")
    in_two_chunks(store, "A ferry sank.", "The ferry sank.", title="Ferry")
    texts = [chunk.text for chunk in store.chunk.values()]
    index = FakeIndex(dict(zip(store.chunk, embedder.embed_passages(texts), strict=True)))
    retriever = Retriever(store, index, embedder, weights=Weights(dense=1 - lead, lead=lead))
    hits = retriever.search(understand("The ferry"), 4)
    assert hits[0].chunk.article.title == first


def test_an_article_whose_lead_the_index_has_not_yet_earns_nothing_by_it():
    store, embedder = FakeStore(), FakeEmbedder(VOCABULARY)
    in_two_chunks(store, "The ferry left.", "The ferry sank.", title="Ferry")
    vector = embedder.embed_passages(["The ferry sank."])[0]
    index = FakeIndex({2: vector})
    index.vectors[1] = vector
    with_lead = Retriever(store, index, embedder).search(understand("ferry"), 1)[0].score
    index.search = lambda vector, k, allowed=None: [(2, 1.0)] if allowed is None else []
    without = Retriever(store, index, embedder).search(understand("ferry"), 1)[0].score
    assert with_lead - without == pytest.approx(Weights().lead)


class Shortest:
    """A reranker that likes short passages, and remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []

    def scores(self, pairs):
        self.shown += pairs
        return np.array([-len(passage) for _, passage in pairs], dtype=np.float32)


def test_a_reranker_orders_the_best_and_leaves_the_rest_behind_them():
    reranker = Shortest()
    articles = [
        make_article(body, title=f"Story {place}")
        for place, body in enumerate(
            ["The dam broke on Monday, dam dam.", "The dam, late.", "Dam.", "Steel prices."]
        )
    ]
    _, retriever = over(articles, reranker=reranker, rerank_k=2)
    _, plain = over(articles)
    before = plain.search(understand("dam"), 4)
    hits = retriever.search(understand("dam"), 4)
    shown = [passage for _, passage in reranker.shown]
    assert shown == [f"{hit.chunk.article.title}. {hit.chunk.text}" for hit in before[:2]]
    assert {question for question, _ in reranker.shown} == {"dam"}
    assert bodies(hits[:2]) == sorted(bodies(before[:2]), key=len)
    assert bodies(hits[2:]) == bodies(before[2:])
    assert [hit.score for hit in hits] == [hit.score for hit in before]


def test_a_reranker_is_not_asked_where_the_newest_comes_first():
    reranker = Shortest()
    articles = [
        make_article("The dam broke.", published="2026-03-01"),
        make_article("The dam broke again.", published="2026-03-09"),
    ]
    store, retriever = over(articles, reranker=reranker)
    query = understand("What is the latest on the dam?", known=Library(store).known())
    hits = retriever.search(query, 2)
    assert bodies(hits)[0] == "The dam broke again."
    assert reranker.shown == []


def test_words_are_looked_for_while_the_question_is_embedded(monkeypatch):
    store, retriever = over([make_article("The ferry sank.")])
    begun, embedded = threading.Event(), threading.Event()
    search, embed = store.search_text, FakeEmbedder.embed_queries

    def search_text(*given):
        begun.set()
        assert embedded.wait(10)
        return search(*given)

    def embed_queries(self, texts):
        assert begun.wait(10)
        embedded.set()
        return embed(self, texts)

    monkeypatch.setattr(store, "search_text", search_text)
    monkeypatch.setattr(FakeEmbedder, "embed_queries", embed_queries)
    assert [hit.lexical for hit in retriever.search(understand("ferry"), 1)] == [1.0]


def test_the_thread_that_looked_for_words_helps_to_embed():
    _, retriever = over([make_article("The ferry sank.")])
    retriever.search(understand("ferry"), 1)
    assert retriever._embedder.joined == 1


def test_a_search_for_words_that_fails_fails_the_search(monkeypatch):
    store, retriever = over([make_article("The ferry sank.")])

    def search_text(*_given):
        raise StoreError("the file cannot be read")

    monkeypatch.setattr(store, "search_text", search_text)
    with pytest.raises(StoreError, match="cannot be read"):
        retriever.search(understand("ferry"), 1)
