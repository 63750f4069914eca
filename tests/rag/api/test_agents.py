"""Tools and resources for agents: what the other faces say, and nothing that changes anything."""

import json

import pytest

from rag.users import UsersFile
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.api.client import client_of

DAM = make_article("The dam broke on Monday. Nobody was hurt.", id="aaaaaaaaaaaaaaaa")
ROOF = make_article("Ana said: the roof was old.", title="Roof", id="bbbbbbbbbbbbbbbb")


@pytest.fixture
def desk(tmp_path):
    desk = FakeDesk([DAM, ROOF])
    desk.settings = desk.settings.model_copy(update={"home": tmp_path})
    return desk


@pytest.fixture
def client(desk):
    with client_of(desk) as client:
        yield client


def spoken(client, method, headers=(), **params):
    """The result of one message of the protocol."""
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    accept = {"accept": "application/json, text/event-stream", **dict(headers)}
    response = client.post("/mcp", json=message, headers=accept)
    assert response.status_code == 200, response.text
    return response.json()["result"]


def called(client, name, **arguments):
    return spoken(client, "tools/call", name=name, arguments=arguments)


def without_times(told):
    return {name: value for name, value in told.items() if name != "timings"}


def test_the_tools_only_read(client):
    tools = {tool["name"]: tool for tool in spoken(client, "tools/list")["tools"]}
    assert sorted(tools) == ["ask", "brief", "compare", "search", "show"]
    assert all(tool["annotations"]["readOnlyHint"] for tool in tools.values())
    assert all("context" not in tool["inputSchema"]["properties"] for tool in tools.values())


@pytest.mark.parametrize(
    ("tool", "arguments", "path", "body"),
    [
        ("ask", {"question": "What broke?"}, "/ask", {"question": "What broke?"}),
        ("search", {"query": "dam", "k": 3}, "/search", {"query": "dam", "k": 3}),
        ("brief", {"topic": "dam"}, "/briefings", {"topic": "dam", "length": "half"}),
        ("compare", {"topic": "roof"}, "/comparisons", {"topic": "roof"}),
        ("compare", {"claim": "It was old"}, "/claims", {"claim": "It was old"}),
    ],
)
def test_a_tool_says_what_its_route_says(client, tool, arguments, path, body):
    result = called(client, tool, **arguments)
    assert not result.get("isError")
    told = client.post(f"/api/v1{path}", json=body).json()
    assert without_times(result["structuredContent"]) == without_times(told)
    assert json.loads(result["content"][0]["text"]) == result["structuredContent"]


def test_an_article_is_shown_and_is_a_resource(client):
    shown = called(client, "show", article="aaaaaa")["structuredContent"]
    assert shown == client.get("/api/v1/articles/aaaaaa").json()
    read = spoken(client, "resources/read", uri=f"dateline://articles/{DAM.id}")
    assert read["contents"][0]["text"] == DAM.body
    listed = spoken(client, "resources/read", uri="dateline://articles")
    titles = [one["title"] for one in json.loads(listed["contents"][0]["text"])["articles"]]
    assert titles == ["Dam breaks", "Roof"]


def test_a_failure_is_told_to_the_agent(client):
    result = called(client, "show", article="zzzzzz")
    assert result["isError"]
    assert "no article 'zzzzzz'" in result["content"][0]["text"]


@pytest.mark.parametrize(
    "body",
    [b"", b'{"jsonrpc"', b"[" * 400_000, b'{"id": \xff}', b'{"id": ' + b"9" * 6000 + b"}"],
    ids=["empty", "cut off", "too deep", "no UTF-8", "too long a number"],
)
def test_what_is_no_json_is_the_callers_mistake(client, body, caplog):
    headers = {"accept": "application/json", "content-type": "application/json"}
    response = client.post("/mcp", content=body, headers=headers)
    assert (response.status_code, response.json()["error"]["code"]) == (400, -32700)
    assert caplog.records == []


def test_what_is_longer_than_it_may_be_as_it_comes_is_refused(client):
    pieces = (b"a" * 100_000 for _ in range(20))
    response = client.post("/mcp", content=pieces, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["error"]["type"]) == (413, "too_large")


def test_an_agent_asks_as_its_user_and_not_too_often(desk, tmp_path):
    file = UsersFile(tmp_path)
    file.put_user("bot", "reader", "long enough")
    key, _ = file.add_key("bot", "agent")
    desk.settings = desk.settings.model_copy(update={"asks_per_minute": 1})
    bearer = {"authorization": f"Bearer {key}"}
    with client_of(desk) as client:
        arguments = {"name": "search", "arguments": {"query": "dam"}}
        first, second = [spoken(client, "tools/call", bearer, **arguments) for _ in "ab"]
    assert not first.get("isError")
    assert "more than 1 questions a minute" in second["content"][0]["text"]


def test_the_process_keeps_its_own_logging(desk):
    import logging

    before = list(logging.getLogger().handlers)
    client_of(desk)
    assert logging.getLogger().handlers == before
