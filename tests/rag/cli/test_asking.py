"""Search and ask: one question at a time."""

import json

import pytest

from rag.cli import terminal


def test_search_gives_at_most_k(run):
    assert len(json.loads(run("search", "broke storm", "-k", 1, "--json").stdout)["hits"]) == 1


def test_what_the_query_was_understood_to_want_is_told_and_can_be_left_out(run):
    query = "What did Valley Wire say of the storm?"
    told = json.loads(run("search", query, "--json").stdout)["understood"]
    assert [one["key"] for one in told] == ["outlet:Valley Wire"]
    left_out = run("search", query, "--without", "outlet:Valley Wire", "--json")
    assert json.loads(left_out.stdout)["understood"] == []
    assert "--without 'outlet:Valley Wire'" in run("search", query).stderr


def test_search_without_a_hit_is_no_failure(run):
    result = run("search", "volcano")
    assert (result.stdout, result.exit_code) == ("", 0)


def test_ask_prints_evidence_then_text_then_the_quote(run):
    lines = run("ask", "what broke?").stdout
    assert (
        lines.index("[1] Harbour Post, 2026-03-02: The dam broke")
        < lines.index("The dam broke on Monday. [1]")
        < lines.index("“The dam broke on Monday.”")
    )


def test_ask_that_abstains_says_so(run):
    assert "The articles do not say." in run("ask", "which volcano?").stdout


def test_ask_json_is_the_answer_of_the_desk(run):
    answer = json.loads(run("ask", "what broke?", "--json").stdout)
    assert (answer["question"], answer["citations"][0]["quote"]) == (
        "what broke?",
        "The dam broke on Monday.",
    )


def test_an_empty_question_is_told(run):
    result = run("ask", " ")
    assert (result.exit_code, "the question is empty" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [(), ("what?", "--questions", "q.jsonl"), ("what?", "--out", "a.jsonl")],
    ids=["neither", "both", "out without questions"],
)
def test_ask_needs_a_question_or_a_file_of_them(run, arguments):
    assert run("ask", *arguments).exit_code == 2


def test_ctrl_c_during_an_answer_closes_it_and_exits_with_130(run, desk, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(terminal, "put_evidence", interrupt)
    assert run("ask", "what broke?").exit_code == 130
    assert (desk.closed_early, desk.closed) == (1, True)


@pytest.mark.parametrize(
    "options",
    [("--from", "soon"), ("--from", "2026-03-03", "--to", "2026-03-02")],
    ids=["no date", "from after to"],
)
def test_dates_that_cannot_be_are_wrong_usage(run, options):
    assert run("ask", "what broke?", *options).exit_code == 2
