"""Reading articles in, listing, showing and removing them, doctor."""

import json
import os
import signal

import pytest

from rag.cli import library
from rag.types import Check, IngestProgress
from tests.rag.cli.articles import DAM, STORM

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
