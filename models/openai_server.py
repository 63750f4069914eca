"""A generator behind any OpenAI-compatible server: vLLM, llama-server, Ollama and the like.

Speaks `POST {url}/chat/completions` with server-sent events. Knows nothing of how the server runs
its model, or who started it.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import httpx

from models.chat import neutralised
from models.streaming import meanwhile, pump
from rag.errors import GeneratorError
from rag.types import Message, Piece

CONNECT_SECONDS = 5.0
LISTING_SECONDS = 20.0  # for the list of models
SILENCE_SECONDS = 300.0  # a long prompt on a slow machine is silent for minutes
TOP_LOGPROBS = 5
BYTES_PER_TOKEN = 3  # fewer than any common tokenizer needs for prose, so estimates are too high


class ConnectionLostError(GeneratorError):
    """The server went away, or was never there: it may have died."""


class OpenAIServerGenerator:
    """Streams chat completions from a server."""

    def __init__(
        self,
        url: str,
        *,
        key: str = "",
        model: str = "",
        name: str = "",
        context_tokens: int = 4096,
        extra: Mapping[str, Any] | None = None,
        through_proxy: bool = True,
    ) -> None:
        """Connects to nothing yet.

        Args:
            url: Base URL, usually ending in "/v1".
            key: API key, if the server wants one.
            model: What the server calls the model; "" asks it for the first one it serves.
            name: What people are told; the model's name by default.
            context_tokens: What the server's context holds.
            extra: Further fields of each request.
            through_proxy: Whether the proxies of the environment are used.
        """
        self._url = url.rstrip("/")
        self._model = model
        self._name = name
        self._context_tokens = context_tokens
        self._extra = dict(extra or {})
        self._client = httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS),
            trust_env=through_proxy,
            # A new connection for each request: only of those we see the socket, see `_Line`.
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    @property
    def name(self) -> str:
        return self._name or self._model or self._url

    @property
    def context_tokens(self) -> int:
        return self._context_tokens

    def count_tokens(self, text: str) -> int:
        """An estimate that is rather too high: the server's tokenizer is not known."""
        return -(-len(text.encode()) // BYTES_PER_TOKEN)

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        """See `rag.ports.Generator`. Closing the iterator closes the connection at once.

        Raises:
            GeneratorError: The server cannot be reached, refuses, breaks off or answers nonsense.
        """
        model = self._model or (yield from meanwhile(self._served_model))
        request = {
            "model": model,
            "messages": [
                {"role": message.role, "content": neutralised(message.content)}
                for message in messages
            ],
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream": True,
            "logprobs": True,
            "top_logprobs": TOP_LOGPROBS,
        } | self._extra
        if stop:
            request["stop"] = list(stop)
        line = _Line(self._client, f"{self._url}/chat/completions", request)
        yield from pump(line.read, line.hang_up)

    def greet(self) -> None:
        """Asks the server for its models, so that a wrong address or key is known early.

        Raises:
            GeneratorError: It cannot be reached, or serves nothing.
        """
        self._served_model()

    def close(self) -> None:
        """Gives the client's resources back."""
        self._client.close()

    def _served_model(self) -> str:
        if not self._model:
            url = f"{self._url}/models"
            try:
                response = self._client.get(url, timeout=LISTING_SECONDS)
                _check(response, url)
                self._model = str(response.json()["data"][0]["id"])
            except httpx.HTTPError as error:
                raise _unreachable(url, error) from error
            except (ValueError, LookupError, TypeError) as error:
                raise GeneratorError(
                    f"{url} does not list any model. Check DATELINE_GENERATOR_URL (it usually "
                    "ends in '/v1'), or name the model in DATELINE_GENERATOR."
                ) from error
        return self._model


class _Line:
    """One request and its stream, which another thread may hang up, even before any answer."""

    def __init__(self, client: httpx.Client, url: str, request: dict[str, Any]) -> None:
        self._client = client
        self._url = url
        self._request = request
        self._lock = threading.Lock()
        self._hung_up = False
        self._socket: socket.socket | None = None

    def read(self, put: Callable[[Piece], None]) -> None:
        watched = {"trace": self._watch}
        try:
            with self._client.stream(
                "POST", self._url, json=self._request, extensions=watched
            ) as response:
                _check(response, self._url)
                self._relay(response, put)
        except httpx.HTTPError as error:
            if not self._hung_up:
                raise _unreachable(self._url, error) from error

    def hang_up(self) -> None:
        with self._lock:
            self._hung_up = True
            self._shut_down()

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Notes the socket as soon as there is one: servers are silent while they read a prompt."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket")
                if self._hung_up:
                    self._shut_down()

    def _shut_down(self) -> None:
        if self._socket is not None:
            # Shutting down, unlike closing, wakes the thread that waits for the next bytes.
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _relay(self, response: httpx.Response, put: Callable[[Piece], None]) -> None:
        for event in _events(response):
            if self._hung_up:
                return
            if event == "[DONE]":
                return
            try:
                chunk = json.loads(event)
            except ValueError as error:
                raise GeneratorError(
                    f"{self._url} sent an event that is no JSON: {event[:80]!r}"
                ) from error
            piece, finished = _read_chunk(chunk, self._url)
            if piece is not None:
                put(piece)
            if finished:
                return
        if not self._hung_up:
            raise ConnectionLostError(
                f"{self._url} broke off in the middle of the answer. Ask again."
            )


def _events(response: httpx.Response) -> Iterator[str]:
    """The contents of the `data:` fields; comments and other fields are skipped."""
    for line in response.iter_lines():
        field, _, value = line.partition(":")
        if field == "data":
            yield value.strip()
        elif field == "error":  # llama-server's own way to report a failure in a stream
            yield json.dumps({"error": value.strip()})


def _read_chunk(chunk: Any, url: str) -> tuple[Piece | None, bool]:
    """The piece of an event, if it holds one, and whether the answer ends with it."""
    if isinstance(chunk, dict) and chunk.get("error"):
        raise GeneratorError(_refusal(url, 0, chunk["error"]))
    try:
        choices = chunk["choices"]
        if not choices:  # a last event with the usage only
            return None, False
        text = (choices[0].get("delta") or {}).get("content") or ""
        finished = choices[0].get("finish_reason") is not None
        logprob, alternatives = _logprobs(choices[0].get("logprobs"))
    except (LookupError, TypeError, AttributeError) as error:
        raise GeneratorError(f"{url} sent an event of an unknown form: {chunk!r:.80}") from error
    return (Piece(str(text), logprob, alternatives) if text else None), finished


def _logprobs(value: Any) -> tuple[float | None, tuple[tuple[str, float], ...]]:
    """Log probability of the piece (of its tokens together) and rivals of its first token."""
    tokens = (value or {}).get("content") or []
    if not tokens:
        return None, ()
    logprob = sum(float(token["logprob"]) for token in tokens)
    rivals = tokens[0].get("top_logprobs") or []
    return logprob, tuple((str(rival["token"]), float(rival["logprob"])) for rival in rivals)


def _check(response: httpx.Response, url: str) -> None:
    if response.is_success:
        return
    response.read()
    try:
        detail: Any = response.json()
    except ValueError:
        detail = response.text
    if isinstance(detail, dict):
        detail = detail.get("error", detail)
    raise GeneratorError(_refusal(url, response.status_code, detail))


def _refusal(url: str, status: int, detail: Any) -> str:
    if isinstance(detail, dict):
        if detail.get("type") == "exceed_context_size_error":
            return (
                f"The prompt has {detail.get('n_prompt_tokens')} tokens, the context of the "
                f"generator holds {detail.get('n_ctx')}. Raise DATELINE_CONTEXT_TOKENS or show "
                "it less."
            )
        code = detail.get("code")
        status = status or (code if isinstance(code, int) else 0)
        detail = detail.get("message", detail)
    steps = {
        401: "Check DATELINE_GENERATOR_KEY.",
        403: "Check DATELINE_GENERATOR_KEY.",
        404: "Check DATELINE_GENERATOR_URL (it usually ends in '/v1') and the model's name.",
        429: "Too many requests: wait a moment and ask again.",
    }
    step = steps.get(status, "Look into the server's log, or ask again.")
    answer = f"answered {status}" if status else "reported an error"
    return f"{url} {answer}: {str(detail)[:300].strip() or 'no reason given'}. {step}"


def _unreachable(url: str, error: httpx.HTTPError) -> GeneratorError:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.UnsupportedProtocol):
        return ConnectionLostError(
            f"The generator at {url} cannot be reached: {error}. Start its server, or check "
            "DATELINE_GENERATOR_URL."
        )
    if isinstance(error, httpx.TimeoutException):
        return GeneratorError(f"{url} was silent for {SILENCE_SECONDS:.0f} s. Ask again.")
    return ConnectionLostError(
        f"The connection to {url} broke: {str(error) or type(error).__name__}. Ask again."
    )
