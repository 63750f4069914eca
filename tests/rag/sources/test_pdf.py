"""PDF files."""

from pathlib import Path

import pytest

from rag.sources import pdf as pdf_module
from tests.rag.sources.samples import (
    CREDIT,
    TEXT,
    encrypted_pdf_bytes,
    failure_of,
    pdf_bytes,
    pdf_with_xmp,
    read_one,
    write,
)


def test_lines_of_a_pdf_become_paragraphs_and_split_words_are_joined(tmp_path: Path) -> None:
    page = [
        "The council voted on Tuesday to close the old bridge for two long years, after engi-",
        "neers had found cracks in three of its pillars, and a well-known architect had warned",
        "of them for years.",
        "Opponents called the decision hasty and asked for a second opinion before the autumn.",
    ]
    assert read_one(write(tmp_path, "a.pdf", pdf_bytes([page]))).content == (
        "The council voted on Tuesday to close the old bridge for two long years, after engineers "
        "had found cracks in three of its pillars, and a well-known architect had warned of them "
        "for years.\n\n"
        "Opponents called the decision hasty and asked for a second opinion before the autumn."
    )


def test_heads_and_numbers_of_pdf_pages_are_left_out(tmp_path: Path) -> None:
    pages = [
        ["The Courier, 16 June 2022", f"Sentence number {word} ends here.", str(number)]
        for number, word in enumerate(["one", "two", "three", "four"], start=1)
    ]
    content = read_one(write(tmp_path, "a.pdf", pdf_bytes(pages))).content
    assert content.split("\n\n") == [
        f"Sentence number {word} ends here." for word in ["one", "two", "three", "four"]
    ]


def test_metadata_of_a_pdf_is_used_where_it_can_be_believed(tmp_path: Path) -> None:
    info = "/Title (Bridge to close) /Author (Ada Byron) /CreationDate (D:20220616100000Z)"
    raw = read_one(write(tmp_path, "a.pdf", pdf_bytes([[TEXT[:60]]], info)))
    assert (raw.title, raw.author, raw.published) == (
        "Bridge to close",
        "Ada Byron",
        "2022-06-16T10:00:00+00:00",
    )


PUBLISHER = "<dc:publisher><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:publisher>"


def test_the_publisher_in_the_metadata_of_a_pdf_is_its_outlet(tmp_path: Path) -> None:
    content = pdf_with_xmp([[TEXT[:60]]], PUBLISHER.format("Harbour Courier"))
    assert read_one(write(tmp_path, "a.pdf", content)).source == "Harbour Courier"


def test_the_line_under_the_title_of_a_pdf_names_its_outlet(tmp_path: Path) -> None:
    raw = read_one(
        write(tmp_path, "a.pdf", pdf_bytes([["Bridge to close", "", CREDIT, TEXT[:67]]]))
    )
    assert (raw.source, raw.published, raw.author) == (
        "The Herald",
        "13 March 2026",
        "Adelaide Rusk",
    )


def test_what_programs_write_as_publisher_is_no_outlet(tmp_path: Path) -> None:
    content = pdf_with_xmp([[CREDIT, TEXT[:67]]], PUBLISHER.format("Unknown"))
    assert read_one(write(tmp_path, "a.pdf", content)).source == "The Herald"


def test_a_pdf_is_read_without_its_damaged_xml_metadata(tmp_path: Path) -> None:
    raw = read_one(write(tmp_path, "a.pdf", pdf_with_xmp([[TEXT[:60]]], "<dc:publisher>")))
    assert (raw.source, raw.content) == ("", TEXT[:60])


@pytest.mark.parametrize(
    "title", ["Microsoft Word - bridge_v2.doc", "untitled", "Document1", "p.indd"]
)
def test_titles_that_programs_invent_are_not_believed(tmp_path: Path, title: str) -> None:
    info = f"/Title ({title}) /Author (admin)"
    raw = read_one(write(tmp_path, "a.pdf", pdf_bytes([[TEXT[:60]]], info)))
    assert (raw.title, raw.author) == ("", "")


def test_an_encrypted_pdf_says_so(tmp_path: Path) -> None:
    path = write(tmp_path, "a.pdf", encrypted_pdf_bytes("secret"))
    assert failure_of(path) == "is encrypted; save a copy without password"


def test_a_pdf_encrypted_against_changes_only_is_read(tmp_path: Path) -> None:
    assert read_one(write(tmp_path, "a.pdf", encrypted_pdf_bytes(""))).content.startswith(
        "The coun"
    )


def test_a_pdf_without_text_is_a_scan(tmp_path: Path) -> None:
    assert "scanned PDF" in failure_of(write(tmp_path, "a.pdf", pdf_bytes([[], []])))


def test_a_pdf_of_too_many_pages_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.pdf", pdf_bytes([["x"]] * 401))
    assert failure_of(path) == "has 401 pages, more than 400; split it"


def test_a_pdf_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(pdf_module.SourceError, match="took longer than 0 s to read"):
        pdf_module.read_pdf(pdf_bytes([["x"]]), path="a.pdf", max_seconds=0)
