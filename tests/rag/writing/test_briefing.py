from datetime import date

from rag.types import CitedSentence, Timings
from rag.writing.briefing import Numbering, Page, Slot
from tests.fakes import make_article, make_evidence

FIRST, SECOND, THIRD = (
    make_evidence(make_article(body)) for body in ("The dam broke.", "Lind left.", "It rained.")
)


def slot(page, *evidence, text="Said."):
    numbered = tuple(page.numbering.evidence(one) for one in evidence)
    return Slot(numbered, CitedSentence(text, tuple(one.n for one in numbered), 1.0))


def page():
    return Page("the dam", "page", ())


def test_one_quote_has_one_number():
    numbering = Numbering()
    numbers = [numbering.evidence(one).n for one in (FIRST, SECOND, FIRST)]
    assert numbers == [1, 2, 1]
    assert [one.quote for one in numbering.citations()] == ["The dam broke.", "Lind left."]


def test_citations_are_numbered_in_reading_order_and_only_those_used():
    growing = page()
    growing.points.append(slot(growing, FIRST))
    growing.unknowns.append(slot(growing, SECOND, THIRD))
    growing.lead.append(slot(growing, THIRD))
    growing.points.clear()
    briefing = growing.briefing(Timings())
    assert [one.quote for one in briefing.citations] == ["It rained.", "Lind left."]
    assert [one.n for one in briefing.citations] == [1, 2]
    assert briefing.lead[0].citations == (1,)
    assert briefing.unknowns[0].citations == (2, 1)


def test_every_mark_of_the_page_has_its_quote():
    growing = page()
    growing.lead.append(slot(growing, FIRST))
    growing.timeline.append((date(2026, 3, 2), "day", slot(growing, SECOND)))
    growing.differences.append(("figure", "toll", (slot(growing, FIRST), slot(growing, THIRD))))
    briefing = growing.briefing(Timings())
    marked = {
        *briefing.lead[0].citations,
        *briefing.timeline[0].sentence.citations,
        *(n for side in briefing.differences[0].sides for n in side.citations),
    }
    assert marked == {one.n for one in briefing.citations} == {1, 2, 3}


def test_points_keep_how_many_origins_carry_them():
    growing = page()
    one = slot(growing, FIRST)
    one.origins, one.articles = 2, 5
    growing.points.append(one)
    (point,) = growing.briefing(Timings(), stopped=True).points
    assert (point.origins, point.articles) == (2, 5)


def test_a_stopped_page_says_so():
    assert page().briefing(Timings(), stopped=True).stopped
