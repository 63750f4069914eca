"""Settings, failures and starting: what holds for every command."""

import subprocess
import sys

from rag.errors import StoreError


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
