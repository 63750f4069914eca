"""The command `compare`: what it prints, and what it refuses."""

import json

import pytest
from typer.testing import CliRunner

from rag.cli import session
from rag.cli.app import app
from rag.types import (
    Citation,
    ClaimCheck,
    ClaimWitness,
    Comparison,
    Filters,
    Issue,
    IssueFound,
    Position,
    PositionRelation,
    StatementsRead,
)
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.statements.said import said

ANA = said("20 people died", "Ana", article=make_article("Ana said 20 people died."))
BEN = said("12 people died", "Ben", article=make_article("Ben said 12 people died.", source="Wire"))


def position(statement, number):
    return Position(
        statement.speaker,
        "person",
        statement.quote,
        (statement,),
        0,
        statement.article.published,
        1,
        (number,),
    )


ISSUE = Issue(
    "How many died",
    (position(ANA, 1), position(BEN, 2)),
    (PositionRelation(0, 1, "differ", "figure", 0.9, "20 people against 12 people"),),
)
CITATIONS = tuple(
    Citation(number, one.article, *one.sentence) for number, one in enumerate((ANA, BEN), start=1)
)
COMPARISON = Comparison("the toll", (ISSUE,), ("Ana", "Ben"), CITATIONS, 2, 2, 5, ("Carl",))
CLAIM = ClaimCheck(
    "12 people died",
    (ClaimWitness(CITATIONS[1], "Ben", "person", "agree", "", 0.9, "both: 12 people", BEN),),
    (),
    (),
    articles=1,
    origins=1,
)


class ComparingDesk(FakeDesk):
    """Compares as laid down above, and remembers what it was asked."""

    def compare(self, topic, *, speakers=(), filters=Filters()):
        self.wanted = (topic, tuple(speakers), filters)
        yield StatementsRead(1, 2)
        yield IssueFound(ISSUE, CITATIONS)
        yield COMPARISON

    def check_claim(self, claim, *, filters=Filters()):
        self.wanted = (claim, (), filters)
        yield StatementsRead(1, 2)
        yield CLAIM


@pytest.fixture
def desk():
    return ComparingDesk([])


@pytest.fixture
def run(desk, monkeypatch):
    monkeypatch.setattr(session, "open_desk", lambda settings: desk)

    def run(*arguments):
        return CliRunner().invoke(app, ["compare", *arguments])

    return run


def test_an_issue_shows_positions_with_quotes_and_how_they_stand(run):
    shown = run("the toll").stdout
    assert "1. How many died  ≠ disputed" in shown
    assert "A  Ana, 2026-03-02, 1 origin: “20 people died” [1]" in shown
    assert "B differs in detail from A in the figure: 20 people against 12 people" in shown


def test_the_matrix_and_the_citations_follow(run):
    shown = run("the toll").stdout
    assert "A ≈ 20 people died" in shown
    assert "“Ben said 12 people died.”" in shown
    assert "silent: Carl" in shown


def test_json_is_the_comparison_and_nothing_else(run):
    printed = json.loads(run("the toll", "--json").stdout)
    assert printed["issues"][0]["relations"][0]["relation"] == "differ"
    assert [one["n"] for one in printed["citations"]] == [1, 2]


def test_names_may_stand_together_or_apart(run, desk):
    run("the toll", "--speakers", "Ana, Ben", "--speakers", "Carl", "--sources", "Wire")
    assert desk.wanted == ("the toll", ("Ana", "Ben", "Carl"), Filters(sources=("Wire",)))


def test_a_claim_shows_who_backs_it_and_that_nobody_contradicts_it(run):
    shown = run("--claim", "12 people died").stdout
    assert "= Backed by 1" in shown
    assert "≠ Contradicted by nobody" in shown
    assert "[2] Ben" in shown


def test_a_claim_as_json(run):
    printed = json.loads(run("--claim", "12 people died", "--json").stdout)
    assert printed["backing"][0]["speaker"] == "Ben"


@pytest.mark.parametrize(
    "arguments", [(), ("a topic", "--claim", "a claim"), ("--claim", "x", "--speakers", "Ana")]
)
def test_what_does_not_go_together_is_wrong_usage(run, arguments):
    assert run(*arguments).exit_code == 2
