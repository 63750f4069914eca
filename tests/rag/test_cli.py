"""The command line: what each command prints, to which stream, and with which exit code."""

import json
import os
import signal
import subprocess
import sys
import threading
from types import ModuleType

import pytest
from typer.testing import CliRunner

from models.catalog import DEFAULT_GENERATOR, MINILM
from rag.cli import batch, library, service, session, terminal
from rag.cli.app import app
from rag.errors import GeneratorError, ModelMissingError, SettingsError, StoreError
from rag.types import Check, IngestProgress, Turn
from tests.fakes import FakeDesk, make_article

DAM = make_article("The dam broke on Monday. Nobody was hurt.", id="aaaaaaaaaaaaaaaa")
STORM = make_article(
    "The storm took the roof.",
    title="Storm takes roof",
    source="Valley Wire",
    published="2026-03-05",
    id="bbbbbbbbbbbbbbbb",
)


@pytest.fixture
def desk():
    return FakeDesk([DAM, STORM])


@pytest.fixture
def run(desk, monkeypatch):
    """Runs a command line on the fake desk; gives exit code, stdout and stderr."""

    def open_desk(settings):
        desk.settings = settings
        return desk

    monkeypatch.setattr(session, "open_desk", open_desk)

    def run(*arguments):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return run


# Ingest


def test_ingest_counts_what_it_did(run):
    result = run("ingest", "one.txt", "two.txt")
    assert "2 added, 0 updated, 0 unchanged, 0 failed" in result.stdout
    assert result.exit_code == 0


def test_ingest_json_is_one_object_and_nothing_else(run):
    report = json.loads(run("ingest", "one.txt", "--json").stdout)
    assert (report["added"], report["articles"]) == (1, 3)


def test_ingest_lists_what_failed_and_why_and_still_succeeds(run):
    result = run("ingest", "one.txt", "two.bad")
    assert "two.bad: it holds no text" in result.stdout
    assert result.exit_code == 0


def test_ingest_of_nothing_but_failures_exits_with_1(run):
    assert run("ingest", "two.bad").exit_code == 1


def test_ctrl_c_lets_an_ingest_finish_the_article_in_hand(run, desk, monkeypatch):
    ingest = desk.ingest

    def interrupted(inputs, *, stop):
        for event in ingest(inputs, stop=stop):
            yield event
            if isinstance(event, IngestProgress):
                os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(desk, "ingest", interrupted)
    result = run("ingest", "one.txt", "two.txt", "three.txt", "--json")
    assert (json.loads(result.stdout)["added"], result.exit_code) == (1, 130)


def test_ctrl_c_means_what_it_meant_before_once_an_ingest_is_over(run):
    before = signal.getsignal(signal.SIGINT)
    run("ingest", "one.txt")
    assert signal.getsignal(signal.SIGINT) is before


def test_progress_goes_to_stderr_for_logs(run, monkeypatch):
    monkeypatch.setattr(library, "SECONDS_BETWEEN_LINES", -1.0)
    result = run("ingest", "one.txt", "--json")
    assert "reading 0 of 1, 1 s left: one.txt" in result.stderr
    assert "reading" not in result.stdout


# List, show, remove, doctor


def test_list_shows_the_newest_first(run):
    lines = run("list").stdout
    assert lines.index("Storm takes roof") < lines.index("Dam breaks")


def test_list_json_holds_whole_ids(run):
    listed = json.loads(run("list", "--json").stdout)["articles"]
    assert [article["id"] for article in listed] == [STORM.id, DAM.id]


def test_list_text_looks_in_titles(run):
    listed = json.loads(run("list", "--text", "roof", "--json").stdout)["articles"]
    assert [article["id"] for article in listed] == [STORM.id]


def test_list_of_an_empty_library_says_how_to_fill_it(run, desk):
    desk.library.clear()
    assert "ingest" in run("list").stderr


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--source", "valley wire"), [STORM.id]),
        (("--source", "Valley Wire", "--source", "Harbour Post"), [STORM.id, DAM.id]),
        (("--from", "2026-03-05"), [STORM.id]),
        (("--to", "2026-03-02"), [DAM.id]),
        (("--from", "2026-03-03", "--to", "2026-03-04"), []),
    ],
    ids=["an outlet", "two outlets", "from a day", "to a day, inclusive", "days without news"],
)
def test_filters_hold_wherever_something_is_searched(run, options, ids):
    listed = json.loads(run("list", *options, "--json").stdout)["articles"]
    found = json.loads(run("search", "broke storm", *options, "--json").stdout)["hits"]
    answer = json.loads(run("ask", "storm broke?", *options, "--json").stdout)
    assert [article["id"] for article in listed] == ids
    assert {hit["article_id"] for hit in found} == set(ids)
    assert answer["abstained"] == (not ids)


def test_show_takes_the_beginning_of_an_id(run):
    assert "The dam broke on Monday." in run("show", "aaaaaaaa").stdout


def test_show_json_holds_the_body_as_stored(run):
    assert json.loads(run("show", DAM.id, "--json").stdout)["body"] == DAM.body


def test_an_unknown_id_is_told_on_stderr_with_exit_code_1(run):
    result = run("show", "cccccccc")
    assert (result.stdout, result.exit_code) == ("", 1)
    assert "no article 'cccccccc'" in result.stderr


def test_with_json_a_failure_is_an_object_too(run):
    result = run("show", "cccccccc", "--json")
    assert "no article" in json.loads(result.stdout)["error"]
    assert result.exit_code == 1


def test_remove_takes_several(run, desk):
    assert json.loads(run("remove", "aaaaaaaa", STORM.id, "--json").stdout) == {
        "removed": [DAM.id, STORM.id]
    }
    assert desk.library == {}


def test_remove_of_one_unknown_id_removes_nothing(run, desk):
    assert run("remove", DAM.id, "cccccccc").exit_code == 1
    assert DAM.id in desk.library


def test_the_same_article_named_twice_is_removed_once(run):
    assert run("remove", DAM.id, "aaaaaaaa").exit_code == 0


def test_doctor_exits_with_1_and_names_the_remedy_if_a_check_fails(run, desk):
    desk.checks = [Check("index", False, "it is damaged", "run doctor --repair")]
    result = run("doctor")
    assert "run doctor --repair" in result.stdout
    assert result.exit_code == 1


def test_doctor_repair_mends_and_looks_again(run, desk):
    desk.checks = [Check("index", False, "it is damaged", "run doctor --repair")]
    assert json.loads(run("doctor", "--repair", "--json").stdout)["ok"] is True


# Search and ask


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


# Many questions


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


# What article text may not do to a terminal


def test_terminal_sequences_and_controls_are_taken_out():
    nasty = "a\x1b[31mb\x9b2Jc\x1b]0;title\x07d\x00e\u202ef\U000e0041g\x7f"
    assert terminal.clean(nasty) == "abc]0;titledefg"


def test_newlines_and_tabs_stay_and_lone_surrogates_cannot_break_the_stream():
    assert terminal.clean("a\n\tb\ud800") == "a\n\tb\ufffd"


def test_no_command_prints_what_an_article_smuggles_in(run, desk):
    nasty = make_article(
        "The \x1b[2J[bold]dam[/bold] broke :smile: [1].",
        title="\x1b]0;owned\x07[red]Dam",
        source="\x9b31mPost",
        id="c" * 16,
        author="\x1b[1mAda",
        url="https://news.example/\x1b[1m",
    )
    desk.library = {nasty.id: nasty}
    for command in (("list",), ("show", nasty.id), ("search", "broke"), ("ask", "broke?")):
        printed = run(*command).stdout
        assert not set(printed) & {"\x1b", "\x9b", "\x07"}
        assert "[red]Dam" in printed
    assert "[bold]dam[/bold] broke :smile: [1]." in run("show", nasty.id).stdout


# Settings, failures, start


def test_home_may_stand_before_or_after_the_command(run, desk, tmp_path):
    run("list", "--home", tmp_path / "after")
    assert desk.settings.home == tmp_path / "after"
    run("--home", tmp_path / "before", "list")
    assert desk.settings.home == tmp_path / "before"


def test_a_setting_that_cannot_be_used_is_told(run, monkeypatch):
    monkeypatch.setenv("DATELINE_PORT", "many")
    result = run("list")
    assert (result.exit_code, "DATELINE_PORT" in result.stderr) == (1, True)


def test_the_desk_is_closed_when_a_command_fails(run, desk, monkeypatch):
    def fail(*_, **__):
        raise StoreError("the library cannot be read")

    monkeypatch.setattr(desk, "articles", fail)
    assert run("list").exit_code == 1
    assert desk.closed


def test_a_bug_is_not_dressed_up_as_a_failure(run, desk, monkeypatch):
    monkeypatch.setattr(desk, "articles", lambda *_, **__: 1 / 0)
    assert isinstance(run("list").exception, ZeroDivisionError)


def test_help_imports_no_weights_and_no_web_app():
    heavy = {"torch", "transformers", "gradio", "faiss", "sqlite3", "httpx"}
    code = f"import sys; import rag.cli.app; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# Models


@pytest.fixture
def models_dir(monkeypatch, tmp_path):
    monkeypatch.setenv("DATELINE_MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "home"))
    return tmp_path / "models"


def listed(run):
    return {model["name"]: model for model in json.loads(run("models", "--json").stdout)["models"]}


def test_models_lists_the_catalogue_with_what_is_here_and_in_use(run, models_dir):
    models = listed(run)
    assert models["all-MiniLM-L6-v2"] == {
        "name": "all-MiniLM-L6-v2",
        "task": "embed",
        "in_use": True,
        "present": False,
        "bytes": MINILM.size,
        "licence": "Apache-2.0",
        "machine": "any; English",
    }
    assert [name for name, model in models.items() if model["in_use"]] == [
        "all-MiniLM-L6-v2",
        DEFAULT_GENERATOR.name,
    ]


def test_models_shows_a_model_of_ones_own_too(run, models_dir, monkeypatch):
    monkeypatch.setenv("DATELINE_GENERATOR", "some/model")
    assert listed(run)["some/model"]["in_use"] is True
    assert "some/model" in run("models").stdout


def test_models_names_the_server_that_writes(run, models_dir, monkeypatch):
    monkeypatch.setenv("DATELINE_GENERATOR_URL", "http://127.0.0.1:8000/v1")
    monkeypatch.setenv("DATELINE_GENERATOR", "any-name-of-the-server")
    assert "http://127.0.0.1:8000/v1" in run("models").stderr


def test_models_fetch_gets_what_is_in_use(run, models_dir, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "models.resolve.locate", lambda one, *_: asked.append(one.name) or models_dir / one.name
    )
    assert run("models", "fetch").exit_code == 0
    assert asked == ["all-MiniLM-L6-v2", DEFAULT_GENERATOR.name]


def test_models_fetch_gets_the_one_that_is_named(run, models_dir, monkeypatch):
    monkeypatch.setattr("models.resolve.locate", lambda one, *_: models_dir / one.name)
    fetched = json.loads(run("models", "fetch", "all-minilm-l6-v2", "--json").stdout)["fetched"]
    assert fetched == [{"name": MINILM.name, "path": str(models_dir / MINILM.name)}]


def test_models_fetch_of_what_is_no_model_is_told(run, models_dir):
    result = run("models", "fetch", "nonsense")
    assert ("no model 'nonsense'" in result.stderr, result.exit_code) == (True, 1)


def test_models_fetch_says_what_to_do_where_nothing_can_be_fetched(run, models_dir, monkeypatch):
    monkeypatch.setenv("DATELINE_OFFLINE", "true")
    result = run("models", "fetch")
    assert ("offline" in result.stderr, result.exit_code) == (True, 1)


def test_home_before_the_command_reaches_models_fetch(run, monkeypatch, tmp_path):
    (tmp_path / "dateline.toml").write_text('embedder = "no such thing"', encoding="utf-8")
    assert "no such thing" in run("--home", tmp_path, "models", "fetch").stderr


# Serve


class FakePage:
    local_url = "http://127.0.0.1:7860/"
    closed = False


@pytest.fixture
def launched(monkeypatch):
    """Stands in for the web app; holds how it was launched and the page that came of it."""
    calls = []

    def launch(desk, **options):
        calls.append((desk.settings, options, FakePage()))
        return calls[-1][-1]

    web = ModuleType("rag.ui.web")
    web.launch = launch
    web.shut = lambda page: setattr(page, "closed", True)
    monkeypatch.setitem(sys.modules, "rag.ui.web", web)
    monkeypatch.setattr(service, "wait_for_interrupt", lambda: None)
    monkeypatch.setenv("DISPLAY", "")
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    monkeypatch.setattr(sys, "platform", "linux")
    return calls


def test_serve_tells_where_the_page_is_and_closes_it_at_the_end(run, desk, launched):
    result = run("serve")
    assert "http://127.0.0.1:7860/" in result.stderr
    assert (result.exit_code, launched[0][2].closed, desk.closed) == (0, True, True)


def test_serve_loads_the_models_behind_the_page(run, desk, launched):
    run("serve")
    assert desk.started_models


def test_serve_binds_to_loopback_unless_told(run, launched, monkeypatch):
    monkeypatch.setenv("DATELINE_OPEN_TO_ALL", "true")
    run("serve")
    run("serve", "--host", "0.0.0.0", "--port", 8000)
    assert [(settings.host, settings.port) for settings, _, _ in launched] == [
        ("127.0.0.1", 7860),
        ("0.0.0.0", 8000),
    ]


def test_serving_to_the_network_needs_users(run, launched, monkeypatch):
    refused = run("serve", "--host", "0.0.0.0")
    assert (refused.exit_code, launched) == (1, [])
    assert "users add" in refused.stderr
    monkeypatch.setenv("DATELINE_USERS", "ana:secret")
    assert "sign in" in run("serve", "--host", "0.0.0.0").stderr


def test_serving_everybody_comes_with_a_warning(run, launched, monkeypatch):
    monkeypatch.setenv("DATELINE_OPEN_TO_ALL", "true")
    assert "can read and change" in run("serve", "--host", "0.0.0.0").stderr
    assert "can read and change" not in run("serve").stderr


@pytest.mark.parametrize(("display", "opened"), [("", False), (":0", True)])
def test_open_opens_the_browser_where_there_is_a_display(
    run, launched, monkeypatch, display, opened
):
    monkeypatch.setenv("DISPLAY", display)
    assert run("serve", "--open").exit_code == 0
    assert launched[0][1]["open_browser"] is opened


def test_samples_are_read_into_an_empty_library(run, desk, launched):
    desk.library.clear()
    run("serve", "--samples")
    assert [article.path for article in desk.library.values()] == [str(service.SAMPLES)]


def test_samples_are_left_alone_if_the_library_holds_anything(run, desk, launched):
    run("serve", "--samples")
    assert len(desk.library) == 2


def test_samples_that_cannot_be_read_leave_the_page_up(run, desk, launched, monkeypatch):
    def fail(*_, **__):
        raise StoreError("no space is left")

    desk.library.clear()
    monkeypatch.setattr(desk, "ingest", fail)
    result = run("serve", "--samples")
    assert ("no space is left" in result.stderr, result.exit_code) == (True, 0)


def test_a_port_in_use_is_told(run, launched, monkeypatch):
    def refuse(*_, **__):
        raise SettingsError("port 7860 is taken: choose another with --port")

    monkeypatch.setattr(sys.modules["rag.ui.web"], "launch", refuse)
    result = run("serve")
    assert ("--port" in result.stderr, result.exit_code) == (True, 1)


def test_the_samples_are_where_serve_looks_for_them():
    assert any(service.SAMPLES.rglob("*.txt"))


WAIT = service.wait_for_interrupt


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_serving_ends_at_ctrl_c_and_when_the_system_asks(run, desk, launched, monkeypatch, sent):
    def wait():
        threading.Timer(0.05, os.kill, (os.getpid(), sent)).start()
        WAIT()

    monkeypatch.setattr(service, "wait_for_interrupt", wait)
    assert run("serve").exit_code == 0
    assert (launched[0][-1].closed, desk.closed) == (True, True)


def test_being_asked_to_end_while_the_page_is_built_closes_the_library(
    run, desk, launched, monkeypatch
):
    def build(*_, **__):
        os.kill(os.getpid(), signal.SIGTERM)
        WAIT()

    monkeypatch.setattr(sys.modules["rag.ui.web"], "launch", build)
    assert run("serve").exit_code == 0
    assert desk.closed


def test_samples_that_wait_for_a_model_do_not_hold_up_the_end(run, desk, launched, monkeypatch):
    asked, loaded = threading.Event(), threading.Event()

    def ingest(*_, **__):
        asked.set()
        loaded.wait(5)
        return iter(())

    desk.library.clear()
    monkeypatch.setattr(desk, "ingest", ingest)
    monkeypatch.setattr(service, "STOPPING_SECONDS", 0.01)
    monkeypatch.setattr(service, "wait_for_interrupt", lambda: asked.wait(5))
    assert run("serve", "--samples").exit_code == 0
    assert (desk.closed, loaded.is_set()) == (True, False)
    loaded.set()


def test_what_is_piped_is_neither_cut_nor_wrapped(run, desk):
    long = make_article(
        "The dam " + "and the river " * 40 + "broke.", title="Dam " * 60, id="d" * 16
    )
    desk.library = {long.id: long}
    assert long.title.strip() in run("list").stdout
    assert long.body in run("show", long.id).stdout
    assert long.body in run("search", "river").stdout
