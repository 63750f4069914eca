"""A fake desk, and the command line run on it."""

import pytest
from typer.testing import CliRunner

from rag.cli import session
from rag.cli.app import app
from tests.fake_desk import FakeDesk
from tests.rag.cli.articles import DAM, STORM


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
