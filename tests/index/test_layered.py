import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import kinds
from index.faiss_index import FaissIndex
from index.layered import LayeredIndex, StoredFile
from tests.index.test_faiss_index import Change, after, built, ids, mask, random_units, unit

QUANTISED = [kind for kind in kinds.KINDS if kind != "flat"]


def layered(kind, vectors, of_main: int) -> LayeredIndex:
    """Row i has vectors[i]; the first rows are in the main index, the rest beside it."""
    delta = FaissIndex.empty(vectors.shape[1])
    delta.add(np.arange(of_main, len(vectors)), vectors[of_main:])
    return LayeredIndex(built(kind, vectors[:of_main], first_row=0), delta)


def found(index: LayeredIndex, vector, k: int, allowed=None) -> list[int]:
    return [row for row, _ in index.search(vector, k, allowed)]


@pytest.mark.parametrize("kind", QUANTISED)
def test_both_parts_are_searched_and_told_as_one(kind):
    vectors = random_units(700)
    index = layered(kind, vectors, 600)
    assert (len(index), index.kind, index.changed) == (700, kind, 100)
    assert index.rows().tolist() == list(range(700))
    best = np.argsort(-(vectors @ vectors[650]))[:5]
    assert found(index, vectors[650], 5) == best.tolist()
    assert found(index, vectors[5], 2, mask(7, 605)) in ([7, 605], [605, 7])


@pytest.mark.parametrize("kind", QUANTISED)
def test_what_changes_changes_nothing_in_the_main_index(kind):
    vectors = random_units(700)
    index = layered(kind, vectors, 600)
    index.remove(ids(3, 650, 9_999))
    index.add(ids(5), vectors[:1])  # row 5 gets the vector of row 0
    assert len(index.main) == 600
    assert index.gone().tolist() == [3, 5]
    assert index.changed == 102
    assert len(index) == 698
    assert index.holds(ids(2, 3, 5, 650, 651, 9_999)).tolist() == [
        True, False, True, False, True, False,
    ]  # fmt: skip
    assert 3 not in found(index, vectors[3], 698)
    assert set(found(index, vectors[0], 2)) == {0, 5}
    assert found(index, vectors[3], 1, mask(3)) == []


def test_a_main_index_is_served_from_its_file_even_when_that_is_gone(tmp_path):
    vectors = random_units(700)
    index = layered("sq8", vectors, 600)
    index.remove(ids(7))
    before = index.search(vectors[9], 20)
    path = tmp_path / "main"
    index.main.write(path)
    index.map_main(StoredFile(path, "of it"))
    assert index.stored == StoredFile(path, "of it")
    path.unlink()  # as another process does that has put a newer one there
    assert index.search(vectors[9], 20) == before
    assert 7 not in index.rows()


def test_an_index_without_rows_finds_nothing():
    index = LayeredIndex.empty(2)
    assert index.search(unit(1, 0), 3) == []
    assert (len(index), index.kind, index.rows().tolist()) == (0, "flat", [])


def test_searches_and_changes_at_once_see_whole_states():
    vectors = random_units(400)
    index = layered("sq8", vectors[:200], 150)
    failures: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            rows = [row for row, _ in index.search(vectors[0], 50)]
            if len(rows) != 50 or len(set(rows)) != 50:
                failures.append(f"{len(rows)} rows")

    readers = [threading.Thread(target=look) for _ in range(3)]
    for reader in readers:
        reader.start()
    for step in range(30):
        rows = np.arange(1000 + 5 * step, 1005 + 5 * step, dtype=np.int64)
        index.add(rows, vectors[200 + 5 * step : 205 + 5 * step])
        index.remove(rows[:3])
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(index) == 260


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(QUANTISED),
    st.lists(st.tuples(st.booleans(), st.lists(st.integers(90, 130), max_size=8, unique=True))),
    st.none() | st.lists(st.integers(80, 130), unique=True),
    st.integers(1, 12),
)
def test_any_changes_leave_what_a_set_would(kind, changes: list[Change], allowed, k):
    vectors = random_units(131, 8)  # row i has vectors[i]; rows 90 to 130 come and go
    index = layered(kind, vectors, 110)
    model = after(changes, index, vectors)
    query = vectors[50]
    passing = model if allowed is None else set(allowed) & model
    best = sorted((float(vectors[row] @ query) for row in passing), reverse=True)[:k]
    hits = index.search(query, k, None if allowed is None else mask(*allowed))
    assert {row for row, _ in hits} <= passing
    assert [cosine for _, cosine in hits] == pytest.approx(best, abs=0.03)
