"""REST: what each route says, that it is what the command line says, and how it refuses."""

import json
import time

import pytest
from typer.testing import CliRunner

from rag.cli import session
from rag.cli.app import app
from rag.errors import GeneratorError, LibraryFullError, ModelMissingError
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.api.client import client_of, events_of

DAM = make_article("The dam broke on Monday. Nobody was hurt.", id="aaaaaaaaaaaaaaaa")
STORM = make_article(
    "The storm took the roof. Ana said: the roof was old.",
    title="Storm takes roof",
    source="Valley Wire",
    published="2026-03-05",
    id="bbbbbbbbbbbbbbbb",
)


@pytest.fixture
def desk(tmp_path):
    desk = FakeDesk([DAM, STORM])
    desk.settings = desk.settings.model_copy(update={"home": tmp_path / "home"})
    return desk


@pytest.fixture
def client(desk):
    client = client_of(desk)
    yield client
    client.machines.close()


@pytest.fixture
def command(desk, monkeypatch):
    """The JSON that a command line prints."""
    monkeypatch.setattr(session, "open_desk", lambda settings: desk)
    return lambda *words: json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)


def finished(client, job_id):
    """The job, once it is over."""
    for _ in range(200):
        job = client.get(f"/api/v1/jobs/{job_id}").json()
        if job["finished"]:
            return job
        time.sleep(0.01)
    raise AssertionError(f"job {job_id} did not end: {job}")


def without_times(answer):
    return {name: value for name, value in answer.items() if name != "timings"}


# The same as the command line


def test_lists_as_the_command_line_does(client, command):
    assert client.get("/api/v1/articles").json() == command("list")
    narrowed = client.get("/api/v1/articles", params={"source": "Valley Wire"}).json()
    assert narrowed == command("list", "--source", "Valley Wire")
    assert len(narrowed["articles"]) == 1


def test_shows_as_the_command_line_does(client, command):
    assert client.get("/api/v1/articles/aaaaaa").json() == command("show", "aaaaaa")


def test_searches_as_the_command_line_does(client, command):
    said = client.post("/api/v1/search", json={"query": "broke storm", "k": 5}).json()
    assert said == command("search", "broke storm", "-k", "5")
    assert len(said["hits"]) == 2


def test_answers_as_the_command_line_does(client, command):
    said = client.post("/api/v1/ask", json={"question": "What broke?", "from": "2026-03-01"}).json()
    told = command("ask", "What broke?", "--from", "2026-03-01")
    assert without_times(said) == without_times(told)
    assert said["text"] == "The dam broke on Monday. [1]"


def test_removes_as_the_command_line_does(client, desk):
    assert client.delete("/api/v1/articles/aaaaaa").json() == {"removed": [DAM.id]}
    assert list(desk.library) == [STORM.id]


def test_statements_of_an_article(client):
    found = client.get(f"/api/v1/articles/{STORM.id}/statements").json()["statements"]
    assert [(one["speaker"], one["quote"]) for one in found] == [("Ana", "the roof was old")]


# Events


def test_events_are_what_was_found_the_evidence_drafts_and_the_answer(client):
    accept = {"accept": "text/event-stream"}
    response = client.post("/api/v1/ask", json={"question": "What broke?"}, headers=accept)
    events = events_of(response)
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert [name for name, _ in events if name != "draft"] == ["found", "evidence", "answer"]
    (read,) = events[0][1]["hits"]
    assert read["text"] == DAM.body[read["start"] : read["end"]]
    (quoted,) = events[1][1]["evidence"]
    assert quoted["quote"] == DAM.body[quoted["start"] : quoted["end"]]
    assert events[-1][1] == client.post("/api/v1/ask", json={"question": "What broke?"}).json() | {
        "timings": events[-1][1]["timings"]
    }


def test_a_failure_half_way_is_the_last_event(client, desk, monkeypatch):
    def ask(question, **rest):
        yield from list(FakeDesk.ask(desk, question))[:1]
        raise GeneratorError("the engine stopped. Ask again.")

    monkeypatch.setattr(desk, "ask", ask)
    accept = {"accept": "text/event-stream"}
    response = client.post("/api/v1/ask", json={"question": "What broke?"}, headers=accept)
    name, said = events_of(response)[-1]
    assert (name, said["error"]["message"]) == ("error", "the engine stopped. Ask again.")


def test_a_question_that_cannot_be_asked_is_refused_before_any_event(client):
    accept = {"accept": "text/event-stream"}
    response = client.post("/api/v1/ask", json={"question": " "}, headers=accept)
    assert (response.status_code, response.json()["error"]["type"]) == (422, "invalid_request")


# Remembered


def test_a_repeated_question_comes_back_at_once_and_says_so(client, desk):
    first, second = [client.post("/api/v1/ask", json={"question": "What broke?"}) for _ in "ab"]
    assert [one.headers["dateline-cache"] for one in (first, second)] == ["miss", "hit"]
    assert without_times(first.json()) == without_times(second.json())
    assert len(desk.asked) == 1


def test_a_changed_library_is_asked_anew(client, desk):
    client.post("/api/v1/ask", json={"question": "What broke?"})
    client.delete(f"/api/v1/articles/{DAM.id}")
    again = client.post("/api/v1/ask", json={"question": "What broke?"})
    assert (again.headers["dateline-cache"], again.json()["abstained"]) == ("miss", True)


def test_other_filters_are_another_question(client, desk):
    for body in ({}, {"sources": ["Valley Wire"]}, {"history": [{"question": "a", "text": "b"}]}):
        response = client.post("/api/v1/ask", json={"question": "What broke?", **body})
        assert response.headers["dateline-cache"] == "miss"


# Ingest


def test_files_and_links_are_read_as_a_job(client, desk):
    response = client.post(
        "/api/v1/articles",
        files=[("files", ("../one.txt", b"text")), ("files", ("two.bad", b"text"))],
        data={"urls": ["https://news.example/a"]},
    )
    assert response.status_code == 202
    job = finished(client, response.json()["id"])
    assert (job["state"], job["kind"], job["error"]) == ("done", "ingest", None)
    assert (job["result"]["added"], job["result"]["articles"]) == (2, 4)
    assert job["result"]["failed"] == [{"path": "two.bad", "reason": "it holds no text"}]
    names = {article.path for article in desk.library.values()}
    home = desk.settings.home
    assert {str(home / "uploads" / "_one.txt"), "https://news.example/a"} <= names
    assert not (home / "uploads").exists()


def test_a_job_that_fails_says_why(client, desk, monkeypatch):
    def ingest(inputs, *, stop):
        raise LibraryFullError("no space is left. Free some.")
        yield

    monkeypatch.setattr(desk, "ingest", ingest)
    begun = client.post("/api/v1/articles", data={"urls": "https://news.example/a"}).json()
    job = finished(client, begun["id"])
    assert (job["state"], job["error"]["type"]) == ("failed", "library_full")


def test_a_stopped_job_keeps_what_it_has_stored(client, desk, monkeypatch):
    ingest = desk.ingest

    def slowly(inputs, *, stop):
        for event in ingest(inputs, stop=stop):
            yield event
            stop.wait(5)

    monkeypatch.setattr(desk, "ingest", slowly)
    urls = {"urls": ["https://news.example/a", "https://news.example/b"]}
    running, waiting = [client.post("/api/v1/articles", data=urls).json()["id"] for _ in "ab"]
    assert client.delete(f"/api/v1/jobs/{waiting}").json()["state"] == "stopped"
    client.delete(f"/api/v1/jobs/{running}")
    job = finished(client, running)
    assert (job["state"], job["result"]["added"]) == ("stopped", 1)
    assert [one["id"] for one in client.get("/api/v1/jobs").json()["jobs"]] == [waiting, running]


# Refusals: what a client did is never a 500, and the reason names it


@pytest.mark.parametrize(
    ("method", "path", "request_", "status", "said"),
    [
        ("GET", "/api/v1/articles/zzzzzz", {}, 404, "no article 'zzzzzz'"),
        ("GET", "/api/v1/nowhere", {}, 404, "/api/v1/openapi.json"),
        ("PUT", "/api/v1/ask", {}, 405, "openapi.json"),
        ("GET", "/api/v1/jobs/x", {}, 404, "no job 'x'"),
        ("GET", "/api/v1/articles?limit=0", {}, 422, "limit"),
        ("GET", "/api/v1/articles?offset=99999999999999999999", {}, 422, "offset"),
        ("GET", "/api/v1/articles?from=yesterday", {}, 422, "yesterday"),
        ("POST", "/api/v1/ask", {"json": {}}, 422, "question"),
        ("POST", "/api/v1/ask", {"json": []}, 422, "JSON object"),
        ("POST", "/api/v1/ask", {"content": b"{"}, 422, "JSON"),
        ("POST", "/api/v1/ask", {"content": b"{}", "headers": {}}, 422, "application/json"),
        ("POST", "/api/v1/ask", {"content": b"\xff\xfe"}, 422, ""),
        ("POST", "/api/v1/ask", {"content": b"[" * 100_000}, 400, "body"),
        ("POST", "/api/v1/ask", {"content": rb'{"question": "\ud800"}'}, 422, "unicode"),
        ("POST", "/api/v1/ask", {"json": {"question": "a", "form": "2026"}}, 422, "form"),
        ("POST", "/api/v1/ask", {"json": {"question": "a", "to": "soon"}}, 422, "soon"),
        ("POST", "/api/v1/ask", {"json": {"question": "a" * 20_001}}, 422, "20000"),
        (
            "POST",
            "/api/v1/ask",
            {"json": {"question": "a", "history": [{"question": "a", "text": "b"}] * 10_000}},
            422,
            "history",
        ),
        ("POST", "/api/v1/ask", {"json": {"question": "a" * 1_000_000}}, 413, "bytes"),
        ("POST", "/api/v1/search", {"json": {"query": "dam", "k": 10_000}}, 422, "k"),
        ("POST", "/api/v1/articles", {}, 422, "nothing to add"),
        ("POST", "/api/v1/articles", {"data": {"urls": "/etc/passwd"}}, 422, "/etc/passwd"),
        ("POST", "/api/v1/articles", {"data": {"urls": "file:///etc/passwd"}}, 422, "https://"),
        (
            "POST",
            "/api/v1/articles",
            {"content": b"x", "headers": {"content-type": "multipart/form-data"}},
            400,
            "boundary",
        ),
    ],
)
def test_what_a_client_did_wrong_is_told(client, method, path, request_, status, said):
    if "content" in request_ and "headers" not in request_:
        request_ = request_ | {"headers": {"content-type": "application/json"}}
    response = client.request(method, path, **request_)
    error = response.json()["error"]
    assert response.status_code == status, error
    assert said in f"{error['param']} {error['message']}"


@pytest.mark.parametrize(
    ("error", "status"),
    [(ModelMissingError("no model. Fetch it."), 503), (GeneratorError("it died. Ask again."), 503)],
)
def test_what_dateline_cannot_do_now_is_told(client, desk, monkeypatch, error, status):
    def ask(question, **rest):
        raise error
        yield

    monkeypatch.setattr(desk, "ask", ask)
    response = client.post("/api/v1/ask", json={"question": "What broke?"})
    assert (response.status_code, response.json()["error"]["message"]) == (status, str(error))


def test_a_bug_says_nothing_of_the_inside(client, desk, monkeypatch):
    monkeypatch.setattr(desk, "article", lambda article_id: 1 / 0)
    response = client.get("/api/v1/articles/aaaaaa")
    assert (response.status_code, response.json()["error"]["type"]) == (500, "internal")
    assert "division" not in response.text


def test_files_longer_than_they_may_be_are_not_read(desk):
    desk.settings = desk.settings.model_copy(update={"max_upload_mb": 1})
    big = {"files": ("big.txt", b"x" * 1_000_001)}
    assert client_of(desk).post("/api/v1/articles", files=big).status_code == 413


def test_a_body_that_hides_its_length_is_counted(client):
    response = client.post("/api/v1/ask", content=(b"x" * 100_000 for _ in range(11)))
    assert response.status_code == 413


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_sites_page_changes_nothing(client, desk, headers):
    urls = {"urls": "https://news.example/a"}
    assert client.post("/api/v1/articles", data=urls, headers=headers).status_code == 403
    assert client.delete("/api/v1/articles/aaaaaa", headers=headers).status_code == 403
    assert len(desk.library) == 2


def test_our_own_page_may_post(client):
    headers = {"origin": "http://testserver"}
    response = client.post("/api/v1/search", json={"query": "broke"}, headers=headers)
    assert response.status_code == 200


def test_all_other_paths_are_the_web_apps(client):
    assert client.get("/gradio_api/info").text == "the web app"


# How much


def test_too_many_questions_a_minute_are_told_when_to_come_back(desk):
    desk.settings = desk.settings.model_copy(update={"asks_per_minute": 2})
    client = client_of(desk)
    answers = [client.post("/api/v1/search", json={"query": "dam"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 30


def test_the_openapi_document_names_every_route_and_its_fields(client):
    document = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/articles", "/api/v1/ask", "/api/v1/search"} <= set(document["paths"])
    fields = "question history from to sources languages articles without format".split()
    assert set(document["components"]["schemas"]["AskBody"]["properties"]) == set(fields)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/v1/articles?sources=Valley+Wire", "'sources': this path knows no such parameter"),
        ("/api/v1/stories?from=2026-03-01&from=2026-03-02", "'from': given more than once"),
        ("/api/v1/stories?form=2026-03-01", "It knows: "),
        (f"/api/v1/articles/{DAM.id}?x=1", "It knows none"),
    ],
)
def test_a_query_that_would_be_passed_over_is_refused(client, path, said):
    answer = client.get(path)
    assert answer.status_code == 422
    assert said in answer.json()["error"]["message"]


def test_a_query_may_name_several_outlets_and_each_other_thing_once(client):
    path = "/api/v1/articles?source=Valley+Wire&source=Nobody&from=2026-03-01&to=2026-03-09"
    assert [one["id"] for one in client.get(path).json()["articles"]] == [STORM.id]
