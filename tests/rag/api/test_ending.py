"""Dateline ends, or its models are not there yet, while somebody waits: a reason, never a 500."""

import asyncio
import threading
import time

import httpx
import pytest

from rag.api.app import Machines
from rag.types import Drafted, ModelState
from rag.ui.web import launch, shut
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.api.client import client_of
from tests.rag.api.test_streams import Caller, SlowDesk, until

SEARCH = ("/api/v1/search", {"query": "dam"})
ASK = ("/api/v1/ask", {"question": "What broke?"})


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_who_waits_when_dateline_ends_is_told_so(accept):
    desk = SlowDesk([make_article()])
    client = client_of(desk)

    async def end():
        caller = Caller(client.app, "What broke?", accept=accept)
        calling = asyncio.create_task(caller.call())
        await until(desk.writing.is_set)
        if accept == "text/event-stream":
            await until(lambda: "draft" in caller.text)
        calling.cancel()  # as the server does
        await asyncio.wait_for(calling, 5)
        return caller

    caller = asyncio.run(end())
    desk.gate.set()
    assert "being stopped" in caller.text
    assert not caller.sent[-1].get("more_body")
    assert caller.sent[0]["status"] == (503 if accept == "application/json" else 200)


def test_a_served_dateline_that_is_stopped_answers_503(tmp_path):
    desk = SlowDesk([make_article()])
    desk.settings = desk.settings.model_copy(update={"home": tmp_path, "port": 0})
    machines = Machines(desk)
    page = launch(machines.desk, around=machines.middleware())
    answers = []

    def ask():
        path, body = ASK
        answers.append(httpx.post(page.local_url.rstrip("/") + path, json=body, timeout=30))

    asking = threading.Thread(target=ask)
    asking.start()
    assert desk.writing.wait(20)
    machines.close()
    shut(page)
    asking.join(20)
    desk.gate.set()
    assert [answer.status_code for answer in answers] == [503]
    assert "being stopped" in answers[0].json()["error"]["message"]
    assert answers[0].headers["retry-after"]


class HalfLoaded(FakeDesk):
    """Fails by a bug when asked; its writing model is at the stage given."""

    stage = "loading"

    def generator_state(self):
        return ModelState("the-writer", self.stage)

    def search(self, *given, **named):
        raise OSError("weights were cut off")

    def ask(self, *given, **named):
        yield Drafted("")
        self.search()


@pytest.mark.parametrize(("path", "body"), [SEARCH, ASK])
def test_what_fails_while_models_load_is_told_to_be_tried_again(path, body):
    response = client_of(HalfLoaded()).post(path, json=body)
    assert (response.status_code, response.json()["error"]["type"]) == (503, "model")
    assert "the-writer" in response.json()["error"]["message"]
    assert response.headers["retry-after"]
    assert "cut off" not in response.text


@pytest.mark.parametrize(("path", "body"), [SEARCH, ASK])
def test_what_fails_once_they_are_there_is_a_bug(path, body, monkeypatch):
    monkeypatch.setattr(HalfLoaded, "stage", "ready")
    assert client_of(HalfLoaded()).post(path, json=body).status_code == 500


def test_as_events_it_is_the_last_one_and_as_a_job_its_error():
    client = client_of(HalfLoaded())
    path, body = ASK
    streamed = client.post(path, json=body, headers={"accept": "text/event-stream"})
    assert "the-writer" in streamed.text.split("event: error")[1]
    job = client.post(path, json=body, headers={"prefer": "respond-async"}).json()
    for _ in range(500):
        seen = client.get(f"/api/v1/jobs/{job['id']}").json()
        if seen["state"] == "failed":
            break
        time.sleep(0.01)
    assert "the-writer" in seen["error"]["message"]
