"""What of the planted contradictions a comparison finds, and what it invents."""

from rag.evaluation.planted import Passage, Planted, finding
from rag.types import Comparison, Issue, Position, PositionRelation
from tests.rag.statements.said import said

TWENTY, TWELVE, STEEL = (
    said(text) for text in ("20 people died", "12 people died", "the works were sold")
)


def planted(relation="differ"):
    sides = [(Passage(one.article.title, one.quote),) for one in (TWENTY, TWELVE)]
    return Planted("toll", "the toll", True, relation, (), *sides)


def comparison(first, second, relation):
    positions = tuple(
        Position("Ana", "person", one.quote, (one,), 0, None, 1) for one in (first, second)
    )
    related = PositionRelation(0, 1, relation, "", 0.9, "")
    return Comparison("the toll", (Issue("toll", positions, (related,)),))


def test_a_relation_between_both_sides_is_the_planted_one():
    found = finding(comparison(TWENTY, TWELVE, "differ"), "the toll", [planted()])
    assert (found.found, found.invented) == ({"toll": "differ"}, ())


def test_the_order_of_the_sides_does_not_matter():
    found = finding(comparison(TWELVE, TWENTY, "contradict"), "the toll", [planted()])
    assert found.found == {"toll": "contradict"}


def test_agreement_finds_nothing():
    assert finding(comparison(TWENTY, TWELVE, "agree"), "the toll", [planted()]).found == {
        "toll": None
    }


def test_a_relation_that_is_nobodys_is_invented():
    found = finding(comparison(TWENTY, STEEL, "contradict"), "the toll", [planted()])
    assert found.found == {"toll": None}
    assert [relation.relation for _, relation in found.invented] == ["contradict"]


def test_what_is_planted_under_another_topic_is_not_invented_here():
    found = finding(comparison(TWENTY, TWELVE, "differ"), "something else", [planted()])
    assert (found.found, found.invented) == ({}, ())
