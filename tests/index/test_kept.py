import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import kept, kinds, manifest
from index.faiss_index import FaissIndex
from index.kept import KeptFaissIndex
from index.layered import LayeredIndex
from rag.articles.store import SqliteStore
from rag.errors import NotFoundError, StoreError
from rag.types import EmbedderFacts
from tests.fakes import make_article
from tests.rag.articles.library import EMBEDDER, open_store, put

FACTS = EmbedderFacts(EMBEDDER.name, EMBEDDER.weight_hash, EMBEDDER.dim)
DAM = make_article("The dam broke. The governor came.", title="Dam")
STEEL = make_article("The steel offer. The offer grows.", title="Steel")


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    put(opened, DAM)  # rows 1 and 2
    yield opened
    opened.close()


@pytest.fixture
def index(tmp_path, store):
    return KeptFaissIndex(tmp_path / "index", store, FACTS)


def search(index: KeptFaissIndex, text: str, k: int = 1) -> list[int]:
    return [row for row, _ in index.search(EMBEDDER.embed_queries([text])[0], k)]


def grown(index: KeptFaissIndex) -> None:
    """The index after what its size starts in the background has ended."""
    len(index)
    index._builder.wait()


def stored_generation(tmp_path: Path) -> int:
    return manifest.read_manifest(tmp_path / "index").generation


def test_a_search_finds_what_the_store_holds(index):
    assert search(index, "governor") == [2]
    assert index.rows().tolist() == [1, 2]


def test_articles_added_updated_and_removed_are_followed(store, index):
    search(index, "dam")
    put(store, STEEL, key="page")  # rows 3 and 4
    assert search(index, "steel") == [3]
    put(store, make_article("The dam leaks.", title="Other"), key="page")  # row 5
    assert search(index, "leaks") == [5]
    assert index.rows().tolist() == [1, 2, 5]
    store.remove(DAM.id)
    assert index.rows().tolist() == [5]
    assert len(index) == 1


def test_a_saved_index_is_used_again_and_nothing_added(tmp_path, store, index, monkeypatch):
    index.save()
    monkeypatch.setattr(FaissIndex, "add", None)
    monkeypatch.setattr(FaissIndex, "build", None)
    assert search(KeptFaissIndex(tmp_path / "index", store, FACTS), "governor") == [2]


def test_saving_catches_up_first_and_is_idle_when_nothing_changed(tmp_path, store, index):
    index.save()
    (before,) = (tmp_path / "index").glob("*.faiss")
    stamp = before.stat().st_mtime_ns
    index.save()
    KeptFaissIndex(tmp_path / "index", store, FACTS).save()
    assert before.stat().st_mtime_ns == stamp
    put(store, STEEL)
    index.save()
    assert stored_generation(tmp_path) == store.generation


def test_an_index_left_behind_by_a_crash_catches_up(tmp_path, store, index):
    index.save()
    put(store, STEEL)
    store.remove(DAM.id)
    again = KeptFaissIndex(tmp_path / "index", store, FACTS)
    assert again.rows().tolist() == [3, 4]


@pytest.mark.parametrize("what", ["*.faiss", "manifest.json"])
def test_a_damaged_index_is_rebuilt_from_the_stored_vectors(tmp_path, store, index, what, caplog):
    index.save()
    (path,) = (tmp_path / "index").glob(what)
    path.write_bytes(path.read_bytes()[:-9])
    embedded = len(EMBEDDER.embedded)
    again = KeptFaissIndex(tmp_path / "index", store, FACTS)
    assert search(again, "governor") == [2]
    assert "rebuilt" in caplog.text
    assert len(EMBEDDER.embedded) == embedded
    again.save()
    assert all(check.ok for check in again.check())


def test_the_index_of_another_database_is_not_believed(tmp_path, store, index, caplog):
    index.save()
    store.close()
    for file in tmp_path.glob("library.db*"):
        file.unlink()
    anew = open_store(tmp_path)
    put(anew, STEEL)  # rows 1 and 2 again, other vectors
    again = KeptFaissIndex(tmp_path / "index", anew, FACTS)
    assert search(again, "steel") == [1]
    assert "another library" in caplog.text
    anew.close()


def test_the_kind_follows_the_size(store, index, monkeypatch):
    monkeypatch.setattr(kinds, "FLAT_ROWS", 3)
    assert index._current().kind == "flat"
    put(store, STEEL)
    grown(index)
    assert index._current().kind == "sq8"
    # Quantised cosines are made exact with the stored vectors.
    ((row, cosine),) = index.search(EMBEDDER.embed_queries(["dam broke"])[0], 1)
    assert row == 1
    assert cosine == pytest.approx(1, abs=1e-6)
    store.remove(STEEL.id)
    store.remove(DAM.id)
    grown(index)
    assert index._current().kind == "flat"


def test_no_more_than_are_compared_exactly_are_not_searched_for(store, index, monkeypatch):
    monkeypatch.setattr(kinds, "FLAT_ROWS", 3)
    put(store, STEEL)
    search(index, "dam")
    grown(index)
    assert index._current().kind == "sq8"
    exact = dict(index.search(EMBEDDER.embed_queries(["dam"])[0], 4))
    monkeypatch.setattr(LayeredIndex, "search", lambda *_: pytest.fail("searched"))
    allowed = np.ones(9, dtype=bool)  # rows 5 to 8 are not there
    assert dict(index.search(EMBEDDER.embed_queries(["dam"])[0], 4, allowed)) == exact
    assert len(exact) == 4


def test_the_old_index_serves_while_a_larger_one_is_built(store, index, monkeypatch):
    monkeypatch.setattr(kinds, "FLAT_ROWS", 3)
    search(index, "dam")
    real, begun, may_go_on = FaissIndex.build, threading.Event(), threading.Event()

    def slow(*arguments: object) -> FaissIndex:
        begun.set()
        assert may_go_on.wait(30)
        return real(*arguments)

    monkeypatch.setattr(FaissIndex, "build", slow)
    put(store, STEEL)  # four rows
    assert search(index, "steel") == [3]
    assert begun.wait(30)
    store.remove(DAM.id)
    assert search(index, "steel") == [3]
    assert index._current().kind == "flat"
    may_go_on.set()
    index.close(30)
    # What changed while it was built is in it, and so it is on the disk.
    assert index._current().kind == "sq8"
    assert index.rows().tolist() == [3, 4]
    assert all(check.ok for check in index.check())


def test_closing_leaves_an_index_that_takes_too_long_to_build_and_loses_nothing(
    tmp_path, store, index, monkeypatch, caplog
):
    monkeypatch.setattr(kinds, "FLAT_ROWS", 3)
    search(index, "dam")
    begun, may_go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(*arguments: object) -> FaissIndex:
        begun.set()
        assert may_go_on.wait(30)
        ended.set()
        raise StoreError("the library was closed")

    monkeypatch.setattr(FaissIndex, "build", slow)
    put(store, STEEL)  # four rows: another kind is due
    index.close(0.1)
    assert begun.is_set()
    assert "Nothing is lost" in caplog.text
    monkeypatch.setattr(kinds, "FLAT_ROWS", 4)  # or this one would begin to build, too
    again = KeptFaissIndex(tmp_path / "index", store, FACTS)
    assert all(check.ok for check in again.check())
    assert search(again, "steel") == [3]
    # Whatever becomes of the one that was left is told to nobody.
    caplog.clear()
    may_go_on.set()
    assert ended.wait(30)
    assert index._builder.wait(30)
    assert "building a larger vector index failed" not in caplog.text


def test_what_has_changed_by_much_is_merged_beside_the_index_that_serves(
    tmp_path, store, index, monkeypatch
):
    monkeypatch.setattr(kinds, "FLAT_ROWS", 3)
    monkeypatch.setattr(kept, "_MERGED_FROM", 3)
    put(store, STEEL)  # rows 3 and 4
    first = index._current()
    assert (first.kind, first.changed) == ("sq8", 0)
    built, builds = FaissIndex.build, []
    monkeypatch.setattr(FaissIndex, "build", lambda *given: builds.append(given))
    put(store, make_article("The dam broke. The offer grows.", title="Both"))  # rows 5 and 6
    store.remove(DAM.id)  # two rows of the main index
    assert search(index, "dam broke") == [5]
    assert first.changed == 4
    index.close(30)
    merged = index._current()
    assert merged is not first
    assert (merged.rows().tolist(), len(merged.main), merged.changed) == ([3, 4, 5, 6], 4, 0)
    assert builds == []  # nothing was learnt anew
    monkeypatch.setattr(FaissIndex, "build", built)
    again = KeptFaissIndex(tmp_path / "index", store, FACTS)
    assert search(again, "dam broke") == [5]
    assert all(check.ok for check in again.check())


def test_two_processes_that_merge_do_not_need_each_others_files(
    tmp_path, store, index, monkeypatch, caplog
):
    monkeypatch.setattr(kinds, "FLAT_ROWS", 3)
    put(store, STEEL)  # rows 3 and 4
    other = KeptFaissIndex(tmp_path / "index", store, FACTS)
    for one in (index, other):
        assert search(one, "steel") == [3]
        one.save()
    monkeypatch.setattr(kept, "_MERGED_FROM", 1)
    put(store, make_article("The dam broke. The offer grows.", title="Both"))  # rows 5 and 6
    for one in (other, index):  # the second finds its file replaced
        assert search(one, "offer grows") == [6]
        one.close(30)
        assert (len(one._current().main), one._current().changed) == (6, 0)
        assert search(one, "dam broke") in ([1], [5])
    assert "failed" not in caplog.text
    assert all(check.ok for check in index.check())


def test_only_what_changed_is_asked_of_the_store(store, index, monkeypatch):
    search(index, "dam")
    monkeypatch.setattr(SqliteStore, "rows", None)
    put(store, STEEL)
    store.remove(DAM.id)
    assert index.rows().tolist() == [3, 4]


def test_a_library_that_was_put_back_from_a_copy_is_compared_row_by_row(store, index):
    put(store, STEEL)
    assert index.rows().tolist() == [1, 2, 3, 4]
    with store._database.transaction() as connection:
        connection.execute("DELETE FROM chunks WHERE row > 2")
        connection.execute("DELETE FROM gone")
        connection.execute("UPDATE meta SET generation = generation - 1")
    assert index.rows().tolist() == [1, 2]


def test_a_build_that_dies_leaves_the_old_index_and_is_tried_again_once_there_is_more(
    store, index, monkeypatch, caplog
):
    monkeypatch.setattr(kinds, "FLAT_ROWS", 3)
    search(index, "dam")
    real, tries = FaissIndex.build, []

    def dies(*arguments: object) -> FaissIndex:
        tries.append(arguments)
        raise MemoryError("no memory for the cells")

    monkeypatch.setattr(FaissIndex, "build", dies)
    put(store, STEEL)
    grown(index)
    assert "goes on serving" in caplog.text
    assert search(index, "steel") == [3]
    put(store, make_article("A line.", title="One"))  # a fifth row, a quarter more
    grown(index)
    store.remove(STEEL.id)
    grown(index)
    assert len(tries) == 2
    monkeypatch.setattr(FaissIndex, "build", real)
    assert index._current().kind == "flat"
    assert search(index, "governor") == [2]


def test_a_rebuild_that_dies_leaves_the_old_index_in_memory_and_on_the_disk(
    tmp_path, store, index, monkeypatch
):
    index.save()
    monkeypatch.setattr(FaissIndex, "build", None)
    with pytest.raises(TypeError):
        index.rebuild()
    assert search(index, "governor") == [2]
    assert search(KeptFaissIndex(tmp_path / "index", store, FACTS), "governor") == [2]


def test_rows_that_go_while_they_are_fetched_are_looked_up_again(store, index, monkeypatch):
    real, calls = SqliteStore.vectors, []

    def vectors(self, rows):
        calls.append(len(rows))
        if len(calls) == 1:
            raise NotFoundError("rows are gone")
        return real(self, rows)

    monkeypatch.setattr(SqliteStore, "vectors", vectors)
    assert search(index, "governor") == [2]
    assert calls == [2, 2]


def test_a_disk_that_is_full_leaves_the_index_in_memory(index, monkeypatch, caplog):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifest, "save", full)
    index.save()
    assert "could not be saved" in caplog.text
    assert search(index, "governor") == [2]


def test_the_doctor_tells_a_damaged_index_and_the_rebuilt_one(tmp_path, store, index):
    index.save()
    (path,) = (tmp_path / "index").glob("*.faiss")
    path.write_bytes(b"")
    again = KeptFaissIndex(tmp_path / "index", store, FACTS)
    file, rows = again.check()
    assert not file.ok
    assert "doctor --repair" in file.remedy
    assert rows.ok
    again.rebuild()
    assert all(check.ok for check in again.check())


def test_an_index_that_is_behind_is_well_and_says_so(store, index):
    index.save()
    put(store, STEEL)
    file, _ = index.check()
    assert file.ok
    assert "1 changes behind" in file.detail


BODIES = ["The dam broke. It leaks.", "The governor came.", "Steel offer. Dam offer. Broke."]
Step = tuple[str, int, int]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["put", "put", "put", "remove", "save", "reopen", "search"]),
            st.integers(0, 3),
            st.integers(0, 2),
        ),
        max_size=14,
    )
)
def test_any_history_leaves_what_a_dictionary_would(steps: list[Step]):
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = open_store(home)
        index = KeptFaissIndex(home / "index", store, FACTS)
        model: dict[str, str] = {}  # key -> body
        for what, key, body in steps:
            article = make_article(BODIES[body], title=f"T{body}")
            if what == "put":
                put(store, article, key=f"k{key}")
                model[f"k{key}"] = BODIES[body]
            elif what == "remove" and article.body in model.values():
                history = store._database.read(
                    "SELECT DISTINCT key FROM history JOIN articles ON number = article "
                    "WHERE id = ?",
                    (article.id,),
                )
                store.remove(article.id)
                for (name,) in history:
                    model.pop(name, None)
            elif what == "save":
                index.save()
            elif what == "reopen":
                index = KeptFaissIndex(home / "index", store, FACTS)
            else:
                search(index, "dam")
        expected = {
            sentence.strip(". ") + "."
            for text in set(model.values())
            for sentence in text.split(". ")
        }
        rows = index.rows()
        assert rows.tolist() == store.rows().tolist()
        assert {chunk.text for chunk in store.chunks(rows.tolist())} == expected
        assert all(check.ok for check in [*store.check(), *index.check()])
        vectors = store.vectors(rows)
        query = EMBEDDER.embed_queries(["dam offer broke"])[0]
        best = np.sort(vectors @ query)[::-1][:3]
        found = [cosine for _, cosine in index.search(query, 3)]
        np.testing.assert_allclose(found, best, atol=1e-6)
        store.close()
