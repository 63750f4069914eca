"""HTML that opens offline, escapes all words and asks nobody for anything."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from rag.export.files import outline_of
from rag.export.outline import Moment, Run, Timeline
from rag.export.page import STYLE, page
from rag.export.strip import strip
from tests.rag.export.samples import (
    ANSWER,
    ARABIC,
    BRIEFING,
    COMPARISON,
    DOCUMENTS,
    NASTY,
    SUMMARY,
    UNCLEAN,
    all_of,
    answer_of,
)

NASTY_PAGE = page(outline_of(answer_of(all_of(NASTY), sentence="<script>x</script> & <b>")))


def parsed(text: str):
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_note_is_there_once_with_its_quote(name):
    outline = outline_of(DOCUMENTS[name])
    notes = parsed(page(outline)).xpath("//section[@role='doc-endnotes']/ol/li")
    assert [note.get("id") for note in notes] == [f"note-{one.n}" for one in outline.footnotes]
    assert [note.find("blockquote").text_content() for note in notes] == [
        footnote.quote for footnote in outline.footnotes
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_on_the_page_leads_somewhere_on_it(name):
    tree = parsed(page(outline_of(DOCUMENTS[name])))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    inner = [address for address in tree.xpath("//a/@href") if address.startswith("#")]
    assert {address.removeprefix("#") for address in inner} <= set(ids)


def test_a_note_leads_back_to_each_of_its_marks():
    tree = parsed(page(outline_of(ANSWER)))
    assert tree.xpath("//li[@id='note-1']//a[@role='doc-backlink']/@href") == [
        "#mark-1", "#mark-1-2",
    ]  # fmt: skip


def test_the_nastiest_article_is_text():
    tree = parsed(NASTY_PAGE)
    assert tree.xpath("//script | //img | //b | //iframe | //a[starts-with(@href, 'java')]") == []
    assert tree.xpath("//blockquote")[0].text_content() == NASTY.body


def test_only_web_addresses_become_links():
    addresses = parsed(page(outline_of(ANSWER))).xpath("//a[@class='out']/@href")
    assert addresses == ["https://news.example/ferry-linnet-runs-aground-off-skerry-point"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_fetched(name):
    tree = parsed(page(outline_of(DOCUMENTS[name])))
    assert tree.xpath("//@src | //@srcset | //link | //@style | //@background | //@onclick") == []
    assert not re.findall(r"url\(|@import|@font-face", STYLE.read_text())


def test_the_policy_forbids_all_but_the_one_style():
    tree = parsed(NASTY_PAGE)
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    digest = hashlib.sha256(tree.xpath("//style")[0].text.encode()).digest()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{base64.b64encode(digest).decode()}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_page_says_its_language_and_a_quote_that_of_its_article():
    arabic = parsed(page(outline_of(answer_of(all_of(ARABIC)))))
    assert arabic.get("lang") == "en"
    assert arabic.xpath("//blockquote/@lang") == ["ar"]
    assert parsed(page(outline_of(replace(SUMMARY, article=ARABIC)))).get("lang") == "ar"


def test_control_characters_are_shown_as_what_cannot_be_shown():
    (quote,) = parsed(page(outline_of(answer_of(all_of(UNCLEAN))))).xpath("//blockquote")
    assert quote.text_content() == (
        "Bell \ufffd, escape \ufffd[31m, null \ufffd, override \ufffd, lone \ufffd."
    )


def test_a_timeline_is_a_list_with_exact_dates_and_a_picture_that_leads_to_it():
    tree = parsed(page(outline_of(BRIEFING)))
    times = tree.xpath("//div[@class='timeline']/ol/li/time/@datetime")
    assert times == ["2026-08", "2026-11-17", "2026-11-18", "2026-11-20"]
    assert tree.xpath("//svg//a/@href") == [f"#moment-{n}" for n in (1, 2, 3, 4)]


def test_a_matrix_is_a_table_with_heads():
    tree = parsed(page(outline_of(COMPARISON)))
    assert tree.xpath("//table/thead/tr/th/@scope") == ["col"] * 4
    assert tree.xpath("//table/tbody/tr/th/@scope") == ["row"] * 2
    assert len(tree.xpath("//td[@class='silent']")) == 2


def test_colours_are_those_of_the_web_app():
    def light(text: str) -> dict[str, str]:
        return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text.split("}", 1)[0]))

    app = light(Path("rag/ui/style.css").read_text(encoding="utf-8"))
    ours = light(STYLE.read_text(encoding="utf-8"))
    assert ours == {name: app[name] for name in ours}


# The picture of a timeline


def moments(*days: tuple[int, int]) -> Timeline:
    return Timeline(
        tuple(
            Moment(date(2026, month, day), "day", f"{day}.{month}.", (Run("x"),))
            for month, day in days
        )
    )


def test_days_lie_along_the_line_as_far_apart_as_they_are():
    drawn = strip(moments((3, 1), (3, 6), (3, 11)), str)
    assert re.findall(r'cx="([\d.]+)%"', drawn) == ["2", "50", "98"]


def test_what_would_overlap_lies_above():
    drawn = strip(moments((3, 1), (3, 1), (3, 11)), str)
    heights = [float(height) for height in re.findall(r'cy="([\d.]+)"', drawn)]
    assert heights[0] == heights[2] > heights[1]


def test_a_month_is_as_long_as_a_month():
    month = Moment(date(2026, 2, 1), "month", "February 2026", (Run("x"),))
    day = Moment(date(2026, 3, 29), "day", "29 March 2026", (Run("y"),))
    # 27 of 56 days of 96 per cent, from the margin of 2.
    drawn = strip(Timeline((month, day)), str)
    assert 'x="2%"' in drawn
    assert 'width="46.29%"' in drawn


def test_a_stretch_many_times_as_long_as_the_others_is_cut_short():
    drawn = strip(moments((1, 1), (3, 1), (3, 2), (3, 3)), str)
    # 59 days count as 3, as the middling stretch is 1: 3 of 5, then 1 and 1.
    assert re.findall(r'cx="([\d.]+)%"', drawn) == ["2", "59.6", "78.8", "98"]
    assert drawn.count('class="axis cut"') == 1
    assert "1 Mar 2026" in drawn


def test_one_day_is_no_picture():
    assert strip(moments((3, 1), (3, 1)), str) is None
