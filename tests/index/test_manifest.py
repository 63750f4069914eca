import json

import numpy as np
import pytest

from index import manifest
from index.faiss_index import FaissIndex
from rag.errors import IndexDamagedError
from rag.types import EmbedderFacts

FACTS = EmbedderFacts("fake", "f" * 64, 3)


def an_index(*rows: int) -> FaissIndex:
    index = FaissIndex.empty(3)
    index.add(np.array(rows, dtype=np.int64), np.eye(len(rows), 3, dtype=np.float32))
    return index


@pytest.fixture
def folder(tmp_path):
    manifest.save(tmp_path / "index", an_index(5, 7), FACTS, generation=9)
    return tmp_path / "index"


def change(folder, **fields: object) -> None:
    path = folder / manifest.MANIFEST_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def test_what_was_saved_is_loaded(folder):
    index, found = manifest.load(folder, FACTS)
    assert index.rows().tolist() == [5, 7]
    assert (found.count, found.generation, found.kind) == (2, 9, "flat")
    assert found.file == f"vectors-{found.sha256[:32]}.faiss"


def test_saving_again_leaves_one_index_file(folder):
    manifest.save(folder, an_index(5, 7, 8), FACTS, generation=10)
    index, _ = manifest.load(folder, FACTS)
    assert len(index) == 3
    assert len(list(folder.iterdir())) == 2


def test_a_save_that_fails_leaves_the_old_pair(folder, monkeypatch):
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FaissIndex, "write", full)
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
        ({"count": 3}, "holds"),
        ({"kind": "sq8"}, "holds"),
        ({"kind": "hnsw"}, "another version"),
        ({"format": 99}, "another version"),
        ({"file": "../library.db"}, "another version"),
        ({"file": 7}, "another version"),
        ({"sha256": "0" * 64}, "changed or cut off"),
        ({"unknown": 1}, "cannot be read"),
    ],
)
def test_a_manifest_that_says_something_else_does_not_fit(folder, fields, said):
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
    change(folder, sha256=manifest._sha256(path))
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        manifest.load(folder, FACTS)


def test_no_folder_is_no_index(tmp_path):
    with pytest.raises(IndexDamagedError, match="no manifest"):
        manifest.load(tmp_path / "nowhere", FACTS)
