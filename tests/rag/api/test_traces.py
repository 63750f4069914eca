"""Traces: spans for what is served, without a word of anybody's, and none unless asked for."""

import sys
import threading
from http.server import BaseHTTPRequestHandler

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from rag.api.traces import Traces
from rag.errors import GeneratorError
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.models.local_server import send, serving
from tests.rag.api.client import client_of

WORDS = "Why did the quoll break?"
BODY = "The quoll broke on Monday. Nobody was hurt."


@pytest.fixture
def kept():
    return InMemorySpanExporter()


@pytest.fixture
def desk():
    return FakeDesk([make_article(BODY, title="Quoll")])


@pytest.fixture
def client(kept, desk):
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    return client_of(desk, Traces(provider))


def spans(kept):
    return {span.name: span for span in kept.get_finished_spans()}


def test_an_answer_is_a_span_under_its_request_and_tells_of_its_turn(client, kept):
    client.post("/api/v1/ask", json={"question": WORDS})
    found = spans(kept)
    assert sorted(found) == ["POST rest", "answer"]
    assert found["answer"].parent.span_id == found["POST rest"].context.span_id
    assert [event.name for event in found["answer"].events] == ["in line", "turn began"]
    assert found["POST rest"].attributes["http.response.status_code"] == 200


def test_a_remembered_answer_is_told_from_a_written_one(client, kept):
    for _ in range(2):
        client.post("/api/v1/ask", json={"question": WORDS})
    assert "answer remembered" in spans(kept)


def test_a_trace_that_the_caller_began_goes_on(client, kept):
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    client.post("/api/v1/search", json={"query": WORDS}, headers={"traceparent": parent})
    assert f"{spans(kept)['POST rest'].context.trace_id:032x}" == parent.split("-")[1]


def test_a_failure_is_told_by_its_kind_alone(client, desk, kept, monkeypatch):
    def ask(question, **rest):
        raise GeneratorError(f"cannot answer {question!r}")
        yield

    monkeypatch.setattr(desk, "ask", ask)
    client.post("/api/v1/ask", json={"question": WORDS})
    assert spans(kept)["answer"].attributes["error.type"] == "GeneratorError"
    assert spans(kept)["answer"].status.is_ok is False


def test_no_span_holds_a_word_of_a_question_or_an_article(client, kept):
    client.post("/api/v1/ask", json={"question": WORDS})
    client.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": WORDS}]})
    client.get("/api/v1/articles", params={"text": "quoll"})
    client.get("/api/v1/articles/quoll")
    client.post("/api/v1/briefings", json={"topic": "quoll"})
    client.post("/api/v1/comparisons", json={"topic": ""})
    told = "".join(span.to_json() for span in kept.get_finished_spans()).lower()
    assert told.count("post rest") == 3
    assert [word for word in (*WORDS.lower().split(), "monday", "dam") if word in told] == []


@pytest.mark.parametrize("environ", [{}, {"OTEL_EXPORTER_OTLP_ENDPOINT": ""}])
def test_unless_asked_for_nothing_is_recorded_and_nothing_loaded(environ, monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    span = Traces.from_environment(environ).begin("answer")
    assert span.is_recording() is False


def test_the_standard_variable_names_who_collects_them(monkeypatch):
    got, came = [], threading.Event()

    def collect(request: BaseHTTPRequestHandler):
        got.append((request.path, request.rfile.read(int(request.headers["Content-Length"]))))
        send(request, 200, b"")
        came.set()

    with serving(collect) as url:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        traces = Traces.from_environment({"OTEL_EXPORTER_OTLP_ENDPOINT": url})
        traces.begin("answer").end()
        traces.close()
        assert came.wait(5)
    assert got[0][0] == "/v1/traces"
    assert b"answer" in got[0][1]
    assert b"dateline" in got[0][1]
