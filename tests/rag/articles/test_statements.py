"""Statements in the store: kept for the reader that found them, gone with their article."""

import sqlite3
from dataclasses import replace

import pytest

from rag.articles import schema
from rag.articles.database import Database
from rag.errors import NotFoundError
from tests.fakes import FakeReader, make_article, split_sentences
from tests.rag.articles.library import is_sound, open_store, put

FERRY = make_article("Ana said: the door leaked. Ben said: it held. Rain fell.", title="Ferry")
FOUND = FakeReader().read(FERRY, split_sentences(FERRY.body))


@pytest.fixture
def store(tmp_path):
    filled = open_store(tmp_path)
    put(filled, FERRY)
    yield filled
    filled.close()


def wrong(store):
    return [check.name for check in store.check() if not check.ok]


def test_statements_come_back_as_they_went_in(store):
    full = [replace(FOUND[0], role="welder", addressee=(0, 3)), replace(FOUND[1], mention=None)]
    store.put_statements(FERRY.id, "1", full)
    assert store.statements(FERRY, "1") == full
    assert store.totals()["statements"] == 2
    assert is_sound(store)


def test_an_article_that_was_not_read_has_none_and_one_without_speech_an_empty_list(store):
    assert store.statements(FERRY, "1") is None
    store.put_statements(FERRY.id, "1", [])
    assert store.statements(FERRY, "1") == []


def test_another_reader_has_not_read_it_and_replaces_what_was_there(store):
    store.put_statements(FERRY.id, "1", FOUND)
    assert store.statements(FERRY, "2") is None
    store.put_statements(FERRY.id, "2", FOUND[:1])
    assert store.statements(FERRY, "1") is None
    assert store.totals()["statements"] == 1


def test_what_a_reader_has_not_read_is_listed_newest_first(store):
    old = make_article("Cy said: it rains.", title="Rain", published="2020-01-01")
    undated = make_article("Di said: it snows.", title="Snow", published=None)
    put(store, undated)
    put(store, old)
    assert store.unread("1") == [FERRY.id, old.id, undated.id]
    store.put_statements(old.id, "1", [])
    assert store.unread("1") == [FERRY.id, undated.id]
    assert store.unread("2") == [FERRY.id, old.id, undated.id]


def test_an_older_version_need_not_be_read(store):
    new = replace(FERRY, id="b" * 32, body="Ana said: the door held.")
    put(store, new)
    assert store.unread("1") == [new.id]


def test_statements_go_with_their_article(store):
    store.put_statements(FERRY.id, "1", FOUND)
    store.remove(FERRY.id)
    assert store.totals()["statements"] == 0
    assert is_sound(store)


def test_an_article_that_is_gone_takes_none(store):
    store.remove(FERRY.id)
    with pytest.raises(NotFoundError):
        store.put_statements(FERRY.id, "1", FOUND)


def test_a_failure_half_way_leaves_what_was_there(store):
    store.put_statements(FERRY.id, "1", FOUND)
    broken = [FOUND[0], replace(FOUND[1], role=None)]
    with pytest.raises(sqlite3.IntegrityError):
        store.put_statements(FERRY.id, "2", broken)
    assert store.statements(FERRY, "1") == FOUND


def test_a_missing_statement_and_one_outside_its_article_are_found(store):
    store.put_statements(FERRY.id, "1", FOUND)
    with store._database.transaction() as connection:
        connection.execute("DELETE FROM statements WHERE ordinal = 1")
    assert wrong(store) == ["no statement is missing"]
    with store._database.transaction() as connection:
        connection.execute("UPDATE statements SET stop = 9999")
    assert wrong(store) == ["statements lie in their articles", "no statement is missing"]


def test_a_library_of_the_first_format_gets_the_table_and_keeps_its_articles(tmp_path):
    file = sqlite3.connect(tmp_path / "library.db")
    for statement in schema._statements(schema._STEPS[0]):
        file.execute(statement)
    file.execute("PRAGMA user_version = 1")
    file.execute(
        "INSERT INTO articles (id, title, source, source_folded, url, author, language, version, "
        "path, characters, body) VALUES (?, '', '', '', '', '', '', 1, '', ?, ?)",
        (FERRY.id, len(FERRY.body), FERRY.body),
    )
    file.commit()
    file.close()
    database = Database(tmp_path)
    assert database.read("PRAGMA user_version") == [(schema.VERSION,)]
    assert database.read("SELECT count(*) FROM statements") == [(0,)]
    assert database.read("SELECT body FROM articles") == [(FERRY.body,)]
    database.close()
