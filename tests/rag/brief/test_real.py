"""Where accounts differ in our own sample articles, with the real parts: what is planted there."""

from pathlib import Path

import pytest

from rag.assemble import assemble
from rag.settings import Settings
from rag.types import Briefing

NEWS = Path(__file__).parents[2] / "articles" / "news"

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = assemble(Settings.load(home=tmp_path_factory.mktemp("library")))
    list(made.ingest([str(NEWS)]))
    yield made
    made.close()


@pytest.fixture(scope="module")
def pages(desk):
    """By the first word of its headline that names the story: ferry, dam or steel."""
    found = {}
    for story in desk.stories():
        told = " ".join(one.title for one in story.articles).lower()
        name = next(word for word in ("ferry", "dam", "steel") if word in told)
        ids = [one.id for one in story.articles]
        found[name] = next(e for e in desk.brief(articles=ids) if isinstance(e, Briefing))
    return found


def sides(page, kind):
    """Texts of both sides of each difference of a kind."""
    return [tuple(s.text for s in one.sides) for one in page.differences if one.kind == kind]


def has(page, kind, one, other):
    return any(one in first and other in second for first, second in sides(page, kind))


def test_the_tabloids_toll_stands_beside_who_puts_it_right(pages):
    assert has(pages["ferry"], "denial", "20 people died when", "That is not so")


def test_how_many_were_aboard_is_told_two_ways(pages):
    assert has(pages["ferry"], "figure", "86 people", "94 people")


def test_the_companys_denial_stands_beside_what_it_denies(pages):
    assert has(pages["ferry"], "denial", "leaking seal on the door", "denied that its crew")


def test_the_ministry_denies_how_many_fled_from_below_the_dam(pages):
    assert has(pages["dam"], "denial", "30,000 people are on the move", "denied that 30,000")


def test_the_bidder_disowns_the_leaked_plan(pages):
    assert has(pages["steel"], "denial", "sack 1,100 workers", "denied a newspaper report")


def test_a_toll_that_rose_and_a_bid_that_was_raised_are_no_differences(pages):
    told = [text for page in pages.values() for pair in sides(page, "figure") for text in pair]
    assert not any("billion" in text for text in told)
    for first, second in sides(pages["ferry"], "figure"):
        assert not ("12 people" in first and "15" in second)


def test_what_is_denied_is_no_point(pages):
    for page in pages.values():
        points = {(n, one.sentence.text) for one in page.points for n in one.sentence.citations}
        claims = {
            (side.citations[0], side.text)
            for one in page.differences
            if one.kind == "denial"
            for side in one.sides
            if "a crewman has claimed" in side.text
        }
        assert not points & claims


def test_every_side_is_a_sentence_of_its_quote_behind_its_outlet(pages):
    for page in pages.values():
        quotes = {one.n: one for one in page.citations}
        for side in (side for one in page.differences for side in one.sides):
            (number,) = side.citations
            assert side.text.startswith(quotes[number].article.source) or (
                quotes[number].article.source in side.text
            )
