"""Chat completions: the shape that clients of the protocol read, and what is cited in it."""

import pytest

from rag.types import Turn
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.api.client import client_of, events_of

DAM = make_article("The dam broke on Monday. Nobody was hurt.", id="aaaaaaaaaaaaaaaa")


@pytest.fixture
def desk():
    return FakeDesk([DAM])


@pytest.fixture
def client(desk):
    return client_of(desk)


def chat(client, *messages, **more):
    told = [{"role": role, "content": content} for role, content in messages]
    body = {"model": "dateline", "messages": told, **more}
    return client.post("/v1/chat/completions", json=body)


def test_there_is_one_model(client):
    (model,) = client.get("/v1/models").json()["data"]
    assert (model["id"], model["object"]) == ("dateline", "model")
    assert client.get("/v1/models/dateline").json() == model


def test_an_answer_has_its_marks_as_annotations(client):
    response = chat(client, ("system", "You are a pirate."), ("user", "What broke?")).json()
    assert response["object"] == "chat.completion"
    (choice,) = response["choices"]
    message = choice["message"]
    assert (message["content"], choice["finish_reason"]) == ("The dam broke on Monday. [1]", "stop")
    (noted,) = message["annotations"]
    where = noted["url_citation"]
    assert message["content"][where["start_index"] : where["end_index"]] == "[1]"
    assert (where["url"], where["title"]) == (DAM.url, "Dam breaks")
    cited = noted["dateline"]
    assert cited["quote"] == DAM.body[cited["start"] : cited["end"]] == "The dam broke on Monday."


def test_a_stream_is_the_same_answer_in_pieces(client):
    response = chat(client, ("user", "What broke?"), stream=True)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.text.endswith("data: [DONE]\n\n")
    pieces = [piece for _, piece in events_of_openai(response)]
    deltas = [piece["choices"][0]["delta"] for piece in pieces]
    assert deltas[0] == {"role": "assistant", "content": ""}
    assert "".join(delta.get("content", "") for delta in deltas) == "The dam broke on Monday. [1]"
    noted = next(delta["annotations"] for delta in deltas if "annotations" in delta)
    assert noted[0]["dateline"]["quote"] == "The dam broke on Monday."
    assert [piece["choices"][0]["finish_reason"] for piece in pieces][-1] == "stop"
    assert len({piece["id"] for piece in pieces}) == 1


def events_of_openai(response):
    """As `events_of`, without the end mark, which is no JSON."""
    response._content = response.content.replace(b"data: [DONE]\n\n", b"")
    del response.__dict__["_text"]
    return events_of(response)


def test_earlier_messages_are_the_conversation(client, desk):
    chat(
        client,
        ("user", "What broke?"),
        ("assistant", "The dam. [1]"),
        ("user", [{"type": "text", "text": "Was anybody"}, {"type": "text", "text": "hurt?"}]),
    )
    question, history, _ = desk.asked[-1]
    assert question == "Was anybody\nhurt?"
    assert history == (Turn("What broke?", "The dam. [1]"),)


def test_what_has_no_meaning_here_is_ignored(client):
    assert chat(client, ("user", "What broke?"), temperature=2, tools=[], seed=1).status_code == 200


@pytest.mark.parametrize(
    ("messages", "more", "status", "said"),
    [
        ([("user", "What broke?")], {"model": "gpt-9"}, 404, "no model 'gpt-9'"),
        ([("assistant", "Hello")], {}, 422, "not a question"),
        ([("user", "a"), ("assistant", "b")], {}, 422, "not a question"),
        ([("user", [{"type": "image_url", "image_url": {}}])], {}, 422, "image_url"),
        ([], {}, 422, "messages"),
        ([("user", "What broke?")], {"n": 3}, 422, "n"),
    ],
)
def test_what_cannot_be_answered_is_told(client, messages, more, status, said):
    response = chat(client, *messages, **more)
    error = response.json()["error"]
    assert response.status_code == status
    assert said in f"{error['param']} {error['message']}"
