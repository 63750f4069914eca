"""Hybrid search over a store in dictionaries and an index that compares rows one by one."""

import pytest

from rag.retrieval.query import understand
from rag.retrieval.retriever import Retriever
from rag.types import Article, Filters, Hit
from tests.fake_store import FakeIndex, FakeStore
from tests.fakes import FakeEmbedder, make_article

VOCABULARY = ("dam", "ferry", "steel")


def library(*bodies: str) -> tuple[list[Article], FakeStore, Retriever]:
    articles = [
        make_article(body, title=f"Story {place}", source=f"Outlet {place}")
        for place, body in enumerate(bodies, start=1)
    ]
    return articles, *over(articles)


def over(articles: list[Article], **options: int) -> tuple[FakeStore, Retriever]:
    store, embedder = FakeStore(articles), FakeEmbedder(VOCABULARY)
    texts = [chunk.text for chunk in store.chunk.values()]
    index = FakeIndex(dict(zip(store.chunk, embedder.embed_passages(texts), strict=True)))
    return store, Retriever(store, index, embedder, **options)


def bodies(hits: list[Hit]) -> list[str]:
    return [hit.chunk.text for hit in hits]


def test_what_both_searches_find_comes_first():
    _, _, retriever = library("The dam broke.", "The ferry sank.", "Steel prices rose.")
    hits = retriever.search(understand("Which ferry?"), 3)
    assert bodies(hits)[0] == "The ferry sank."
    assert hits[0].rank == 1
    assert hits[0].dense == pytest.approx(1.0)
    assert hits[0].lexical == 1.0
    assert hits[0].score == pytest.approx(1 / 61 + 1 / 61)


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
