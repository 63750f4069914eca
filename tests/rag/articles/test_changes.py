"""The store: what an index and the filters are told of changes."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from rag.articles import schema
from rag.types import Filters
from tests.rag.articles.library import BREAKS, LEAKS, OFFER, open_store, put


def changes(store, generation: int, newest: int) -> tuple[list[int], list[int]]:
    added, gone = store.changes_since(generation, newest)
    return added.tolist(), gone.tolist()


def passing(store, **fields: object) -> list[int]:
    return np.flatnonzero(store.passing(Filters(**fields))).tolist()


def test_rows_that_came_and_went_are_told_from_any_generation_on(store):
    assert changes(store, 0, 0) == ([], [])
    put(store, BREAKS, key="page")  # rows 1 and 2
    first = store.generation
    put(store, LEAKS, key="page")  # row 3 in their place
    second = store.generation
    put(store, OFFER)  # rows 4 and 5
    store.remove(LEAKS.id)
    assert changes(store, 0, 0) == ([4, 5], [1, 2, 3])
    assert changes(store, first, 2) == ([4, 5], [1, 2, 3])
    assert changes(store, second, 3) == ([4, 5], [3])
    assert changes(store, store.generation, 5) == ([], [])


def test_what_was_undone_is_not_told(store, monkeypatch):
    put(store, BREAKS, key="page")
    monkeypatch.setattr("rag.articles.clusters.join", None)
    with pytest.raises(TypeError):
        put(store, LEAKS, key="page")
    assert changes(store, 0, 0) == ([1, 2], [])


def test_filters_follow_what_comes_and_goes_in_this_store_and_in_another(store, tmp_path):
    put(store, BREAKS)  # Harbour Post, rows 1 and 2
    assert passing(store, sources=("harbour post",)) == [1, 2]
    other = open_store(tmp_path)
    put(other, OFFER)  # Daily Lantern, rows 3 and 4
    put(other, LEAKS)  # Harbour Post, row 5
    assert passing(store, sources=("harbour post",)) == [1, 2, 5]
    assert passing(store, sources=("Daily Lantern",), languages=("fr",)) == [3, 4]
    assert passing(store, articles=(LEAKS.id, "nobody"), sources=("Daily Lantern",)) == []
    other.remove(BREAKS.id)
    assert passing(store, sources=("harbour post",)) == [5]
    put(other, BREAKS, key="again")  # rows 6 and 7
    assert passing(store, articles=(BREAKS.id,)) == [6, 7]
    other.close()


def test_a_moment_passes_to_the_microsecond_and_the_end_of_a_period_is_in_it(store):
    at = datetime(2026, 3, 2, 12, 30, 15, 250_000, tzinfo=UTC)
    put(store, replace(BREAKS, published=at))
    assert passing(store, since=at, until=at) == [1, 2]
    assert passing(store, since=at.replace(microsecond=250_001)) == []
    assert passing(store, until=at.replace(microsecond=249_999)) == []


def test_first_rows_are_of_current_articles_and_of_those_named(store):
    for article in (BREAKS, OFFER, LEAKS):
        put(store, article)
    assert store.first_rows() == {BREAKS.id: 1, OFFER.id: 3, LEAKS.id: 5}
    assert store.first_rows([LEAKS.id, "nobody"]) == {LEAKS.id: 5}
    assert store.first_rows([]) == {}
    store.remove(OFFER.id)
    assert store.first_rows() == {BREAKS.id: 1, LEAKS.id: 5}


def test_an_older_library_tells_changes_from_its_opening_on(tmp_path):
    store = open_store(tmp_path)
    put(store, BREAKS)
    store.close()
    file = sqlite3.connect(tmp_path / "library.db")
    file.executescript("DROP TRIGGER chunk_gone; DROP TABLE gone; PRAGMA user_version = 3")
    file.close()
    store = open_store(tmp_path)
    before = store.generation
    store.remove(BREAKS.id)
    assert changes(store, before, 2) == ([], [1, 2])
    assert store._database.read("PRAGMA user_version") == [(schema.VERSION,)]
    store.close()
