"""Files by what they are: texts, encodings, files that are not what they seem."""

import codecs
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import SourceError
from rag.types import Failure
from tests.rag.sources.samples import (
    TEXT,
    docx_bytes,
    failure_of,
    find_all,
    pdf_bytes,
    read_one,
    settings_in,
    with_part,
    write,
)

# Plain text and Markdown


def test_a_text_file_is_its_text(tmp_path: Path) -> None:
    raw = read_one(write(tmp_path, "a.txt", TEXT))
    assert (raw.kind, raw.content, raw.path) == ("text", TEXT, str(tmp_path / "a.txt"))


def test_a_header_block_of_a_text_is_its_metadata(tmp_path: Path) -> None:
    header = "Title: Bridge to close\nSource: The Courier\nDate: 2022-06-16\nBy: Ada\n"
    raw = read_one(write(tmp_path, "a.txt", f"{header}\n{TEXT}"))
    assert (raw.title, raw.source, raw.published, raw.author, raw.content.strip()) == (
        "Bridge to close",
        "The Courier",
        "2022-06-16",
        "Ada",
        TEXT,
    )


def test_one_line_that_looks_like_a_header_is_text(tmp_path: Path) -> None:
    text = f"Source: the ministry.\n\n{TEXT}"
    assert read_one(write(tmp_path, "a.txt", text)).content == text


def test_front_matter_of_markdown_is_its_metadata(tmp_path: Path) -> None:
    front = (
        '---\ntitle: "Bridge: closed"\nsource: Courier\nurl: https://c.example/b\ntags: [x]\n---\n'
    )
    raw = read_one(write(tmp_path, "a.md", front + TEXT))
    assert (raw.title, raw.source, raw.url, raw.content) == (
        "Bridge: closed",
        "Courier",
        "https://c.example/b",
        TEXT,
    )


def test_markdown_is_read_as_a_reader_sees_it(tmp_path: Path) -> None:
    markdown = (
        "# Bridge to close\n\nThe **council** [voted](https://x.example) on\nTuesday.\n\n"
        "![alt text](https://tracker.example/x.png)\n\n- one\n- two\n\n<b onclick=x>bold</b>\n"
    )
    raw = read_one(write(tmp_path, "a.md", markdown))
    assert (raw.title, raw.content) == (
        "Bridge to close",
        "The council voted on Tuesday.\n\n- one\n\n- two\n\nbold",
    )


def test_a_rule_of_dashes_is_no_front_matter(tmp_path: Path) -> None:
    assert read_one(write(tmp_path, "a.txt", f"---\n{TEXT}")).content == f"---\n{TEXT}"


# Encodings


@pytest.mark.parametrize(
    "content",
    [
        "Šéf oznámil změny.".encode(),
        codecs.BOM_UTF8 + "Šéf oznámil změny.".encode(),
        "Šéf oznámil změny.".encode("utf-16"),
        "Šéf oznámil změny.".encode("utf-32"),
        "Šéf oznámil změny.".encode("utf-16-le"),
        "Šéf oznámil změny.".encode("utf-16-be"),
    ],
)
def test_every_unicode_encoding_is_recognised(tmp_path: Path, content: bytes) -> None:
    assert read_one(write(tmp_path, "a.txt", content)).content == "Šéf oznámil změny."


def test_latin_letters_of_windows_are_recognised(tmp_path: Path) -> None:
    text = "Der Präsident erklärte am Dienstag, man müsse die Brücke für zwei Jahre schließen. " * 4
    assert read_one(write(tmp_path, "a.txt", text.encode("cp1252"))).content == text


def test_the_encoding_that_a_page_declares_is_used(tmp_path: Path) -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Мост закрыт</p></body></html>'
    assert "Мост закрыт" in read_one(write(tmp_path, "a.html", page.encode("cp1251"))).content


def test_a_wrong_declaration_does_not_spoil_utf8(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Brücke</p></body></html>'
    assert "Brücke" in read_one(write(tmp_path, "a.html", page)).content


def test_one_broken_byte_does_not_spoil_utf8(tmp_path: Path) -> None:
    content = ("Die Brücke über den Fluß wird für zwei Jahre geschlossen. " * 5).encode() + b"\xff"
    assert read_one(write(tmp_path, "a.txt", content)).content.startswith("Die Brücke über")


def test_utf7_is_never_believed(tmp_path: Path) -> None:
    page = b'<html><head><meta charset="utf-7"></head><body>+ADw-script+AD4-</body></html>'
    assert "<script>" not in read_one(write(tmp_path, "a.html", page)).content


# Files that are not what they seem


def test_a_pdf_named_txt_is_read_as_a_pdf(tmp_path: Path) -> None:
    lines = ["The council voted to close the bridge."]
    assert read_one(write(tmp_path, "a.txt", pdf_bytes([lines]))).content == lines[0]


def test_a_page_named_md_is_read_as_a_page(tmp_path: Path) -> None:
    assert read_one(write(tmp_path, "a.md", "<!DOCTYPE html><html><p>x</p></html>")).kind == "html"


def test_a_text_named_pdf_is_read_as_text(tmp_path: Path) -> None:
    assert read_one(write(tmp_path, "a.pdf", TEXT)).content == TEXT


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\n ", "is empty"),
        ("a.txt", b"abc\x00\x01\x02" * 50, "zero bytes"),
        ("a.txt", b"\x01\x02\x03abc" * 50, "control characters"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "is a picture"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "old Word"),
        ("a.rtf", rb"{\rtf1 text}", "rich text"),
        ("a.gz", b"\x1f\x8b\x08", "is compressed"),
        ("a.docx", b"PK\x03\x04 garbage", "damaged Word file"),
        ("a.xml", b"<?xml version='1.0'?><invoice/>", "neither a feed nor a page"),
        ("a.pdf", b"%PDF-1.7 garbage", "the PDF is damaged"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    assert reason in failure_of(write(tmp_path, name, content))


def test_a_zip_that_is_no_word_file_says_so(tmp_path: Path) -> None:
    archive = with_part(docx_bytes(), "x", b"")
    path = write(tmp_path, "a.docx", archive.replace(b"word/document.xml", b"word/documenX.xml"))
    assert "not a Word file" in failure_of(path)


def test_another_zip_is_to_be_unpacked(tmp_path: Path) -> None:
    path = write(tmp_path, "a.zip", b"PK\x03\x04" + b"\x00" * 26 + b"a.txt")
    assert failure_of(path) == "is a zip archive; unpack it first"


def test_a_file_larger_than_the_limit_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"a" * 1_000_001)
    assert failure_of(path, max_file_mb=1) == (
        "is larger than 1 MB; raise the setting max_file_mb to read it"
    )


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    assert failure_of(tmp_path / "none.txt") == "is not there; check the name"


# What a file is known by


def test_the_digest_changes_with_the_bytes_and_the_key_does_not(tmp_path: Path) -> None:
    [before] = find_all([write(tmp_path, "a.txt", TEXT)], settings_in(tmp_path))
    [after] = find_all([write(tmp_path, "a.txt", TEXT + "!")], settings_in(tmp_path))
    assert before.key == after.key == str(tmp_path / "a.txt")  # type: ignore[union-attr]
    assert before.digest != after.digest  # type: ignore[union-attr]


def test_a_text_longer_than_several_novels_is_not_read(tmp_path: Path) -> None:
    assert "5,000,001 characters" in failure_of(write(tmp_path, "a.txt", "a" * 5_000_001))


def test_a_thousand_comments_before_a_text_take_no_time(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "<!---->" * 5_000 + "x")
    started = time.monotonic()
    read_one(path)
    assert time.monotonic() - started < 1


@given(
    start=st.sampled_from(
        [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"PAR1", b"<html>", b"<rss>", b"{", b"["]
    ),
    rest=st.binary(max_size=60),
    ending=st.sampled_from([".txt", ".md", ".eml", ".csv", ".json", ".jsonl", ".docx", ""]),
)
@settings(max_examples=80, deadline=None)
def test_whatever_the_bytes_are_they_are_read_or_fail_with_a_reason(
    start: bytes, rest: bytes, ending: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), f"a{ending}", start + rest)
        for found in find_all([path], settings_in(Path(folder))):
            if isinstance(found, Failure):
                assert found.reason
                continue
            with suppress(SourceError):
                found.read().content.encode()
