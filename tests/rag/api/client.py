"""The API around a desk, called without a network."""

from __future__ import annotations

import json

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from rag.api.app import Machines


def client_of(desk, traces=None):
    """A client of the desk's API, beside a web app that says "the web app" everywhere."""
    machines = Machines(desk, traces)
    page = Starlette(
        routes=[Route("/{path:path}", lambda _: PlainTextResponse("the web app"))],
        middleware=list(machines.middleware()),
    )
    client = TestClient(page, raise_server_exceptions=False)
    client.machines = machines
    return client


def events_of(response):
    """(name, JSON) of each server-sent event."""
    blocks = [block for block in response.text.split("\n\n") if block and block[0] != ":"]
    pairs = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(pair.get("event", ""), json.loads(pair["data"])) for pair in pairs]
