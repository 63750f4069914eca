"""Clients that leave, wait, or do not read: the desk's iterators are closed, the line moves on."""

import asyncio
import json
import threading

import pytest

from rag.api import streams
from rag.types import Drafted
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.api.client import client_of, events_of


class SlowDesk(FakeDesk):
    """Writes "The" again and again until `gate` is set; knows how many write at the same time."""

    def __init__(self, articles):
        super().__init__(articles)
        self.gate = threading.Event()
        self.writing = threading.Event()
        self.at_once = []
        self.now = 0

    def ask(self, question, **rest):
        answers = super().ask(question, **rest)
        yield next(answers)
        yield next(answers)
        self.now += 1
        self.at_once.append(self.now)
        try:
            while not self.gate.wait(0.01):
                self.writing.set()
                yield Drafted("The")
            yield from answers
        finally:
            self.now -= 1
            answers.close()


@pytest.fixture
def desk():
    return SlowDesk([make_article()])


class Caller:
    """One request to an ASGI app, whose client can leave; `sent` is what it was sent so far."""

    def __init__(self, app, question, *, accept="application/json"):
        body = json.dumps({"question": question}).encode()
        self.scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "method": "POST",
            "path": "/api/v1/ask",
            "raw_path": b"/api/v1/ask",
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "headers": [(b"content-type", b"application/json"), (b"accept", accept.encode())],
        }
        self.app, self.body, self.sent = app, body, []
        self.left = asyncio.Event()

    async def receive(self):
        if self.body is not None:
            body, self.body = self.body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.sent.append(message)

    async def call(self):
        await self.app(self.scope, self.receive, self.send)

    @property
    def text(self):
        return b"".join(one.get("body", b"") for one in self.sent).decode()


async def until(condition):
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come to that")


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_client_that_leaves_stops_the_generator_and_frees_the_turn(desk, accept):
    client = client_of(desk)

    async def leave():
        caller = Caller(client.app, "What broke?", accept=accept)
        calling = asyncio.create_task(caller.call())
        await until(desk.writing.is_set)
        caller.left.set()
        await asyncio.wait_for(calling, 5)

    asyncio.run(leave())
    assert (desk.closed_early, desk.now) == (1, 0)
    desk.gate.set()
    assert client.post("/api/v1/ask", json={"question": "What broke?"}).status_code == 200


def test_who_is_cancelled_in_the_middle_of_a_step_has_it_closed_after_the_step():
    begun, may_end, closed = threading.Event(), threading.Event(), threading.Event()

    def events():
        try:
            begun.set()
            may_end.wait(20)
            yield "late"
        finally:
            closed.set()

    async def end():
        found = asyncio.create_task(streams.Stepper(20).found(events(), str))
        await until(begun.is_set)
        found.cancel()  # as a server does that ends: the thread goes on with the step
        await asyncio.sleep(0.05)
        assert not closed.is_set()
        may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(found, 5)

    asyncio.run(end())
    assert closed.is_set()


def test_a_client_that_leaves_the_line_gives_up_its_place(desk):
    client = client_of(desk)

    async def leave():
        writing, waiting = (Caller(client.app, "What broke?") for _ in range(2))
        first = asyncio.create_task(writing.call())
        await until(desk.writing.is_set)
        second = asyncio.create_task(waiting.call())
        await until(lambda: len(desk.asked) == 2)
        waiting.left.set()
        await asyncio.wait_for(second, 5)
        desk.gate.set()
        await asyncio.wait_for(first, 5)
        assert writing.sent[0]["status"] == 200

    asyncio.run(leave())
    assert desk.at_once == [1]


def test_who_waits_sees_the_evidence_and_a_place_and_one_writes_at_a_time(desk):
    client = client_of(desk)

    async def ask():
        callers = [
            Caller(client.app, f"What broke {n}?", accept="text/event-stream") for n in range(3)
        ]
        calling = []
        for caller in callers:
            calling.append(asyncio.create_task(caller.call()))
            await until(lambda caller=caller: "event: evidence" in caller.text)
        await until(lambda: '"position": 2' in callers[2].text)
        assert '"position": 1' in callers[1].text
        desk.gate.set()
        await asyncio.wait_for(asyncio.gather(*calling), 10)
        assert all("event: answer" in caller.text for caller in callers)

    asyncio.run(ask())
    assert desk.at_once == [1, 1, 1]


def test_a_full_line_is_refused_before_any_work(desk):
    desk.settings = desk.settings.model_copy(update={"max_waiting": 1})
    client = client_of(desk)

    async def ask():
        callers = [Caller(client.app, f"What broke {n}?") for n in range(2)]
        calling = []
        for number, caller in enumerate(callers, start=1):
            calling.append(asyncio.create_task(caller.call()))
            await until(lambda number=number: len(desk.asked) == number)
        third = Caller(client.app, "What broke?")
        await third.call()
        assert third.sent[0]["status"] == 429
        assert b"retry-after" in dict(third.sent[0]["headers"])
        desk.gate.set()
        await asyncio.wait_for(asyncio.gather(*calling), 10)

    asyncio.run(ask())
    assert len(desk.asked) == 2


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_what_takes_too_long_is_ended_and_said(desk, accept):
    desk.settings = desk.settings.model_copy(update={"answer_seconds": 0.3})
    body, headers = {"question": "What broke?"}, {"accept": accept}
    response = client_of(desk).post("/api/v1/ask", json=body, headers=headers)
    said = response.json() if accept != "text/event-stream" else events_of(response)[-1][1]
    assert "0.3 seconds" in said["error"]["message"]
    assert (desk.closed_early, desk.now) == (1, 0)


def test_a_client_that_does_not_read_is_cut_off(desk, monkeypatch):
    monkeypatch.setattr(streams, "PING_SECONDS", 0.1)
    desk.settings = desk.settings.model_copy(update={"answer_seconds": 0.3})
    client = client_of(desk)

    async def ask():
        caller = Caller(client.app, "What broke?", accept="text/event-stream")

        async def full(message):
            if b"draft" in message.get("body", b""):
                await asyncio.Event().wait()

        await asyncio.wait_for(caller.app(caller.scope, caller.receive, full), 5)

    asyncio.run(ask())
    assert desk.now == 0


def test_drafts_that_say_nothing_new_are_not_sent(desk, monkeypatch):
    monkeypatch.setattr(streams, "DRAFT_SECONDS", 0)
    monkeypatch.setattr(desk, "gate", _Opens(after=20))
    accept = {"accept": "text/event-stream"}
    response = client_of(desk).post("/api/v1/ask", json={"question": "What?"}, headers=accept)
    texts = [said["text"] for name, said in events_of(response) if name == "draft"]
    assert texts.count("The") == len(texts) - len(set(texts)) + 1 == 1


class _Opens:
    """An event that is set when it was asked so often."""

    def __init__(self, after):
        self.left = after

    def wait(self, seconds):
        self.left -= 1
        return self.left <= 0
