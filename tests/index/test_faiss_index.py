import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import faiss_index, kinds
from index.faiss_index import FaissIndex
from index.kinds import Kind
from index.layered import LayeredIndex
from rag.types import RowIds, RowMask, Vectors


def ids(*rows: int) -> RowIds:
    return np.array(rows, dtype=np.int64)


def mask(*rows: int) -> RowMask:
    return np.isin(np.arange(max(rows, default=-1) + 1), rows)


def unit(*numbers: float) -> Vectors:
    vector = np.array(numbers, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def random_units(count: int, dim: int = 16) -> Vectors:
    rows = np.random.default_rng(1).standard_normal((count, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def built(kind: Kind, vectors: Vectors, first_row: int = 10) -> FaissIndex:
    """Row first_row + i has vectors[i]."""
    rows = np.arange(first_row, first_row + len(vectors), dtype=np.int64)
    return FaissIndex.build(kind, vectors.shape[1], rows, lambda some: vectors[some - first_row])


@pytest.fixture
def compass():
    """East 10, north 20, west 30, north-east 40."""
    index = FaissIndex.empty(2)
    index.add(ids(10, 20, 30, 40), np.stack([unit(1, 0), unit(0, 1), unit(-1, 0), unit(1, 1)]))
    return index


def test_the_nearest_come_first_with_their_cosines(compass):
    found = compass.search(unit(1, 0), 4)
    assert [row for row, _ in found] == [10, 40, 20, 30]
    np.testing.assert_allclose([cosine for _, cosine in found], [1, 0.70711, 0, -1], atol=1e-5)


def test_a_query_may_be_a_row_of_a_matrix(compass):
    assert compass.search(unit(1, 0)[None, :], 1)[0][0] == 10


def test_filters_act_before_the_best_are_chosen(compass):
    assert [row for row, _ in compass.search(unit(1, 0), 1, mask(20, 30))] == [20]


def test_rows_that_are_allowed_but_not_there_are_not_found(compass):
    assert [row for row, _ in compass.search(unit(1, 0), 5, mask(7, 30, 99_999))] == [30]


@pytest.mark.parametrize(("k", "allowed"), [(0, None), (3, mask()), (3, mask(5))])
def test_nothing_asked_or_allowed_finds_nothing(compass, k, allowed):
    assert compass.search(unit(1, 0), k, allowed) == []


def test_an_empty_index_finds_nothing():
    assert FaissIndex.empty(2).search(unit(1, 0), 5) == []


def test_more_than_there_is_gives_all_and_never_row_minus_one(compass):
    assert {row for row, _ in compass.search(unit(1, 0), 100)} == {10, 20, 30, 40}


def test_removed_rows_are_gone_and_unknown_ones_ignored(compass):
    compass.remove(ids(10, 77))
    assert compass.rows().tolist() == [20, 30, 40]
    assert len(compass) == 3
    assert compass.search(unit(1, 0), 1)[0][0] == 40


def test_a_row_that_is_added_again_gets_the_new_vector(compass):
    compass.add(ids(30), unit(1, 0)[None, :])
    assert len(compass) == 4
    assert {row for row, _ in compass.search(unit(1, 0), 2)} == {10, 30}


@pytest.mark.parametrize(
    ("rows", "vectors", "said"),
    [
        (ids(-1), np.eye(1, 2), "none negative"),
        (ids(1, 1), np.eye(2, 2), "distinct"),
        (ids(1), np.eye(2, 2), r"shape \(1, 2\)"),
        (ids(1), np.eye(1, 3), r"shape \(1, 2\)"),
    ],
)
def test_what_cannot_be_added_is_refused(compass, rows, vectors, said):
    with pytest.raises(ValueError, match=said):
        compass.add(rows, vectors.astype(np.float32))


def test_a_query_of_another_length_is_refused(compass):
    with pytest.raises(ValueError, match="shape"):
        compass.search(unit(1, 0, 0), 1)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_finds_a_vector_by_itself_and_survives_a_file(tmp_path, kind):
    vectors = random_units(600)
    index = built(kind, vectors)
    assert index.write(tmp_path / "index") == 600
    again = FaissIndex.read(tmp_path / "index")
    assert (again.kind, again.dim, len(again)) == (kind, 16, 600)
    assert again.rows().tolist() == list(range(10, 610))
    for place in (0, 300, 599):
        (row, cosine), *_ = again.search(vectors[place], 3)
        assert row == place + 10
        assert cosine == pytest.approx(1, abs=0.005)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_gives_k_of_few_allowed_rows(kind):
    vectors = random_units(600)
    index = built(kind, vectors)
    allowed = ids(11, 200, 201, 333, 609)
    exact = vectors[allowed - 10] @ vectors[0]
    found = index.search(vectors[0], 5, mask(*allowed))
    assert [row for row, _ in found] == allowed[np.argsort(-exact)].tolist()


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_follows_changes_when_it_filters(kind):
    vectors = random_units(600)
    index = built(kind, vectors, first_row=0)
    allowed = mask(5, 6, 7, 650)
    assert {row for row, _ in index.search(vectors[5], 9, allowed)} == {5, 6, 7}
    index.remove(ids(6, 100))
    assert {row for row, _ in index.search(vectors[5], 9, allowed)} == {5, 7}
    index.add(ids(650), vectors[100:101])
    found = index.search(vectors[100], 9, allowed)
    assert found[0][0] == 650
    assert {row for row, _ in found} == {5, 7, 650}


def test_an_ivf_index_looks_further_until_k_are_found(monkeypatch):
    monkeypatch.setattr(faiss_index, "_COMPARED", 1)
    vectors = random_units(1200)
    index = built("ivf", vectors)
    assert index.cells > 16
    allowed = np.arange(10, 1210, 40, dtype=np.int64)
    assert len(index.search(vectors[0], 30, mask(*allowed))) == 30
    assert len(index.search(vectors[0], 700)) == 700


def recall(index: FaissIndex, vectors: Vectors, allowed: RowMask, k: int = 10) -> float:
    """Of the first hundred vectors as queries; row i has vectors[i]."""
    rows = np.flatnonzero(allowed)
    found = 0
    for query in vectors[:100]:
        best = rows[np.argsort(-(vectors[rows] @ query))[:k]]
        found += len({row for row, _ in index.search(query, k, allowed)} & set(best.tolist()))
    return found / (100 * k)


def test_an_ivf_index_looks_on_while_a_cell_may_hold_something_better(monkeypatch):
    monkeypatch.setattr(faiss_index, "_COMPARED", 60)
    story = np.arange(3000) % 60
    vectors = random_units(60)[story] + 0.3 * random_units(3000)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = built("ivf", vectors, first_row=0)
    # The queries are of every story; of half of these nothing passes, as if by another outlet.
    allowed = story % 2 == 1
    assert recall(index, vectors, allowed) > 0.97
    monkeypatch.setattr(faiss_index, "_REACH", 10.0)  # only until k are found
    assert recall(index, vectors, allowed) < 0.95


def test_an_ivf_index_of_few_rows_compares_them_all():
    vectors = random_units(3000)
    ivf, sq8 = built("ivf", vectors), built("sq8", vectors)
    for allowed in (None, mask(*range(10, 3010, 3))):
        for query in vectors[:20]:
            found = {row for row, _ in ivf.search(query, 20, allowed)}
            assert len(found & {row for row, _ in sq8.search(query, 20, allowed)}) >= 19


def test_the_cells_of_an_ivf_index_are_as_many_as_its_size_wants_and_of_unit_centres():
    index = built("ivf", random_units(3000))
    assert index.cells == pytest.approx(kinds.cells_for(3000), rel=0.1)
    np.testing.assert_allclose(np.linalg.norm(kinds.centres(index._made), axis=1), 1, atol=1e-5)


def test_a_cell_is_found_without_trying_all():
    vectors = random_units(3000)
    made = built("ivf", vectors)._made
    exact = np.argmax(vectors @ kinds.centres(made).T, axis=1)
    assert np.mean(kinds.cell_finder(made).search(vectors, 1)[1][:, 0] == exact) > 0.9


def test_a_library_of_one_text_over_and_over_has_its_cells():
    vectors = np.repeat(random_units(1), 400, axis=0)
    index = built("ivf", vectors)
    assert len(index.search(vectors[0], 400)) == 400


@pytest.mark.parametrize(
    ("rows", "now", "kind"),
    [
        (0, None, "flat"),
        (50_000, None, "flat"),
        (50_001, None, "sq8"),
        (100_000, None, "sq8"),
        (100_001, None, "ivf"),
        (50_001, "flat", "sq8"),
        (49_000, "sq8", "sq8"),
        (25_000, "sq8", "flat"),
        (80_000, "ivf", "ivf"),
        (50_000, "ivf", "sq8"),
        (100_001, "sq8", "ivf"),
        (100, "ivf", "flat"),
    ],
)
def test_size_chooses_the_kind_and_does_not_flutter(rows, now, kind):
    assert kinds.kind_for(rows, now) == kind


Change = tuple[bool, list[int]]


def after(changes: list[Change], index: FaissIndex | LayeredIndex, vectors: Vectors) -> set[int]:
    """Makes the changes; the rows that a set would hold. Row i has vectors[i], all at first."""
    model = set(range(len(vectors)))
    for adds, rows in changes:
        if adds:
            index.add(ids(*rows), vectors[rows])
            model |= set(rows)
        else:
            index.remove(ids(*rows))
            model -= set(rows)
    assert index.rows().tolist() == sorted(model)
    assert len(index) == len(model)
    return model


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(kinds.KINDS),
    st.lists(st.tuples(st.booleans(), st.lists(st.integers(0, 30), max_size=8, unique=True))),
    st.lists(st.integers(0, 30), unique=True),
    st.integers(1, 12),
)
def test_any_changes_leave_what_a_set_would(kind, changes: list[Change], allowed, k):
    vectors = random_units(131, 8)  # row i has vectors[i]; rows 0 to 30 come and go
    index = FaissIndex.build(kind, 8, np.arange(131), lambda rows: vectors[rows])
    model = after(changes, index, vectors)
    query = vectors[50]
    passing = sorted(set(allowed) & model)
    best = sorted(passing, key=lambda row: -float(vectors[row] @ query))[:k]
    found = index.search(query, k, mask(*allowed))
    assert len(found) == len(best)
    for (row, cosine), expected in zip(found, best, strict=True):
        assert row in passing
        assert cosine == pytest.approx(float(vectors[row] @ query), abs=0.03)
        assert float(vectors[row] @ query) == pytest.approx(
            float(vectors[expected] @ query), abs=0.03
        )
