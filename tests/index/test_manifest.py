import json
from typing import Any

import numpy as np
import pytest

from index import manifest
from index.faiss_index import FaissIndex
from index.layered import LayeredIndex
from rag.errors import IndexDamagedError
from rag.types import EmbedderFacts
from tests.index.test_faiss_index import random_units

FACTS = EmbedderFacts("fake", "f" * 64, 3)


def an_index(*rows: int) -> LayeredIndex:
    """All rows beside the main index, of which there is none."""
    index = LayeredIndex.empty(3)
    index.add(np.array(rows, dtype=np.int64), np.eye(len(rows), 3, dtype=np.float32))
    return index


def a_layered_index() -> LayeredIndex:
    """Rows 10 to 69 in the main index, 20 gone, and 80 beside it."""
    main = FaissIndex.build(
        "sq8", 3, np.arange(10, 70), lambda rows: random_units(60, 3)[rows - 10]
    )
    index = LayeredIndex(main, FaissIndex.empty(3))
    index.remove(np.array([20]))
    index.add(np.array([80]), np.eye(1, 3, dtype=np.float32))
    return index


@pytest.fixture
def folder(tmp_path):
    manifest.save(tmp_path / "index", an_index(5, 7), FACTS, generation=9)
    return tmp_path / "index"


def read(folder) -> dict[str, Any]:
    return json.loads((folder / manifest.MANIFEST_NAME).read_text())


def change(folder, **fields: object) -> None:
    (folder / manifest.MANIFEST_NAME).write_text(json.dumps(read(folder) | fields))


def change_delta(folder, **fields: object) -> None:
    change(folder, delta=read(folder)["delta"] | fields)


def test_what_was_saved_is_loaded(folder):
    index, found = manifest.load(folder, FACTS)
    assert index.rows().tolist() == [5, 7]
    assert (found.count, found.generation, found.kind, found.main) == (2, 9, "flat", None)
    assert found.delta.file == f"vectors-{found.delta.sha256[:32]}.faiss"


def test_saving_again_leaves_one_index_file(folder):
    manifest.save(folder, an_index(5, 7, 8), FACTS, generation=10)
    index, _ = manifest.load(folder, FACTS)
    assert len(index) == 3
    assert len(list(folder.iterdir())) == 2


def test_both_parts_and_what_is_gone_are_stored_and_the_main_one_only_once(folder, monkeypatch):
    index = a_layered_index()
    manifest.save(folder, index, FACTS, generation=10)
    assert index.stored is not None  # it is served from its file now
    again, found = manifest.load(folder, FACTS)
    assert again.rows().tolist() == [row for row in range(10, 70) if row != 20] + [80]
    assert (found.count, found.kind, found.gone) == (60, "sq8", (20,))
    again.remove(np.array([30]))
    stamp = again.stored.path.stat().st_mtime_ns
    manifest.save(folder, again, FACTS, generation=11)
    assert again.stored.path.stat().st_mtime_ns == stamp
    assert manifest.load(folder, FACTS)[0].gone().tolist() == [20, 30]
    assert len(list(folder.iterdir())) == 3


def test_an_index_whose_main_part_was_replaced_leaves_the_newer_one_there(folder):
    ours = a_layered_index()
    manifest.save(folder, ours, FACTS, generation=10)
    manifest.save(folder, an_index(5), FACTS, generation=11)  # of another process
    with pytest.raises(OSError, match="another process"):
        manifest.save(folder, ours, FACTS, generation=12)
    assert manifest.load(folder, FACTS)[1].generation == 11


@pytest.mark.parametrize("gone", [[9], [80], [20, 999], ["20"], "20", 20, [True, None]])
def test_rows_that_cannot_be_gone_do_not_fit(folder, gone):
    manifest.save(folder, a_layered_index(), FACTS, generation=10)
    change(folder, gone=gone)
    with pytest.raises(IndexDamagedError, match="rebuilt"):
        manifest.load(folder, FACTS)


def test_a_save_that_fails_leaves_the_old_pair(folder, monkeypatch):
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(LayeredIndex, "write_delta", full)
    with pytest.raises(OSError, match="No space"):
        manifest.save(folder, an_index(1), FACTS, generation=10)
    assert manifest.load(folder, FACTS)[1].generation == 9
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("step", [1, 2])
def test_a_crash_at_either_step_of_a_save_leaves_a_pair_that_fits(folder, monkeypatch, step):
    real, calls = manifest._place, []

    def place(part, target) -> None:
        calls.append(target)
        if len(calls) == step:
            raise KeyboardInterrupt
        real(part, target)

    monkeypatch.setattr(manifest, "_place", place)
    with pytest.raises(KeyboardInterrupt):
        manifest.save(folder, an_index(1, 2, 3), FACTS, generation=10)
    assert manifest.load(folder, FACTS)[1].generation == 9


@pytest.mark.parametrize(
    "facts", [EmbedderFacts("fake", "0" * 64, 3), EmbedderFacts("fake", "f" * 64, 4)]
)
def test_vectors_of_another_embedder_do_not_fit(folder, facts):
    with pytest.raises(IndexDamagedError, match="vectors are of 'fake'"):
        manifest.load(folder, facts)


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
def test_a_damaged_index_file_does_not_fit(folder, damage):
    (path,) = folder.glob("*.faiss")
    content = path.read_bytes()
    if damage == "cut":
        path.write_bytes(content[:-1])
    elif damage == "flipped":
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    else:
        path.unlink()
    with pytest.raises(IndexDamagedError, match="rebuilt from the stored vectors"):
        manifest.load(folder, FACTS)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"count": 3}, "hold"),
        ({"kind": "sq8"}, "hold"),
        ({"kind": "hnsw"}, "cannot be"),
        ({"format": 99}, "another version"),
        ({"format": 1}, "another version"),
        ({"unknown": 1}, "cannot be read"),
        ({"main": 7}, "cannot be read"),
        ({"delta": None}, "cannot be read"),
        ({"delta": {"file": "../library.db"}}, "cannot be"),
        ({"delta": {"file": 7}}, "cannot be"),
        ({"delta": {"sha256": "0" * 64}}, "changed or cut off"),
        ({"delta": {"count": 3}}, "holds 2 rows, not 3"),
        ({"delta": {"unknown": 1}}, "cannot be read"),
    ],
)
def test_a_manifest_that_says_something_else_does_not_fit(folder, fields, said):
    if isinstance(part := fields.get("delta"), dict):
        fields = {"delta": read(folder)["delta"] | part}
    change(folder, **fields)
    with pytest.raises(IndexDamagedError, match=said):
        manifest.load(folder, FACTS)


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "\x00", '{"embedder": "fake"}'])
def test_a_manifest_that_is_none_does_not_fit(folder, text):
    (folder / manifest.MANIFEST_NAME).write_text(text)
    with pytest.raises(IndexDamagedError, match="manifest"):
        manifest.load(folder, FACTS)


def test_an_index_of_something_else_behind_a_true_hash_does_not_fit(folder):
    (path,) = folder.glob("*.faiss")
    path.write_bytes(b"not an index")
    change_delta(folder, sha256=manifest._sha256(path))
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        manifest.load(folder, FACTS)


def test_no_folder_is_no_index(tmp_path):
    with pytest.raises(IndexDamagedError, match="no manifest"):
        manifest.load(tmp_path / "nowhere", FACTS)
