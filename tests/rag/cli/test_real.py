"""The command line as a person and a script meet it: real processes, models and library.

All processes run behind a gate that lets them talk to this machine only and writes down whoever
else they try to reach.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
NEWS = ROOT / "tests" / "articles" / "news"
HERALD = NEWS / "aldersund-herald"

GATE = """
import os, socket

HERE = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0"}

def guarded(function, host_of):
    def call(*arguments, **options):
        host = host_of(*arguments)
        if host not in HERE:
            with open(os.environ["GATE_LOG"], "a") as log:
                log.write(f"{host}\\n")
            raise ConnectionRefusedError(f"the gate is closed to {host}")
        return function(*arguments, **options)
    return call

def peer(self, address, *_):
    return address[0] if isinstance(address, tuple) else None

socket.socket.connect = guarded(socket.socket.connect, peer)
socket.socket.connect_ex = guarded(socket.socket.connect_ex, peer)
socket.getaddrinfo = guarded(socket.getaddrinfo, lambda host, *_: host)
"""

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def gate_log(tmp_path_factory):
    return tmp_path_factory.mktemp("gate") / "asked.txt"


@pytest.fixture(scope="module")
def environment(gate_log):
    (gate_log.parent / "sitecustomize.py").write_text(GATE, encoding="utf-8")
    return os.environ | {"PYTHONPATH": str(gate_log.parent), "GATE_LOG": str(gate_log)}


@pytest.fixture(scope="module")
def run(tmp_path_factory, environment):
    """Runs `python -m rag ... --json` and reads all of its stdout as one JSON value."""
    home = tmp_path_factory.mktemp("library")

    def run(*arguments, code=0):
        command = [sys.executable, "-m", "rag", *map(str, arguments), "--home", home, "--json"]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False
        )
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="module")
def ingested(run):
    return run("ingest", HERALD)


@pytest.fixture(scope="module")
def answer(run, ingested):
    return run("ask", "How many people died when the ferry Maren Light capsized?")


def test_a_folder_of_articles_is_ingested_without_failures(ingested):
    assert ingested["failed"] == []
    assert ingested["added"] == ingested["articles"] > 0
    assert ingested["chunks"] >= ingested["articles"]


def test_ingesting_it_again_changes_nothing(run, ingested):
    again = run("ingest", HERALD)
    assert (again["added"], again["updated"]) == (0, 0)
    assert (again["unchanged"], again["chunks"]) == (ingested["added"], ingested["chunks"])


def test_an_answer_is_cited_and_every_quote_is_a_slice_of_its_article(run, answer):
    assert not answer["abstained"]
    assert answer["citations"]
    for citation in answer["citations"]:
        body = run("show", citation["article_id"])["body"]
        assert body[citation["start"] : citation["end"]] == citation["quote"]


def test_every_mark_of_an_answer_has_its_citation(answer):
    cited = {citation["n"] for citation in answer["citations"]}
    assert {n for sentence in answer["sentences"] for n in sentence["citations"]} == cited


def test_what_the_articles_do_not_say_is_not_answered(run, ingested):
    answer = run("ask", "Which team won the football world cup in 1998?")
    assert (answer["abstained"], answer["citations"]) == (True, [])


def test_nobody_outside_this_machine_is_asked(ingested, answer, gate_log):
    assert not gate_log.exists(), gate_log.read_text()


def test_the_gate_would_have_noticed(environment, tmp_path):
    code = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/')"
    log = tmp_path / "asked.txt"
    noticing = environment | {"GATE_LOG": str(log)}
    subprocess.run([sys.executable, "-c", code], env=noticing, capture_output=True, check=False)
    assert log.read_text() == "192.0.2.1\n"


def test_a_search_finds_the_article_and_its_text_is_a_slice(run, ingested):
    hits = run("search", "ferry Maren Light capsized", "-k", 3)["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert any("Maren Light" in hit["text"] for hit in hits)
    body = run("show", hits[0]["article_id"])["body"]
    assert body[hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]


def test_a_library_that_was_just_filled_is_sound(run, ingested):
    checks = run("doctor")
    assert checks["ok"] is True, checks


def test_an_article_that_was_removed_is_not_found_again(run, ingested):
    victim = run("list")["articles"][0]["id"]
    assert run("remove", victim) == {"removed": [victim]}
    assert victim not in {article["id"] for article in run("list")["articles"]}
    assert "error" in run("show", victim, code=1)
    assert run("doctor")["ok"] is True
