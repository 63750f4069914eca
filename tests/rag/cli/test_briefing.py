import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from rag.chunks.sentences import SentenceSplitter
from rag.cli import session
from rag.cli.app import app
from rag.cli.pages import put_briefing
from rag.types import Briefing, Voice
from tests.fake_desk import FakeDesk
from tests.fakes import FakeReader, make_article

FERRY = make_article("The ferry sank on Monday. It was old.", title="Ferry sinks")
DAM = make_article("The dam broke.", title="Dam breaks", source="Echo", published="2026-03-09")


@pytest.fixture
def desk(monkeypatch):
    fake = FakeDesk([FERRY, DAM])
    monkeypatch.setattr(session, "open_desk", lambda settings: fake)
    return fake


def run(*words):
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


@pytest.mark.usefixtures("desk")
def test_a_summary_shows_its_sentence_its_mark_and_its_quote():
    shown = run("summarise", FERRY.id, "--length", "line")
    assert shown.exit_code == 0
    assert "The ferry sank on Monday. [1]" in shown.stdout
    assert "“The ferry sank on Monday.”" in shown.stdout


@pytest.mark.usefixtures("desk")
def test_summarise_json_has_the_sentences_and_citations():
    told = json.loads(run("summarise", FERRY.id, "--json").stdout)
    assert told["length"] == "paragraph"
    assert told["sentences"][0]["citations"] == [told["citations"][0]["n"]]


@pytest.mark.usefixtures("desk")
def test_an_article_that_is_not_there_is_told():
    shown = run("summarise", "nosuch")
    assert shown.exit_code == 1
    assert "no article 'nosuch'" in shown.stderr


def test_everything_asked_of_a_briefing_reaches_the_desk(desk):
    run("brief", "ferry", "--source", "Echo", "--story", "5f5f", "--article", DAM.id,
        "--length", "half", "--language", "en")  # fmt: skip
    ((topic, filters, story, articles, length, language),) = desk.briefed
    assert (topic, filters.sources, story, articles) == ("ferry", ("Echo",), "5f5f", (DAM.id,))
    assert (length, language) == ("half", "en")


@pytest.mark.usefixtures("desk")
def test_a_briefing_shows_its_sections_and_notes():
    shown = run("brief", "--from", "2026-03-01")
    assert shown.stdout.startswith("Dam breaks\n")
    for part in ("Key points", "The ferry sank on Monday. [2]", "Sources", "note: one origin only"):
        assert part in shown.stdout
    assert "Reading 2 articles of 2 independent origins." in shown.stderr


@pytest.mark.usefixtures("desk")
def test_brief_json_is_one_object_with_the_sections():
    told = json.loads(run("brief", "ferry", "--json").stdout)
    assert [point["text"] for point in told["points"]] == [
        "The dam broke.",
        "The ferry sank on Monday.",
    ]
    assert told["points"][0]["origins"] == 1
    assert {citation["n"] for citation in told["citations"]} == {1, 2}


@pytest.mark.usefixtures("desk")
def test_a_briefing_goes_to_a_file_in_the_format_of_its_ending(tmp_path):
    shown = run("brief", "ferry", "--out", str(tmp_path / "page.md"))
    assert shown.exit_code == 0
    assert "The ferry sank on Monday." in (tmp_path / "page.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("desk")
def test_no_article_fits_is_told_with_the_filter():
    shown = run("brief", "ferry", "--to", "2020-01-01")
    assert shown.exit_code == 1
    assert "the dates leave none over" in shown.stderr


@pytest.mark.usefixtures("desk")
def test_stories_are_listed_with_what_names_them():
    shown = run("stories")
    for part in ("5f5f5f5f5f5f5f5f", "2026-03-02", "2026-03-09", "Echo, Harbour Post"):
        assert part in shown.stdout
    told = json.loads(run("stories", "--json").stdout)
    assert [one["id"] for one in told["stories"]] == ["5f5f5f5f5f5f5f5f"]
    assert len(told["stories"][0]["articles"]) == 2


@pytest.mark.usefixtures("desk")
def test_one_article_is_no_story():
    assert "No two articles" in run("stories", "--source", "Echo").stderr


def test_only_what_an_article_quotes_gets_quotation_marks(capsys):
    told = make_article("Ana said: the dam held.")
    sentences = SentenceSplitter().split(told.body, "en")
    (said,) = [one for one in FakeReader().read(told, sentences) if one.kind == "indirect"]
    voices = (Voice(said, 1), Voice(replace(said, kind="direct", speaker="Bo"), 2))
    put_briefing(Briefing("dam", "page", "Dam breaks", (), voices=voices))
    shown = capsys.readouterr().out
    assert "Ana says: the dam held (" in shown
    assert "Bo says: “the dam held” (" in shown
