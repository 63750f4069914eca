"""`ask` with --format and --out: what goes to stdout, what to a file, and what is wrong usage."""

import pytest
from typer.testing import CliRunner

from rag.cli import session
from rag.cli.app import app
from rag.export import render
from tests.fake_desk import FakeDesk
from tests.fakes import make_article

DAM = make_article("The dam broke on Monday. Nobody was hurt.", id="aaaaaaaaaaaaaaaa")


@pytest.fixture
def desk():
    return FakeDesk([DAM])


@pytest.fixture
def run(desk, monkeypatch):
    """Runs `ask` on the fake desk; gives exit code, stdout and stderr."""
    monkeypatch.setattr(session, "open_desk", lambda settings: desk)

    def run(*arguments):
        return CliRunner().invoke(app, ["ask", *(str(argument) for argument in arguments)])

    return run


def answer_of(desk):
    (*_, answer) = FakeDesk([DAM]).ask("what broke?")
    return answer


@pytest.mark.parametrize("format", ["md", "html", "json"])
def test_without_a_file_the_document_is_all_of_stdout(run, desk, format):
    result = run("what broke?", "--format", format)
    assert (result.stdout, result.exit_code) == (render(answer_of(desk), format).decode(), 0)


@pytest.mark.parametrize("ending", ["md", "html", "docx", "pdf", "json"])
def test_the_ending_of_a_file_says_its_format_and_the_answer_is_shown_too(
    run, desk, tmp_path, ending
):
    path = tmp_path / f"answer.{ending}"
    result = run("what broke?", "--out", path)
    assert path.read_bytes() == render(answer_of(desk), ending)
    assert "“The dam broke on Monday.”" in result.stdout
    assert f"Written to {path}" in result.stderr


def test_a_format_that_is_named_counts_more_than_the_ending(run, desk, tmp_path):
    run("what broke?", "--format", "md", "--out", tmp_path / "answer.txt")
    assert (tmp_path / "answer.txt").read_bytes() == render(answer_of(desk), "md")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--format", "docx"), "needs --out FILE"),
        (("--format", "odt"), "odt"),
        (("--out", "answer.txt"), "does not tell the format"),
        (("--out", "none/answer.md"), "there is no folder"),
        (("--json", "--out", "answer.json"), "use --format json --out"),
        (("--json", "--format", "md"), "use --format json --out"),
        (("--questions", "q.jsonl", "--format", "md"), "either a QUESTION"),
    ],
    ids=[
        "no text to stdout", "unknown format", "unknown ending", "no folder", "json twice",
        "two formats", "many questions",
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_before_anything_is_asked(run, desk, options, told):
    result = run("what broke?", *options)
    assert (result.exit_code, desk.asked) == (2, [])
    assert told in " ".join(result.stderr.replace("│", " ").split())


def test_many_questions_have_no_format(run, tmp_path):
    assert run("--questions", tmp_path / "q.jsonl", "--format", "md").exit_code == 2


def test_a_file_that_cannot_be_written_ends_the_command_with_its_name(run, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(tmp_path), "replace", fail)
    result = run("what broke?", "--out", tmp_path / "answer.md")
    assert (result.exit_code, "answer.md' cannot be written" in result.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []
