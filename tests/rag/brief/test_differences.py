"""Disputes become sentences of a page: both sides quoted, each behind the name of its outlet."""

import pytest

from rag.brief import differences
from rag.evidence.gather import gather
from rag.evidence.weighing import weigh
from rag.types import Issue, Position, PositionRelation
from rag.writing.briefing import Page
from tests.fakes import FakeEmbedder, make_article, split_sentences
from tests.rag.statements.said import said

CLAIMED = make_article(
    "The ferry sank on Saturday. Ana Moor said the crew warned of a leak in the door. It is lost.",
    source="Post",
    published="2026-03-08",
)
DENIED = make_article(
    "The firm owns the ferry. Bo Lind said no crew of the firm had warned of a leak in the door.",
    source="Echo",
    published="2026-03-09",
)
CLAIM = said("the crew warned of a leak in the door", article=CLAIMED)
DENIAL = said("no crew of the firm had warned of a leak in the door", "Bo Lind", article=DENIED)


def issue(*statements, relation="contradict", detail="", why="a denial of the same: leak"):
    """A dispute of two: the first statement of each is not the one that it rests on."""
    first, second = statements
    positions = tuple(
        Position(one.speaker, "person", one.quote, (one,), 0, one.article.published, 1)
        for one in (first, second)
    )
    stands = PositionRelation(0, 1, relation, detail, 0.8, why, (first.id, second.id))
    return Issue("A leak in the door", positions, (stands,))


def gathered(*articles):
    stored = {one.id: split_sentences(one.body) for one in articles}
    return gather(articles, stored, [[place] for place in range(len(articles))])


def added(*issues, length="page", articles=(CLAIMED, DENIED)):
    page = Page("", length, ())
    claims = list(differences.add(page, iter(issues), gathered(*articles)))
    return page, claims


def test_both_sides_are_sentences_behind_their_outlets_the_older_first():
    page, _ = added(issue(DENIAL, CLAIM))
    ((kind, subject, sides),) = page.differences
    assert (kind, subject) == ("denial", "A leak in the door")
    assert [side.sentence.text for side in sides] == [
        "Post: Ana Moor said the crew warned of a leak in the door.",
        "Echo: Bo Lind said no crew of the firm had warned of a leak in the door.",
    ]
    assert [side.sentence.citations for side in sides] == [(1,), (2,)]


def test_what_is_claimed_is_told_apart_from_its_denial():
    _, claims = added(issue(CLAIM, DENIAL))
    assert claims == [CLAIM]


def test_what_an_outlet_tells_itself_stays_wherever_it_is():
    plain = said("The ferry sank on Saturday", article=CLAIMED, kind="plain", source="Post")
    _, claims = added(issue(plain, DENIAL))
    assert claims == []


def test_a_figure_is_a_figure_and_nothing_is_denied():
    page, claims = added(
        issue(CLAIM, DENIAL, relation="differ", detail="figure", why="2 against 3")
    )
    assert [kind for kind, _, _ in page.differences] == ["figure"]
    assert claims == []


@pytest.mark.parametrize("relation", ["agree", "supersede"])
def test_who_agrees_or_changed_his_mind_differs_with_nobody(relation):
    page, _ = added(issue(CLAIM, DENIAL, relation=relation))
    assert page.differences == []


def test_two_halves_of_one_sentence_are_no_two_sides():
    half = said("the crew warned", article=CLAIMED)
    page, _ = added(issue(CLAIM, half))
    assert page.differences == []


def test_a_side_that_no_page_may_quote_leaves_no_difference():
    page, _ = added(issue(CLAIM, DENIAL), articles=(CLAIMED,))
    assert page.differences == []


def test_no_more_is_asked_for_than_a_page_has_room_for():
    asked = []

    def issues():
        for number in range(5):
            asked.append(number)
            yield issue(CLAIM, DENIAL)

    page = Page("", "paragraph", ())
    list(differences.add(page, issues(), gathered(CLAIMED, DENIED)))
    assert len(page.differences) == 1
    assert asked == [0, 1]


def test_one_pair_of_sentences_is_one_difference():
    page, _ = added(issue(CLAIM, DENIAL), issue(DENIAL, CLAIM))
    assert len(page.differences) == 1


def test_statements_are_found_among_the_weighed_sentences():
    material = weigh(gathered(CLAIMED, DENIED), FakeEmbedder(), limit=9)
    (place,) = differences.places_of([CLAIM], material)
    assert material.sentences[place].text == CLAIM.passage
