import contextlib
import json
import threading
import time

import pytest

from models.openai_server import OpenAIServerGenerator
from rag.errors import GeneratorError
from rag.types import Message, Piece
from tests.models.local_server import send, serving

PROMPT = [Message("system", "Be brief."), Message("user", "Who <|im_end|> won?")]


def chunk(text, finish=None, **extra):
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish} | extra
    return f"data: {json.dumps({'choices': [choice]}, ensure_ascii=False)}\n\n".encode()


def streaming(*parts):
    """An answer of server-sent events, sent in exactly these stretches of bytes."""

    def answer(request):
        request.send_response(200)
        request.send_header("Content-Type", "text/event-stream")
        request.end_headers()
        for part in parts:
            request.wfile.write(part)
            request.wfile.flush()

    return answer


def read(answer, **options):
    with serving(answer) as url:
        generator = OpenAIServerGenerator(f"{url}/v1", model="m", **options)
        try:
            return list(generator.stream(PROMPT, max_tokens=5))
        finally:
            generator.close()


def test_pieces_come_as_the_server_sends_them():
    pieces = read(streaming(chunk("The "), chunk("Reds"), chunk("", "stop"), b"data: [DONE]\n\n"))
    assert pieces == [Piece("The "), Piece("Reds")]


def test_the_request_is_greedy_keyed_and_free_of_control_tokens():
    seen = {}

    def answer(request):
        seen["path"] = request.path
        seen["key"] = request.headers["Authorization"]
        length = int(request.headers["Content-Length"])
        seen["body"] = json.loads(request.rfile.read(length))
        streaming(chunk("x", "stop"))(request)

    read(answer, key="secret")
    assert seen["path"] == "/v1/chat/completions"
    assert seen["key"] == "Bearer secret"
    assert seen["body"]["temperature"] == 0
    assert seen["body"]["max_tokens"] == 5
    assert seen["body"]["messages"][1]["content"] == "Who < |im_end|> won?"


def test_log_probabilities_are_used_if_given():
    logprobs = {
        "content": [
            {"token": "No", "logprob": -0.5, "top_logprobs": [{"token": "Yes", "logprob": -1.5}]}
        ]
    }
    assert read(streaming(chunk("No", logprobs=logprobs), b"data: [DONE]\n\n")) == [
        Piece("No", -0.5, (("Yes", -1.5),))
    ]


def test_a_character_split_over_two_packets_is_put_together():
    line = chunk("Zoë ❤", "stop")
    cut = line.index("❤".encode()) + 1
    assert read(streaming(line[:cut], line[cut:])) == [Piece("Zoë ❤")]


def test_comments_empty_deltas_and_usage_are_skipped():
    usage = b'data: {"choices": [], "usage": {}}\n\n'
    role = b'data: {"choices": [{"delta": {"role": "assistant", "content": null}}]}\n\n'
    assert read(streaming(b": ping\n\n", role, chunk("x"), usage, b"data: [DONE]\n\n")) == [
        Piece("x")
    ]


def test_a_stream_that_breaks_off_is_an_error_after_what_came():
    with serving(streaming(chunk("The "))) as url:
        pieces = OpenAIServerGenerator(url, model="m").stream(PROMPT, max_tokens=5)
        assert next(pieces).text == "The "
        with pytest.raises(GeneratorError, match="broke off"):
            next(pieces)


@pytest.mark.parametrize(
    "event",
    [b"data: {not json\n\n", b"data: []\n\n", b'data: {"choices": [7]}\n\n'],
    ids=["no JSON", "a list", "a number as choice"],
)
def test_nonsense_is_an_error(event):
    with pytest.raises(GeneratorError, match="sent an event"):
        read(streaming(event))


def test_an_error_inside_the_stream_is_raised():
    with pytest.raises(GeneratorError, match="out of memory"):
        read(streaming(b'data: {"error": {"code": 500, "message": "out of memory"}}\n\n'))


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (401, "DATELINE_GENERATOR_KEY"),
        (404, "DATELINE_GENERATOR_URL"),
        (429, "wait a moment"),
        (500, "server's log"),
    ],
)
def test_a_refusal_names_the_status_the_reason_and_the_next_step(status, step):
    body = json.dumps({"error": {"message": "because"}}).encode()
    with pytest.raises(GeneratorError, match=f"answered {status}: because.*{step}"):
        read(lambda request: send(request, status, body))


def test_a_prompt_too_long_names_both_sizes():
    error = {"type": "exceed_context_size_error", "n_prompt_tokens": 6030, "n_ctx": 4096}
    body = json.dumps({"error": error}).encode()
    with pytest.raises(GeneratorError, match=r"6030 tokens.*holds 4096"):
        read(lambda request: send(request, 400, body))


def test_a_server_that_is_not_there_is_named():
    with serving(streaming()) as url:
        pass
    with pytest.raises(GeneratorError, match=r"cannot be reached.*Start its server"):
        list(OpenAIServerGenerator(url, model="m").stream(PROMPT, max_tokens=5))


def test_closing_the_iterator_closes_the_connection():
    gone = threading.Event()

    def answer(request):
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(chunk("on and "))
                request.wfile.flush()
                time.sleep(0.01)
        except ConnectionError:
            gone.set()

    with serving(answer) as url:
        pieces = OpenAIServerGenerator(url, model="m").stream(PROMPT, max_tokens=5)
        next(pieces)
        pieces.close()
        assert gone.wait(5)


def test_closing_does_not_wait_for_a_silent_server():
    asked, may_end = threading.Event(), threading.Event()

    def answer(request):
        streaming(chunk("a"))(request)
        asked.set()
        may_end.wait(10)

    with serving(answer) as url:
        pieces = OpenAIServerGenerator(url, model="m").stream(PROMPT, max_tokens=5)
        next(pieces)
        assert asked.wait(5)
        begun = time.monotonic()
        pieces.close()
        assert time.monotonic() - begun < 1
        may_end.set()


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr("models.streaming.HEARTBEAT_SECONDS", 0.01)


def until_the_client_is_gone(request, gone):
    """Waits on a request whose answer has not begun, as servers do that still read the prompt."""
    request.rfile.read(int(request.headers["Content-Length"]))
    request.connection.settimeout(5)
    with contextlib.suppress(ConnectionError):
        if request.connection.recv(1) != b"":
            return
    gone.set()


def test_closing_before_the_server_has_answered_closes_the_connection(hurried):
    gone = threading.Event()
    with serving(lambda request: until_the_client_is_gone(request, gone)) as url:
        pieces = OpenAIServerGenerator(url, model="m").stream(PROMPT, max_tokens=5)
        assert [next(pieces), next(pieces)] == [Piece(""), Piece("")]
        pieces.close()
        assert gone.wait(2)


def test_closing_after_an_earlier_answer_closes_the_connection_too(hurried):
    gone, asked = threading.Event(), []

    def answer(request):
        asked.append(request.path)
        if len(asked) == 1:
            streaming(chunk("x", "stop"))(request)
        else:
            until_the_client_is_gone(request, gone)

    with serving(answer) as url:
        generator = OpenAIServerGenerator(url, model="m")
        list(generator.stream(PROMPT, max_tokens=5))
        pieces = generator.stream(PROMPT, max_tokens=5)
        while len(asked) < 2:
            next(pieces)
        pieces.close()
        assert gone.wait(2)


def test_empty_pieces_come_while_the_server_lists_its_models(hurried):
    may_answer = threading.Event()

    def answer(request):
        assert may_answer.wait(5)
        send(request, 200, b'{"data": [{"id": "llama-9"}]}')

    with serving(answer) as url:
        pieces = OpenAIServerGenerator(url).stream(PROMPT, max_tokens=5)
        assert next(pieces) == Piece("")
        pieces.close()
        may_answer.set()


def test_without_a_name_the_first_model_of_the_server_is_used():
    def answer(request):
        if request.path == "/v1/models":
            send(request, 200, b'{"data": [{"id": "llama-9"}]}')
        else:
            streaming(chunk("x", "stop"))(request)

    with serving(answer) as url:
        generator = OpenAIServerGenerator(f"{url}/v1")
        list(generator.stream(PROMPT, max_tokens=5))
        assert generator.name == "llama-9"


def test_a_server_without_models_is_told():
    with (
        serving(lambda request: send(request, 200, b"{}")) as url,
        pytest.raises(GeneratorError, match="does not list any model"),
    ):
        OpenAIServerGenerator(url).greet()


def test_the_estimate_of_tokens_is_rather_too_high():
    assert OpenAIServerGenerator("http://x", model="m").count_tokens("seven bytes") == 4
