"""The command `statements`: what it prints, and its JSON."""

import json

import pytest
from typer.testing import CliRunner

from rag.cli import session
from rag.cli.app import app
from tests.fake_desk import FakeDesk
from tests.fakes import make_article

FERRY = make_article(
    "Ana said: the door leaked. Ben said: the door held.", title="Ferry", id="aaaaaaaaaaaaaaaa"
)
MILL = make_article("Ana said: the mill will close.", title="Mill", id="bbbbbbbbbbbbbbbb")


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(session, "open_desk", lambda settings: FakeDesk([FERRY, MILL]))
    return lambda *arguments: CliRunner().invoke(app, ["statements", *arguments])


def test_it_lists_who_said_what_under_the_headline(run):
    lines = [line.strip() for line in run("aaaaaaaa").stdout.splitlines()]
    assert lines[0].startswith("Ferry")
    assert lines[1:] == [
        "Ana  said, indirect, said",
        "“the door leaked”",
        "Ben  said, indirect, said",
        "“the door held”",
    ]


def test_json_has_exactly_the_agreed_fields_and_the_quote_is_a_slice(run):
    (one,) = json.loads(run("aaaaaaaa", "--speaker", "Ben", "--json").stdout)["statements"]
    assert set(one) == {
        "id", "speaker", "speaker_kind", "speaker_mention", "role", "cue", "stance", "kind",
        "start", "end", "quote", "addressee", "article_id", "title", "source", "published", "url",
    }  # fmt: skip
    assert FERRY.body[one["start"] : one["end"]] == one["quote"] == "the door held"


def test_without_an_id_all_that_pass_are_read(run):
    found = json.loads(run("--speaker", "Ana", "--json").stdout)["statements"]
    assert sorted(one["title"] for one in found) == ["Ferry", "Mill"]


def test_a_topic_narrows_the_articles(run):
    found = json.loads(run("--topic", "mill", "--json").stdout)["statements"]
    assert [one["quote"] for one in found] == ["the mill will close"]


def test_an_unknown_speaker_finds_nothing_and_is_told_who_is_near(run):
    result = run("--speaker", "Anna")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Near in name: Ana." in result.stderr
