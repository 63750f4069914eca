"""Metrics and request lines: what is counted, and that nobody's words are in them."""

import json
import logging

import pytest

from rag.types import Readings
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.api.client import client_of

QUESTION = "What broke on Maundy?"


@pytest.fixture
def desk():
    desk = FakeDesk([make_article("The dam broke on Monday.", id="aaaaaaaaaaaaaaaa")])
    desk.settings = desk.settings.model_copy(update={"log_requests": True})
    return desk


@pytest.fixture
def client(desk):
    logger = logging.getLogger("dateline.requests")
    kept = (list(logger.handlers), logger.level, logger.propagate)
    yield client_of(desk)
    logger.handlers[:], logger.propagate = kept[0], kept[2]
    logger.setLevel(kept[1])


def figures(client):
    lines = client.get("/metrics").text.splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if line and line[0] != "#")


def test_answers_and_requests_are_counted(client):
    for question in (QUESTION, QUESTION, "Who sang?"):
        client.post("/api/v1/ask", json={"question": question})
    client.get("/api/v1/articles/zzzz")
    told = figures(client)
    outcomes = ("answered", "remembered", "abstained")
    assert [told[f'dateline_answers_total{{outcome="{one}"}}'] for one in outcomes] == ["1.0"] * 3
    asked = 'dateline_requests_total{face="rest",method="POST",status="200"}'
    missed = 'dateline_requests_total{face="rest",method="GET",status="404"}'
    assert (told[asked], told[missed]) == ("3.0", "1.0")
    assert told["dateline_answer_seconds_count"] == "2.0"
    assert (told["dateline_articles"], told["dateline_waiting"]) == ("1.0", "0.0")


def test_how_far_the_articles_have_been_read_is_told(desk, client):
    desk.reading.state = Readings(3, 5, going=True)
    assert figures(client)["dateline_articles_read"] == "3.0"


def test_a_line_of_a_request_holds_no_words_of_anybodys(client, caplog):
    logging.getLogger("dateline.requests").addHandler(caplog.handler)
    client.post("/api/v1/ask", json={"question": QUESTION})
    client.get("/api/v1/articles", params={"text": "Maundy"})
    lines = [json.loads(record.getMessage()) for record in caplog.records]
    assert [(one["method"], one["path"], one["status"]) for one in lines] == [
        ("POST", "/api/v1/ask", 200),
        ("GET", "/api/v1/articles", 200),
    ]
    assert "Maundy" not in json.dumps(lines)
    assert "Maundy" not in client.get("/metrics").text
