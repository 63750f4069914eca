"""Markdown that a reader of Markdown shows letter by letter."""

import re

import pytest
from markdown_it import MarkdownIt

from rag.export.files import outline_of
from rag.export.markdown import escaped, markdown
from tests.rag.export.samples import (
    ANSWER,
    ARABIC,
    BRIEFING,
    COMPARISON,
    DOCUMENTS,
    FERRY,
    NASTY,
    UNCLEAN,
    all_of,
    answer_of,
)

COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(text: str) -> str:
    """What a reader of Markdown shows of plain paragraphs; fails if it sees anything else."""
    lines = []
    for token in COMMONMARK.parse(text):
        assert token.type in ("paragraph_open", "inline", "paragraph_close"), token
        for child in token.children or []:
            assert child.type in ("text", "text_special", "softbreak"), child
        if token.type == "inline":
            lines.append("".join(child.content or "\n" for child in token.children))
    return "\n\n".join(lines)


def notes(text: str) -> dict[int, tuple[str, str]]:
    """Footnotes of a file: reference, and the quote as Markdown, by number."""
    found = {}
    for match in re.finditer(r"^\[\^(\d+)\]: (.*)\n\n((?:    >.*\n?)+)", text, re.MULTILINE):
        quoted = "\n".join(
            re.sub(r"^    > ?", "", line) for line in match[3].rstrip("\n").split("\n")
        )
        found[int(match[1])] = (match[2], quoted)
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_footnote_is_there_once_with_its_quote(name):
    outline = outline_of(DOCUMENTS[name])
    found = notes(markdown(outline))
    assert list(found) == [footnote.n for footnote in outline.footnotes]
    for footnote in outline.footnotes:
        assert shown(found[footnote.n][1]) == footnote.quote


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_mark_has_its_footnote(name):
    text = markdown(outline_of(DOCUMENTS[name]))
    marked = {int(n) for n in re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", text)}
    assert marked == set(notes(text))


def test_the_nastiest_article_is_shown_letter_by_letter():
    ((_, quoted),) = notes(markdown(outline_of(answer_of(all_of(NASTY))))).values()
    assert shown(quoted) == NASTY.body


@pytest.mark.parametrize(
    "text",
    [
        "# a", "## a", "- a", "+ a", "* a", "1. a", "1) a", "> a", "    a", "\ta", "===", "---",
        "***", "| a | b |\n| - | - |", "a  \nb", "a\\\nb", "[a](b)", "[a]: b", "![a](b)", "<b>",
        "<!-- a", "&amp;", "&#60;", "*a*", "_a_", "**a**", "~~a~~", "`a`", "```\na\n```", "~~~\na",
        "\\*", "a*b*c", "[^1]", "[^1]: a", "a\n===", "a\n---", "a\n    b", "  a", "a\n\nb",
        "<https://a.example>", "x\n1. y", "a\u00a0b", "1986. A year", "\\", "a|b",
    ],
)  # fmt: skip
def test_what_looks_like_markup_is_shown_as_it_is(text):
    assert shown(escaped(text, opens=True)) == text


def test_addresses_in_an_article_become_no_links():
    assert escaped("see https://a.example, www.a.example, me@a.example") == (
        r"see https\://a.example, www\.a.example, me\@a.example"
    )


def test_ordinary_words_stay_as_they_are():
    text = "“We saw the light too late,” said the mate (Ada Quill): it was 6.30 a.m. - too late!"
    assert escaped(text) == text


def test_the_reference_has_outlet_date_title_and_link():
    ((reference, _),) = notes(markdown(outline_of(answer_of(all_of(FERRY))))).values()
    assert reference == (
        "Harbour Courier, 17 November 2026: *Ferry Linnet runs aground off Skerry Point* "
        "<https://news.example/ferry-linnet-runs-aground-off-skerry-point>"
    )


def test_only_web_addresses_become_links():
    text = markdown(outline_of(ANSWER))
    assert "javascript" not in text


def test_an_address_cannot_leave_its_link():
    ((reference, _),) = notes(markdown(outline_of(answer_of(all_of(NASTY))))).values()
    assert reference.endswith("<https://no.example/a%20b%22%3E%3Cscript%3E?q=(1)&r=%3C2%3E>")


def test_two_marks_beside_each_other_stay_two():
    assert "off.[^2] [^1]" in markdown(outline_of(ANSWER))


def test_a_cell_cannot_break_out_of_its_table():
    text = markdown(outline_of(COMPARISON))
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


def test_control_characters_are_shown_as_what_cannot_be_shown():
    text = markdown(outline_of(answer_of(all_of(UNCLEAN))))
    assert "Bell \ufffd, escape \ufffd\\[31m, null \ufffd, override \ufffd, lone \ufffd." in text


def test_other_scripts_are_left_alone():
    assert ARABIC.body in markdown(outline_of(answer_of(all_of(ARABIC))))


def test_a_page_reads_well_raw():
    lines = markdown(outline_of(BRIEFING)).splitlines()
    assert lines[0] == "# Ferry Linnet aground; owner and union at odds over its radar"
    assert "- **17 November 2026** The ferry ran aground.[^1]" in lines
