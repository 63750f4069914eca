"""The gate: who may ask, and what the browser is told to load."""

from __future__ import annotations

import asyncio

import pytest

from rag.ui.guard import Guard, is_local


async def _app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})
    await send({"type": "http.response.body", "body": b"inside"})


def _get(host: bytes, *, local: bool):
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "headers": [(b"host", host)]}
    asyncio.run(Guard(_app, local=local)(scope, None, send))
    return sent


@pytest.mark.parametrize(
    "host", [b"127.0.0.1:7860", b"localhost:7860", b"[::1]:7860", b"localhost"]
)
def test_this_machine_may_ask_itself(host):
    assert _get(host, local=True)[0]["status"] == 200


@pytest.mark.parametrize(
    "host", [b"rebound.example:7860", b"192.168.1.5", b"", b"127.0.0.1.evil.example"]
)
def test_a_name_that_strangers_control_is_refused(host):
    start, body = _get(host, local=True)
    assert start["status"] == 403
    assert b"DATELINE_HOST" in body["body"]


def test_an_app_that_is_bound_to_the_network_answers_to_any_name():
    assert _get(b"desk.example", local=False)[0]["status"] == 200


def test_the_browser_is_told_to_load_from_here_only():
    headers = dict(_get(b"127.0.0.1", local=True)[0]["headers"])
    assert headers[b"x-own"] == b"1"
    policy = headers[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert headers[b"referrer-policy"] == b"no-referrer"


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("news.example", False)],
)
def test_loopback_is_known(host, local):
    assert is_local(host) is local
