"""Models that are fetched and loaded behind the page: known by name at once, usable when ready.

Knows nothing of how a model is loaded; it is given a function that does it. Whoever needs the
model waits for it. After a failure the next use, or `start`, tries again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Generator as Streamed
from contextlib import contextmanager
from typing import Generic, TypeVar

from models.catalog import Entry
from models.streaming import HEARTBEAT, HEARTBEAT_SECONDS
from rag.errors import DatelineError, ModelError
from rag.ports import Embedder, Generator, Judge, Reranker, SecondLook
from rag.types import Message, ModelState, Piece, Scores, Vectors, Verdicts

_log = logging.getLogger(__name__)

QUIET_SECONDS = 1.0
"""A question asks the generator several times; between two of them it is not idle."""

Model = TypeVar("Model")
Progress = Callable[[ModelState], None]


class Loading(Generic[Model]):
    """One model on its way, loaded once by a thread of its own."""

    def __init__(self, name: str, load: Callable[[Progress], Model]) -> None:
        """Begins nothing yet.

        Args:
            name: What people are told.
            load: Returns the model; tells how far it is, and raises DatelineError.
        """
        self._load = load
        self._changed = threading.Condition()
        self._state = ModelState(name, "idle")
        self._model: Model | None = None
        self._error: Exception | None = None
        self._running = False

    @property
    def state(self) -> ModelState:
        """How far it is."""
        return self._state

    def start(self) -> None:
        """Begins, unless it has begun; begins again after a failure."""
        with self._changed:
            if self._running or self._model is not None:
                return
            self._running = True
            self._error = None
            self._state = ModelState(self._state.name, "loading")
        threading.Thread(target=self._run, daemon=True, name="dateline-load").start()

    def get(self) -> Model:
        """Waits for the model.

        Raises:
            ModelError: It could not be fetched or loaded.
        """
        self.start()
        while (model := self.wait(None)) is None:
            pass
        return model

    def wait(self, seconds: float | None) -> Model | None:
        """The model, or None if it is still on its way after so many seconds (None: no limit).

        Begins nothing.

        Raises:
            ModelError: It could not be fetched or loaded.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._running, seconds)
            if self._model is not None or self._running:
                return self._model
            error = self._error
        # A fresh error for each who waits: raising one object in two threads mixes tracebacks.
        kind = type(error) if isinstance(error, ModelError) else ModelError
        raise kind(str(error)) from error

    def peek(self) -> Model | None:
        """The model if it is loaded. Does not wait."""
        return self._model

    def _run(self) -> None:
        try:
            model = self._load(self._tell)
        except DatelineError as error:
            self._finish(None, error)
        except Exception as error:  # noqa: BLE001 - logged, and told to who waits
            # A bug: who waits for the model gets a line of it, the log gets where it was.
            _log.exception("loading %s failed", self._state.name)
            self._finish(None, ModelError(f"{self._state.name}: {type(error).__name__}: {error}"))
        else:
            self._finish(model, None)

    def _tell(self, state: ModelState) -> None:
        self._state = state

    def _finish(self, model: Model | None, error: Exception | None) -> None:
        name = self._state.name
        with self._changed:
            self._model = model
            self._error = error
            self._running = False
            self._state = (
                ModelState(name, "ready")
                if error is None
                else ModelState(name, "failed", str(error))
            )
            self._changed.notify_all()


class BackgroundGenerator:
    """A generator on its way."""

    def __init__(
        self,
        load: Callable[[Progress], Generator],
        name: str,
        *,
        context_tokens: int,
        taught: bool = False,
    ) -> None:
        """Begins nothing yet.

        Args:
            load: See `Loading`.
            name: What people are told until it is loaded.
            context_tokens: What the loaded generator will hold.
            taught: Whether the loaded generator will be a `rag.ports.SecondLook` as well.
        """
        self._loading = Loading(name, load)
        self._name = name
        self.taught = taught
        self._context_tokens = context_tokens
        self._users = 0
        self._used = threading.Condition()

    @property
    def name(self) -> str:
        model = self._loading.peek()
        return self._name if model is None else model.name

    @property
    def context_tokens(self) -> int:
        return self._context_tokens

    @property
    def state(self) -> ModelState:
        """How far it is."""
        return self._loading.state

    def start(self) -> None:
        """Begins to fetch and load it; does nothing if that has begun."""
        self._loading.start()

    def count_tokens(self, text: str) -> int:
        """Waits for the model."""
        return self._loading.get().count_tokens(text)

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        """See `rag.ports.Generator`; waits for the model, with empty pieces meanwhile.

        Raises:
            ModelError: It could not be fetched or loaded, or it failed.
        """
        with self._in_use():
            model = yield from self._awaited()
            yield from model.stream(messages, max_tokens=max_tokens, stop=stop)

    def look(self, messages: Sequence[Message]) -> Iterator[Piece]:
        """See `rag.ports.SecondLook`; waits for the model, with empty pieces meanwhile.

        Raises:
            ModelError: It could not be fetched or loaded, failed, or was not taught this.
        """
        with self._in_use():
            model = yield from self._awaited()
            if not isinstance(model, SecondLook):
                raise ModelError(f"{model.name!r} was not taught the second look.")
            yield from model.look(messages)

    def _awaited(self) -> Streamed[Piece, None, Generator]:
        self._loading.start()
        while (model := self._loading.wait(HEARTBEAT_SECONDS)) is None:
            yield HEARTBEAT
        return model

    def warm(self, *beginnings: Sequence[Message]) -> None:
        """Has the model read what prompts begin with, as soon as it is loaded; returns at once.

        Does not begin to load it.

        Args:
            beginnings: Read in this order, each but the first when nobody asks anything.
        """
        threading.Thread(
            target=self._warm, args=beginnings, daemon=True, name="dateline-warm"
        ).start()

    def close(self) -> None:
        """Ends the engine, if it has one and is loaded."""
        close = getattr(self._loading.peek(), "close", None)
        if close is not None:
            close()

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        with self._used:
            self._users += 1
            self._used.notify_all()
        try:
            yield
        finally:
            with self._used:
                self._users -= 1
                self._used.notify_all()

    def _wait_until_idle(self) -> None:
        with self._used:
            while self._users or self._used.wait_for(lambda: self._users > 0, QUIET_SECONDS):
                self._used.wait_for(lambda: not self._users)

    def _warm(self, *beginnings: Sequence[Message]) -> None:
        try:
            model = self._loading.get()
            warm = getattr(model, "warm", None)
            if warm is None:
                return
            warm(*beginnings, wait_until_idle=self._wait_until_idle)
        except ModelError:  # told by `state`, and again to whoever asks a question
            return


class BackgroundEmbedder:
    """An embedder on its way. What the catalogue knows of it is known at once."""

    def __init__(
        self, load: Callable[[Progress], Embedder], name: str, entry: Entry | None = None
    ) -> None:
        """See `Loading`; without an entry, all but the name waits for the model."""
        self._loading = Loading(name, load)
        self._name = name
        self._entry = entry

    @property
    def name(self) -> str:
        return self._name

    @property
    def weight_hash(self) -> str:
        return self._entry.weight_hash if self._entry else self._loading.get().weight_hash

    @property
    def dim(self) -> int:
        return self._entry.dimensions if self._entry else self._loading.get().dim

    @property
    def max_tokens(self) -> int:
        return self._entry.max_tokens if self._entry else self._loading.get().max_tokens

    @property
    def state(self) -> ModelState:
        """How far it is."""
        return self._loading.state

    def start(self) -> None:
        """Begins to fetch and load it; does nothing if that has begun."""
        self._loading.start()

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See `rag.ports.Embedder`; waits for the model, and raises ModelError if it failed."""
        return self._loading.get().embed_queries(texts)

    def join_in(self) -> None:
        """See `rag.ports.Embedder`; waits for the model, and raises ModelError if it failed."""
        self._loading.get().join_in()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """See `rag.ports.Embedder`; waits for the model, and raises ModelError if it failed."""
        return self._loading.get().embed_passages(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `rag.ports.Embedder`; waits for the model, and raises ModelError if it failed."""
        return self._loading.get().count_tokens(texts)


class BackgroundJudge:
    """A judge on its way."""

    def __init__(self, load: Callable[[Progress], Judge], name: str) -> None:
        """See `Loading`."""
        self._loading = Loading(name, load)
        self.name = name

    @property
    def state(self) -> ModelState:
        """How far it is."""
        return self._loading.state

    def start(self) -> None:
        """Begins to load it; does nothing if that has begun."""
        self._loading.start()

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Verdicts:
        """See `rag.ports.Judge`; waits for the model, and raises ModelError if it failed."""
        return self._loading.get().judge(pairs)

    def answers(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See `rag.ports.Judge`; waits for the model, and raises ModelError if it failed."""
        return self._loading.get().answers(pairs)


class BackgroundReranker:
    """A reranker on its way; begins to load when it is first used."""

    def __init__(self, load: Callable[[Progress], Reranker], name: str) -> None:
        """See `Loading`."""
        self._loading = Loading(name, load)
        self.name = name

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See `rag.ports.Reranker`; waits for the model, and raises ModelError if it failed."""
        return self._loading.get().scores(pairs)
