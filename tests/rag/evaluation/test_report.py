"""Runs are kept whole, compared question by question, and their worst cases come first."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import DatelineError
from rag.evaluation import report
from rag.evaluation.record import Item, Run, load, save


def item(id: str, right: float, kind: str = "who", got: str = "") -> Item:
    return Item(id, kind, f"Question {id}?", ("gold",), got or f"answer {right}", {"right": right})


def run(*items: Item, made: str = "a run") -> Run:
    return Run("own", "answer", made, items)


def test_a_run_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    kept = run(item("1", 1.0), Item("2", "", "Où ?", (), "là", {"right": 0.5}, {"short": "là"}))
    save(kept, tmp_path / "new" / "run.json")
    assert load(tmp_path / "new" / "run.json") == kept
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["run.json"]


@pytest.mark.parametrize("text", ["", "[]", '{"format": 9}', '{"format": 1, "items": [3]}'])
def test_what_is_no_run_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(DatelineError, match="is no run that can be read"):
        load(path)


def test_the_table_has_each_kind_and_all() -> None:
    lines = list(report.table(run(item("1", 1.0), item("2", 0.0), item("3", 1.0, "when"))))
    assert lines[0] == "when (1)"
    assert lines[1].split() == ["right", "1.000", "1.000", "to", "1.000"]
    assert lines[2] == "who (2)"
    assert lines[4] == "all (3)"
    assert lines[5].split()[:2] == ["right", "0.667"]


def test_a_figure_that_some_lack_says_of_how_many_it_is() -> None:
    extra = Item("2", "who", "?", (), "", {"right": 1.0, "F1": 0.5})
    lines = list(report.table(run(item("1", 1.0), extra)))
    assert lines[-1].split() == ["F1", "0.500", "0.500", "to", "0.500", "of", "1"]


def test_two_runs_are_compared_over_the_questions_of_both_losses_first() -> None:
    before = run(item("1", 0.0), item("2", 1.0), item("3", 1.0), made="before")
    now = run(item("1", 1.0), item("2", 0.0), item("3", 1.0), item("4", 1.0))
    lines = list(report.comparison(now, before))
    assert lines[0] == "against before: 3 of 4 questions are in both"
    assert "+0.000" in lines[2]
    assert lines[2].endswith("better 1, worse 1")
    assert [line for line in lines if "[" in line] == [
        "-1.00 [2] Question 2?",
        "+1.00 [1] Question 1?",
    ]
    assert "before: answer 1.0" in lines[4]
    assert "now:    answer 0.0" in lines[5]


def test_the_worst_come_first_with_what_would_have_been_right() -> None:
    lines = list(report.worst(run(item("1", 1.0), item("2", 0.25), item("3", 0.5)), 2))
    assert [line.split()[0] for line in lines[::3]] == ["0.25", "0.50"]
    assert lines[1].split() == ["wanted:", "gold"]


def test_long_texts_are_cut_to_one_line() -> None:
    lines = list(report.worst(run(item("1", 0.0, got="word\n" * 500)), 1))
    assert "\n" not in lines[2]
    assert lines[2].endswith("…")
