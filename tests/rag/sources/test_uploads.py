"""Uploads are known by their names, and nothing of them stays."""

import threading

import pytest

from rag.articles.extract import extract
from rag.settings import Settings
from rag.sources import find
from rag.sources.uploads import MAX_NAME_BYTES, received, safe_name

TEXT = "The council voted on Tuesday to close the old bridge for two years."


def upload(tmp_path, folder, name, text=TEXT):
    """A file as Gradio keeps it: in a folder named by its content."""
    path = tmp_path / "gradio" / folder / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def key_and_article(file, home):
    with received([file], home) as uploads:
        [found] = find(uploads.paths, Settings(home=home, models_dir=home))
        return found.key, extract(found.read())


def test_an_edited_file_dropped_again_is_a_new_version_of_the_same_article(tmp_path):
    home = tmp_path / "home"
    first = key_and_article(upload(tmp_path, "aa", "bridge.txt"), home)
    second = key_and_article(upload(tmp_path, "bb", "bridge.txt", f"{TEXT} Or three."), home)
    assert first[0] == second[0] == str(home / "uploads" / "bridge.txt")
    assert first[1].id != second[1].id
    assert second[1].path == str(home / "uploads" / "bridge.txt")


def test_nothing_of_an_upload_stays_behind(tmp_path):
    home = tmp_path / "home"
    with received([upload(tmp_path, "aa", "bridge.txt")], home) as uploads:
        assert uploads.paths[0].read_text(encoding="utf-8") == TEXT
    assert [path.name for path in home.iterdir()] == ["uploads.lock"]


def test_two_who_send_a_file_of_one_name_at_once_each_have_their_own_read(tmp_path):
    home, seen = tmp_path / "home", []

    def second():
        with received([upload(tmp_path, "bb", "bridge.txt", "two")], home) as uploads:
            seen.append(uploads.paths[0].read_text(encoding="utf-8"))

    other = threading.Thread(target=second)
    with received([upload(tmp_path, "aa", "bridge.txt", "one")], home) as uploads:
        other.start()
        other.join(0.2)
        seen.append(uploads.paths[0].read_text(encoding="utf-8"))
    other.join(5)
    assert seen == ["one", "two"]


def test_what_somebody_else_put_there_stays(tmp_path):
    home = tmp_path / "home"
    (home / "uploads").mkdir(parents=True)
    (home / "uploads" / "other.txt").write_text("kept", encoding="utf-8")
    with received([upload(tmp_path, "aa", "bridge.txt")], home):
        pass
    assert [path.name for path in (home / "uploads").iterdir()] == ["other.txt"]


def test_two_files_of_one_name_are_both_read(tmp_path):
    files = [upload(tmp_path, "aa", "a.txt", "one"), upload(tmp_path, "bb", "A.txt", "two")]
    with received(files, tmp_path / "home") as uploads:
        assert [path.name for path in uploads.paths] == ["a.txt", "A (2).txt"]
        assert [path.read_text(encoding="utf-8") for path in uploads.paths] == ["one", "two"]


def test_an_upload_that_is_gone_fails_alone(tmp_path):
    files = [str(tmp_path / "gone.txt"), upload(tmp_path, "aa", "a.txt")]
    with received(files, tmp_path / "home") as uploads:
        assert [path.name for path in uploads.paths] == ["a.txt"]
        assert [failure.path for failure in uploads.failed] == ["gone.txt"]
        assert uploads.failed[0].reason == "could not be taken over: No such file or directory"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("bridge.txt", "bridge.txt"),
        ("Br\u00fccke \u2013 zwei.pdf", "Br\u00fccke \u2013 zwei.pdf"),
        ("Bru\u0308cke.txt", "Br\u00fccke.txt"),
        ("..", "upload"),
        (".hidden.txt", "hidden.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("a\x00b\n.txt", "ab.txt"),
        ("c:\\x|y.txt", "c__x_y.txt"),
        ("", "upload"),
    ],
)
def test_a_name_is_made_one_that_means_nothing_else(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_is_cut_and_keeps_its_ending():
    safe = safe_name("\u00fc" * 200 + ".txt")
    assert safe == "\u00fc" * 98 + ".txt"
    assert len(safe.encode()) == MAX_NAME_BYTES
