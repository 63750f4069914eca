"""Gradio is started with its server, and by nobody's request."""

import asyncio

from rag.ui.started import Started


class Blocks:
    def __init__(self):
        self.started = 0

    def run_startup_events(self):
        self.started += 1

    async def run_extra_startup_events(self):
        self.started += 10


def passed(scope):
    """(what was started, what reached the app, what was sent)."""
    blocks, reached, sent = Blocks(), [], []

    async def app(scope, receive, send):
        reached.append(scope["type"])

    async def send(message):
        sent.append(message)

    asyncio.run(Started(app, blocks=blocks)(scope, None, send))
    return blocks.started, reached, sent


def test_the_server_starts_it():
    assert passed({"type": "lifespan"}) == (11, ["lifespan"], [])


def test_a_request_starts_nothing_and_goes_no_further():
    started, reached, sent = passed({"type": "http", "path": "/gradio_api/startup-events"})
    assert (started, reached, sent[0]["status"]) == (0, [], 200)


def test_all_other_requests_go_on():
    assert passed({"type": "http", "path": "/"}) == (0, ["http"], [])
