"""The serve command."""

import os
import signal
import sys
import threading
from types import ModuleType

import pytest

from rag.cli import service
from rag.errors import SettingsError, StoreError
from tests.fakes import make_article


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
    # What it would end is this test.
    monkeypatch.setattr(service.leaving, "leave", lambda: calls.append("left"))
    monkeypatch.setenv("DISPLAY", "")
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    monkeypatch.setattr(sys, "platform", "linux")
    return calls


def test_serve_tells_where_the_page_is_and_closes_it_at_the_end(run, desk, launched):
    result = run("serve")
    assert "http://127.0.0.1:7860/" in result.stderr
    assert (result.exit_code, launched[0][2].closed, desk.closed) == (0, True, True)


def test_serve_does_not_wait_for_a_larger_index_and_other_commands_do(run, desk, launched):
    run("serve")
    served = desk.patience
    run("list")
    assert (served <= 1, desk.patience >= 60) == (True, True)


def test_serve_loads_the_models_behind_the_page(run, desk, launched):
    run("serve")
    assert desk.started_models


def test_serve_reads_ahead_while_nobody_waits(run, desk, launched):
    run("serve")
    assert desk.reading.busy() is False


def test_reading_ahead_can_be_turned_off(run, desk, launched, monkeypatch):
    monkeypatch.setenv("DATELINE_READ_AHEAD", "false")
    run("serve")
    assert desk.reading.busy is None


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


def test_serving_keeps_its_memory_together(run, launched, monkeypatch):
    asked = []
    monkeypatch.setattr(service.memory, "keep_together", lambda: asked.append("together"))
    assert run("serve").exit_code == 0
    assert asked == ["together"]


def test_memory_is_given_back_while_serving_waits(monkeypatch):
    def give_back():
        raise KeyboardInterrupt

    monkeypatch.setattr(service.memory, "SECONDS_BETWEEN", 0.001)
    monkeypatch.setattr(service.memory, "give_back", give_back)
    with pytest.raises(KeyboardInterrupt):
        WAIT()


WAIT = service.wait_for_interrupt


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_serving_ends_at_ctrl_c_and_when_the_system_asks(run, desk, launched, monkeypatch, sent):
    def wait():
        threading.Timer(0.05, os.kill, (os.getpid(), sent)).start()
        WAIT()

    monkeypatch.setattr(service, "wait_for_interrupt", wait)
    assert run("serve").exit_code == 0
    assert (launched[0][-1].closed, desk.closed, launched[1:]) == (True, True, ["left"])


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
