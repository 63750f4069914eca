"""What is on a page, in which order, under which numbers."""

from dataclasses import replace

import pytest

from rag.export.files import outline_of
from rag.export.lines import holding, saying, voicing
from rag.export.outline import Heading, Line, Listing, Mark, Paragraph, Table, Timeline
from rag.types import Position, Voice
from tests.fakes import make_article, make_statement
from tests.rag.export.samples import (
    ABSTENTION,
    ANSWER,
    BRIEFING,
    CLAIM,
    COMPARISON,
    DOCUMENTS,
    FAULTY,
    NASTY,
    SUMMARY,
    WORKED,
    all_of,
    answer_of,
)


def lines_of(block) -> list[Line]:
    match block:
        case Paragraph(line):
            return [line]
        case Listing(entries):
            return [line for entry in entries for line in (entry.line, *entry.under)]
        case Timeline(moments):
            return [moment.line for moment in moments]
        case Table():
            return [line for row in block.rows for cell in row.cells for line in cell]
        case _:
            return []


def marks_of(outline) -> list[int]:
    lines = [line for block in outline.blocks for line in lines_of(block)]
    return [part.n for line in lines for part in line if isinstance(part, Mark)]


def words(line) -> str:
    return "".join(getattr(part, "text", "[]") for part in line)


def texts_of(outline) -> list[str]:
    return [words(line) for block in outline.blocks for line in lines_of(block)]


def headings(outline) -> list[str]:
    return [block.text for block in outline.blocks if isinstance(block, Heading)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_citation_is_one_footnote_and_every_footnote_is_marked(name):
    document = DOCUMENTS[name]
    outline = outline_of(document)
    numbers = [footnote.n for footnote in outline.footnotes]
    assert numbers == list(range(1, len(numbers) + 1))
    assert sorted(set(marks_of(outline))) == numbers
    if name in ("answer", "summary", "briefing", "comparison"):
        assert {one.citation for one in outline.footnotes} == set(document.citations)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_footnotes_count_in_the_order_in_which_they_are_first_marked(name):
    marks = marks_of(outline_of(DOCUMENTS[name]))
    assert list(dict.fromkeys(marks)) == sorted(set(marks))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_quote_is_a_slice_of_its_article(name):
    for footnote in outline_of(DOCUMENTS[name]).footnotes:
        citation = footnote.citation
        assert footnote.quote == citation.article.body[citation.start : citation.end]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_all_lines_are_on_one_line(name):
    assert [text for text in texts_of(outline_of(DOCUMENTS[name])) if "\n" in text] == []


def test_an_answer_is_numbered_as_it_is_read_and_not_as_it_was_found():
    outline = outline_of(ANSWER)
    assert [footnote.citation.n for footnote in outline.footnotes] == [5, 2]
    assert texts_of(outline) == [
        "The owner says the radar worked.[] [Check: “owner” is not in the quote]"
        " All 214 passengers were taken off.[],[]"
    ]


def test_words_of_the_articles_are_said_to_be_chosen_and_not_written():
    said = ANSWER.sentences[0]
    quote = next(one.quote for one in ANSWER.citations if one.n == said.citations[0])
    chosen = replace(ANSWER, model="small", sentences=(replace(said, text=quote),))
    assert "In the articles' own words, chosen by small" in outline_of(chosen).about[-1]
    assert "Written by small" in outline_of(replace(ANSWER, model="small")).about[-1]


def test_a_mark_without_its_citation_is_a_bug():
    with pytest.raises(KeyError):
        outline_of(replace(ANSWER, citations=()))


def test_an_abstention_shows_what_came_nearest():
    texts = texts_of(outline_of(ABSTENTION))
    assert texts[:2] == ["The articles do not say.", "What comes nearest, without answering it:"]
    assert len(texts) == 4
    assert not any("Written by" in line for line in outline_of(ABSTENTION).about)


def test_a_summary_names_its_article():
    outline = outline_of(SUMMARY)
    assert outline.title == "Ferry Linnet runs aground off Skerry Point"
    assert texts_of(outline)[-1] == (
        "Ferry Linnet runs aground off Skerry Point Harbour Courier, 17 November 2026"
    )


def test_a_briefing_has_its_sections_in_reading_order():
    assert headings(outline_of(BRIEFING)) == [
        "Key points",
        "Timeline",
        "Who said what",
        "Where accounts differ",
        "Not known, or not confirmed",
        "Sources: 4 articles, 3 independent origins",
    ]


def test_sections_without_anything_in_them_are_left_out():
    bare = replace(BRIEFING, points=(), timeline=(), voices=(), differences=(), unknowns=())
    assert headings(outline_of(bare)) == ["Sources: 4 articles, 3 independent origins"]


def test_a_point_says_how_many_origins_carry_it():
    assert "All 214 passengers were taken off by lifeboat.[] 2 articles, 1 independent origin" in (
        texts_of(outline_of(BRIEFING))
    )


def test_a_month_is_not_shown_as_a_day():
    (timeline,) = (one for one in outline_of(BRIEFING).blocks if isinstance(one, Timeline))
    assert [moment.shown for moment in timeline.moments][:2] == ["August 2026", "17 November 2026"]


def test_reprints_stand_under_their_origin():
    sources = outline_of(BRIEFING).blocks[-1]
    assert [len(entry.under) for entry in sources.entries] == [1, 0, 0]


def test_a_stopped_briefing_says_so():
    stopped = outline_of(replace(BRIEFING, stopped=True))
    assert any(text.startswith("Stopped before the end") for text in texts_of(stopped))


def test_what_was_asked_for_is_told():
    assert outline_of(BRIEFING).about[0] == (
        "On the Linnet; from 1 November 2026; in Harbour Courier"
    )


def test_only_what_an_article_quotes_gets_quotation_marks():
    assert saying(WORKED) == "says: “The radar worked,”"
    assert saying(FAULTY) == "denies: a faulty radar"


def test_a_voice_that_needs_its_verb_is_told_with_it():
    assert voicing(Voice(FAULTY, 1)) == saying(FAULTY)
    assert voicing(Voice(FAULTY, 1, "was defending  the radar")) == "was defending the radar"


def test_a_position_that_needs_its_verb_is_told_with_the_one_of_the_article():
    alone = Position("Lind", "person", WORKED.quote, (WORKED,), 0, None, 1)
    assert holding(alone) == saying(WORKED)
    assert holding(replace(alone, text="called the radar a toy")) == "called the radar a toy"


def test_the_matrix_has_a_row_for_each_issue_and_a_column_for_each_holder():
    (table,) = (one for one in outline_of(COMPARISON).blocks if isinstance(one, Table))
    assert table.columns == ("Linnet Lines", "Seamen's union", "Harbour Courier")
    assert [row.head for row in table.rows] == [
        "1. Whether the radar worked",
        "2. How many were treated",
    ]
    assert [words(line) for line in table.rows[1].cells[0]] == [
        "says: Nine people were treated for cold",
        "≈ differs in detail from Harbour Courier",
    ]


def test_who_says_nothing_has_an_empty_cell():
    (table,) = (one for one in outline_of(COMPARISON).blocks if isinstance(one, Table))
    assert [cell for row in table.rows for cell in row.cells if not cell] == [(), ()]


def test_a_changed_line_is_told_where_the_newer_one_stands():
    (table,) = (one for one in outline_of(COMPARISON).blocks if isinstance(one, Table))
    assert [words(line) for line in table.rows[0].cells[1]] == [
        "says: the radar had failed twice since August",
        "≠ contradicts Linnet Lines",
        "says: “We have no proof that the radar failed,”",
        "→ replaces an earlier line",
    ]


def test_many_holders_are_set_in_tables_that_fit_a_page():
    many = replace(COMPARISON, columns=tuple(f"Holder {n}" for n in range(1, 8)))
    tables = [one for one in outline_of(many).blocks if isinstance(one, Table)]
    assert [len(table.columns) for table in tables] == [4, 4, 2]
    assert tables[2].caption == "Who says what, 9 to 10 of 10"


def test_a_relation_is_told_with_shape_word_detail_and_reason():
    texts = texts_of(outline_of(COMPARISON))
    assert (
        "≈ Linnet Lines differs in detail from Harbour Courier in the figure "
        "(2 against 9; confidence 97%)"
    ) in texts
    assert (
        "→ Seamen's union replaces the line of 20 November 2026 "
        "(the same speaker, later; confidence 88%)"
    ) in texts


def test_silence_is_told():
    assert "Nothing on this from Coastguard." in texts_of(outline_of(COMPARISON))


def test_a_comparison_without_issues_says_so():
    empty = outline_of(replace(COMPARISON, issues=(), citations=(), notes=()))
    assert "No statement on this was found." in texts_of(empty)
    why = outline_of(replace(COMPARISON, issues=(), citations=(), notes=("nothing bears on it",)))
    assert "No statement on this was found." not in texts_of(why)


def test_a_claim_lists_who_backs_it_who_does_not_and_who_leaves_it_open():
    outline = outline_of(CLAIM)
    assert headings(outline) == ["= Backed by", "≠ Contradicted by", "· Left open by"]
    assert texts_of(outline)[0] == "Backed by 1 passage, contradicted by 1, left open by 1."


def test_a_file_is_dated_by_the_newest_article_it_cites():
    assert outline_of(ANSWER).dated == max(c.article.published for c in ANSWER.citations)
    assert outline_of(answer_of(all_of(NASTY))).dated is None


def test_who_says_it_is_cut_from_the_middle_of_what_is_said():
    body = "“I left,” said Lind in Olsk on Friday. “I was tired.”"
    article = make_article(body)
    said = make_statement(article, (14, 18), (9, 13), (1, len(body) - 1), (0, len(body)))
    assert saying(replace(said, kind="direct")) == "says: “I left … I was tired.”"
