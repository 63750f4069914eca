"""A summary in the reader, and the sentences that its marks lead to."""

from __future__ import annotations

from rag.types import CitedSentence
from rag.ui.render import summary as draw
from rag.ui.render.article import reader
from tests.fakes import make_article, split_sentences
from tests.rag.export.samples import FERRY, SUMMARY
from tests.rag.ui.seen import Seen

TWO = make_article("First here. Second there.")


def test_marks_lead_to_where_their_citations_stand():
    drawn = Seen(draw.summed_up(SUMMARY))
    first = SUMMARY.citations[0]
    assert drawn.values("data-from")[0] == str(first.start)
    assert drawn.values("data-to")[0] == str(first.end)
    assert drawn.tags.count("a") == 3


def test_while_it_is_written_its_marks_are_no_links():
    sentence = CitedSentence("First.", (1,), 1.0)
    drawn = draw.so_far("a1", "paragraph", [sentence])
    assert "[1]" in drawn
    assert "<a" not in drawn
    assert 'aria-busy="true"' in drawn


def test_points_are_a_list_and_a_paragraph_is_none():
    assert draw.summed_up(SUMMARY).count("<li") == 3
    assert "<li" not in draw.so_far("a1", "paragraph", [CitedSentence("First.", (), 1.0)])


def test_the_reader_offers_three_lengths():
    seen = Seen(reader(FERRY))
    assert seen.values("data-length") == ["line", "paragraph", "bullets"]


def test_every_sentence_of_the_reader_says_where_it_stands():
    seen = Seen(reader(TWO, None, split_sentences(TWO.body)))
    assert seen.values("data-start") == ["0", "12"]
    assert seen.values("data-end") == ["11", "25"]
    assert TWO.body in seen.text


def test_a_quote_is_one_mark_around_its_sentences():
    drawn = reader(TWO, (0, 25), split_sentences(TWO.body))
    assert drawn.count("<mark>") == 1
    assert drawn.count('class="sentence"') == 2
    cut = reader(TWO, (3, 15), split_sentences(TWO.body))
    assert Seen(cut[cut.index("<mark>") : cut.index("</mark>")]).text == "st here. Sec"
