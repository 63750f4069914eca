"""Reading ahead, a step at a time: what is read next, for whom it waits, what it survives."""

import threading

import numpy as np
import pytest

from rag.errors import LibraryFullError, ModelMissingError, NotFoundError
from rag.statements import ahead
from rag.statements.ahead import (
    BUSY_SECONDS,
    IDLE_SECONDS,
    RETRY_SECONDS,
    SETTLE_SECONDS,
    ReadingAhead,
)
from rag.statements.kept import KeptStatements
from rag.types import Readings, Span
from tests.fake_store import FakeStore
from tests.fakes import FakeReader, make_article, split_sentences

OLD = make_article("Ana said: the door leaked.", title="Ferry")
NEW = make_article("Ben said: the mill will close.", title="Mill")
LATE = make_article("Cy said: the dam holds.", title="Dam")


class Troubled(FakeReader):
    """Raises what `trouble` holds for an article; after it is taken out, reads it."""

    def __init__(self, trouble):
        super().__init__()
        self.trouble = trouble

    def read(self, article, sentences):
        if article.id in self.trouble:
            raise self.trouble[article.id]
        return super().read(article, sentences)


def reading(tmp_path, store, reader, busy=lambda: False):
    """One that is told whom to wait for, but has no thread."""
    made = ReadingAhead(store, KeptStatements(store, reader), tmp_path)
    made._busy = busy
    return made


def steps(one, number):
    return [one.step() for _ in range(number)]


def add(store, article):
    parts = {"sentences": split_sentences(article.body), "spans": [Span(0, 0, len(article.body))]}
    store.put(article, key=article.id, digest="", vectors=np.zeros((1, 1), np.float32), **parts)


@pytest.fixture
def store():
    return FakeStore([OLD, NEW])


def test_the_newest_is_read_first_and_each_once(tmp_path, store):
    reader = FakeReader()
    one = reading(tmp_path, store, reader)
    steps(one, 6)
    assert reader.read_articles == [NEW.id, OLD.id]


def test_it_waits_until_the_library_stays_as_it_is(tmp_path, store):
    reader = FakeReader()
    one = reading(tmp_path, store, reader)
    assert one.step() == SETTLE_SECONDS
    add(store, LATE)
    assert (one.step(), reader.read_articles) == (SETTLE_SECONDS, [])
    one.step()
    assert reader.read_articles == [LATE.id]


def test_what_comes_later_is_read_before_what_is_left(tmp_path, store):
    reader = FakeReader()
    one = reading(tmp_path, store, reader)
    steps(one, 2)
    add(store, LATE)
    steps(one, 3)
    assert reader.read_articles == [NEW.id, LATE.id, OLD.id]


def test_nothing_is_read_while_somebody_waits(tmp_path, store):
    waiting, reader = [True], FakeReader()
    one = reading(tmp_path, store, reader, busy=lambda: waiting[0])
    assert (steps(one, 5), reader.read_articles) == ([BUSY_SECONDS] * 5, [])
    waiting[0] = False
    steps(one, 2)
    assert reader.read_articles == [NEW.id]


def test_when_all_is_read_it_only_looks_from_time_to_time(tmp_path, store):
    one = reading(tmp_path, store, FakeReader())
    assert steps(one, 5)[-2:] == [IDLE_SECONDS, IDLE_SECONDS]


def test_after_a_restart_it_goes_on_where_it_ended(tmp_path, store):
    first = reading(tmp_path, store, FakeReader())
    steps(first, 2)
    first.close()
    reader = FakeReader()
    steps(reading(tmp_path, store, reader), 4)
    assert reader.read_articles == [OLD.id]


def test_an_article_that_cannot_be_read_is_logged_and_left_and_the_others_are_read(
    tmp_path, store, caplog
):
    reader = Troubled({NEW.id: ValueError("no head")})
    one = reading(tmp_path, store, reader)
    steps(one, 5)
    assert reader.read_articles == [OLD.id]
    assert (caplog.text.count(NEW.id), one.state.read) == (1, 1)
    add(store, LATE)
    steps(one, 4)
    assert (reader.read_articles, caplog.text.count(NEW.id)) == ([OLD.id, LATE.id], 1)


def test_an_article_that_was_removed_is_passed_over(tmp_path, store, monkeypatch, caplog):
    def gone(article_id):
        raise NotFoundError(f"no article has the id {article_id!r}")

    reader = FakeReader()
    one = reading(tmp_path, store, reader)
    steps(one, 2)
    monkeypatch.setattr(store, "article", gone)
    assert steps(one, 2)[-1] == IDLE_SECONDS
    assert (reader.read_articles, one.state.problem, caplog.text) == ([NEW.id], "", "")


@pytest.mark.parametrize("error", [ModelMissingError("no parser"), LibraryFullError("no space")])
def test_what_fails_for_all_is_told_and_tried_again_later(tmp_path, store, error):
    reader = Troubled({NEW.id: error})
    one = reading(tmp_path, store, reader)
    assert steps(one, 3)[1:] == [RETRY_SECONDS, RETRY_SECONDS]
    assert (one.state.problem, one.state.read) == (str(error), 0)
    reader.trouble.clear()
    steps(one, 2)
    assert (reader.read_articles, one.state.problem) == ([NEW.id, OLD.id], "")


def test_of_two_that_serve_one_library_one_reads_and_the_other_takes_over(tmp_path, store):
    mine, theirs = FakeReader(), FakeReader()
    first, second = reading(tmp_path, store, mine), reading(tmp_path, store, theirs)
    steps(first, 2)
    assert (steps(second, 3), theirs.read_articles) == ([IDLE_SECONDS] * 3, [])
    first.close()
    steps(second, 2)
    assert (mine.read_articles, theirs.read_articles) == ([NEW.id], [OLD.id])


def test_a_thread_reads_them_all_and_ends_when_it_is_closed(tmp_path, store, monkeypatch):
    monkeypatch.setattr(ahead, "SETTLE_SECONDS", 0.0)
    done, reader = threading.Event(), FakeReader()
    original = store.put_statements

    def put(article_id, *rest):
        original(article_id, *rest)
        if article_id == OLD.id:
            done.set()

    monkeypatch.setattr(store, "put_statements", put)
    one = ReadingAhead(store, KeptStatements(store, reader), tmp_path)
    one.start(lambda: False)
    assert done.wait(10)
    one.close()
    assert not one._thread.is_alive()
    assert one.state == Readings(2, 2)


def test_what_has_just_come_in_counts_as_unread_at_once(tmp_path, store):
    one = reading(tmp_path, store, FakeReader())
    steps(one, 5)
    add(store, LATE)
    assert one.state == Readings(2, 3)


def test_how_far_it_is_is_known_without_a_thread_too(tmp_path, store):
    one = reading(tmp_path, store, FakeReader())
    assert one.state == Readings(0, 2, going=False)
    KeptStatements(store, FakeReader()).statements(OLD)
    assert one.state == Readings(1, 2, going=False)
    assert "1 of 2" in one.check().detail
    assert one.check().ok
