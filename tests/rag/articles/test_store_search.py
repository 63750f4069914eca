"""The store: lists, filters and full text."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from rag.articles import reads
from rag.types import Filters
from tests.fakes import make_article
from tests.rag.articles.library import BREAKS, LEAKS, OFFER, put

# Lists and filters


def test_lists_are_newest_first_and_undated_last(store):
    undated = make_article("Nobody knows when.", title="Undated", published=None)
    for article in (LEAKS, undated, OFFER, BREAKS):
        put(store, article)
    assert [one.title for one in store.articles()] == [
        "Second offer",
        "Dam breaks",
        "Dam leaks",
        "Undated",
    ]
    assert [one.title for one in store.articles(limit=2, offset=1)] == ["Dam breaks", "Dam leaks"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("LANTERN", ["Second offer"]),
        ("dam b", ["Dam breaks"]),
        ("ada byline", ["Second offer", "Dam breaks"]),
        ("100%", []),
        ("", ["Second offer", "Dam breaks"]),
    ],
)
def test_lists_can_be_searched_in_title_outlet_and_author(store, text, titles):
    put(store, BREAKS)
    put(store, OFFER)
    assert [one.title for one in store.articles(text=text)] == titles


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(since=datetime(2026, 3, 2, tzinfo=UTC)), [1, 2, 4, 5]),
        (Filters(until=datetime(2026, 3, 2, tzinfo=UTC)), [1, 2, 3]),
        (Filters(sources=("DAILY lantern",)), [4, 5]),
        (Filters(languages=("fr", "de")), [4, 5]),
        (Filters(articles=(LEAKS.id, OFFER.id)), [3, 4, 5]),
        (Filters(articles=(LEAKS.id,), languages=("fr",)), []),
        (Filters(sources=("Nobody's Paper",)), []),
    ],
)
def test_filters_choose_rows(store, filters, rows):
    for article in (BREAKS, LEAKS, OFFER):
        put(store, article)
    assert np.flatnonzero(store.passing(filters)).tolist() == rows
    found = [row for row, _ in store.search_text("dam offer steel hurt", 9, filters)]
    assert sorted(found) == rows
    assert len(store.articles(filters)) == len({chunk.article.id for chunk in store.chunks(rows)})


def test_no_filters_allow_everything(store):
    assert store.passing(Filters()) is None


def test_undated_articles_pass_no_date_filter(store):
    put(store, replace(BREAKS, published=None))
    assert not store.passing(Filters(since=datetime(1, 1, 1, tzinfo=UTC))).any()


def test_a_filter_without_time_zone_is_refused(store):
    with pytest.raises(ValueError, match="aware"):
        store.passing(Filters(since=datetime(2026, 3, 2)))  # noqa: DTZ001


def test_the_day_of_each_row_is_told_in_the_order_asked_for(store):
    put(store, BREAKS)  # rows 1 and 2
    put(store, replace(LEAKS, published=None))  # row 3
    put(store, OFFER)  # rows 4 and 5
    told = store.published(np.array([5, 3, 1, 2, 99, 0]))
    days = [None if np.isnat(one) else one.item().replace(tzinfo=UTC) for one in told]
    assert days == [OFFER.published, None, BREAKS.published, BREAKS.published, None, None]
    store.remove(BREAKS.id)
    assert np.isnat(store.published(np.array([1, 2, 3, 4]))).tolist() == [True, True, True, False]
    assert len(store.published(np.array([], dtype=np.int64))) == 0


def test_the_lead_of_a_row_is_the_first_of_its_article(store):
    put(store, BREAKS)  # rows 1 and 2
    put(store, OFFER)  # rows 3 and 4
    assert store.leads(np.array([4, 2, 3, 1, 99, 0])).tolist() == [3, 1, 3, 1, 99, 0]
    store.remove(BREAKS.id)
    assert store.leads(np.array([2, 4])).tolist() == [2, 3]
    assert store.leads(np.array([], dtype=np.int64)).tolist() == []


def test_outlets_are_counted_without_regard_to_case(store):
    put(store, BREAKS)
    put(store, replace(LEAKS, source="HARBOUR POST"))
    put(store, OFFER)
    assert store.outlets() == [("HARBOUR POST", 2), ("Daily Lantern", 1)]


# Full text


def test_a_word_in_the_title_weighs_more_than_in_the_text(store):
    put(store, make_article("Rain fell all day.", title="Governor speaks"))
    put(store, make_article("Governor was away.", title="Heavy rain"))
    put(store, make_article("Steel is dear.", title="Markets"))
    (first, score), (second, lower) = store.search_text("the governor", 5)
    assert (first, second) == (1, 2)
    assert score > lower > 0


def test_filters_act_before_the_best_are_chosen(store):
    for number in range(20):
        put(store, make_article(f"Dam dam dam {number}.", title=f"Dam {number}"))
    put(store, make_article("A dam in a very long text about other things.", source="Other"))
    found = store.search_text("dam", 1, Filters(sources=("Other",)))
    assert [row for row, _ in found] == [21]


@pytest.mark.parametrize("read_along", [1000, 3])
def test_the_best_within_each_of_several_filters_come_together(store, monkeypatch, read_along):
    monkeypatch.setattr(reads, "_READ_ALONG", read_along)
    for number in range(20):
        put(store, make_article(f"Dam dam dam {number}.", title=f"Dam {number}"))
    put(store, make_article("A dam in a very long text about other things.", source="Other"))
    put(store, make_article("A dam in another very long text.", title="Text", source="Third"))
    other, third = Filters(sources=("Other",)), Filters(sources=("Third",))
    alone = [pair for one in (Filters(), other, third) for pair in store.search_text("dam", 2, one)]
    together = store.search_text("dam", 2, Filters(), other, third)
    assert together == sorted(alone, key=lambda pair: (-pair[1], pair[0]))
    assert sorted(row for row, _ in store.search_text("dam", 2, other, third)) == [21, 22]
    assert store.search_text("dam", 2, Filters(sources=("Nobody's Paper",))) == []


def test_endings_and_accents_do_not_matter(store):
    put(store, make_article("Müller was leaking cafe\u0301 secrets.", title="Leak"))
    for query in ("muller", "LEAKS", "café", "secret"):
        assert [row for row, _ in store.search_text(query, 5)] == [1], query


@pytest.mark.parametrize(
    "query",
    [
        'dam" OR "',
        "dam*",
        "NEAR(dam, 2)",
        "title:dam",
        "-dam",
        "^dam AND NOT",
        "dam); DROP TABLE chunks; --",
        "{title text}: dam",
        "\0dam\0",
        "dam \ud800",
        "dam" + " filler" * 5000,
        "((((((dam",
    ],
)
def test_nothing_that_is_typed_is_syntax(store, query):
    put(store, LEAKS)
    assert [row for row, _ in store.search_text(query, 5)] == [1]


@pytest.mark.parametrize("query", ["", "  ", '"', "*", "()", "—", "\0"])
def test_a_query_without_words_finds_nothing(store, query):
    put(store, LEAKS)
    assert store.search_text(query, 5) == []


def test_document_frequency_counts_chunks_by_stem_title_included(store):
    put(store, BREAKS)
    put(store, LEAKS)
    assert store.document_frequency(["dam", "leaking", "hurt", "dam-leaks", "zebra", "-"]) == {
        "dam": 3,
        "leaking": 1,
        "hurt": 1,
        "dam-leaks": 1,
        "zebra": 0,
        "-": 0,
    }
