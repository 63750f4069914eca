"""An article in the store: put, versions, removed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from rag.errors import (
    NotFoundError,
)
from rag.types import Sentence
from tests.rag.articles.library import BREAKS, LEAKS, OFFER, is_sound, put, totals

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
