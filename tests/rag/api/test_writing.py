"""Documents through the API: the command line's JSON, events, jobs and files."""

import io
import json
import time
import zipfile

import pytest
from typer.testing import CliRunner

from rag.cli import session
from rag.cli.app import app
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

SAME = [
    ("/summaries", {"article": "aaaaaa", "length": "line"}, "summarise aaaaaa --length line"),
    ("/briefings", {"topic": "dam", "length": "half"}, "brief dam --length half"),
    ("/briefings", {"from": "2026-03-04"}, "brief --from 2026-03-04"),
    ("/comparisons", {"topic": "roof", "speakers": ["Ana"]}, "compare roof --speakers Ana"),
    ("/claims", {"claim": "It was old", "sources": ["Valley Wire"]},
     "compare --claim 'It was old' --sources 'Valley Wire'"),
    ("/statements", {"speaker": "Ana"}, "statements --speaker Ana"),
    ("/statements", {"topic": "storm roof"}, "statements --topic 'storm roof'"),
]  # fmt: skip
"""Of a route, what it is asked, and the command that is asked the same."""


@pytest.fixture
def desk(tmp_path):
    desk = FakeDesk([DAM, STORM])
    desk.settings = desk.settings.model_copy(update={"home": tmp_path})
    return desk


@pytest.fixture
def client(desk):
    client = client_of(desk)
    yield client
    client.machines.close()


def told(client, path, body, **headers):
    return client.post(f"/api/v1{path}", json=body, headers=headers)


def over(client, job_id):
    for _ in range(300):
        job = client.get(f"/api/v1/jobs/{job_id}").json()
        if job["finished"]:
            return job
        time.sleep(0.01)
    raise AssertionError(f"job {job_id} did not end: {job}")


@pytest.mark.parametrize(("path", "body", "command"), SAME)
def test_says_what_the_command_line_says(client, desk, monkeypatch, path, body, command):
    monkeypatch.setattr(session, "open_desk", lambda settings: desk)
    words = f"{command} --json"
    printed = json.loads(CliRunner().invoke(app, words).stdout)
    assert told(client, path, body).json() == printed
    assert printed


def test_stories_are_those_of_the_command_line(client, desk, monkeypatch):
    monkeypatch.setattr(session, "open_desk", lambda settings: desk)
    printed = json.loads(CliRunner().invoke(app, "stories --json").stdout)
    assert client.get("/api/v1/stories").json() == printed
    assert len(printed["stories"]) == 1


@pytest.mark.parametrize(
    ("path", "body", "names"),
    [
        ("/summaries", {"article": "aaaaaa"}, ["sentence", "summary"]),
        ("/briefings", {"topic": "dam"}, ["sources", "draft", "briefing"]),
        ("/comparisons", {"topic": "roof"}, ["issue", "comparison"]),
        ("/claims", {"claim": "It was old"}, ["claim"]),
    ],
)
def test_events_end_with_the_document(client, path, body, names):
    events = events_of(told(client, path, body, accept="text/event-stream"))
    told_names = [name for name, _ in events if name != "read"]
    # A draft that comes right after something else is left out: the next one holds it.
    assert [name for name in names if name in told_names or name != "draft"] == told_names
    assert events[-1][1] == told(client, path, body).json()


def test_a_job_ends_with_the_document_and_gives_it_as_a_file(client):
    response = told(client, "/briefings", {"topic": "dam"}, prefer="respond-async")
    assert response.status_code == 202
    assert response.headers["location"] == f"/api/v1/jobs/{response.json()['id']}"
    job = over(client, response.json()["id"])
    assert (job["state"], job["kind"], job["progress"]) == ("done", "briefing", None)
    assert job["result"] == told(client, "/briefings", {"topic": "dam"}).json()
    place = f"/api/v1/jobs/{job['id']}/document"
    assert client.get(place).json() == job["result"]
    file = client.get(place, params={"format": "docx"})
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(file.content)).namelist()
    assert 'filename="dateline.docx"' in file.headers["content-disposition"]
    assert client.get(place, params={"format": "exe"}).status_code == 422


def test_a_watched_job_tells_how_far_it_is_until_it_is_over(client):
    job = told(client, "/comparisons", {"topic": "roof"}, prefer="respond-async").json()
    accept = {"accept": "text/event-stream"}
    events = events_of(client.get(f"/api/v1/jobs/{job['id']}", headers=accept))
    assert {name for name, _ in events} == {"job"}
    assert events[-1][1]["state"] == "done"


def test_a_job_that_wrote_nothing_has_no_document(client):
    begun = client.post("/api/v1/articles", data={"urls": "https://news.example/a"}).json()
    over(client, begun["id"])
    assert client.get(f"/api/v1/jobs/{begun['id']}/document").status_code == 404


def test_an_ingest_does_not_keep_who_writes_waiting(client, desk, monkeypatch):
    ingest = desk.ingest

    def slowly(inputs, *, stop):
        for event in ingest(inputs, stop=stop):
            yield event
            stop.wait(5)

    monkeypatch.setattr(desk, "ingest", slowly)
    reading = client.post("/api/v1/articles", data={"urls": "https://news.example/a"}).json()
    writing = told(client, "/briefings", {"topic": "dam"}, prefer="respond-async").json()
    assert over(client, writing["id"])["state"] == "done"
    assert client.get(f"/api/v1/jobs/{reading['id']}").json()["state"] == "running"


@pytest.mark.parametrize("format", ["md", "html", "pdf", "docx"])
def test_a_document_comes_as_a_file(client, format):
    response = told(client, "/ask", {"question": "What broke?", "format": format})
    assert response.status_code == 200
    assert response.headers["content-disposition"].endswith(f'"dateline.{format}"')
    assert len(response.content) > 100


def test_events_come_as_json_only(client):
    body = {"topic": "dam", "format": "pdf"}
    response = told(client, "/briefings", body, accept="text/event-stream")
    assert (response.status_code, "'pdf'" in response.text) == (422, True)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/summaries", {"article": "zzzzzz"}, 404),
        ("/summaries", {"article": "aaaaaa", "length": "novel"}, 422),
        ("/briefings", {"from": "2030-01-01"}, 422),
        ("/briefings", {"topic": "dam", "langth": "page"}, 422),
        ("/comparisons", {}, 422),
        ("/claims", {"claim": "a" * 20_001}, 422),
    ],
)
def test_what_cannot_be_written_is_told(client, path, body, status):
    assert told(client, path, body).status_code == status
