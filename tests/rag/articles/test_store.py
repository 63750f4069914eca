import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from rag.articles import schema
from rag.articles.store import SqliteStore
from rag.errors import (
    EmbedderMismatchError,
    LibraryFullError,
    NotFoundError,
    SourceError,
    StoreError,
)
from rag.types import Filters, Sentence, Span
from tests.fakes import FakeEmbedder, make_article
from tests.rag.articles.library import EMBEDDER, is_sound, open_store, put

BREAKS = make_article("The dam broke. Nobody was hurt.", title="Dam breaks")
LEAKS = make_article("The dam leaks.", title="Dam leaks", published="2026-03-01")
OFFER = make_article(
    "An offer came. The steel firm said no.",
    title="Second offer",
    source="Daily Lantern",
    published="2026-03-05T14:30",
    language="fr",
)


@pytest.fixture
def store(tmp_path):
    with_store = open_store(tmp_path)
    yield with_store
    with_store.close()


def totals(store: SqliteStore) -> tuple[int, ...]:
    """articles, versions, sentences, chunks, vectors, fulltext."""
    return tuple(total for name, total in store.counts().items() if name != "statements")


# One article


def test_an_article_comes_back_as_it_went_in(store):
    assert put(store, OFFER) == "added"
    assert store.article(OFFER.id) == OFFER


def test_all_of_an_article_lands_together(store):
    put(store, BREAKS)
    assert totals(store) == (1, 1, 2, 2, 2, 2)
    assert store.sentences(BREAKS.id) == [Sentence(0, 0, 14), Sentence(1, 15, 31)]
    assert store.rows().tolist() == [1, 2]


def test_chunks_are_slices_in_the_order_asked_and_gone_ones_are_left_out(store):
    put(store, BREAKS)
    assert [chunk.text for chunk in store.chunks([2, 99, 1])] == [
        "Nobody was hurt.",
        "The dam broke.",
    ]


def test_vectors_come_in_the_order_asked(store):
    put(store, BREAKS)
    # "The dam broke" is (1, 1) / sqrt 2 on the first axes, "Nobody was hurt" the last axis.
    vectors = store.vectors(np.array([2, 1]))
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors[0], [0, 0, 0, 0, 0, 0, 1])
    np.testing.assert_allclose(vectors[1], [0.70711, 0.70711, 0, 0, 0, 0, 0], atol=1e-5)


def test_vectors_that_are_gone_are_not_invented(store):
    with pytest.raises(NotFoundError, match=r"\[7\]"):
        store.vectors(np.array([7]))


def test_the_same_content_again_changes_nothing(store):
    put(store, BREAKS)
    generation = store.generation
    assert put(store, BREAKS) == "unchanged"
    assert totals(store) == (1, 1, 2, 2, 2, 2)
    assert store.generation == generation


def test_a_time_in_another_zone_is_stored_as_utc(store):
    there = datetime(2026, 3, 5, 15, 30, tzinfo=timezone(timedelta(hours=1)))
    put(store, replace(OFFER, published=there))
    assert store.article(OFFER.id).published == datetime(2026, 3, 5, 14, 30, tzinfo=UTC)


def test_an_id_can_be_shortened_to_six_characters_if_unique(store):
    put(store, replace(BREAKS, id="abcdef12"))
    put(store, replace(LEAKS, id="abcdef34"), key="other")
    assert store.article("abcdef1").title == "Dam breaks"
    with pytest.raises(NotFoundError, match="several"):
        store.article("abcdef")
    with pytest.raises(NotFoundError, match="no article"):
        store.article("abcde")
    with pytest.raises(NotFoundError, match="no article"):
        store.article("abcdee")


# Versions


def test_changed_content_is_a_new_version_and_the_old_one_can_be_read(store):
    put(store, BREAKS, key="page")
    assert put(store, LEAKS, key="page") == "updated"
    old, new = store.article(BREAKS.id), store.article(LEAKS.id)
    assert (old.version, old.current) == (1, False)
    assert (new.version, new.current) == (2, True)
    assert old.body == BREAKS.body
    assert store.sentences(BREAKS.id) == [Sentence(0, 0, 14), Sentence(1, 15, 31)]
    assert totals(store) == (1, 2, 3, 1, 1, 1)


def test_an_old_version_is_not_found(store):
    put(store, BREAKS, key="page")
    put(store, LEAKS, key="page")
    assert store.search_text("broke", 5) == []
    assert [one.title for one in store.articles()] == ["Dam leaks"]
    assert store.rows().tolist() == [3]
    assert store.chunks([1, 2]) == []


def test_an_old_content_can_come_back(store):
    put(store, BREAKS, key="page")
    put(store, LEAKS, key="page")
    assert put(store, BREAKS, key="page") == "updated"
    assert store.article(BREAKS.id).version == 3
    assert store.article(BREAKS.id).current
    assert store.rows().tolist() == [4, 5]
    assert is_sound(store)


def test_content_in_two_places_is_one_article_that_lives_while_one_of_them_does(store):
    put(store, BREAKS, key="file")
    assert put(store, BREAKS, key="copy") == "unchanged"
    put(store, LEAKS, key="file")
    assert store.article(BREAKS.id).current
    put(store, OFFER, key="copy")
    assert not store.article(BREAKS.id).current
    assert is_sound(store)


def test_digests_tell_what_need_not_be_read_again(store):
    put(store, BREAKS, key="page", digest="one")
    assert store.unchanged("page", "one")
    assert not store.unchanged("page", "two")
    assert not store.unchanged("other", "one")
    store.note_digest("page", "two", BREAKS.id)
    assert store.unchanged("page", "two")


def test_an_empty_digest_is_never_unchanged(store):
    put(store, BREAKS, key="page", digest="")
    assert not store.unchanged("page", "")


def test_a_digest_can_only_be_noted_for_a_current_article(store):
    with pytest.raises(NotFoundError, match="no current article"):
        store.note_digest("page", "one", BREAKS.id)


def test_holds_is_true_for_the_content_that_a_key_stands_for_now(store):
    put(store, BREAKS, key="page")
    put(store, LEAKS, key="page")
    assert store.holds("page", LEAKS.id)
    assert not store.holds("page", BREAKS.id)


# Removing


def test_removing_takes_all_versions_and_leaves_nothing(store):
    put(store, BREAKS, key="page")
    put(store, LEAKS, key="page")
    put(store, OFFER)
    assert store.remove(LEAKS.id) == [BREAKS.id, LEAKS.id]
    assert totals(store) == (1, 1, 2, 2, 2, 2)
    assert not store.unchanged("page", "digest")
    assert is_sound(store)


def test_a_version_that_another_key_stood_for_stays(store):
    put(store, BREAKS, key="page")
    put(store, LEAKS, key="page")
    put(store, BREAKS, key="copy")
    put(store, OFFER, key="copy")
    assert store.remove(LEAKS.id) == [LEAKS.id]
    assert store.article(BREAKS.id).body == BREAKS.body
    assert is_sound(store)


def test_row_ids_are_never_used_again(store):
    put(store, BREAKS)
    store.remove(BREAKS.id)
    put(store, BREAKS)
    assert store.rows().tolist() == [3, 4]


def test_removing_what_is_not_there_says_so(store):
    with pytest.raises(NotFoundError, match="list"):
        store.remove("0123456789")


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
    assert store.allowed_rows(filters).tolist() == rows
    found = [row for row, _ in store.search_text("dam offer steel hurt", 9, filters)]
    assert sorted(found) == rows
    assert len(store.articles(filters)) == len({chunk.article.id for chunk in store.chunks(rows)})


def test_no_filters_allow_everything(store):
    assert store.allowed_rows(Filters()) is None


def test_undated_articles_pass_no_date_filter(store):
    put(store, replace(BREAKS, published=None))
    assert store.allowed_rows(Filters(since=datetime(1, 1, 1, tzinfo=UTC))).tolist() == []


def test_a_filter_without_time_zone_is_refused(store):
    with pytest.raises(ValueError, match="aware"):
        store.allowed_rows(Filters(since=datetime(2026, 3, 2)))  # noqa: DTZ001


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


# What must not be stored


@pytest.mark.parametrize("text", ["The dam\0 broke.", "The dam \ud800 broke."])
def test_text_that_no_database_can_hold_is_the_sources_failure(store, text):
    with pytest.raises(SourceError, match="half of a character"):
        put(store, replace(BREAKS, body=text))
    assert totals(store) == (0, 0, 0, 0, 0, 0)


def test_an_article_without_sentences_is_the_sources_failure(store):
    with pytest.raises(SourceError, match="no sentence"):
        put(store, replace(BREAKS, body=" "))


def test_a_path_that_is_no_unicode_is_stored_readably(store):
    put(store, BREAKS, key="caf\udce9.txt")
    assert store.holds("caf\udce9.txt", BREAKS.id)
    assert store.unchanged("caf\udce9.txt", "digest")


@pytest.mark.parametrize(
    ("sentences", "spans", "vectors", "said"),
    [
        ([Sentence(0, 0, 99)], [Span(0, 0, 5)], np.eye(1, 7), "between 0 and 31"),
        ([Sentence(0, 0, 5), Sentence(1, 4, 9)], [Span(0, 0, 5)], np.eye(1, 7), "between 5"),
        ([Sentence(0, 0, 5)], [Span(1, 0, 5)], np.eye(1, 7), "stands at place 0"),
        ([Sentence(0, 0, 5)], [Span(0, 5, 5)], np.eye(1, 7), "chunk 0 is 5:5"),
        ([Sentence(0, 0, 5)], [Span(0, 0, 5)], np.eye(2, 7), "as many vectors"),
        ([Sentence(0, 0, 5)], [Span(0, 0, 5)], 2 * np.eye(1, 7), "unit rows"),
        ([Sentence(0, 0, 5)], [Span(0, 0, 5)], np.full((1, 7), np.nan), "unit rows"),
        ([Sentence(0, 0, 5)], [Span(0, 0, 5)], np.eye(1, 3), "7 columns"),
    ],
)
def test_parts_that_do_not_fit_are_refused(store, sentences, spans, vectors, said):
    with pytest.raises(ValueError, match=said):
        store.put(
            BREAKS,
            key="page",
            digest="",
            sentences=sentences,
            spans=spans,
            vectors=vectors.astype(np.float32),
        )
    assert totals(store) == (0, 0, 0, 0, 0, 0)


def test_two_texts_with_one_id_are_refused(store):
    put(store, BREAKS)
    with pytest.raises(ValueError, match="two different texts"):
        put(store, replace(LEAKS, id=BREAKS.id))


def test_a_failure_half_way_leaves_nothing_of_the_article(store, monkeypatch):
    put(store, LEAKS)
    monkeypatch.setattr("rag.articles.writes.count_up", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(store, BREAKS)
    assert totals(store) == (1, 1, 1, 1, 1, 1)
    assert is_sound(store)


# Embedders


def test_another_embedder_is_refused_and_both_are_named(tmp_path, store):
    put(store, BREAKS)
    with pytest.raises(EmbedderMismatchError, match=r"'fake-embedder'.*'other'.*DATELINE_EMBEDDER"):
        open_store(tmp_path, FakeEmbedder(("dam",), name="other"))


def test_an_empty_library_takes_any_embedder(tmp_path, store):
    put(store, BREAKS)
    store.remove(BREAKS.id)
    other = FakeEmbedder(("dam",), name="other")
    taken = open_store(tmp_path, other)
    assert taken.embedder.name == "other"
    put(taken, BREAKS, embedder=other)
    with pytest.raises(EmbedderMismatchError):
        put(store, LEAKS)
    taken.close()


def test_a_library_can_be_looked_at_without_an_embedder(tmp_path, store):
    put(store, BREAKS)
    looked = SqliteStore.browse(tmp_path)
    assert looked.article(BREAKS.id) == BREAKS
    assert looked.embedder.weight_hash == EMBEDDER.weight_hash
    with pytest.raises(StoreError, match="looking only"):
        put(looked, LEAKS)
    assert looked.remove(BREAKS.id) == [BREAKS.id]
    looked.close()


def test_a_new_library_knows_no_embedder(tmp_path):
    looked = SqliteStore.browse(tmp_path / "new")
    assert looked.embedder is None
    assert looked.vectors(np.empty(0, dtype=np.int64)).shape == (0, 0)
    looked.close()


# When things go wrong


def test_a_full_disk_stores_nothing_of_the_article_and_says_what_to_do(store):
    put(store, LEAKS)
    connection = store._database._connection()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryFullError, match="Free some space"):
        put(store, make_article("A dam. " * 20_000, title="Long"))
    connection.execute("PRAGMA max_page_count = 1000000")
    assert totals(store) == (1, 1, 1, 1, 1, 1)
    assert put(store, BREAKS) == "added"
    assert is_sound(store)


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "library.db").write_text("no database " * 500)
    with pytest.raises(StoreError, match=r"library\.db.*damaged"):
        open_store(tmp_path)


def test_a_newer_library_is_not_touched(tmp_path, store):
    store.close()
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    with pytest.raises(StoreError, match="Update Dateline"):
        open_store(tmp_path)


def test_a_library_that_is_being_written_for_too_long_says_so(tmp_path, store):
    store._database._busy_seconds = 0.05
    blocker = sqlite3.connect(tmp_path / "library.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    failures: list[str] = []

    def write() -> None:
        try:
            put(store, BREAKS)
        except StoreError as error:
            failures.append(str(error))

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    blocker.execute("ROLLBACK")
    blocker.close()
    assert "another program" in failures[0]
    assert put(store, BREAKS) == "added"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        open_store(tmp_path / "file" / "home")


def test_a_closed_library_says_so(tmp_path):
    closed = open_store(tmp_path)
    closed.close()
    with pytest.raises(StoreError, match="has been closed"):
        closed.counts()


# Several at once


def test_threads_write_and_read_at_once(store):
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(5):
                own = make_article(f"Dam {number} {step} broke.", title=f"{number}-{step}")
                put(store, own)
                store.search_text("dam", 3)
                store.remove(own.id) if step == 4 else None
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert totals(store)[0] == 16
    assert is_sound(store)


def test_connections_of_ended_threads_are_closed(store):
    for _ in range(3):
        thread = threading.Thread(target=store.counts)
        thread.start()
        thread.join()
    assert len(store._database._held) == 1
