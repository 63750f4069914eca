import os
from pathlib import Path

import pytest

from rag.sources import count, find
from rag.types import Failure
from tests.rag.sources.samples import TEXT, find_all, pdf_bytes, settings_in


def names(folder: Path) -> list[str]:
    found = find_all([folder], settings_in(folder.parent))
    return [Path(item.path).name for item in found if not isinstance(item, Failure)]


def failures(folder: Path) -> list[tuple[str, str]]:
    found = find_all([folder], settings_in(folder.parent))
    return [(Path(item.path).name, item.reason) for item in found if isinstance(item, Failure)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


def test_a_folder_is_read_with_all_below_it_in_order(folder: Path) -> None:
    (folder / "b").mkdir()
    for name in ("c.txt", "b/d.txt", "a.txt"):
        (folder / name).write_text(TEXT)
    assert names(folder) == ["a.txt", "c.txt", "d.txt"]


@pytest.mark.parametrize(
    "name", [".hidden.txt", "index.db", "p.png", "x.zip", "style.css", "~$a.docx", "v.faiss"]
)
def test_what_is_clearly_no_article_is_left_out_of_a_folder(folder: Path, name: str) -> None:
    (folder / name).write_text(TEXT)
    assert find_all([folder], settings_in(folder.parent)) == []


def test_hidden_folders_are_left_out(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_text(TEXT)
    assert names(folder) == []


def test_the_parts_that_browsers_save_beside_a_page_are_left_out(folder: Path) -> None:
    (folder / "story.html").write_text("<html><p>x</p></html>")
    (folder / "story_files").mkdir()
    (folder / "story_files" / "frame.html").write_text("<html><p>ad</p></html>")
    assert names(folder) == ["story.html"]


def test_the_library_itself_is_left_out(folder: Path) -> None:
    (folder / "home").mkdir()
    (folder / "home" / "a.txt").write_text(TEXT)
    assert find_all([folder], settings_in(folder)) == []


def test_an_unknown_kind_of_text_in_a_folder_is_reported(folder: Path) -> None:
    (folder / "a.xyz").write_text(TEXT)
    assert failures(folder) == [
        ("a.xyz", "a name ending in '.xyz' is not an article's; name the file to read it")
    ]


def test_the_same_file_is_read_when_it_is_named(folder: Path) -> None:
    (folder / "a.xyz").write_text(TEXT)
    [found] = find_all([folder / "a.xyz"], settings_in(folder))
    assert found.read().content == TEXT  # type: ignore[union-attr]


def test_a_named_picture_is_reported(folder: Path) -> None:
    (folder / "p.png").write_bytes(b"\x89PNG\r\n")
    [found] = find_all([folder / "p.png"], settings_in(folder))
    assert isinstance(found, Failure)


def test_a_pdf_of_unknown_ending_is_read_by_its_content(folder: Path) -> None:
    (folder / "a.xyz").write_bytes(pdf_bytes([["The council voted to close it."]]))
    assert names(folder) == ["a.xyz"]


def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text(TEXT)
    (folder / "a.txt").symlink_to(folder.parent / "secret.txt")
    assert failures(folder) == [
        ("a.txt", "is a link that leads out of the folder; name its target itself")
    ]


def test_a_linked_folder_is_not_entered(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text(TEXT)
    (folder / "in").symlink_to(outside)
    assert names(folder) == []


def test_a_link_within_the_folder_is_read(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").symlink_to("a.txt")
    assert names(folder) == ["a.txt", "b.txt"]


def test_a_link_to_nowhere_is_reported(folder: Path) -> None:
    (folder / "a.txt").symlink_to("none.txt")
    assert [name for name, _ in failures(folder)] == ["a.txt"]


def test_a_circle_of_links_ends(folder: Path) -> None:
    (folder / "again").symlink_to(folder)
    assert names(folder) == []


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "a.txt")
    assert failures(folder) == [("a.txt", "is not a regular file")]


@pytest.mark.parametrize(
    "name",
    [
        "a b.txt",
        "ü—“x”.txt",
        "..x.txt",
        "-rf.txt",
        "a\nb.txt",
        "x\u202etxt.txt",
        "a" * 240 + ".txt",
    ],
)
def test_a_file_of_an_odd_name_is_read(folder: Path, name: str) -> None:
    if name.startswith("."):
        name = f"x{name}"
    (folder / name).write_text(TEXT)
    [found] = find_all([folder], settings_in(folder.parent))
    assert found.read().content == TEXT  # type: ignore[union-attr]
    assert found.path.isprintable()


def test_a_name_that_is_not_utf8_can_be_stored(folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    [found] = find_all([folder], settings_in(folder.parent))
    assert found.path.encode("utf-8").endswith(b"caf\\xe9.txt")


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 5000])
def test_an_impossible_name_is_a_failure(tmp_path: Path, name: str) -> None:
    [found] = find_all([name], settings_in(tmp_path))
    assert isinstance(found, Failure)


def test_a_failure_does_not_stop_the_rest(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT)
    found = find_all([folder / "none.txt", "ftp://x.example/a", folder], settings_in(folder.parent))
    assert [isinstance(item, Failure) for item in found] == [True, True, False]


def test_nothing_is_parsed_until_it_is_read(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(b"%PDF-1.4 garbage")
    [found] = find([folder], settings_in(folder.parent))
    assert not isinstance(found, Failure)


def test_the_count_is_known_for_files_and_lines(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.jsonl").write_text('{"text": "x"}\n\n{"text": "y"}\n')
    (folder / "p.png").write_bytes(b"\x89PNG")
    assert count([folder], settings_in(folder.parent)) == 3


def test_the_count_is_unknown_for_addresses(tmp_path: Path) -> None:
    assert count(["https://a.example/feed"], settings_in(tmp_path)) is None


def test_the_count_is_unknown_for_feeds(folder: Path) -> None:
    (folder / "a.xml").write_text("<rss><channel><item><title>x</title></item></channel></rss>")
    assert count([folder]) is None
