"""Who may reach what: every route of the mounted app and every event of its pages is in a table.

A new route or event fails here until somebody has decided whose it is. The app is the one that
`serve` launches, with three users; what is behind it is a fake.
"""

import json
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from rag.api.app import Machines
from rag.api.gate import OPEN
from rag.ui.web import launch, shut
from tests.rag.ui.pages_desk import PagesDesk

USERS = "ed:editor-pass:editor, rea:reader-pass:reader, otto:other-pass:reader"

READER = """
GET /api/v1/articles
GET /api/v1/articles/{article_id}
GET /api/v1/articles/{article_id}/statements
GET /api/v1/jobs
GET /api/v1/jobs/{job_id}
DELETE /api/v1/jobs/{job_id}
GET /api/v1/jobs/{job_id}/document
GET /api/v1/openapi.json
HEAD /api/v1/openapi.json
GET /api/v1/stories
POST /api/v1/ask
POST /api/v1/briefings
POST /api/v1/claims
POST /api/v1/comparisons
POST /api/v1/search
POST /api/v1/statements
POST /api/v1/summaries
GET /metrics
GET /v1/models
GET /v1/models/{name}
POST /v1/chat/completions
GET /
HEAD /
GET /assets/{path:path}
GET /config
GET /config/
GET /favicon.ico
GET /gradio_api/app_id
GET /gradio_api/app_id/
GET /gradio_api/heartbeat/{session_hash}
GET /gradio_api/info
GET /gradio_api/info/
GET /gradio_api/queue/data
POST /gradio_api/cancel
POST /gradio_api/queue/join
POST /gradio_api/reset
POST /gradio_api/reset/
GET /gradio_api/theme.css
GET /manifest.json
GET /robots.txt
GET /static/{path:path}
GET /svelte/{path:path}
GET /theme.css
"""
"""For everybody who has signed in."""

EDITOR = """
POST /api/v1/articles
DELETE /api/v1/articles/{article_id}
POST /gradio_api/upload
GET /gradio_api/upload_progress
"""
"""For those who may change the library."""

CLOSED = """
GET /gradio_api/call/v2/{api_name}/{event_id}
GET /gradio_api/call/{api_name}/{event_id}
GET /gradio_api/custom_component/{id}/{environment}/{type}/{file_name}
GET /gradio_api/deep_link
GET /gradio_api/dev/reload
GET /gradio_api/file/{path:path}
HEAD /gradio_api/file={path_or_url:path}
GET /gradio_api/file={path_or_url:path}
GET /gradio_api/login_check
GET /gradio_api/login_check/
GET /gradio_api/openapi.json
GET /gradio_api/proxy={url_path:path}
HEAD /gradio_api/proxy={url_path:path}
GET /gradio_api/queue/status
GET /gradio_api/runs
GET /gradio_api/runs/
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8
GET /gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}
GET /gradio_api/token
GET /gradio_api/token/
GET /gradio_api/user
GET /gradio_api/user/
GET /gradio_api/vibe-code
GET /gradio_api/vibe-code/
GET /logout
GET /monitoring
GET /monitoring/summary
GET /monitoring/{key}
GET /openapi.json
HEAD /openapi.json
GET /pwa_icon
GET /pwa_icon/{size}
POST /gradio_api/api/{api_name}
POST /gradio_api/api/{api_name}/
POST /gradio_api/call/v2/{api_name}
POST /gradio_api/call/v2/{api_name}/
POST /gradio_api/call/{api_name}
POST /gradio_api/call/{api_name}/
POST /gradio_api/component_server
POST /gradio_api/component_server/
POST /gradio_api/process_recording
POST /gradio_api/run/{api_name}
POST /gradio_api/run/{api_name}/
POST /gradio_api/stream/{event_id}
POST /gradio_api/stream/{event_id}/close
POST /gradio_api/undo-vibe-edit
POST /gradio_api/undo-vibe-edit/
POST /gradio_api/vibe-code
POST /gradio_api/vibe-code/
POST /gradio_api/vibe-edit
POST /gradio_api/vibe-edit/
POST /gradio_api/vibe-starter-queries
POST /gradio_api/vibe-starter-queries/
POST /login
POST /login/
"""
"""What Gradio serves and the pages do not use: for nobody."""

HARMLESS = "GET /gradio_api/startup-events"
"""Gradio's own request at launch; it is answered before the gate and does nothing."""

EVENTS = """
AskPage._answer AskPage._answer_example AskPage._answer_without AskPage._clear AskPage._save
AskPage._stop AskPage.refresh BriefPage._clear BriefPage._look BriefPage._look_begin
BriefPage._save BriefPage._stop BriefPage._write ComparePage._compare ComparePage._open
ComparePage._redraw ComparePage._save ComparePage._stop ComparePage._turn LibraryPage._search
LibraryPage._stop LibraryPage._turn_page Calls.ask Calls.brief Calls.compare Calls.search
Calls.show Reader._open Reader._save Reader._stop Reader._summarise SearchPage._begin
SearchPage._choose SearchPage._more SearchPage._search StoryChoice._choose StoryChoice._look
StoryChoice._relist StoryChoice.clear _chips _leave_out _period _pick _without
_wire.<locals>.<lambda> _wire.<locals>.poll
"""
"""Events of the pages that change nothing."""

CHANGING = "LibraryPage._add LibraryPage._add_samples LibraryPage._remove"
"""Events that change the library; for editors."""


def lines(text):
    return [line for line in text.splitlines() if line]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(desk, what Gradio serves, what machines are served, address)."""
    desk = PagesDesk(tmp_path_factory.mktemp("home"))
    given = {"users": USERS, "asks_per_minute": 0}
    desk.settings = desk.settings.model_copy(update=given)
    machines = Machines(desk)
    demo = launch(machines.desk, samples=Path("samples"), around=machines.middleware())
    yield desk, demo, machines, demo.local_url.rstrip("/")
    machines.close()
    shut(demo)


@pytest.fixture(scope="module")
def clients(served):
    """By name: nobody, and the three users, signed in as a browser does."""
    _, _, _, url = served
    found = {"nobody": httpx.Client(base_url=url, timeout=20)}
    for user in USERS.split(", "):
        name, password, _ = user.split(":")
        client = httpx.Client(base_url=url, timeout=20)
        response = client.post("/sign-in", data={"name": name, "password": password})
        assert response.status_code == 303
        found[name] = client
    yield found
    for client in found.values():
        client.close()


def routes(app):
    return {
        f"{method} {context.path}"
        for context in iter_route_contexts(app.routes)
        for method in context.original_route.methods
    }


def asked(client, name, route):
    """Status and beginning of the response; a body that does not end is not waited for."""
    method, path = route.split(" ", 1)
    while "{" in path:
        key = path[path.index("{") : path.index("}") + 1]
        path = path.replace(key, f"{name}-session" if "session" in key else "x", 1)
    body = {"json": {}} if method == "POST" else {}
    with client.stream(method, path, **body) as response:
        with suppress(httpx.ReadTimeout, StopIteration):
            return response.status_code, next(response.iter_text())
        return response.status_code, ""


def test_every_route_is_in_the_table(served):
    _, demo, machines, _ = served
    known = {*lines(READER), *lines(EDITOR), *lines(CLOSED), HARMLESS}
    assert routes(demo.app) | routes(machines.app) == known


def test_only_these_paths_need_no_user():
    assert sorted(OPEN) == ["/healthz", "/readyz", "/sign-in", "/sign-out"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/sign-in", "/sign-out"])
def test_an_open_path_tells_nothing_of_the_library(clients, path):
    response = clients["nobody"].get(path)
    assert response.status_code == 200
    assert "Ferry" not in response.text


@pytest.mark.parametrize("route", [*lines(READER), *lines(EDITOR), *lines(CLOSED)])
def test_without_a_user_no_route_is_reached(clients, route):
    assert asked(clients["nobody"], "nobody", route)[0] == 401


@pytest.mark.parametrize("route", lines(READER))
@pytest.mark.parametrize("name", ["rea", "ed"])
def test_a_route_for_readers_is_reached(clients, name, route):
    if route.startswith("GET /gradio_api/heartbeat"):
        pytest.skip("it never ends; see the sessions below")
    status, said = asked(clients[name], name, route)
    assert status not in (401, 403, 500)
    assert "There is nothing here" not in said


@pytest.mark.parametrize("route", lines(EDITOR))
def test_a_route_for_editors_is_not_for_readers(clients, route):
    assert asked(clients["rea"], "rea", route)[0] == 403
    assert asked(clients["ed"], "ed", route)[0] not in (401, 403, 500)


@pytest.mark.parametrize("route", lines(CLOSED))
def test_what_the_pages_do_not_use_is_for_nobody(clients, route):
    for name in ("rea", "ed"):
        status, said = asked(clients[name], name, route)
        assert status == 404
        assert said == "" or "There is nothing here" in said


def test_agents_need_a_user(clients):
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/list",
    }
    headers = {"accept": "application/json, text/event-stream"}
    for path in ("/mcp", "/gradio_api/mcp", "/gradio_api/mcp/sse"):
        assert clients["nobody"].post(path, json=hello, headers=headers).status_code == 401
    tools = clients["rea"].post("/mcp", json=hello, headers=headers).json()["result"]["tools"]
    assert all(tool["annotations"]["readOnlyHint"] for tool in tools)


# Events of the pages


def event_of(demo, name):
    return next(fn for fn in demo.fns.values() if fn.fn and fn.fn.__qualname__ == name)


def fired(client, fn, session, data=None, event_data=None):
    """What Gradio says to an event, run as a browser runs it."""
    given = [None] * len(fn.inputs) if data is None else data
    body = {"fn_index": fn._id, "data": given, "session_hash": session, "event_data": event_data}
    if not fn.queue:
        return client.post("/gradio_api/run/predict", json=body)
    joined = client.post("/gradio_api/queue/join", json=body)
    if joined.status_code != 200:
        return joined
    params = {"session_hash": session}
    with client.stream("GET", "/gradio_api/queue/data", params=params) as response:
        for line in response.iter_lines():
            if line and json.loads(line[6:])["msg"] in ("process_completed", "close_stream"):
                break
    return joined


def test_every_event_is_in_the_table(served):
    _, demo, _, _ = served
    found = {fn.fn.__qualname__ for fn in demo.fns.values() if fn.fn}
    assert found == {*EVENTS.split(), *CHANGING.split()}


def test_without_a_user_no_event_runs(served, clients):
    _, demo, _, _ = served
    for fn in demo.fns.values():
        assert fired(clients["nobody"], fn, "nobodys").status_code == 401


def test_no_event_of_a_readers_changes_the_library(served, clients):
    desk, demo, _, _ = served
    before = dict(desk.library)
    for number, fn in enumerate(fn for fn in demo.fns.values() if fn.fn):
        fired(clients["rea"], fn, f"rea-{number}")
    article = next(iter(before))
    changing = {
        "LibraryPage._add": ([[], "https://news.example/a"], None),
        "LibraryPage._add_samples": ([], None),
        "LibraryPage._remove": ([], {"article": article}),
    }
    for name, (data, event_data) in changing.items():
        fired(clients["rea"], event_of(demo, name), f"rea-{name}", data, event_data)
    assert (desk.library, desk.ingested) == (before, [])
    desk.gate.set()
    for name, (data, event_data) in changing.items():
        fired(clients["ed"], event_of(demo, name), f"ed-{name}", data, event_data)
    assert desk.ingested == [["https://news.example/a"], [Path("samples")]]
    assert article not in desk.library


# Somebody else's


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/gradio_api/run/predict", {"fn_index": 0, "data": []}),
        ("POST", "/gradio_api/queue/join", {"fn_index": 0, "data": []}),
        ("POST", "/gradio_api/cancel", {"fn_index": 0, "event_id": "x"}),
        ("POST", "/gradio_api/reset", {"event_id": "x"}),
        ("GET", "/gradio_api/queue/data?session_hash=reas", None),
        ("GET", "/gradio_api/heartbeat/reas", None),
    ],
)
def test_a_session_belongs_to_who_began_it(served, clients, method, path, body):
    _, demo, _, _ = served
    fired(clients["rea"], event_of(demo, "AskPage.refresh"), "reas")
    given = {"json": {**body, "session_hash": "reas"}} if body else {}
    for name in ("otto", "ed"):
        response = clients[name].request(method, path, **given)
        assert response.status_code == 403
        assert "another user's" in response.text


def test_a_job_is_nobody_elses(clients):
    headers = {"prefer": "respond-async"}
    body = {"topic": "ferry"}
    job = clients["rea"].post("/api/v1/briefings", json=body, headers=headers).json()["id"]
    for name in ("otto", "ed"):
        other = clients[name]
        assert other.get(f"/api/v1/jobs/{job}").status_code == 404
        assert other.get(f"/api/v1/jobs/{job}/document").status_code == 404
        assert other.delete(f"/api/v1/jobs/{job}").status_code == 404
        assert other.get("/api/v1/jobs").json() == {"jobs": []}
    assert clients["rea"].get(f"/api/v1/jobs/{job}").json()["kind"] == "briefing"
