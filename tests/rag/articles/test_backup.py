import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rag.articles.backup import back_up, restore
from rag.errors import NotFoundError, StoreError
from tests.fakes import make_article
from tests.rag.articles.library import is_sound, open_store, put

ROOT = Path(__file__).parents[3]
BESIDE = ("dateline.toml", "users.json")


@pytest.fixture
def home(tmp_path):
    """A library of two articles, with settings beside it."""
    store = open_store(tmp_path / "home")
    put(store, make_article("The dam broke. The governor leaks.", title="Dam"), key="dam")
    put(store, make_article("The steel offer stands.", title="Steel"), key="steel")
    store.close()
    (tmp_path / "home" / "dateline.toml").write_text("evidence_k = 5\n")
    return tmp_path / "home"


@pytest.fixture
def backup(home, tmp_path):
    back_up(home, tmp_path / "library.backup", beside=BESIDE)
    return tmp_path / "library.backup"


def everything(home):
    store = open_store(home)
    try:
        assert is_sound(store)
        rows = store.rows()
        return (
            [store.article(one.id) for one in store.articles()],
            [store.sentences(one.id) for one in store.articles()],
            [chunk.text for chunk in store.chunks(list(rows))],
            store.vectors(rows).tolist(),
            store.search_text("governor", 5),
        )
    finally:
        store.close()


def repacked(backup, change):
    """The same archive with what `change` makes of its files, digests and all left as they were."""
    with zipfile.ZipFile(backup) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in change(files).items():
            packed.writestr(name, content)


def test_what_comes_back_is_what_was_kept(home, backup, tmp_path):
    manifest = restore(backup, tmp_path / "new", beside=BESIDE)
    assert manifest.articles == 2
    assert everything(tmp_path / "new") == everything(home)
    assert (tmp_path / "new" / "dateline.toml").read_text() == "evidence_k = 5\n"


def test_the_backup_is_its_owners_alone(backup):
    assert backup.stat().st_mode & 0o077 == 0


def test_a_removed_article_is_not_in_a_later_backup(home, tmp_path):
    store = open_store(home)
    secret = put(store, make_article("Xylophonist leaks.", title="Gone"), key="gone")
    assert secret == "added"
    store.remove(store.articles(text="gone")[0].id)
    back_up(home, tmp_path / "later.backup")
    store.close()
    with zipfile.ZipFile(tmp_path / "later.backup") as packed:
        assert b"Xylophonist" not in packed.read("library.db")


def test_a_backup_during_an_ingest_is_a_whole_library(tmp_path):
    home = tmp_path / "home"
    open_store(home).close()
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.rag.articles.writer", str(home), "busy", "100000"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    try:
        for attempt in range(3):
            assert writer.stdout is not None
            written = len(writer.stdout.read(4))
            manifest = back_up(home, tmp_path / f"{attempt}.backup")
            assert manifest.generation >= written * (attempt + 1)
    finally:
        writer.kill()
        writer.communicate()
    for attempt in range(3):
        restored = tmp_path / f"restored{attempt}"
        manifest = restore(tmp_path / f"{attempt}.backup", restored)
        store = open_store(restored)
        assert is_sound(store)
        assert store.counts()["articles"] == manifest.articles > 0
        assert store.counts()["chunks"] == 40 * manifest.articles
        store.close()


def test_no_cut_and_no_changed_byte_is_restored(backup, tmp_path):
    whole = backup.read_bytes()
    for place in range(0, len(whole), len(whole) // 9):
        for broken in (
            whole[:place],
            whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
        ):
            backup.write_bytes(broken)
            try:
                restore(backup, tmp_path / "new")
            except StoreError:
                assert not (tmp_path / "new" / "library.db").exists()
            else:  # a byte that carries nothing, such as the hour in the zip's own list
                assert everything(tmp_path / "new") is not None
                (tmp_path / "new" / "library.db").unlink()


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files | {"library.db": files["library.db"][:-1]},
        lambda files: files | {"library.db": files["library.db"] + bytes(10_000_000)},
        lambda files: files | {"../outside": b"x"},
        lambda files: files | {"manifest.json": b"[]"},
        lambda files: files | {"manifest.json": b"[" * 100_000},
        lambda files: {name: files[name] for name in files if name != "manifest.json"},
        lambda files: {name: files[name] for name in files if name != "library.db"},
    ],
    ids=["cut", "longer", "more", "no manifest", "deep", "without manifest", "without library"],
)
def test_an_archive_that_is_not_what_its_manifest_says_is_refused(backup, tmp_path, change):
    repacked(backup, change)
    with pytest.raises(StoreError, match="damaged or no backup"):
        restore(backup, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
    assert not (tmp_path / "outside").exists()


def test_a_backup_of_a_newer_dateline_is_told_as_such(backup, tmp_path):
    newer = json.dumps({"dateline_backup": 2, "anything": True}).encode()
    repacked(backup, lambda files: files | {"manifest.json": newer})
    with pytest.raises(StoreError, match="Update Dateline"):
        restore(backup, tmp_path / "new")


def test_a_library_that_is_not_sound_is_not_restored(home, tmp_path):
    store = open_store(home)
    with store._database.transaction() as connection:
        connection.execute("DELETE FROM vectors WHERE row = 1")
    store.close()
    back_up(home, tmp_path / "unsound.backup")
    with pytest.raises(StoreError, match="counts agree"):
        restore(tmp_path / "unsound.backup", tmp_path / "new")


def test_articles_are_not_overwritten_unless_told(backup, tmp_path):
    other = tmp_path / "other"
    store = open_store(other)
    put(store, make_article("The steel offer was refused.", title="Other"), key="other")
    store.close()
    before = everything(other)
    with pytest.raises(StoreError, match="holds 1 articles"):
        restore(backup, other)
    assert everything(other) == before
    restore(backup, other, replace=True)
    assert len(everything(other)[0]) == 2


def test_an_empty_library_may_be_overwritten(backup, tmp_path):
    open_store(tmp_path / "empty").close()
    restore(backup, tmp_path / "empty")
    assert len(everything(tmp_path / "empty")[0]) == 2


def test_a_library_in_use_is_not_replaced(home, backup):
    store = open_store(home)
    with pytest.raises(StoreError, match="in use"):
        restore(backup, home, replace=True)
    store.close()
    restore(backup, home, replace=True)


def test_a_damaged_library_is_replaced_only_when_told(home, backup):
    (home / "library.db").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="cannot be read"):
        restore(backup, home)
    restore(backup, home, replace=True)
    assert len(everything(home)[0]) == 2


def test_users_and_settings_that_are_there_stay(home, backup):
    (home / "dateline.toml").write_text("evidence_k = 3\n")
    restore(backup, home, beside=BESIDE, replace=True)
    assert (home / "dateline.toml").read_text() == "evidence_k = 3\n"


def test_what_was_made_of_the_old_library_goes(home, backup):
    (home / "index").mkdir()
    (home / "index" / "manifest.json").write_text("{}")
    restore(backup, home, derived=("index",), replace=True)
    assert not (home / "index").exists()


def test_where_there_is_no_library_none_is_made(tmp_path):
    with pytest.raises(NotFoundError):
        back_up(tmp_path / "nowhere", tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_backup_leaves_the_old_one(home, backup, monkeypatch):
    before = backup.read_bytes()
    (home / "library.db").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError):
        back_up(home, backup)
    assert backup.read_bytes() == before
    assert sorted(path.name for path in backup.parent.iterdir()) == ["home", "library.backup"]
