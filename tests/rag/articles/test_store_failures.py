"""The store: what it refuses, what may go wrong, several at once."""

import sqlite3
import threading
from dataclasses import replace

import numpy as np
import pytest

from rag.articles import schema
from rag.articles.store import SqliteStore
from rag.errors import (
    EmbedderMismatchError,
    LibraryFullError,
    SourceError,
    StoreError,
)
from rag.types import Sentence, Span
from tests.fakes import FakeEmbedder, make_article
from tests.rag.articles.library import (
    BREAKS,
    EMBEDDER,
    LEAKS,
    is_sound,
    open_store,
    put,
    totals,
)

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
