"""PDF whose text can be searched, with footnotes on the page where they are marked."""

import ctypes
import io
import re
from dataclasses import replace

import pypdf
import pytest

from rag.errors import ExportError
from rag.export import pdf as module
from rag.export.files import outline_of
from rag.export.pdf import pdf
from tests.rag.export.samples import (
    ANSWER,
    ARABIC,
    BRIEFING,
    COMPARISON,
    DOCUMENTS,
    NASTY,
    UNCLEAN,
    all_of,
    answer_of,
)


def text_of(content: bytes) -> str:
    """All text, blanks and line ends one blank."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def letters(text: str) -> str:
    """Without blanks: a PDF breaks lines where it likes."""
    return "".join(text.split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_quote_can_be_searched_for(name):
    outline = outline_of(DOCUMENTS[name])
    found = letters(text_of(pdf(outline)))
    for footnote in outline.footnotes:
        assert letters(footnote.quote) in found


def test_a_footnote_marked_twice_is_there_once():
    text = text_of(pdf(outline_of(ANSWER)))
    assert text.count("a spokeswoman said on Wednesday") == 1
    assert "off.2,1" in text


def test_what_looks_like_typst_is_text():
    content = pdf(
        outline_of(answer_of(all_of(NASTY), sentence="#panic() $x$ *bold* @ref <l> \\ //"))
    )
    text = text_of(content)
    assert "#panic() $x$ *bold* @ref <l> \\ //" in text
    assert '#set page(fill: red) #panic("no") <label> @ref = no // no /* no */' in text
    assert "Rindfleischetikettierungs" in text


def test_a_word_longer_than_the_page_is_broken_and_not_cut():
    word = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 4
    assert word in letters(text_of(pdf(outline_of(answer_of(all_of(NASTY))))))


def test_control_characters_are_shown_as_what_cannot_be_shown():
    assert "[31m, null" in text_of(pdf(outline_of(answer_of(all_of(UNCLEAN)))))


def test_other_scripts_are_set():
    content = pdf(outline_of(answer_of(all_of(ARABIC))))
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1


def test_pages_are_numbered():
    pages = pypdf.PdfReader(io.BytesIO(pdf(outline_of(BRIEFING)))).pages
    assert [f"{n} / {len(pages)}" in page.extract_text() for n, page in enumerate(pages, 1)] == (
        [True] * len(pages)
    )


def test_only_web_addresses_become_links():
    links = [
        annotation.get_object()["/A"]["/URI"]
        for page in pypdf.PdfReader(io.BytesIO(pdf(outline_of(ANSWER)))).pages
        for annotation in page.get("/Annots", ())
        if "/URI" in annotation.get_object().get("/A", {})
    ]
    assert set(links) == {"https://news.example/ferry-linnet-runs-aground-off-skerry-point"}


def test_the_file_says_what_it_is_and_its_date_is_that_of_its_articles():
    about = pypdf.PdfReader(io.BytesIO(pdf(outline_of(ANSWER)))).metadata
    assert (about.title, about.author) == (ANSWER.question, "Dateline")
    assert about.creation_date.date() == max(c.article.published for c in ANSWER.citations).date()


def test_sections_are_headings_that_a_reader_can_jump_to():
    outline = pypdf.PdfReader(io.BytesIO(pdf(outline_of(BRIEFING)))).outline
    titles = re.findall(r"'/Title': '(.*?)'", str(outline))
    assert titles[1:3] == ["Key points", "Timeline"]


def test_what_typst_cannot_set_is_told_with_the_next_step(monkeypatch, tmp_path):
    broken = tmp_path / "page.typ"
    broken.write_text('#panic("no")')
    monkeypatch.setattr(module, "TEMPLATE", broken)
    with pytest.raises(ExportError, match="Export it as HTML"):
        pdf(outline_of(ANSWER))


def test_the_page_reads_no_files_and_no_packages():
    template = module.TEMPLATE.read_text(encoding="utf-8")
    assert not re.findall(
        r"\b(?:read|image|include|import|plugin|eval|csv|yaml|toml)\b\s*[(\"]", template
    )


class _InUse(ctypes.Structure):
    """glibc's `mallinfo2`, of which `uordblks` is the bytes in use."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks rest top".split()
    ]


def test_large_documents_leave_nothing_in_memory():
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallinfo2"):
        pytest.skip("not glibc")
    library.mallinfo2.restype = _InUse

    def set_one(number: int) -> int:
        issues = [replace(one, title=f"{one.title} {number}") for one in COMPARISON.issues * 20]
        pdf(outline_of(replace(COMPARISON, topic=f"Topic {number}", issues=tuple(issues))))
        return int(library.mallinfo2().uordblks)

    first = set_one(0)
    assert set_one(1) - first < 5_000_000
    assert set_one(2) - first < 5_000_000
