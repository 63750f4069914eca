"""Each set brings its questions and the articles that they are asked of."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from rag.errors import DatelineError
from rag.evaluation.datasets import Question, SetMissingError
from rag.evaluation.sets import load, spread

SAMPLES = Path(__file__).parents[2] / "articles"


def zipped(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


def question(id: str, kind: str) -> Question:
    return Question(id, "?", (), kind)


def test_our_own_questions_come_with_filters_turns_and_quotes() -> None:
    chosen = load("own", Path("absent"), SAMPLES)
    assert len(chosen.questions) == 40
    assert chosen.inputs(Path("unused")) == [SAMPLES / "news"]
    assert any(one.history for one in chosen.questions)
    titles = {title for one in chosen.questions for title, _ in one.quotes}
    assert {title for one in chosen.questions for title in one.gold} == titles


def test_a_sentence_that_two_questions_rest_on_is_one_article(tmp_path: Path) -> None:
    fact = {
        "fact": "The dam leaks.", "title": "Dam", "source": "Post",
        "published_at": "2026-03-02T00:00:00+00:00", "url": "https://news.example/dam",
    }  # fmt: skip
    other = fact | {"fact": "It was mended."}
    row = {"question": "?", "question_type": "inference_query", "answer": "yes"}
    rows = [{"id": "1", **row, "evidence": [fact]}, {"id": "2", **row, "evidence": [fact, other]}]
    zipped(tmp_path / "multihop" / "queries.jsonl.gz", rows)
    chosen = load("multihop", tmp_path, SAMPLES)
    assert [article["text"] for article in chosen.rows] == ["The dam leaks.", "It was mended."]
    assert len(set(chosen.questions[1].gold)) == 2
    assert chosen.questions[0].gold[0] in chosen.questions[1].gold
    (table,) = chosen.inputs(tmp_path, most=1)
    assert [json.loads(line)["url"] for line in table.open()] == [chosen.questions[0].gold[0]]


def test_a_set_that_is_not_there_and_one_that_does_not_exist_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(SetMissingError, match="multihop"):
        load("multihop", tmp_path, SAMPLES)
    with pytest.raises(DatelineError, match="Choose one of: own"):
        load("trivia", tmp_path, SAMPLES)


def test_a_sample_has_of_each_kind_its_share_evenly() -> None:
    all_of_them = [question(f"a{n}", "a") for n in range(8)] + [
        question(f"b{n}", "b") for n in range(4)
    ]
    sample = spread(all_of_them, 6)
    assert [one.id for one in sample] == ["a0", "a2", "a4", "a6", "b0", "b2"]


def test_a_sample_has_at_least_one_of_each_kind() -> None:
    all_of_them = [*(question(f"a{n}", "a") for n in range(50)), question("b", "b")]
    assert "b" in {one.id for one in spread(all_of_them, 5)}


def test_questions_for_yes_or_no_have_what_the_articles_reply() -> None:
    chosen = load("yes-no", Path("absent"), SAMPLES)
    assert {one.kind for one in chosen.questions} == {"yes", "no", "open"}
    assert all(one.answers == (one.kind,) for one in chosen.questions)
    assert chosen.folder == SAMPLES / "news"
