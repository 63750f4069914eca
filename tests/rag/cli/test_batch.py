"""Many questions from a file, answers to a file."""

import json

import pytest

from rag.cli import batch
from rag.errors import GeneratorError, ModelMissingError
from rag.types import Turn


def write_lines(path, *objects):
    path.write_text("".join(json.dumps(line) + "\n" for line in objects), encoding="utf-8")
    return path


def read_lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_many_questions_give_a_line_each_in_their_order(run, tmp_path):
    questions = write_lines(
        tmp_path / "q.jsonl",
        {"id": "b", "question": "what broke?"},
        {"id": 2, "question": "which volcano?"},
    )
    run("ask", "--questions", questions, "--out", tmp_path / "a.jsonl")
    answers = read_lines(tmp_path / "a.jsonl")
    assert [(answer["id"], answer["abstained"]) for answer in answers] == [("b", False), (2, True)]


def test_without_out_the_lines_go_to_stdout(run, tmp_path):
    questions = write_lines(tmp_path / "q.jsonl", {"id": 1, "question": "what broke?"})
    assert json.loads(run("ask", "--questions", questions).stdout)["id"] == 1


def test_a_question_brings_its_own_filters_and_takes_the_rest_from_the_command(run, desk, tmp_path):
    questions = write_lines(
        tmp_path / "q.jsonl",
        {"id": 1, "question": "what broke?", "sources": ["Valley Wire"], "to": "2026-03-09"},
    )
    run("ask", "--questions", questions, "--source", "Harbour Post", "--from", "2026-03-01")
    (_, _, filters) = desk.asked[0]
    assert (filters.sources, filters.since.day, filters.until.day) == (("Valley Wire",), 1, 9)


def test_a_follow_up_brings_its_history(run, desk, tmp_path):
    turn = {"question": "what broke?", "text": "The dam."}
    questions = write_lines(tmp_path / "q.jsonl", {"id": 1, "question": "when?", "history": [turn]})
    run("ask", "--questions", questions)
    assert desk.asked[0][1] == (Turn("what broke?", "The dam."),)


def test_a_question_that_fails_is_written_down_and_the_rest_go_on(run, tmp_path):
    questions = write_lines(
        tmp_path / "q.jsonl",
        {"id": 1, "question": "what broke?", "from": "soon"},
        {"id": 2, "question": "what broke?"},
    )
    result = run("ask", "--questions", questions, "--out", tmp_path / "a.jsonl", "--json")
    first, second = read_lines(tmp_path / "a.jsonl")
    assert (set(first), second["abstained"]) == ({"id", "error"}, False)
    assert json.loads(result.stdout) == {"answered": 1, "failed": 1, "skipped": 0}
    assert result.exit_code == 0


def test_ids_that_the_out_file_holds_are_not_asked_again(run, desk, tmp_path):
    questions = write_lines(
        tmp_path / "q.jsonl", {"id": 1, "question": "one?"}, {"id": 2, "question": "two?"}
    )
    out = write_lines(tmp_path / "a.jsonl", {"id": 1, "text": "answered before"})
    run("ask", "--questions", questions, "--out", out)
    assert [question for question, _, _ in desk.asked] == ["two?"]
    assert [line["id"] for line in read_lines(out)] == [1, 2]


def test_a_line_that_was_cut_off_is_asked_again(run, tmp_path):
    questions = write_lines(
        tmp_path / "q.jsonl", {"id": 1, "question": "one?"}, {"id": 2, "question": "two?"}
    )
    out = write_lines(tmp_path / "a.jsonl", {"id": 1, "text": "answered before"})
    with out.open("a") as file:
        file.write('{"id": 2, "te')
    run("ask", "--questions", questions, "--out", out)
    assert [line["id"] for line in read_lines(out)] == [1, 2]


def test_the_file_of_questions_cannot_be_the_file_of_answers(run, tmp_path):
    questions = write_lines(tmp_path / "q.jsonl", {"id": 1, "question": "one?"})
    assert "no file of answers" in run("ask", "--questions", questions, "--out", questions).stderr


def test_a_missing_model_ends_the_run_instead_of_failing_every_question(
    run, desk, tmp_path, monkeypatch
):
    def ask(*_, **__):
        raise ModelMissingError("the weights are not here: `models fetch`")
        yield

    monkeypatch.setattr(desk, "ask", ask)
    questions = write_lines(tmp_path / "q.jsonl", {"id": 1, "question": "one?"})
    result = run("ask", "--questions", questions, "--out", tmp_path / "a.jsonl")
    assert (result.exit_code, read_lines(tmp_path / "a.jsonl")) == (1, [])


def test_an_engine_that_fails_at_one_question_is_asked_the_next(run, desk, tmp_path, monkeypatch):
    ask = desk.ask

    def fail_once(question, **rest):
        if question == "one?":
            raise GeneratorError("it choked")
        return ask(question, **rest)

    monkeypatch.setattr(desk, "ask", fail_once)
    questions = write_lines(
        tmp_path / "q.jsonl", {"id": 1, "question": "one?"}, {"id": 2, "question": "two?"}
    )
    first, second = map(json.loads, run("ask", "--questions", questions).stdout.splitlines())
    assert (first, second["id"]) == ({"id": 1, "error": "it choked"}, 2)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 2: this is not JSON"),
        ("[1]", "line 2: an object"),
        ('{"question": "x"}', "line 2: `id` must be"),
        ('{"id": true, "question": "x"}', "line 2: `id` must be"),
        ('{"id": 2, "question": 3}', "line 2: `question` must be a text"),
        ('{"id": 2, "question": "x", "sources": "Post"}', "line 2: `sources` must be a list"),
        ('{"id": 2, "question": "x", "history": ["x"]}', "line 2: `history` must be a list"),
        ('{"id": 1, "question": "x"}', "two questions have the id 1"),
    ],
)
def test_a_line_that_is_no_question_is_named(run, tmp_path, line, complaint):
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": 1, "question": "one?"}\n' + line)
    result = run("ask", "--questions", questions)
    assert (result.exit_code, complaint in result.stderr) == (1, True)


def test_questions_may_begin_with_a_byte_order_mark_and_hold_empty_lines(tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 1, "question": "one?"}\r\n\r\n')
    assert [question.id for question in batch.read_questions(path)] == [1]


def test_a_file_of_questions_that_is_not_there_is_told(run, tmp_path):
    assert "cannot be read" in run("ask", "--questions", tmp_path / "none.jsonl").stderr


def test_answers_that_cannot_be_written_are_told_before_anything_is_asked(run, desk, tmp_path):
    questions = write_lines(tmp_path / "q.jsonl", {"id": 1, "question": "one?"})
    result = run("ask", "--questions", questions, "--out", tmp_path / "none" / "a.jsonl")
    assert (result.exit_code, desk.asked) == (1, [])
