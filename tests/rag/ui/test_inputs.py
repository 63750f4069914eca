"""What people type and browsers send: links, payloads; and pacing."""

from __future__ import annotations

import gradio as gr
import pytest

from rag.sources.links import links_in
from rag.types import Drafted
from rag.ui.events import number_of, paced, text_of
from tests.ui_fakes import answer_to


def test_links_are_taken_once_and_the_rest_is_refused():
    urls, refused = links_in(
        "https://a.example/1\n\n  HTTP://b.example  \nhttps://a.example/1\n/etc/passwd\nhttps://a b"
    )
    assert urls == ["https://a.example/1", "HTTP://b.example"]
    assert [failure.path for failure in refused] == ["/etc/passwd", "https://a b"]


@pytest.mark.parametrize("payload", [None, [], {"start": {}}, {"start": None}, {"start": 5}, {}])
def test_a_payload_of_another_kind_is_empty(payload):
    assert text_of(gr.EventData(None, payload), "start") == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("-1", -1),
        ("1e9", None),
        ("", None),
        ("--1", None),
        ("٣", None),
        ("9" * 12, None),
    ],
)
def test_only_whole_numbers_are_numbers(text, number):
    assert number_of(gr.EventData(None, {"start": text}), "start") == number


def test_drafts_are_thinned_out_and_the_answer_always_comes():
    answer = answer_to("Who?")
    events = iter([Drafted("a"), Drafted("b"), Drafted("c"), answer])
    assert list(paced(events, Drafted, seconds=60)) == [Drafted("a"), answer]


def test_closing_the_paced_events_closes_the_source():
    closed = []

    def source():
        try:
            yield Drafted("a")
        finally:
            closed.append(True)

    events = paced(source(), Drafted)
    next(events)
    events.close()
    assert closed == [True]
