"""DOCX with real footnotes, as Word's own format has them."""

import io
import re
import zipfile

import docx
import pytest
from lxml import etree

from rag.export.files import outline_of
from rag.export.word import word
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

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def part(content: bytes, name: str):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def text_of(paragraph) -> str:
    """Text of a paragraph with its line breaks and tabs."""
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        node.text if node.tag == f"{W}t" else signs[node.tag]
        for node in paragraph.iter(f"{W}t", *signs)
    )


def footnotes(content: bytes) -> dict[int, list[str]]:
    """The paragraphs of each footnote by its id, separators left out."""
    return {
        int(note.get(f"{W}id")): [text_of(paragraph) for paragraph in note.iter(f"{W}p")]
        for note in part(content, "word/footnotes.xml")
        if note.get(f"{W}type") is None
    }


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    document = docx.Document(io.BytesIO(content))
    return [(one.style.name, one.text) for one in document.paragraphs]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_footnote_is_there_and_marked_once_where_it_first_belongs(name):
    outline = outline_of(DOCUMENTS[name])
    content = word(outline)
    assert {n: quote for n, (_, quote) in footnotes(content).items()} == {
        footnote.n: footnote.quote for footnote in outline.footnotes
    }
    marks = part(content, "word/document.xml").iter(f"{W}footnoteReference")
    assert [int(mark.get(f"{W}id")) for mark in marks] == [one.n for one in outline.footnotes]


def test_a_footnote_marked_again_is_a_reference_to_its_number():
    tree = part(word(outline_of(ANSWER)), "word/document.xml")
    (field,) = tree.iter(f"{W}fldSimple")
    assert field.get(f"{W}instr").split() == ["NOTEREF", "_Note1", "\\f", "\\h"]
    assert "_Note1" in [start.get(f"{W}name") for start in tree.iter(f"{W}bookmarkStart")]
    assert text_of(field) == "1"


def test_the_settings_know_the_separators():
    content = word(outline_of(ANSWER))
    notes = part(content, "word/footnotes.xml")
    kinds = {note.get(f"{W}id"): note.get(f"{W}type") for note in notes}
    known = part(content, "word/settings.xml").find(f"{W}footnotePr")
    assert [kinds[note.get(f"{W}id")] for note in known] == ["separator", "continuationSeparator"]


def test_styles_of_footnotes_are_those_that_word_knows_by_name():
    styles = part(word(outline_of(ANSWER)), "word/styles.xml")
    names = {
        style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")
        for style in styles.iter(f"{W}style")
    }
    assert (names["FootnoteText"], names["FootnoteReference"]) == (
        "footnote text", "footnote reference",
    )  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_style_that_is_used_exists(name):
    content = word(outline_of(DOCUMENTS[name]))
    known = {
        style.get(f"{W}styleId") for style in part(content, "word/styles.xml").iter(f"{W}style")
    }
    for file in ("word/document.xml", "word/footnotes.xml"):
        tree = part(content, file)
        used = {one.get(f"{W}val") for one in tree.iter(f"{W}pStyle", f"{W}rStyle")}
        assert used <= known


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_relationship_that_is_used_exists(name):
    content = word(outline_of(DOCUMENTS[name]))
    for file in ("document", "footnotes"):
        used = {
            value
            for node in part(content, f"word/{file}.xml").iter()
            for key, value in node.attrib.items()
            if key == f"{R}id"
        }
        if used:
            known = {one.get("Id") for one in part(content, f"word/_rels/{file}.xml.rels")}
            assert used <= known


def test_headings_are_headings():
    found = paragraphs(word(outline_of(COMPARISON)))
    assert ("Title", "The Linnet's radar") in found
    assert ("Heading 1", "1. Whether the radar worked") in found
    assert ("Heading 2", "How they stand to each other") in found


def test_lists_are_lists_and_what_is_under_an_entry_is_a_step_lower():
    found = [
        style for style, text in paragraphs(word(outline_of(BRIEFING))) if "owner says" in text
    ]
    assert found == ["List Bullet 2"]


def test_the_matrix_is_a_table_with_a_head_that_repeats():
    document = docx.Document(io.BytesIO(word(outline_of(COMPARISON))))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells][1:] == [
        "Linnet Lines", "Seamen's union", "Harbour Courier",
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert table.rows[2].cells[2].text == "—"


def test_the_nastiest_article_is_text():
    content = word(outline_of(answer_of(all_of(NASTY), sentence="<w:br/> & <script>")))
    assert footnotes(content)[1][1] == NASTY.body
    assert ("Lead", "<w:br/> & <script>") in paragraphs(content)


def test_control_characters_are_shown_as_what_cannot_be_shown():
    assert footnotes(word(outline_of(answer_of(all_of(UNCLEAN)))))[1][1] == (
        "Bell \ufffd, escape \ufffd[31m, null \ufffd, override \ufffd, lone \ufffd."
    )


def test_arabic_runs_from_right_to_left():
    notes = part(word(outline_of(answer_of(all_of(ARABIC)))), "word/footnotes.xml")
    quote = notes[-1][-1]
    assert quote.find(f"{W}pPr/{W}bidi") is not None
    assert quote.find(f"{W}r/{W}rPr/{W}rtl") is not None


def test_only_web_addresses_become_links():
    names = zipfile.ZipFile(io.BytesIO(word(outline_of(ANSWER)))).read(
        "word/_rels/footnotes.xml.rels"
    )
    assert re.findall(rb'Target="(.*?)"', names) == [
        b"https://news.example/ferry-linnet-runs-aground-off-skerry-point"
    ]


def test_the_file_says_what_it_is_and_nothing_of_the_template():
    document = docx.Document(io.BytesIO(word(outline_of(ANSWER))))
    properties = document.core_properties
    assert (properties.author, properties.title, properties.subject, properties.comments) == (
        "Dateline", ANSWER.question, "Answer", "",
    )  # fmt: skip
    assert properties.created == max(one.article.published for one in ANSWER.citations)
    names = zipfile.ZipFile(io.BytesIO(word(outline_of(ANSWER)))).namelist()
    assert [name for name in names if "thumbnail" in name or "media" in name] == []
