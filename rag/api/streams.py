"""Iterators that take their time -> responses: one JSON object at the end, or events as they come.

Each step runs in a thread of its own limited kind; when the client is gone, the iterator is closed,
which stops what is behind it. Knows the desk's iterators only as things to step and close.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

import anyio
from anyio import CancelScope, CapacityLimiter, create_task_group, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rag.api.failures import bug_json, error_json
from rag.contract import Json, to_line
from rag.errors import DatelineError, GeneratorError

DRAFT_SECONDS = 0.1
"""Drafts come no faster than this; what came between them is in the next one."""

PING_SECONDS = 10.0
"""A comment is sent when nothing else was for so long: proxies close what is silent."""

THREADS = 96
"""Iterators that may be stepped at once; those in the line are among them."""

GONE = 499
"""Status of a response that nobody is there to read."""

Event = TypeVar("Event")
Result = TypeVar("Result")

_END = object()


@dataclass(frozen=True, slots=True)
class Said:
    """An event as it is sent: its name, its JSON; of droppable ones only the newest matters."""

    name: str
    json: Json
    droppable: bool = False


Say = Callable[[Any], Said | None]
"""From a desk's event to what is sent of it; None for nothing."""


class JsonLine(Response):
    """JSON in ASCII: fits every client, and lone surrogates cannot break it."""

    media_type = "application/json"

    def render(self, content: Json) -> bytes:
        return to_line(content).encode("ascii")


class Stepper:
    """Steps iterators in threads, so many at once."""

    def __init__(self, seconds: float, threads: int = THREADS) -> None:
        """`seconds`: what one response may take, all told."""
        self.seconds = seconds
        self._limiter = CapacityLimiter(threads)

    async def steps(self, events: Iterator[Event]) -> AsyncGenerator[Event]:
        """The events; closing this closes them, after the step in hand."""
        one = _OneAtATime(events)
        try:
            while (event := await self._run(one.step)) is not _END:
                yield event
        finally:
            with CancelScope(shield=True):
                await self._run(one.close)

    async def _run(self, function: Callable[[], Result]) -> Result:
        return await to_thread.run_sync(function, limiter=self._limiter)

    async def last(self, request: Request, events: Iterator[Event], kind: type[Result]) -> Result:
        """The last event, which is of this kind, once it is there.

        Raises:
            GoneError: The client left before.
            GeneratorError: It took longer than it may.
            DatelineError: What the iterator raises.
        """
        return await until_gone(request.receive, lambda: self.found(events, kind))

    async def found(self, events: Iterator[Event], kind: type[Result]) -> Result:
        """The first event of this kind; the rest is not waited for.

        Raises:
            GeneratorError: It took longer than it may.
            DatelineError: What the iterator raises.
        """
        try:
            with anyio.fail_after(self.seconds):
                async with aclosing(self.steps(events)) as steps:
                    async for event in steps:
                        if isinstance(event, kind):
                            return event
        except TimeoutError as error:
            raise self.too_slow() from error
        raise RuntimeError(f"the desk ended without {kind.__name__}")

    async def stream(
        self, request: Request, events: Iterator[Event], say: Say, *, done: str = ""
    ) -> Response:
        """A response of server-sent events. What the first step raises is raised here.

        Args:
            request: Of the client; when it leaves, the events are closed.
            events: Of the desk.
            say: What is sent of each.
            done: Data of a last event without a name; "" for none.
        """
        steps = self.steps(events)
        try:
            with anyio.fail_after(self.seconds):
                first = await until_gone(request.receive, lambda: anext(steps))
        except TimeoutError as error:
            await steps.aclose()
            raise self.too_slow() from error
        except BaseException:
            with CancelScope(shield=True):
                await steps.aclose()
            raise
        spoken = _spoken(_joined(first, steps), say, self)
        return EventStream(spoken, seconds=self.seconds + PING_SECONDS, done=done)

    def too_slow(self) -> GeneratorError:
        """What is raised, or sent, when the time is up."""
        return GeneratorError(
            f"The answer was not finished within {self.seconds:g} seconds. Ask again when there is "
            "less to do, or raise DATELINE_ANSWER_SECONDS."
        )


class _OneAtATime:
    """An iterator that one thread steps and another may close.

    A server that ends cancels whoever waits for a step, and the thread that makes it goes on; a
    generator that is closed meanwhile would raise, and what is behind it would go on.
    """

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._lock = threading.Lock()

    def step(self) -> Any:
        """The next event, `_END` after the last."""
        with self._lock:
            return next(self._events, _END)

    def close(self) -> None:
        """Waits for the step in hand."""
        with self._lock:
            getattr(self._events, "close", _nothing)()


class GoneError(Exception):
    """The client left: nobody is there to be told."""


async def until_gone(receive: Receive, work: Callable[[], Awaitable[Result]]) -> Result:
    """What `work` returns, unless the client leaves before.

    Raises:
        GoneError: It left; `work` was cancelled.
    """
    results: list[Result] = []

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        group.cancel_scope.cancel()

    try:
        async with create_task_group() as group:
            group.start_soon(watch)
            results.append(await work())
            group.cancel_scope.cancel()
    except ExceptionGroup as several:  # a group is raised even for one
        raise several.exceptions[0] from None
    if not results:
        raise GoneError
    return results[0]


class EventStream(Response):
    """Server-sent events; the iterator is closed as soon as the client leaves or all is sent.

    A client that does not read what it is sent is cut off after `seconds`.
    """

    media_type = "text/event-stream"

    def __init__(self, pieces: AsyncGenerator[bytes], *, seconds: float, done: str = "") -> None:
        super().__init__(headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._pieces = pieces
        self._seconds = seconds
        self._done = done

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def work() -> None:
            start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(start)
            async with aclosing(self._pieces) as pieces:
                async for piece in pieces:
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            end = f"data: {self._done}\n\n".encode() if self._done else b""
            await send({"type": "http.response.body", "body": end, "more_body": False})

        with suppress(GoneError, TimeoutError), anyio.fail_after(self._seconds):
            await until_gone(receive, work)


def event_bytes(said: Said) -> bytes:
    """An event on the wire; without a name for those who read data only."""
    head = f"event: {said.name}\n" if said.name else ""
    return f"{head}data: {to_line(said.json)}\n\n".encode("ascii")


async def _spoken(steps: AsyncGenerator[Any], say: Say, stepper: Stepper) -> AsyncGenerator[bytes]:
    """What is sent of the events, in time; failures are the last thing said."""
    sent = monotonic()
    ends = sent + stepper.seconds
    last: Said | None = None
    async with aclosing(steps):
        try:
            async for event in steps:
                said, now = say(event), monotonic()
                if now > ends:
                    yield event_bytes(Said("error", error_json(stepper.too_slow())))
                    return
                early = said and said.droppable and (said == last or now - sent < DRAFT_SECONDS)
                if said is not None and not early:
                    yield event_bytes(said)
                    last, sent = said, now
                elif now - sent > PING_SECONDS:
                    yield b": still at it\n\n"
                    sent = now
        except DatelineError as error:
            yield event_bytes(Said("error", error_json(error)))
        except Exception:
            # The status is sent already: without this the client would take the end for success.
            yield event_bytes(Said("error", bug_json()))
            raise


async def _joined(first: Event, rest: AsyncGenerator[Event]) -> AsyncGenerator[Event]:
    async with aclosing(rest):
        yield first
        async for event in rest:
            yield event


def _nothing() -> None:
    return None
